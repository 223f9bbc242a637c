"""Which rules a county's assessment of a year is made by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from rulebook.county_codes import code_of, codes_of
from rulebook.editions import Marks, book_of, marks

__all__ = [
    "code_of",
    "codes_of",
    "last_day",
    "rules_of",
    "rules_of_many",
    "same_rules",
]


def last_day(year: int) -> date:
    """Give the day whose rules govern a year's grades."""
    return date(year, 12, 31)


def rules_of(year: int, known: date, where: str) -> dict[str, Any]:
    """Give the rules for a year's grades as known on a day. Shared: never change the answer."""
    return rules_of_many([(year, where)], known)[0]


def rules_of_many(asked: Iterable[tuple[int, str]], known: date) -> list[dict[str, Any]]:
    """Give the rules for years and counties; the database is asked once what is published."""
    published = marks()
    return [_rules(published, year, known, where) for year, where in asked]


@lru_cache(maxsize=256)
def _rules(published: Marks, year: int, known: date, where: str) -> dict[str, Any]:
    return book_of(published).at(on=last_day(year), known=known, where=where or None)


def same_rules(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Say whether two snapshots differ in nothing but the day on which they were taken."""
    ours, theirs = ({**rules, "known": ""} for rules in (one, other))
    return ours == theirs
