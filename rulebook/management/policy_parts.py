"""The parts of `manage.py policy` that read what is stored: coverage, explain, what-if, check."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from accounts.acting import Acting, command_line
from accounts.answer import Refused
from accounts.commands import acting_from, add_by
from accounts.models import Division, DivisionCode
from accounts.session import acting_as
from policy import book, files
from policy.book import Book
from policy.faults import RulebookFaults
from policy.outside import taken
from rulebook import coverage, grounds
from rulebook.editions import book_in_force, marks
from rulebook.models import Decision
from rulebook.trials import field_of
from rulebook.trying import USUAL_BASE, beside, joined, tried
from rulebook.variants import several, variant

Say = Callable[[str], object]
CODE_DIGITS = 12


def add_parts(kinds: Any) -> None:
    """Add the sub-commands."""
    kinds.add_parser("coverage", help="逐条列出表 A 的规则在何处落实、何处使用")
    explain = kinds.add_parser("explain", help="打印一条决定的依据单")
    explain.add_argument("decision", type=int, help="决定编号")
    explain.add_argument("--who", default="", help="只看其中一人，写他在表中的编号")
    add_by(explain)
    _add_whatif(kinds.add_parser("whatif", help="用已存的事实换数重算；什么也不写入"))


def _add_whatif(parser: ArgumentParser) -> None:
    parser.add_argument("--year", type=int, required=True, help="年度，如 2018")
    parser.add_argument("--division", default="", help="统计代码，如 430481000000；不写为全部")
    parser.add_argument(
        "--set", dest="sets", action="append", required=True, metavar="键=值",
        help="一次一个方案，可写多次；一个方案改几个数的用逗号隔开；15/20/25%% 为三个方案",
    )  # fmt: skip
    parser.add_argument("--base", default=str(USUAL_BASE), help="假定的绩效基准，元／人·年")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    add_by(parser)


def check_files(paths: list[Path], say: Say) -> bool:
    """Check files from outside beside the packaged rules, one after another."""
    wrong = 0
    for path in paths:
        try:
            Book(taken(book.packaged().held, path.name, files.read_text(path)))
        except (OSError, UnicodeDecodeError):
            say(f"{path.name}:1 文件：打不开或不是 UTF-8，应为UTF-8 文字")
            wrong += 1
        except RulebookFaults as error:
            wrong += 1
            for fault in error.faults:
                say(str(fault))
    say(f"核对 {len(paths)} 个文件，{wrong} 个有错误。")
    return not wrong


def check_published(say: Say) -> bool:
    """Check the packaged rules with everything published on this site, as after an upgrade."""
    with acting_as(command_line()):
        published = marks()
        try:
            book_in_force()
        except RulebookFaults as error:
            for fault in error.faults:
                say(str(fault))
            say(
                f"自带规则与已公布的 {len(published)} 个文件合在一起有 {len(error.faults)} 处错误。"
            )
            return False
    say(f"自带规则与已公布的 {len(published)} 个文件合在一起没有错误。")
    return True


def print_coverage(_: dict[str, Any], say: Say) -> bool:
    """Print table A with where each rule lives; of the packaged rules, without a database."""
    for line in coverage.as_text(book.packaged()):
        say(line)
    return True


def explain(options: dict[str, Any], say: Say) -> bool:
    """Print the grounds of a decision, as its page shows them."""
    by = acting_from(options)
    with acting_as(by):
        joined_with = ("rules", "facts", "prepared_by", "decided_by")
        visible = Decision.objects.visible_to(by).select_related(*joined_with)
        decision = visible.filter(pk=options["decision"]).first()
        sheet = grounds.sheet(decision, options["who"]) if decision else None
        if sheet is None:
            raise CommandError("没有这条决定或其中没有这个人，或者不在您的范围内。")
        say(grounds.as_text(sheet))
        return sheet.same


def whatif(options: dict[str, Any], say: Say) -> bool:
    """Try other figures and say what would change; nothing is written."""
    by = acting_from(options)
    with acting_as(by):
        division = _division(by, options["division"])
        variants = _variants(options["sets"])
        base = _base(options["base"])
        field = field_of(by, division, options["year"])
        began = time.perf_counter()
        results = tried(field, variants, base)
        seconds = time.perf_counter() - began
        found = joined(results, beside(by, division, options["year"], variants))
    if options["json"]:
        say(json.dumps({"seconds": round(seconds, 2), **found}, ensure_ascii=False))
    else:
        for one in found["variants"]:
            _print(one, say)
        took = f"计算 {len(variants)} 个方案用时 {seconds:.2f} 秒"
        say(f"假定基准 {base} 元／人·年。{took}，没有写入任何决定。")
    return True


def _variants(sets: list[str]) -> list[dict[str, Any]]:
    rules, found = book_in_force(), []
    try:
        for text in sets:
            key, _, value = text.partition("=")
            many = "/" in value and key in rules.held.params and "," not in text
            found += several(rules, key, value) if many else [variant(rules, text)]
    except Refused as refused:
        raise CommandError(" ".join(refused.objections)) from refused
    return found


def _base(text: str) -> Decimal:
    try:
        base = Decimal(text)
    except InvalidOperation:
        raise CommandError(f"“{text}”不是金额。") from None
    if not 0 < base <= 1_000_000:
        raise CommandError("假定基准应大于 0，不超过 1000000 元。")
    return base


def _division(by: Acting, code: str) -> Division:
    places = Division.objects.filter(path__gte=by.lo, path__lt=by.hi)
    if code:
        wanted = DivisionCode.objects.filter(
            family=DivisionCode.Family.STATISTICS, code=code.ljust(CODE_DIGITS, "0")
        )
        places = places.filter(codes__in=wanted)
    found = places.order_by("path").first()
    if found is None:
        raise CommandError(f"没有统计代码为“{code}”的区划，或者不在您的范围内。")
    return found


def _print(one: dict[str, Any], say: Say) -> None:
    say(
        f"{one['label']}：{one['cadres']} 人中 {one['changed']} 人等次有变，"
        f"涉及 {one['villages']} 个村、{one['townships_changed']} 个乡镇；"
        f"优秀 {one['excellent'][0]} → {one['excellent'][1]}；绩效合计 {_money(one)}"
    )
    for county in one["counties"]:
        many = f"{county['changed']} 人、{county['villages']} 个村"
        say(f"  {county['name']}：{many}，{_money(county)}")
    for who in one["people"]:
        where = f"{who['county']} {who['township']} {who['village']}"
        say(f"    {where} {who['name']}：{who['was']} → {who['now']}")
    for other in one["others"]:
        many = f"已存 {other['stored']} 条，{other['changed']} 条会变"
        say(f"  {other['kind']}：{many if other['stored'] else '没有已存的决定'}")
        for each in other["subjects"]:
            say(f"    {each['subject']}：{each['was']} → {each['now']}")
    for each in one["conflicts"]:
        say(f"  如要公布，还须改好：{each}")


def _money(one: dict[str, Any]) -> str:
    was, now = map(Decimal, one["money"])
    return f"{was} → {now}（{now - was:+}）"
