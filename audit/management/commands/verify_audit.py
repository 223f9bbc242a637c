"""`manage.py verify_audit`: was anything changed behind the application's back?"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from audit import heads
from audit.verification import Report, verify


class Command(BaseCommand):
    help = "核验审计链、库外留存的链头和字段历史；有发现时退出码为 1，无发现时留存当前链头"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")
        parser.add_argument(
            "--heads", type=Path, default=settings.AUDIT_HEADS, help="库外留存链头的文件"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Print the report; note the head only of a chain found in order."""
        report = verify(options["heads"])
        if not report.findings and report.head:
            heads.note(report.head, options["heads"])
        self.stdout.write(_as_json(report) if options["json"] else _as_text(report))
        if report.findings:
            raise SystemExit(1)


def _as_json(report: Report) -> str:
    return json.dumps(asdict(report), ensure_ascii=False, indent=1)


def _as_text(report: Report) -> str:
    place = f"，链头第 {report.head.seq} 环 {report.head.hash[:16]}" if report.head else ""
    scale = (
        f"审计记录 {report.events} 条{place}；库外链头 {report.heads} 个；"
        f"核对字段历史 {report.tables} 张表。"
    )
    if not report.findings:
        return f"{scale}\n没有发现改动。"
    lines = [str(finding) for finding in report.findings]
    return "\n".join([scale, f"发现 {len(lines)} 处问题：", *lines])
