"""Check the indicator library: dated lines for the five aspects, each with evidence and scoring."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from policy import figures
from policy.faults import Fault
from policy.loading import Holding, PlacedIndicator
from policy.shapes import Indicator
from policy.words import ASPECTS

FILE = "rules/city-2018/indicators.yaml"
PART = "indicators"  # among the broken where a line could not be read: then no sum is asked
ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千0-9]+条")


def live(one: Indicator, on: date, known: date) -> bool:
    """Tell whether a line is in force on a day, as known on another."""
    return one.start <= on and one.known <= known and (one.last is None or on <= one.last)


def faults(held: Holding) -> Iterator[Fault]:
    """Give every fault of the library: grounds, codes, days, and the shares of a new plan."""
    seen: dict[str, PlacedIndicator] = {}
    for placed in held.indicators:
        code = placed.indicator.code
        if code in seen:
            said = f"与 {seen[code].file}:{seen[code].line} 编号重复"
            yield _fault(placed, said, "停用的编号不改作他用")
        seen.setdefault(code, placed)
        yield from _grounds(held, placed)
        yield from _days(placed)
        if _share(placed.indicator) is None:
            said = f"占比“{placed.indicator.share}”读不成数值"
            yield _fault(placed, said, '大于 0、不超过 100% 的百分数，如 "20%"')
    if held.indicators and PART not in held.broken:
        yield from _usual(held)


def _all(held: Holding) -> list[Indicator]:
    return [placed.indicator for placed in held.indicators]


def _fault(placed: PlacedIndicator, what: str, expected: str) -> Fault:
    return Fault(placed.file, placed.line, placed.indicator.code, what, expected)


def _share(one: Indicator) -> Decimal | None:
    try:
        share: Decimal = figures.value("ratio", one.share)
    except (ValueError, ArithmeticError):
        return None
    return share if share is not None and 0 < share <= 1 else None


def _grounds(held: Holding, placed: PlacedIndicator) -> Iterator[Fault]:
    one = placed.indicator
    rule = held.rules.get(one.cite)
    if rule is None:
        if one.cite not in held.broken:
            yield _fault(placed, f"引了没有的规则号 {one.cite}", "instrument.yaml 里的规则号")
    elif one.basis == "seed" and one.topic not in rule.quote:
        yield _fault(placed, f"标为原文，引文里没有“{one.topic}”", "内容照引文，或改标 draft")
    if one.source and one.source not in held.sources:
        yield _fault(placed, f"引了没有的出处 {one.source}", "sources 里的出处号")
    if one.basis in ("law", "draft") and not one.source:
        yield _fault(placed, "标为法律或草拟却没有出处", "填写 source")
    if ARTICLE.search(one.name + one.evidence + one.scoring + one.note):
        yield _fault(placed, "编造了本办法的条号", "段落号与引文；条号须由组织部门核给")


def _days(placed: PlacedIndicator) -> Iterator[Fault]:
    one = placed.indicator
    if one.last is not None and one.last < one.start:
        yield _fault(placed, f"停用日 {one.last} 早于起用日 {one.start}", "起用日或以后")


def _usual(held: Holding) -> Iterator[Fault]:
    """Hold the lines a new plan begins with to 100% of each aspect, on any day it changes."""
    usual = [one for one in _all(held) if one.usual == "是" and _share(one) is not None]
    begun = {max(one.start, one.known) for one in usual}
    ended = {one.last + timedelta(days=1) for one in usual if one.last}
    for day in sorted(begun | ended):
        for aspect, word in ASPECTS.items():
            shares = [
                _share(one) or Decimal(0)
                for one in usual
                if one.dimension == aspect and live(one, day, day)
            ]
            if sum(shares) != 1:
                said = f"{day} 新方案的“{word}”各项占比合计 {figures.percent(Decimal(sum(shares)))}"
                yield Fault(FILE, 1, aspect, said, "100%")
