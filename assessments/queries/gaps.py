"""What a round still lacks before it can be submitted, counted for one round or for hundreds."""

from __future__ import annotations

from collections import Counter
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
from accounts.scope import ScopedQuerySet
from assessments.models import Entry, Round, Tally, TeamResult
from assessments.queries.ballots import COUNTS, Counted, meetings_of
from assessments.queries.elsewhere import teams_elsewhere
from assessments.queries.facts import POINTS, Case
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
    elsewhere: int = 0  # principals whose team's result another township has to enter
    listed: int = 0  # the whole roster, graded or not

    def __bool__(self) -> bool:
        return bool(self.meetings or self.ballots or self.points or self.teams or self.elsewhere)


SUMMED = ("cadres", "ballots", "points", "listed")


@dataclass(slots=True)
class _Sums:
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SUMMED, 0))
    villages: set[int] = field(default_factory=set)
    teams: set[int] = field(default_factory=set)


Outside = dict[int, tuple[int, bool]]  # by entry: its round, and whether the result is in


def gaps_of(rounds: Iterable[Round], acting: Acting) -> dict[int, Gaps]:
    """Count the gaps of rounds, in a number of queries that does not grow with them."""
    known = {found.pk: found for found in rounds}
    held = meetings_of(known.values())
    asked = _rules_asked(known.values())
    sums = {pk: _Sums() for pk in known}
    entries = Entry.objects.visible_to(acting).filter(round__in=known, on_roster=True)
    outside = _outside(known.values(), entries)
    for row in _counted(entries, asked, outside, acting):
        _add(sums[row["round"]], row, needed=_needed(known[row["round"]], row["village"], held))
    waits = Counter(pk for pk, has_result in outside.values() if not has_result)
    return {pk: _gaps(one, sums[pk], held, asked[pk], waits[pk]) for pk, one in known.items()}


def _counted(
    entries: ScopedQuerySet[Entry],
    asked: dict[int, dict[str, Any]],
    outside: Outside,
    acting: Acting,
) -> QuerySet[Any, Any]:
    """Count by village, by whose team answers, and by how many groups' ballots are in."""
    result = TeamResult.objects.visible_to(acting).filter(
        round=OuterRef("round"), village=OuterRef("answers")
    )
    graded = _graded(asked)
    return (
        entries.annotate(
            voted=Coalesce(Subquery(_voted()), 0), answers=Coalesce("team_village", "village")
        )
        .values("round", "village", "answers", "voted")
        .annotate(
            listed=Count("pk"),
            cadres=Count("pk", filter=graded),
            points=Count("pk", filter=graded & _any_empty(POINTS)),
            # The team gate is asked for principals only.
            waiting=Count(
                "pk", filter=Q(~Exists(result), is_principal=True) & ~Q(pk__in=outside.keys())
            ),
        )
    )


def _outside(rounds: Collection[Round], entries: ScopedQuerySet[Entry]) -> Outside:
    """Give, by entry, the round and whether the result is in that another township enters."""
    township = {one.pk: one.township_id for one in rounds}
    led = entries.exclude(team_village=None).filter(is_principal=True)
    rows = [
        row
        for row in led.values_list(
            "pk", "round_id", "person_id", "round__year", "team_village", "team_village__parent"
        )
        if row[5] != township[row[1]]
    ]
    known = teams_elsewhere({row[2] for row in rows})
    return {row[0]: (row[1], (row[2], row[3], row[4]) in known) for row in rows}


def _voted() -> QuerySet[Any, Any]:
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
        sums.teams.add(row["answers"])


def _gaps(found: Round, sums: _Sums, held: Counted, rules: dict[str, Any], elsewhere: int) -> Gaps:
    met = (is_met(held, found, village, rules) for village in sums.villages)
    lacking = {"meetings": sum(not one for one in met), "teams": len(sums.teams)}
    return Gaps(elsewhere=elsewhere, **lacking, **sums.counts)


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


def gaps_in(case: Case, entries: Iterable[Entry]) -> Gaps:
    """Count the gaps of one round from its case, without asking the database again."""
    found, facts = case.round, {row["id"]: row for row in case.facts["rows"]}
    least = count(case.rules, "grade.min_months")
    rows = [(one, facts[str(one.pk)]) for one in entries]
    graded = [(e, row) for e, row in rows if not e.excused and e.months >= least]
    waiting = [e for e, row in rows if e.is_principal and row["team"] is None]
    outside = [
        e for e in waiting if e.team_village and e.team_village.parent_id != found.township_id
    ]
    own = {e.team_village_id or e.village_id for e in waiting if e not in outside}
    return Gaps(
        cadres=len(graded),
        meetings=len(case.unmet) + len(case.short),
        ballots=sum(_unrated(case.ballots, found, e) for e, _ in graded),
        points=sum(row["target_score"] is None for _, row in graded),
        teams=len(own),
        elsewhere=len(outside),
        listed=len(rows),
    )


def _unrated(held: Counted, found: Round, entry: Entry) -> bool:
    """Say whether a group has yet to rate a cadre, as `gaps_of` counts it."""
    voted = (one.counts for one in held.votes(found, entry.village_id, entry.pk))
    rated = sum(any(counts.values()) for counts in voted if counts)
    return rated < _needed(found, entry.village_id, held)
