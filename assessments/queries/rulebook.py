"""Which rules a county's assessment of a year is made by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from accounts.clock import today
from assessments.models import Plan, Round
from assessments.models.plans import BALLOTS, BANDS
from policy import overlay
from rulebook.county_codes import code_of, codes_of
from rulebook.editions import Marks, book_of, marks

__all__ = [
    "Ruled",
    "code_of",
    "codes_of",
    "figures_of",
    "last_day",
    "rules_of",
    "rules_of_many",
    "rules_of_plan",
    "rules_of_plans",
    "rules_of_round",
    "same_rules",
]
Figures = tuple[tuple[str, str], ...]


class Ruled(NamedTuple):
    """The rules a plan's rounds are judged by, and the county's code."""

    where: str
    rules: dict[str, Any]


def last_day(year: int) -> date:
    """Give the day whose rules govern a year's grades."""
    return date(year, 12, 31)


def rules_of(year: int, known: date, where: str) -> dict[str, Any]:
    """Give the city's and county's rules for a year. Shared: never change the answer.

    For what concerns a round or a plan in use ask `rules_of_round`: its plan may set figures.
    """
    return _rules(marks(), year, known, where)


def rules_of_many(asked: Iterable[tuple[int, str]], known: date) -> list[dict[str, Any]]:
    """Give the rules for years and counties; the database is asked once what is published."""
    published = marks()
    return [_rules(published, year, known, where) for year, where in asked]


def rules_of_round(round: Round) -> dict[str, Any]:  # noqa: A002
    """Give the rules a round is judged by today, its plan's own figures before the city's."""
    return rules_of_plan(round.plan).rules


def rules_of_plan(plan: Plan) -> Ruled:
    """Give the rules the rounds of a plan are judged by today."""
    return rules_of_plans([plan], today())[plan.pk]


def rules_of_plans(plans: Iterable[Plan], known: date) -> dict[int, Ruled]:
    """Give each plan's rules by its id, as known on a day; two questions, whatever the number.

    Plans come with their county.
    """
    asked = {plan.pk: plan for plan in plans}
    codes = codes_of((plan.county_id for plan in asked.values()), known)
    published = marks()
    found = {}
    for pk, plan in asked.items():
        where = codes.get(plan.county_id, "")
        found[pk] = Ruled(where, _laid(published, known, where, _own(plan)))
    return found


class Own(NamedTuple):
    """What of a plan its rules hang on; hashable, so that the answer can be kept."""

    year: int
    figures: Figures
    source: str
    known: str


def _own(plan: Plan) -> Own:
    rows = figures_of(plan)
    if not rows:
        return Own(plan.year, (), "", "")
    adopted = plan.adopted_on or last_day(plan.year)
    return Own(plan.year, tuple(sorted(rows.items())), str(plan), adopted.isoformat())


def figures_of(plan: Plan) -> dict[str, str]:
    """Give the figures a plan sets itself, by the rulebook's keys; empty where it sets none."""
    lower = {grade: getattr(plan, column) for grade, column in BANDS.items()}
    worth = {grade: getattr(plan, column) for grade, column in BALLOTS.items()}
    rows: dict[str, str] = {}
    if None not in lower.values():
        rows |= overlay.band_rows(lower)
    if None not in worth.values():
        rows |= overlay.ballot_rows(worth)
    return rows


@lru_cache(maxsize=256)
def _rules(published: Marks, year: int, known: date, where: str) -> dict[str, Any]:
    return book_of(published).at(on=last_day(year), known=known, where=where or None)


@lru_cache(maxsize=256)
def _laid(published: Marks, known: date, where: str, own: Own) -> dict[str, Any]:
    city = _rules(published, own.year, known, where)
    start = date(own.year, 1, 1).isoformat()
    return overlay.with_plan(
        city, dict(own.figures), source=own.source, start=start, known=own.known
    )


def same_rules(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Say whether two snapshots differ in nothing but the day on which they were taken."""
    ours, theirs = ({**rules, "known": ""} for rules in (one, other))
    return ours == theirs
