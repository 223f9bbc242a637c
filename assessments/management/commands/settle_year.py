"""Settle a year in every township of a division, on Celery workers."""

from __future__ import annotations

import json
import os
import time
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from celery import current_app
from celery.exceptions import TimeoutError as NoAnswer
from celery.result import AsyncResult
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from accounts.acting import Acting
from accounts.commands import acting_from, add_by
from accounts.session import acting_as
from assessments import rules
from assessments.queries.settling import Township, townships_of

TASK = "assessments.settle"
AT_ONCE = 8  # townships a task: few enough to spread over the workers, enough to be worth sending
PATIENCE = 600  # seconds for all tasks together
STATUSES = {
    "proposed": "已提出等次建议",
    "waiting": "等待审定或备案",
    "filed": "已备案",
    "incomplete": "未齐",
    "busy": "正有人办理",
}
Report = dict[str, Any]


class Command(BaseCommand):
    help = "年度结算：分数齐全的乡镇生成等次建议，已报县的备案；不代党委会定等次。可重复执行"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, required=True, help="考核年度，如 2018")
        parser.add_argument("--division", default="", help="统计代码，如 430481000000；不写为全市")
        parser.add_argument("--json", action="store_true", help="输出 JSON")
        add_by(parser)

    def handle(self, *_: Any, **options: Any) -> None:
        by = acting_from(options)
        asked = self._asked(by, options["year"], options["division"])
        with import_string(settings.TASK_WORKERS)(processes=os.cpu_count() or 2):
            began = time.monotonic()
            settled = _settle([one.round_id for one in asked if one.round_id], by)
            seconds = time.monotonic() - began
        report = _report(options, asked, settled, seconds)
        self.stdout.write(
            json.dumps(report, ensure_ascii=False) if options["json"] else _text(report)
        )

    def _asked(self, by: Acting, year: int, code: str) -> list[Township]:
        with acting_as(by):
            try:
                rules.may_settle(by=by).require()
            except PermissionDenied as error:
                raise CommandError(str(error)) from error
            found = townships_of(by=by, year=year, code=code)
        if found is None:
            raise CommandError(f"没有统计代码为“{code}”的区划，或者不在您的范围内。")
        return found


def _settle(rounds: list[int], by: Acting) -> dict[int, Report]:
    """Send the townships out in parts and gather what came of each."""
    parts = [rounds[start : start + AT_ONCE] for start in range(0, len(rounds), AT_ONCE)]
    sent = [current_app.send_task(TASK, args=[part, by.grant_id]) for part in parts]
    deadline = time.monotonic() + PATIENCE
    done = [one for task in sent for one in _answer(task, deadline)]
    return {one["round"]: one for one in done}


def _answer(task: AsyncResult[Any], deadline: float) -> list[Report]:
    try:
        answer: list[Report] = task.get(timeout=max(1.0, deadline - time.monotonic()))
    except NoAnswer as error:
        raise CommandError(
            f"后台任务 {PATIENCE} 秒内没有做完。已做完的都保留，请看任务日志，修正后再执行本命令。"
        ) from error
    task.forget()
    return answer


def _report(
    options: dict[str, Any], asked: list[Township], settled: dict[int, Report], seconds: float
) -> Report:
    lines = [_line(one, settled.get(one.round_id or 0)) for one in asked]
    counts = Counter(line["status"] for line in lines)
    return {
        "year": options["year"],
        "division": options["division"],
        "seconds": round(seconds, 2),
        "changed": sum(line["changed"] for line in lines),
        "counts": {status: counts.get(status, 0) for status in STATUSES},
        "townships": lines,
    }


def _line(township: Township, settled: Report | None) -> Report:
    got = settled or {
        "status": "incomplete",
        "cadres": 0,
        "seats": 0,
        "changed": False,
        "why": ["本年度考核还没有开放，由县委组织部开放"],
    }
    place = {"code": township.code, "name": township.name, "county": township.county}
    kept = ("status", "cadres", "seats", "changed", "why")
    return place | {name: got[name] for name in kept}


def _text(report: Report) -> str:
    lines = [
        f"{line['county']} {line['name']}：{STATUSES[line['status']]}"
        + (f"（{'；'.join(line['why'])}）" if line["why"] else "")
        + ("，本次有变动" if line["changed"] else "")
        for line in report["townships"]
    ]
    counts = "，".join(f"{STATUSES[key]} {number}" for key, number in report["counts"].items())
    lines.append(
        f"{report['year']} 年度：{counts}。本次变动 {report['changed']} 个乡镇，"
        f"用时 {report['seconds']} 秒。"
    )
    return "\n".join(lines)
