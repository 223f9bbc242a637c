"""Count full months in posts of a year, and tell which team a principal led the longest."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

from policy import dates

Team = TypeVar("Team")
Span = tuple[date, date]
Held = tuple[date, date | None]  # from, to; None is still held


def months_of_year(held: Iterable[Held], year: int) -> int:
    """Count full months in any post of a year; overlaps count once (ASSESS-EACH, assume)."""
    return full_months(within(held, year))


def full_months(spans: Sequence[Span]) -> int:
    """Count full months in spans of days, both ends included; overlaps count once."""
    return sum(dates.whole_months(first, last) for first, last in union(spans))


def within(held: Iterable[Held], year: int) -> list[Span]:
    """Cut terms of office to a year; one that is still held runs to its last day."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    cut = ((max(began, first), min(ended or last, last)) for began, ended in held)
    return [(began, ended) for began, ended in cut if began <= ended]


def union(spans: Iterable[Span]) -> list[Span]:
    """Join spans that overlap or follow each other without a day between."""
    joined: list[Span] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1] + timedelta(days=1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def team_led(led: Mapping[Team, Iterable[Held]], year: int) -> Team | None:
    """Return the team led longest in a year, of equals the one led last (ASSESS-TEAM-GATE)."""
    spans = {team: union(within(held, year)) for team, held in led.items()}
    days = {team: (_days(found), found[-1][1]) for team, found in spans.items() if found}
    return max(days, key=lambda team: days[team], default=None)


def _days(spans: Iterable[Span]) -> int:
    return sum((last - first).days + 1 for first, last in spans)
