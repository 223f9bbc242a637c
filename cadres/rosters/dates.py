"""Dates as rosters give them: 1975.08, 1975年8月, 19750812, Excel's own day numbers, and more."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from cadres.rosters.cells import plain, text_of
from cadres.rosters.lines import Month

FIRST_YEAR, LAST_YEAR = 1900, 2100
SERIALS = range(10_000, 60_001)  # 1927 to 2064
DAY_ZERO = date(1899, 12, 30)  # of Excel's day numbers
MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
MONTHS = {name: number for number, name in enumerate(MONTH_NAMES.split(), 1)}
TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
TAIL = re.compile(r"(至今|以来|起|出生|生|任职|任|入党|转正|参加工作|当选|换届当选)+$")
BETWEEN = re.compile(r"[年月./\\\-—–―_。,、·・:;'\" ]+")
NAMED = re.compile(r"(?:(\d{1,2})-)?([a-z]{3})[a-z]*-(\d{2}|\d{4})|(\d{4})-([a-z]{3})[a-z]*")
PADDED = re.compile(r"\s*\d{4}\.0\d\s*")
CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
TENS = re.compile(r"(?<=[年月])(十[一二]?|[一二三]?十[一二三四五六七八九]?)(?=[月日号])")


def pads(cell: Any) -> bool:
    """Tell a cell that writes January as 01: in such a column 1975.1 is what was left of .10."""
    return isinstance(cell, str) and PADDED.fullmatch(cell) is not None


def readings(cell: Any, *, today: date, padded: bool = False) -> tuple[Month, ...]:
    """Give what a cell can mean: one month, two where .1 may be .10, or none if unreadable."""
    if isinstance(cell, date):
        return _day(cell)
    if isinstance(cell, int):
        return _from_text(str(cell), today.year, padded=False)
    if isinstance(cell, float):
        return _from_float(text_of(cell), today.year) if 1 <= cell < SERIALS.stop else ()
    return _from_text(text_of(cell), today.year, padded)


def _day(day: date) -> tuple[Month, ...]:
    """Take the first of a month for the month: Excel makes 1975-08-01 of a typed 1975-8."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return ()
    return (Month(day.year, day.month, day.day if day.day > 1 else 0),)


@lru_cache(maxsize=20_000)
def _from_float(text: str, this_year: int) -> tuple[Month, ...]:
    """Read 1975.08; 1975.1 is what Excel leaves of a typed 1975.10."""
    whole, _, rest = text.partition(".")
    if int(whole) in SERIALS:
        return _serial(int(whole))
    if rest == "1":
        return (*_make(whole, "1", "", this_year), *_make(whole, "10", "", this_year))
    if len(rest) == 4:
        return _make(whole, rest[:2], rest[2:], this_year)
    return _make(whole, rest, "", this_year)


@lru_cache(maxsize=50_000)
def _from_text(text: str, this_year: int, padded: bool) -> tuple[Month, ...]:  # noqa: FBT001
    bare = TAIL.sub("", BRACKETED.sub("", TIME.sub("", plain(text)))).strip()
    if named := NAMED.fullmatch(bare.lower()):
        return _named(named, this_year)
    digits = _digits(bare)
    parts = [part for part in BETWEEN.split(digits.rstrip("日号份")) if part]
    if not parts or not all(part.isdecimal() and part.isascii() for part in parts):
        return ()
    if len(parts) == 1:
        return _unparted(parts[0], this_year)
    if len(parts) > 3:
        return ()
    year, month, day = (*parts, "")[:3]
    if padded and not day and month == "1":
        return (*_make(year, "1", "", this_year), *_make(year, "10", "", this_year))
    return _make(year, month, day, this_year)


def _digits(text: str) -> str:
    """Turn 一九七五年十二月 into digits."""
    if not any(letter in text for letter in "一二三四五六七八九十"):
        return text
    return TENS.sub(lambda found: str(_ten(found[0])), text).translate(CHINESE)


def _ten(text: str) -> int:
    before, _, after = text.partition("十")
    ones = int(after.translate(CHINESE)) if after else 0
    return (int(before.translate(CHINESE)) if before else 1) * 10 + ones


def _unparted(digits: str, this_year: int) -> tuple[Month, ...]:
    if len(digits) == 8:
        return _make(digits[:4], digits[4:6], digits[6:], this_year)
    if len(digits) == 6:
        return _make(digits[:4], digits[4:], "", this_year)
    if len(digits) == 5 and int(digits) in SERIALS:
        return _serial(int(digits))
    return ()


def _serial(number: int) -> tuple[Month, ...]:
    return _day(DAY_ZERO + timedelta(days=number))


def _named(found: re.Match[str], this_year: int) -> tuple[Month, ...]:
    """Read Aug-75 and 12-Aug-75, as Excel shows dates of its own making."""
    day, name, year, other_year, other_name = found.groups()
    month = MONTHS.get(name or other_name)
    return _make(year or other_year, str(month), day or "", this_year) if month else ()


def _make(year: str, month: str, day: str, this_year: int) -> tuple[Month, ...]:
    """Put a date together; two digits of a year are of the last hundred years."""
    if len(month) > 2 or len(day) > 2 or len(year) not in (2, 4):
        return ()
    full = int(year)
    if len(year) == 2:
        full += this_year // 100 * 100
        full -= 100 if full > this_year else 0
    if not FIRST_YEAR <= full <= LAST_YEAR:
        return ()
    try:
        made = Month(full, int(month), int(day or 0))
        _ = made.first
    except ValueError:
        return ()
    return (made,)
