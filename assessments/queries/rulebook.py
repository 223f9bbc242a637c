"""Which rules a county's assessment of a year is made by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Q

from accounts.models import Division, DivisionCode
from rulebook.editions import Marks, book_of, marks

COUNTY_DIGITS = 6  # the rulebook knows a county by the first six digits of its statistical code


def last_day(year: int) -> date:
    """Give the day whose rules govern a year's grades."""
    return date(year, 12, 31)


def codes_of(counties: Iterable[int], on: date) -> dict[int, str]:
    """Give the counties' six-digit codes on a day; a county without one is left out."""
    found = DivisionCode.objects.filter(
        Q(last_day=None) | Q(last_day__gte=on),
        division__in=set(counties),
        family=DivisionCode.Family.STATISTICS,
        first_day__lte=on,
    )
    pairs = found.values_list("division_id", "code")
    return {county: code[:COUNTY_DIGITS] for county, code in pairs}


def code_of(county: Division, on: date) -> str:
    """Give a county's six-digit code on a day, empty where it has none."""
    return codes_of([county.pk], on).get(county.pk, "")


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
