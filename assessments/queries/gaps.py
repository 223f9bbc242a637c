"""What a round still lacks before it can be submitted, counted for one round or for hundreds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from accounts.acting import Acting
from accounts.clock import today
from assessments.models import Entry, Plan, Round, TeamResult
from assessments.queries.facts import POINTS, VOTES
from assessments.queries.rulebook import codes_of, rules_of
from policy.snapshot import count


def _any_empty(names: Iterable[str]) -> Q:
    return Q(*((f"{name}__isnull", True) for name in names), _connector=Q.OR)


@dataclass(frozen=True, slots=True)
class Gaps:
    """How many are graded, and how many of them lack what."""

    cadres: int = 0
    meeting: bool = True
    ballots: int = 0
    points: int = 0
    teams: int = 0

    def __bool__(self) -> bool:
        return bool(self.meeting or self.ballots or self.points or self.teams)


def gaps_of(rounds: Iterable[Round], acting: Acting) -> dict[int, Gaps]:
    """Count the gaps of rounds, in a number of queries that does not grow with them."""
    known = {found.pk: found for found in rounds}
    entries = Entry.objects.visible_to(acting).filter(round__in=known, on_roster=True)
    result = TeamResult.objects.visible_to(acting).filter(
        round=OuterRef("round"), village=OuterRef("village")
    )
    graded = _graded(known.values())
    counted = entries.values("round").annotate(
        cadres=Count("pk", filter=graded),
        ballots=Count("pk", filter=graded & _any_empty(VOTES)),
        points=Count("pk", filter=graded & _any_empty(POINTS)),
        # The team gate is asked for principals only.
        teams=Count("village", distinct=True, filter=Q(~Exists(result), is_principal=True)),
    )
    found = {row["round"]: row for row in counted}
    return {pk: _gaps(one, found.get(pk) or {}) for pk, one in known.items()}


def _graded(rounds: Collection[Round]) -> Q:
    """Leave out the excused and those who served too few months to get a grade."""
    plans = Plan.objects.filter(pk__in={one.plan_id for one in rounds})
    county_of = dict(plans.values_list("pk", "county_id"))
    codes, known = codes_of(county_of.values(), today()), today()
    by_months: dict[int, list[int]] = {}
    for one in rounds:
        rules = rules_of(one.year, known, codes.get(county_of[one.plan_id], ""))
        by_months.setdefault(count(rules, "grade.min_months"), []).append(one.pk)
    served = (Q(round__in=pks, months__gte=months) for months, pks in by_months.items())
    return Q(excused="") & Q(*served, _connector=Q.OR)


def _gaps(found: Round, row: Mapping[str, Any]) -> Gaps:
    counts = {name: row.get(name, 0) for name in ("cadres", "ballots", "points", "teams")}
    meeting = None in (found.meeting_on, found.expected, found.present)
    return Gaps(meeting=meeting, **counts)
