"""`manage.py access_table`: print the table of doors into docs/access.md."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config.access import table

FILE = settings.BASE_DIR / "docs" / "access.md"


class Command(BaseCommand):
    help = "把每个地址谁能进、能看哪些行、读还是写，写成 docs/access.md；--check 只比较"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="只比较，不同时退出码为 1")
        parser.add_argument("--file", type=Path, default=FILE, help="写到哪里")

    def handle(self, *_: Any, check: bool, file: Path, **__: Any) -> None:
        """Write the file, or say whether it is still true."""
        text = table()
        if not check:
            file.write_text(text, encoding="utf-8")
            self.stdout.write(f"已写 {file}，{text.count(chr(10) + '| `')} 个地址。")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            self.stderr.write(f"{file} 与代码不符，请运行 manage.py access_table。")
            raise SystemExit(1)
