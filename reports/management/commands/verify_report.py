"""`manage.py verify_report FILE`: is this the file that was produced?"""

from __future__ import annotations

import hashlib
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.commands import acting_from, add_by
from accounts.session import acting_as
from reports import verifying
from reports.verifying import Verdict, Verified


class Command(BaseCommand):
    help = "核对一份文件与审计日志：与日志一致时退出码为 0，不一致或查无此件时为 1"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="文件", help="产生的文件，原样未动")
        parser.add_argument("--reference", default="", metavar="编号", help="文件上印的编号")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")
        add_by(parser)

    def handle(self, *_: Any, file: Path, reference: str, **options: Any) -> None:
        """Print the verdict and what the log wrote down."""
        acting = acting_from(options)
        try:
            given = {"sha256": _sha256(file), "reference": verifying.read_reference(reference)}
        except ValueError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"读不出文件 {file}，请核对路径和权限。") from error
        with acting_as(acting, "verify_report"):
            found = verifying.verify(by=acting, **given)
        said = _as_json(found, given["sha256"]) if options["json"] else _as_text(found, file)
        self.stdout.write(said)
        if found.verdict is not Verdict.SAME:
            raise SystemExit(1)


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _as_text(found: Verified, file: Path) -> str:
    told = verifying.told(found.event) if found.event else []
    return "\n".join([f"{file.name}：{found.verdict}", *(f"{name}：{text}" for name, text in told)])


def _as_json(found: Verified, sha256: str) -> str:
    log = found.event.data if found.event else None
    said = {"verdict": found.verdict.name.lower(), "sha256": sha256, "log": log}
    return json.dumps(said, ensure_ascii=False, indent=1)
