"""`manage.py demo`: build the demo city, once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Installation
from reports.demo.build import OWN_APPS, Order, Spoiled, build
from reports.demo.days import SEEDED
from reports.demo.logins import PASSWORD

ANOTHER = "如需另建一座，请换一个数据目录，例如：DATA_DIR=/var/tmp/cadres-2 make demo。"


class Command(BaseCommand):
    help = "建立演示城市：真实区划、虚构人员、三个考核年度（同一种子数结果相同；已建成的不重建）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=("full", "small", "none"), default="full")
        parser.add_argument("--seed", type=int, default=SEEDED, help="种子数")

    def handle(self, *_: Any, size: str, seed: int, **__: Any) -> None:
        """Build unless the city stands; refuse what is no demo."""
        if not settings.DEMO:
            raise CommandError(
                "这不是演示环境（DEMO 未设置），演示城市不建在这里，没有改动任何内容。"
            )
        order = Order(size, seed)
        if standing := Installation.objects.first():
            self._say(_already(standing, order))
            return
        if found := _foreign_rows():
            raise CommandError(
                f"这个数据库里已有数据（{found}），却没有安装记录，不能确认是演示库，没有改动任何内容。"
                "演示城市只能建在空库里。" + ANOTHER
            )
        try:
            build(order, self._say)
        except Spoiled as error:
            raise CommandError(str(error)) from error
        self._say(f"演示城市已建成。演示口令：{PASSWORD}，账号见 manage.py demo_logins。")

    def _say(self, line: str) -> None:
        self.stdout.write(f"· {line}")
        self.stdout.flush()


def _already(standing: Installation, order: Order) -> str:
    """Say that the ordered city stands; refuse where another one does, or a real one."""
    if not standing.is_demo:
        raise CommandError(
            "这是正式库，不是演示库，没有改动任何内容。演示城市请建在另一个数据库里。"
        )
    if (standing.size, standing.seed) != (order.size, order.seed):
        raise CommandError(
            f"这里已有一座演示城市（规模 {standing.size}，种子 {standing.seed}），"
            f"与所要的（规模 {order.size}，种子 {order.seed}）不同，没有改动任何内容。" + ANOTHER
        )
    return f"演示城市已建成（规模 {standing.size}，种子 {standing.seed}），不再重建。" + ANOTHER


def _foreign_rows() -> str:
    """Name the first table of ours that already holds rows, if one does."""
    for label in OWN_APPS:
        for model in apps.get_app_config(label).get_models():
            if model is not Installation and model._default_manager.exists():
                return str(model._meta.verbose_name)
    return ""
