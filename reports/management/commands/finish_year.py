"""`manage.py finish_year`: carry the demo's open year to its end, step by step, as each role."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Installation
from reports.demo.days import YEARS
from reports.demo.finishing import Finishing


class Command(BaseCommand):
    help = (
        "演示城市：由各角色的账号经业务服务把未办完的年度考核办到备案（补录、提交、审定、公示、"
        "反馈、报县、备案）；只用于演示库"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, default=YEARS[-1], help="考核年度")
        parser.add_argument(
            "--leave", action="append", default=[], metavar="乡镇", help="留给人办的乡镇，可写几个"
        )

    def handle(self, *_: Any, year: int, leave: list[str], **__: Any) -> None:
        """Carry on what is open; refuse where it is no demo."""
        standing = Installation.objects.first()
        if not settings.DEMO or standing is None or not standing.is_demo:
            raise CommandError("这不是演示库，没有改动任何内容：正式的考核由各角色在系统里办理。")
        began, finishing = time.monotonic(), Finishing(year, standing.seed, leave)
        finishing.run(self._say)
        self._say(f"用时 {time.monotonic() - began:.0f} 秒。")
        self._say(
            f"日期走到了 {finishing.day}：接着看请用 BUSINESS_DAY={finishing.day} make demo。"
        )

    def _say(self, line: str) -> None:
        self.stdout.write(f"· {line}")
        self.stdout.flush()
