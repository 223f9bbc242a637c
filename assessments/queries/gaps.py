"""What a round still lacks before it can be submitted, counted for one round or for hundreds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from accounts.acting import Acting
from accounts.clock import today
from assessments.models import Entry, Round, Tally, TeamResult
from assessments.queries.ballots import COUNTS, Counted, meetings_of
from assessments.queries.facts import POINTS
from assessments.queries.rulebook import rules_of_plans
from policy.snapshot import count


def _any_empty(names: Iterable[str]) -> Q:
    return Q(*((f"{name}__isnull", True) for name in names), _connector=Q.OR)


@dataclass(frozen=True, slots=True)
class Gaps:
    """How many are graded, and how many of them lack what."""

    cadres: int = 0
    meetings: int = 0  # villages whose meeting is not entered in full, or had too few people
    ballots: int = 0
    points: int = 0
    teams: int = 0
    listed: int = 0  # the whole roster, graded or not

    def __bool__(self) -> bool:
        return bool(self.meetings or self.ballots or self.points or self.teams)


@dataclass(slots=True)
class _Sums:
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SUMMED, 0))
    villages: set[int] = field(default_factory=set)
    teams: set[int] = field(default_factory=set)


SUMMED = ("cadres", "ballots", "points", "listed")


def gaps_of(rounds: Iterable[Round], acting: Acting) -> dict[int, Gaps]:
    """Count the gaps of rounds, in a number of queries that does not grow with them."""
    known = {found.pk: found for found in rounds}
    held = meetings_of(known.values())
    asked = _rules_asked(known.values())
    sums = {pk: _Sums() for pk in known}
    for row in _counted(known, asked, acting):
        _add(sums[row["round"]], row, needed=_needed(known[row["round"]], row["village"], held))
    return {pk: _gaps(one, sums[pk], held, asked[pk]) for pk, one in known.items()}


def _counted(
    known: dict[int, Round], asked: dict[int, dict[str, Any]], acting: Acting
) -> QuerySet[Entry, dict[str, Any]]:
    """Count by village, and by how many groups' ballots are in for a cadre."""
    entries = Entry.objects.visible_to(acting).filter(round__in=known, on_roster=True)
    result = TeamResult.objects.visible_to(acting).filter(
        round=OuterRef("round"), village=OuterRef("village")
    )
    graded = _graded(asked)
    return (
        entries.annotate(voted=Coalesce(Subquery(_voted()), 0))
        .values("round", "village", "voted")
        .annotate(
            listed=Count("pk"),
            cadres=Count("pk", filter=graded),
            points=Count("pk", filter=graded & _any_empty(POINTS)),
            # The team gate is asked for principals only.
            waiting=Count("pk", filter=Q(~Exists(result), is_principal=True)),
        )
    )


def _voted() -> QuerySet[Tally, dict[str, Any]]:
    """Count the groups that rated an entry, all four counts typed and somebody's mark valid."""
    valid = sum((F(name) for name in COUNTS[1:]), F(COUNTS[0]))
    mine = Tally.objects.filter(entry=OuterRef("pk"), group__plan=OuterRef("round__plan"))
    full = mine.annotate(valid=valid).filter(valid__gt=0).order_by()
    return full.values("entry").annotate(n=Count("pk")).values("n")


def _needed(found: Round, village: int, held: Counted) -> int:
    """Count the groups that the village has; at least one has to rate."""
    return max(1, sum(came.expected != 0 for came in held.turnout(found, village)))


def _add(sums: _Sums, row: dict[str, Any], *, needed: int) -> None:
    lacking = row["cadres"] if row["voted"] < needed else 0
    for name, number in ({**row, "ballots": lacking}).items():
        if name in sums.counts:
            sums.counts[name] += number
    sums.villages.add(row["village"])
    if row["waiting"]:
        sums.teams.add(row["village"])


def _gaps(found: Round, sums: _Sums, held: Counted, rules: dict[str, Any]) -> Gaps:
    met = (is_met(held, found, village, rules) for village in sums.villages)
    return Gaps(meetings=sum(not one for one in met), teams=len(sums.teams), **sums.counts)


def is_met(held: Counted, found: Round, village: int, rules: dict[str, Any]) -> bool:
    """Say whether a village's meeting is entered in full and enough people came."""
    [quorum] = held.quorum(found, village, rules)
    return held.is_complete(found, village) and quorum["verdict"] == "met"


def _rules_asked(rounds: Collection[Round]) -> dict[int, dict[str, Any]]:
    # Asks only for those that have none with them.
    prefetch_related_objects(list(rounds), "plan__county")
    ruled = rules_of_plans({one.plan_id: one.plan for one in rounds}.values(), today())
    return {one.pk: ruled[one.plan_id].rules for one in rounds}


def _graded(asked: dict[int, dict[str, Any]]) -> Q:
    """Leave out the excused and those who served too few months to get a grade."""
    least: dict[int, list[int]] = {}
    for pk, rules in asked.items():
        least.setdefault(count(rules, "grade.min_months"), []).append(pk)
    served = (Q(round__in=pks, months__gte=months) for months, pks in least.items())
    return Q(excused="") & Q(*served, _connector=Q.OR)
