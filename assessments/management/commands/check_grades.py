"""Check decided grades against the independent SQL statement of cap and gates."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.acting import Acting
from accounts.commands import acting_from, add_by
from accounts.session import acting_as
from assessments.models import Entry, Round
from assessments.queries.holding import PER_CADRE, PER_TOWNSHIP, breaches, decided_rounds


class Command(BaseCommand):
    help = "用独立的 SQL 核对已审定的等次：名额、班子、警示处分、月数、两人办理、分数次序"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, required=True, help="考核年度，如 2018")
        parser.add_argument("--division", default="", help="统计代码，如 430481000000；不写为全市")
        parser.add_argument("--sample", type=int, help="随机抽多少个乡镇（街道）；不写为全部")
        parser.add_argument("--seed", type=int, default=0, help="抽样种子，同一种子抽到同一批")
        parser.add_argument("--json", action="store_true", help="输出 JSON")
        add_by(parser)

    def handle(self, *_: Any, **options: Any) -> None:
        by = acting_from(options)
        with acting_as(by):
            report = _checked(by, options)
        lines = json.dumps(report, ensure_ascii=False) if options["json"] else _text(report)
        self.stdout.write(lines)
        if report["breaches"]:
            raise CommandError(f"有 {len(report['breaches'])} 处不符，见上。")


def _checked(by: Acting, options: dict[str, Any]) -> dict[str, Any]:
    found = decided_rounds(by=by, year=options["year"], code=options["division"])
    if found is None:
        raise CommandError(f"没有统计代码为“{options['division']}”的区划。")
    rounds = _sample(list(found), options["sample"], options["seed"])
    names = {one.pk: one.township.name for one in rounds}
    cadres = Entry.objects.filter(round__in=rounds, on_roster=True).count()
    broken = breaches(list(names))
    said = [{"check": b.check, "township": names[b.round], "said": b.said} for b in broken]
    return {
        "year": options["year"],
        "seed": options["seed"],
        "townships": len(rounds),
        "cadres": cadres,
        "checks": len(rounds) * len(PER_TOWNSHIP) + cadres * len(PER_CADRE),
        "by_check": Counter(one.check for one in broken),
        "breaches": said,
    }


def _sample(rounds: list[Round], number: int | None, seed: int) -> list[Round]:
    if number is None or number >= len(rounds):
        return rounds
    return Random(seed).sample(rounds, max(0, number))  # noqa: S311 - a sample, not a secret


def _text(report: dict[str, Any]) -> str:
    lines = [f"{one['township']}：{one['said']}（{one['check']}）" for one in report["breaches"]]
    lines.append(
        f"{report['year']} 年度，核对 {report['townships']} 个乡镇（街道）、{report['cadres']} 人、"
        f"{report['checks']} 项，不符 {len(report['breaches'])} 处。"
    )
    return "\n".join(lines)
