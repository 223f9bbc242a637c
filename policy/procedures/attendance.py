"""Tell whether a month's daytime days in the village reach the county's figure, if any."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from policy.dates import month_end
from policy.facts import FactError, Facts, number
from policy.figures import plain
from policy.finding import Finding, Shown, Verdict, finding
from policy.snapshot import Snapshot, cites, value

MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
LABELS = {"met": "达标", "failed": "不达标", "unknown": "待补", "info": "不适用"}
ZERO = Decimal(0)


def month(raw: object) -> date:
    """Read a month as its first day; FactError if it is not one."""
    if not isinstance(raw, str) or not MONTH.fullmatch(raw):
        raise FactError(f"月份“{raw or ''}”不是月份，请填写如 2018-11 的月份。")
    return date.fromisoformat(f"{raw}-01")


def attendance_2016(rules: Snapshot, facts: Facts) -> tuple[dict[str, Any], list[Finding]]:
    """Judge a whole month (DUTY-22, a county's figure; the city has none: 不适用).

    `month` is YYYY-MM, `present_days` and `trip_days` are days, None unknown; `county` None is
    unknown too. Raises FactError for more days than the month has.
    """
    first = month(facts.get("month"))
    longest = month_end(first.year, first.month).day
    present = _days(facts.get("present_days"), "白天在村", longest)
    trips = _days(facts.get("trip_days"), "公差", longest)
    least, grounds = value(rules, "attendance.days"), cites(rules, "attendance.days")
    verdict: Verdict
    if facts.get("county") is None:
        verdict, said = "unknown", "县未填，不知按哪个天数。"
    elif least is None:
        verdict, said = "info", "本县没有规定每月在村天数，不作判断。"
    else:
        counted = trips if value(rules, "attendance.trip_counts") else ZERO
        grounds = grounds + cites(rules, "attendance.trip_counts")
        verdict, said = _judge(present, counted, least, longest)
    seen: Shown = {"present_days": _text(present), "trip_days": _text(trips)}
    need: Shown = {"days": None if least is None else str(least)}
    found = finding("attendance.days", verdict, said, grounds, seen, need)
    return {"verdict": verdict, "label": LABELS[verdict]}, [found]


def _days(raw: object, name: str, longest: int) -> Decimal | None:
    days = number(raw, name)
    if days is not None and not 0 <= days <= longest:
        raise FactError(f"{name} {days} 天，应在 0 至 {longest} 天之间，请核对后重填。")
    return days


def _text(days: Decimal | None) -> str | None:
    return None if days is None else plain(days)


def _judge(
    present: Decimal | None, trips: Decimal | None, least: int, longest: int
) -> tuple[Verdict, str]:
    """Count what is known; an unknown part matters only if it could change the answer."""
    known = sum((days for days in (present, trips) if days is not None), ZERO)
    shown = f"白天在村 {_text(present) or '？'} 天、公差 {_text(trips) or '？'} 天"
    if known >= least:
        return "met", f"{shown}，合计不少于 {least} 天。"
    if present is None or trips is None:
        return "unknown", f"{shown}，应不少于 {least} 天，补齐后再判。"
    impossible = f"；当月只有 {longest} 天" if longest < least else ""
    return "failed", f"{shown}，合计 {plain(known)} 天，少于 {least} 天{impossible}。"
