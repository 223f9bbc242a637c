"""Where the appraisals of a year stand: village by village, unit by unit; and who failed twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from accounts.acting import Acting
from accounts.models import Division
from accounts.scope import SEGMENT
from cadres.queries.places import within
from policy.procedures import appraisal as policy
from policy.record import sha
from policy.snapshot import count
from rulebook.models import Decision
from supervision.appraisal_states import AppraisalStatus, Standing, Verdict
from supervision.models import Appraisal, AppraisalResult, TerminationCheck
from supervision.queries.appraisal_facts import cases_of
from supervision.queries.appraisal_roster import appraising


@dataclass(frozen=True, slots=True)
class Due:
    """The arithmetic of a year: by when a village has to be told and to meet."""

    year: int
    notice_days: int
    day: date

    @classmethod
    def of(cls, year: int, rules: dict[str, Any], day: date) -> Due:
        """Read it out of the rules of the day."""
        return cls(year, count(rules, policy.NOTICE), day)

    @property
    def last_day(self) -> date:
        return date(self.year, 12, 31)

    @property
    def days_left(self) -> int:
        return (self.last_day - self.day).days

    @property
    def notice_by(self) -> date:
        """Give the last day for a notice that leaves time enough."""
        return date.fromordinal(self.last_day.toordinal() - self.notice_days)

    @property
    def earliest(self) -> date:
        """Give the first day for a meeting that is announced today."""
        return date.fromordinal(self.day.toordinal() + self.notice_days)

    @property
    def is_late(self) -> bool:
        return self.day > self.notice_by


@dataclass(slots=True)
class Line:
    """A village's year: its appraisals, the last one's results, when it may meet next."""

    village: Division
    appraisals: list[Appraisal] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    runs: int = 0
    lacking: int = 0  # people whose ballots are not entered
    next_from: date | None = None

    @property
    def last(self) -> Appraisal | None:
        return self.appraisals[-1] if self.appraisals else None


@dataclass(slots=True)
class Sum:
    """The villages of a unit, counted by how far they have come."""

    unit: Division | None
    villages: int = 0
    without: int = 0  # nobody there has been told of an appraisal this year
    stages: Counter[str] = field(default_factory=Counter)
    unsettled: int = 0
    runs: int = 0


@dataclass(frozen=True, slots=True)
class Termination:
    """Two in a row as announced, with what the township has found about it so far."""

    result: AppraisalResult
    check: TerminationCheck | None
    is_stale: bool  # what it rests on was corrected since; it has to be announced anew

    @property
    def findings(self) -> list[dict[str, Any]]:
        return list(self.result.findings)


def years_of(acting: Acting, day: date) -> list[int]:
    """List the years that have appraisals, and this one; the newest first."""
    found = Appraisal.objects.visible_to(acting).values_list("year", flat=True).distinct()
    return sorted({*found, day.year}, reverse=True)


def lines_of(acting: Acting, place: Division, due: Due, rules: dict[str, Any]) -> list[Line]:
    """Give every village of a township with its year, in a number of queries that stays."""
    day = min(due.day, due.last_day)
    villages = within(appraising(acting, day, rules), place)
    lines = {one.pk: Line(one) for one in villages.order_by("path")}
    for one in _of_year(acting, place, due.year).select_related("village__parent"):
        lines.setdefault(one.village_id, Line(one.village)).appraisals.append(one)
    by_meeting = {line.last.pk: line for line in lines.values() if line.last}
    _add_results(by_meeting)
    _add_lacking(by_meeting)
    for village, held in _last_held(lines):
        lines[village].next_from = policy.first_day_after(rules, held)
    return list(lines.values())


def sums_of(
    acting: Acting, place: Division, due: Due, rules: dict[str, Any]
) -> tuple[list[Sum], Sum]:
    """Count the villages of each unit below a place, and all of them."""
    depth = len(place.path) + SEGMENT
    units = {one.path: Sum(one) for one in Division.objects.filter(parent=place).order_by("path")}
    total = Sum(None)
    day = min(due.day, due.last_day)
    newest = {one.scope_path: one for one in _of_year(acting, place, due.year)}
    wanted = within(appraising(acting, day, rules), place).values_list("path", flat=True)
    for path in {*wanted, *newest}:  # where everybody has left since, the year still shows
        _count(units, total, path[:depth], "villages")
        if path not in newest:
            _count(units, total, path[:depth], "without")
    for path, one in newest.items():
        for line in (units.get(path[:depth]), total):
            if line:
                line.stages[one.status] += 1
                line.unsettled += one.standing == Standing.UNKNOWN
    for path in unchecked(acting).values_list("scope_path", flat=True):
        if path.startswith(place.path):
            _count(units, total, path[:depth], "runs")
    return [one for one in units.values() if one.villages or one.stages], total


def in_force(acting: Acting) -> QuerySet[AppraisalResult]:
    """Give the results that stand: those last announced of each meeting."""
    return AppraisalResult.objects.visible_to(acting).filter(revision=F("appraisal__revision"))


def proposed(acting: Acting) -> QuerySet[AppraisalResult]:
    """Give the results that stand by which somebody failed twice in a row, or may have."""
    return in_force(acting).filter(verdict=Verdict.INCOMPETENT).exclude(run=False)


def unchecked(acting: Acting) -> QuerySet[AppraisalResult]:
    """Give those the township has not verified yet."""
    checks = TerminationCheck.objects.filter(result=OuterRef("pk"))
    return proposed(acting).exclude(Exists(checks))


def terminations(by: Acting) -> list[Termination]:
    """List who failed twice in a row, with findings and what the township found, newest first."""
    joined = ("appraised", "appraisal__village__parent")
    rows = list(
        proposed(by).select_related(*joined).order_by("-appraisal__held_on", "scope_path", "pk")
    )
    checks: dict[int, TerminationCheck] = {}
    found = TerminationCheck.objects.visible_to(by).filter(result__in=rows)
    for check in found.select_related("checked_by").order_by("number"):
        checks[check.result_id] = check
    stale = stale_of({one.appraisal_id: one.appraisal for one in rows}.values())
    return [Termination(one, checks.get(one.pk), one.appraisal_id in stale) for one in rows]


def stale_of(appraisals: Iterable[Appraisal]) -> set[int]:
    """Give the announced meetings whose facts are others now: an earlier result was corrected."""
    announced = [one for one in appraisals if one.status == AppraisalStatus.ANNOUNCED]
    decisions = Decision.objects.filter(pk__in=[one.decision_id for one in announced])
    kept = dict(decisions.values_list("pk", "facts__sha"))
    return {
        case.appraisal.pk
        for case in cases_of(announced)
        if case.appraisal.decision_id is not None
        and kept.get(case.appraisal.decision_id) != sha(case.facts)
    }


def _of_year(acting: Acting, place: Division, year: int) -> QuerySet[Appraisal]:
    rows = Appraisal.objects.visible_to(acting).filter(year=year)
    return within(rows, place, "scope_path").order_by("number")


def _add_results(by_meeting: dict[int, Line]) -> None:
    rows = AppraisalResult.objects.filter(
        appraisal__in=by_meeting, revision=F("appraisal__revision")
    )
    of_runs = Count("pk", filter=Q(verdict=Verdict.INCOMPETENT) & ~Q(run=False))
    counted = rows.values("appraisal_id", "verdict").annotate(n=Count("pk"), runs=of_runs)
    for row in counted.order_by():
        line = by_meeting[row["appraisal_id"]]
        line.counts[row["verdict"]] = row["n"]
        line.runs += row["runs"]


def _add_lacking(by_meeting: dict[int, Line]) -> None:
    held = [pk for pk, line in by_meeting.items() if _is_open(line)]
    empty = Q(people__competent=None) | Q(people__incompetent=None)
    rows = Appraisal.objects.filter(pk__in=held).annotate(n=Count("people", filter=empty))
    for pk, n in rows.values_list("pk", "n"):
        by_meeting[pk].lacking = n


def _is_open(line: Line) -> bool:
    return line.last is not None and line.last.status == AppraisalStatus.HELD


def _last_held(lines: dict[int, Line]) -> Sequence[tuple[int, date]]:
    """Give the last meeting of each village that counts or may count."""
    rows = Appraisal.objects.filter(village__in=lines, held_on__isnull=False)
    last = rows.exclude(standing=Standing.VOID).values("village_id").annotate(last=Max("held_on"))
    return list(last.order_by().values_list("village_id", "last"))


def _count(units: dict[str, Sum], total: Sum, path: str, what: str) -> None:
    for line in (units.get(path), total):
        if line:
            setattr(line, what, getattr(line, what) + 1)
