"""Check the rulebook's files, run its cases, replay stored decisions."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from accounts.acting import command_line
from accounts.session import acting_as
from policy import book, casebook, files
from policy.faults import RulebookFaults
from rulebook.management import policy_parts
from rulebook.models import Decision
from rulebook.queries import replayed

CASES = files.HERE / "cases"


class Command(BaseCommand):
    help = (
        "规则库：check 核对规则文件；test 运行案例表；replay 用当时的规则和事实重算已存的决定；"
        "coverage 列出各条规则的落处；explain 打印依据单；whatif 推演"
    )
    requires_system_checks = ()  # check and test need neither database nor settings of ours

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True)
        checks = kinds.add_parser("check", help="核对规则文件，有错误时逐条列出并以 1 退出")
        checks.add_argument("files", nargs="*", type=Path, help="要公布的文件；不写为自带的规则")
        checks.add_argument("--published", action="store_true", help="连同本库已公布的文件一起核对")
        tests = kinds.add_parser("test", help="运行案例表，有一格不符即以 1 退出")
        tests.add_argument("paths", nargs="*", type=Path, help="案例文件或文件夹；不写为自带案例")
        replays = kinds.add_parser("replay", help="重算已存的决定，有一条不同即以 1 退出")
        replays.add_argument("--sample", type=int, default=0, help="随机抽查的条数；不写为全部")
        policy_parts.add_parts(kinds)

    def handle(self, *_: Any, **options: Any) -> None:
        own = {"check": self._check, "test": self._test, "replay": self._replay}
        kind = options["kind"]
        right = own[kind](options) if kind in own else self._part(kind, options)
        if not right:
            sys.exit(1)

    def _part(self, kind: str, options: dict[str, Any]) -> bool:
        parts = {
            "coverage": policy_parts.print_coverage,
            "explain": policy_parts.explain,
            "whatif": policy_parts.whatif,
        }
        return parts[kind](options, self.stdout.write)

    def _check(self, options: dict[str, Any]) -> bool:
        if options.get("files"):
            return policy_parts.check_files(options["files"], self.stdout.write)
        if options.get("published"):
            return policy_parts.check_published(self.stdout.write)
        try:
            held = book.packaged().held
        except RulebookFaults as error:
            for fault in error.faults:
                self.stdout.write(str(fault))
            self.stdout.write(f"规则文件有 {len(error.faults)} 处错误。")
            return False
        entries = sum(len(listed) for listed in held.entries.values())
        self.stdout.write(
            f"规则文件没有错误：参数 {len(held.params)} 个，数值 {len(held.rows)} 行，"
            f"规则 {len(held.rules)} 条，目录 {len(held.catalogues)} 张 {entries} 项，"
            f"读法 {len(held.readings)} 条。"
        )
        return True

    def _test(self, options: dict[str, Any]) -> bool:
        try:
            report = casebook.check(options["paths"] or [CASES])
        except RulebookFaults as error:
            self.stdout.write(str(error))
            return False
        for line in report.lines():
            self.stdout.write(line)
        return report.ok

    def _replay(self, options: dict[str, Any]) -> bool:
        with acting_as(command_line()) as by:
            decisions = Decision.objects.visible_to(by)
            if sample := options["sample"]:
                picked = decisions.order_by("?").values("pk")[:sample]
                decisions = Decision.objects.filter(pk__in=[row["pk"] for row in picked])
            done = wrong = 0
            for decision, difference in replayed(decisions.order_by("pk")):
                done += 1
                if difference:
                    wrong += 1
                    self.stdout.write(f"第 {decision.pk} 号 {decision}：{difference}")
        self.stdout.write(f"重算 {done} 条决定，{wrong} 条不同。")
        return not wrong
