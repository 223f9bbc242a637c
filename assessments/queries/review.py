"""Grades that stand and that people should look at again: what came to light afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db.models import Q

from accounts.acting import Acting
from assessments.models import Grade
from assessments.states import GradeLabel
from cadres.models import Measure


@dataclass(frozen=True, slots=True)
class Doubt:
    """A grade in force, and what is known today that was not when it was decided."""

    grade: Grade
    reason: str
    why: str


def doubts(acting: Acting, year: int) -> list[Doubt]:
    """List grades that a measure barred which is withdrawn, or that one should have barred."""
    people: dict[int, list[Measure]] = {}
    taken = Measure.objects.visible_to(acting).touching(date(year, 1, 1), date(year, 12, 31))
    for measure in taken.order_by("taken_on", "pk"):
        people.setdefault(measure.person_id, []).append(measure)
    grades = (
        Grade.objects.visible_to(acting)
        .in_force()
        .filter(round__year=year, entry__person__in=people)
        .filter(Q(barred=True) | Q(grade=GradeLabel.EXCELLENT))
        .select_related("entry__village", "round__township__parent", "proposal")
        .order_by("scope_path", "entry")
    )
    return [doubt for one in grades for doubt in _of(one, people[one.entry.person_id])]


def _of(grade: Grade, measures: list[Measure]) -> Iterator[Doubt]:
    decided = cast(date, grade.round.decided_on)
    for one in measures:
        said = f"{one.taken_on} {one}"
        if one.withdrawn_on is None and grade.grade == GradeLabel.EXCELLENT:
            yield Doubt(grade, "定等后登记了当年的警示或处分", f"{said}，等次仍为优秀")
        if one.withdrawn_on and one.withdrawn_on >= decided and _bars(grade):
            why = f"{said}，{one.withdrawn_on} 撤销；审定时因此不得优秀"
            yield Doubt(grade, "所依据的警示或处分已撤销", why)


def _bars(grade: Grade) -> bool:
    findings = grade.proposal.findings
    return any(one["code"] == "grade.measure" and one["verdict"] == "barred" for one in findings)
