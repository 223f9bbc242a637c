"""`manage.py demo_logins`: who can log in to the demo city, and with what."""

from __future__ import annotations

import json
import unicodedata
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.acting import command_line
from accounts.models import Installation
from accounts.session import acting_as
from reports.demo.logins import Login, list_logins, short_list

HEADS = ("账号", "口令", "角色", "单位", "验证码密钥", "此刻的验证码")


class Command(BaseCommand):
    help = "列出演示城市的登录账号（每种角色几个；--all 列出全部，--json 供程序读取）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument("--all", action="store_true", dest="everybody")

    def handle(self, *_: Any, as_json: bool, everybody: bool, **__: Any) -> None:
        """List, where there is a demo city to log in to."""
        with acting_as(command_line("演示账号")):
            if not Installation.objects.filter(is_demo=True).exists():
                raise CommandError("这不是演示库，没有演示账号。建立演示城市：manage.py demo。")
            logins = list_logins()
        shown = logins if everybody or as_json else short_list(logins)
        if as_json:
            self.stdout.write(json.dumps([asdict(one) for one in shown], ensure_ascii=False))
        else:
            self.stdout.write(_table(shown))
            if len(shown) < len(logins):
                self.stdout.write(f"共 {len(logins)} 个，以上是一部分，加 --all 列出全部。")


def _table(logins: Sequence[Login]) -> str:
    rows = [
        HEADS,
        *(
            (one.user, one.password, one.role_label, one.where, one.totp_secret, one.totp_now)
            for one in logins
        ),
    ]
    widths = [max(_width(row[place]) for row in rows) for place in range(len(HEADS))]
    return "\n".join(
        "  ".join(
            text + " " * (wide - _width(text)) for text, wide in zip(row, widths, strict=True)
        )
        for row in rows
    )


def _width(text: str) -> int:
    """Count columns: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
