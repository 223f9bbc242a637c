"""Bring the tables up to date and build the demo city, unless both are there."""

from __future__ import annotations

import time
from itertools import count
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BUILDING = 20181220  # any number, as long as nothing else in this database uses it


class Command(BaseCommand):
    help = "迁移数据库并建立演示城市（已有的保留）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=("full", "small", "none"), default="full")

    def handle(self, *, size: str, **_: Any) -> None:
        if not settings.DEMO:
            raise CommandError("这不是演示环境（DEMO 未设置），city 只用于演示。")
        self._wait_for_others()
        self._migrate()
        self._say("检查演示城市，没有则建立")
        call_command("demo", size=size, stdout=self.stdout, stderr=self.stderr)

    def _wait_for_others(self) -> None:
        """Let two that start at once build one after the other; the lock ends with this process."""
        with connection.cursor() as cursor:
            for waited in count():
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [BUILDING])
                if cursor.fetchone() == (True,):
                    return
                if not waited:
                    self._say("另一个进程正在建立演示城市，等它结束")
                time.sleep(0.5)

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not pending:
            self._say("数据库结构已是最新")
            return
        self._say(f"迁移数据库（{len(pending)} 步）")
        call_command("migrate", verbosity=0, interactive=False)

    def _say(self, line: str) -> None:
        self.stdout.write(f"· {line}")
        self.stdout.flush()
