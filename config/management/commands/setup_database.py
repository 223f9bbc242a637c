"""Print the SQL that prepares an external PostgreSQL."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config.database_roles import APP, DATABASE, OWNER, script

HEAD = """\
-- 村干部管理系统：建立数据库、两个角色和扩展。由超级用户用 psql 执行，可重复执行：
--   manage.py setup_database > setup.sql    （填写下面两个口令，或加 --generate 自动生成）
--   psql -X -f setup.sql postgres
-- 之后应用使用：
--   DATABASE_URL=postgresql://{app}:<app_password>@主机:5432/{database}
--   DATABASE_OWNER_URL=postgresql://{owner}:<owner_password>@主机:5432/{database}（只用于迁移）
"""


class Command(BaseCommand):
    help = "输出为外部 PostgreSQL 建库、建角色的 SQL（需要 PostgreSQL 14 以上，由超级用户执行）"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--generate", action="store_true", help="自动生成两个随机口令")

    def handle(self, *, generate: bool, **_: Any) -> None:
        words = [secrets.token_hex(24) if generate else "" for _ in range(2)]
        self.stdout.write(HEAD.format(app=APP, owner=OWNER, database=DATABASE))
        self.stdout.write(script(owner_password=words[0], app_password=words[1]))
