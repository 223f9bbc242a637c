"""`manage.py personal_fields`: print the register of personal information into docs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.personal_table import table

FILE = settings.BASE_DIR / "docs" / "personal-fields.md"


class Command(BaseCommand):
    help = "把每个个人信息字段的目的、依据、级别写成 docs/personal-fields.md；--check 只比较"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="只比较，不同时退出码为 1")
        parser.add_argument("--file", type=Path, default=FILE, help="写到哪里")

    def handle(self, *_: Any, check: bool, file: Path, **__: Any) -> None:
        """Write the file, or say whether it is still true."""
        text = table()
        if not check:
            file.write_text(text, encoding="utf-8")
            count = text.count("\n| ") - 1  # without the head of the table
            self.stdout.write(f"已写 {file}，{count} 个字段。")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            self.stderr.write(f"{file} 与代码不符，请运行 manage.py personal_fields。")
            raise SystemExit(1)
