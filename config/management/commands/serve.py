"""Serve the demo on the loopback: web server and worker, until Ctrl-C."""

from __future__ import annotations

import subprocess
import time
from http.client import HTTPConnection, HTTPException
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import port
from config.children import child, worker_args

PATIENCE = 60  # seconds until the first page


class Command(BaseCommand):
    help = (
        "启动演示：迁移、演示城市、后台任务和网页服务（127.0.0.1，端口由 PORT 指定），Ctrl-C 停止"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=("full", "small", "none"), default="full")

    def handle(self, *, size: str, **_: Any) -> None:
        if not settings.DEMO:
            raise CommandError("serve 只用于演示。生产环境请按 docs 用 gunicorn 和 celery 启动。")
        try:
            self._build_city(size)
            self._say("启动后台任务进程和网页服务")
            with (
                child(*worker_args(2, beat=settings.DATA_DIR / "beat")) as worker,
                child("gunicorn", "-c", "python:config.gunicorn", "config.wsgi") as web,
            ):
                self._serve({"后台任务": worker, "网页服务": web})
        except KeyboardInterrupt:
            self._say("已停止")

    def _serve(self, children: dict[str, subprocess.Popen[bytes]]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not _answers():
            _all_alive(children)
            if time.monotonic() > deadline:
                raise CommandError(f"网页服务 {PATIENCE} 秒内没有应答，请看上面的日志。")
            time.sleep(0.05)
        call_command("demo_logins", stdout=self.stdout)
        self._say(f"已就绪：http://{port.HOST}:{port.number()}/   按 Ctrl-C 停止")
        while True:
            _all_alive(children)
            time.sleep(0.5)

    def _build_city(self, size: str) -> None:
        """Run `city` in a process of its own: it needs the owner's role, which we are not."""
        with child("manage", "city", "--size", size, owner=True) as process:
            if process.wait():
                raise CommandError("演示城市没有建成，原因见上。修正后重新执行即可。")

    def _say(self, line: str) -> None:
        self.stdout.write(f"· {line}")
        self.stdout.flush()


def _answers() -> bool:
    line = HTTPConnection(port.HOST, port.number(), timeout=5)
    try:
        line.request("GET", "/healthz/live")
        return line.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        line.close()


def _all_alive(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, process in children.items():
        if process.poll() is not None:
            raise CommandError(f"{name}意外结束（退出码 {process.returncode}），请看上面的日志。")
