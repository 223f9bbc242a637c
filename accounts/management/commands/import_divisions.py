"""`manage.py import_divisions`: take over the list of divisions; again changes nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from accounts.commands import acting_from, add_by
from accounts.divisions import CROSSWALK, LIST, Imported, import_divisions
from accounts.session import acting_as


class Command(BaseCommand):
    help = "导入区划清单：补充新单位，更正名称；清单里没有的只列出，不终止"

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_by(parser)
        parser.add_argument("--file", type=Path, default=LIST, help="区划清单（CSV）")
        parser.add_argument("--crosswalk", type=Path, default=CROSSWALK, help="代码对照（CSV）")

    def handle(self, *_: Any, **options: Any) -> None:
        """Import in one transaction and say what was done."""
        with acting_as(acting_from(options), reason="import_divisions") as by:
            done = import_divisions(by=by, file=options["file"], crosswalk=options["crosswalk"])
        self.stdout.write(_summary(done))


def _summary(done: Imported) -> str:
    lines = [
        f"新增 {done.added} 个单位，更正 {done.changed} 个，{done.same} 个不变；"
        f"新增代码 {done.codes} 个。"
    ]
    if done.missing:
        lines.append(f"清单中没有以下 {len(done.missing)} 个单位，撤并请由系统管理员办理：")
        lines += [f"  {unit.title}" for unit in done.missing]
    return "\n".join(lines)
