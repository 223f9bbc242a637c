"""What a round still lacks before it can be submitted, counted for one round or for hundreds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, prefetch_related_objects

from accounts.acting import Acting
from accounts.clock import today
from assessments.models import Entry, Round, TeamResult
from assessments.queries.facts import POINTS, VOTES
from assessments.queries.rulebook import codes_of, rules_of_many
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
    listed: int = 0  # the whole roster, graded or not

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
        listed=Count("pk"),
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
    prefetch_related_objects(list(rounds), "plan")  # asks only for those that have none with them
    county_of = {one.plan_id: one.plan.county_id for one in rounds}
    codes = codes_of(county_of.values(), today())
    asked: dict[tuple[int, str], list[int]] = {}
    for one in rounds:
        asked.setdefault((one.year, codes.get(county_of[one.plan_id], "")), []).append(one.pk)
    served = (
        Q(round__in=pks, months__gte=count(rules, "grade.min_months"))
        for rules, pks in zip(rules_of_many(asked, today()), asked.values(), strict=True)
    )
    return Q(excused="") & Q(*served, _connector=Q.OR)


def _gaps(found: Round, row: Mapping[str, Any]) -> Gaps:
    counts = {name: row.get(name, 0) for name in ("cadres", "ballots", "points", "teams", "listed")}
    meeting = None in (found.meeting_on, found.expected, found.present)
    return Gaps(meeting=meeting, **counts)
