"""A year's assessment over many townships, in a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from accounts.acting import Acting
from accounts.clock import today
from accounts.models import Division
from accounts.roles import Level
from assessments.models import Entry, Grade, Plan, Proposal, Round
from assessments.queries.gaps import Gaps, gaps_of
from assessments.queries.rulebook import last_day
from assessments.states import GRADED, GradeLabel, Proposed, RoundStatus
from cadres.models import Tenure

CORRECTED = "corrected"


@dataclass(slots=True)
class Line:
    """One township's year; without a round it has not been opened."""

    township: Division
    round: Round | None
    status: str
    cadres: int = 0
    headcount: int = 0
    seats: int = 0
    ties: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    gaps: Gaps = field(default_factory=Gaps)
    lacks: list[str] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        entering = self.round is not None and self.round.status == RoundStatus.ENTERING
        return entering and not self.gaps


def years_of(acting: Acting) -> list[int]:
    """List the years with rounds or plans, newest first."""
    rounds = Round.objects.visible_to(acting).values_list("year", flat=True).distinct()
    plans = Plan.objects.visible_to(acting).values_list("year", flat=True).distinct()
    return sorted({*rounds, *plans}, reverse=True)


def overview(acting: Acting, year: int) -> list[Line]:
    """Give a line for every township he sees: those with a round, and those without."""
    rounds = Round.objects.visible_to(acting).filter(year=year)
    joined = rounds.select_related("township__parent", "plan", "prepared_by", "decided_by")
    lines = lines_of(list(joined), acting)
    opened = {line.township.pk for line in lines}
    unopened = [place for place in _townships(acting) if place.pk not in opened]
    staffed = _staffed(unopened, min(today(), last_day(year)), acting)
    lines += [
        Line(township=place, round=None, status="未开放", cadres=staffed.get(place.pk, 0))
        for place in unopened
    ]
    return sorted(lines, key=lambda line: line.township.path)


def lines_of(rounds: list[Round], acting: Acting) -> list[Line]:
    """Give a line for each of these rounds, of whatever years, in one go."""
    gaps, cadres = gaps_of(rounds, acting), _cadres(rounds)
    grades, ties = _grades(rounds), _ties(rounds)
    return [
        Line(
            township=one.township,
            round=one,
            status=one.get_status_display(),
            cadres=cadres.get(one.pk, 0),
            headcount=one.headcount,
            seats=one.seats,
            ties=ties.get(one.pk, 0),
            counts=grades.get(one.pk, {}),
            gaps=gaps[one.pk],
            lacks=_lacks(one, gaps[one.pk]),
        )
        for one in rounds
    ]


def _staffed(townships: list[Division], day: date, acting: Acting) -> dict[int, int]:
    """Count the cadres in post in each of these townships on a day."""
    if not townships:
        return {}
    held = Tenure.objects.visible_to(acting).on(day).filter(village__parent__in=townships)
    people = held.order_by().values_list("village__parent")
    return dict(people.annotate(n=Count("person", distinct=True)))


def _townships(acting: Acting) -> Iterable[Division]:
    if not acting.hi:
        return []
    under = Division.objects.filter(path__gte=acting.lo, path__lt=acting.hi)
    return under.on(today()).filter(level=Level.TOWNSHIP).select_related("parent")


def _cadres(rounds: list[Round]) -> dict[int, int]:
    entries = Entry.objects.filter(round__in=rounds, on_roster=True)
    return dict(entries.values_list("round").annotate(n=Count("pk")))


def _grades(rounds: list[Round]) -> dict[int, dict[str, int]]:
    """Count the decided grades in force, by grade, and those that a correction gave."""
    graded = [one for one in rounds if one.status in GRADED]
    in_force = Grade.objects.filter(round__in=graded).in_force()
    found: dict[int, dict[str, int]] = {}
    later = Count("pk", filter=Q(revision__gt=0))
    for pk, grade, number, corrected in in_force.values_list("round", "grade").annotate(
        n=Count("pk"), corrected=later
    ):
        own = found.setdefault(pk, dict.fromkeys((*GradeLabel.values, CORRECTED), 0))
        own[grade] = number
        own[CORRECTED] += corrected
    return found


def _ties(rounds: list[Round]) -> dict[int, int]:
    open_ = [one for one in rounds if one.status == RoundStatus.SUBMITTED]
    tied = Proposal.objects.filter(
        decision__in=[one.proposal_id for one in open_], grade=Proposed.TIE
    )
    by_decision = dict(tied.values_list("decision").annotate(n=Count("pk")))
    return {one.pk: by_decision.get(one.proposal_id, 0) for one in open_}


def _lacks(round: Round, gaps: Gaps) -> list[str]:  # noqa: A002
    if round.status != RoundStatus.ENTERING:
        return []
    said = {
        f"缺述职会议 {gaps.meetings} 个村": gaps.meetings,
        f"缺测评票 {gaps.ballots} 人": gaps.ballots,
        f"缺目标考核分 {gaps.points} 人": gaps.points,
        f"缺班子结果 {gaps.teams} 个村": gaps.teams,
        f"等外乡镇报班子结果 {gaps.elsewhere} 人": gaps.elsewhere,
    }
    return [sentence for sentence, holds in said.items() if holds]
