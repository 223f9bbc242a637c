"""A filed grade to be changed: what the rulebook is asked, and how it is told afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from assessments.models import Entry, Grade, Revision, Round
from assessments.queries.facts import Case, case_of
from assessments.states import GradeLabel, RevisionStatus
from policy.record import Outcome, decide

PROCEDURE = "grade_change"
PAID = {True: "已发", False: "未发", None: None}
YES_NO = {True: "是", False: "否"}


@dataclass(frozen=True, slots=True)
class Change:
    """A change as the rulebook sees it, with the rules of its year."""

    case: Case
    facts: dict[str, Any]
    outcome: Outcome
    barred: bool
    ungraded: bool  # too few months, or excused: the rulebook gives him no grade


def grade_in_force(entry: Entry) -> Grade | None:
    """Give the grade a cadre holds by his round, the last correction first."""
    return Grade.objects.filter(entry=entry).in_force().select_related("decision").first()


def change_of(round: Round, former: Grade, grade: str, paid: bool | None) -> Change:  # noqa: A002, FBT001
    """Ask the rulebook what changing a grade does, by the facts as they stand today."""
    case = case_of(round)
    row = case.decide().result["rows"][str(former.entry_id)]
    barred = bool(row["barred"])
    facts = {
        "was": GradeLabel(former.grade).label,
        "now": GradeLabel(grade).label,
        "seats": round.seats,
        "taken": taken(round, former.entry_id),
        "barred": YES_NO[barred],
        "paid": PAID[paid],
    }
    return Change(case, facts, decide(PROCEDURE, case.rules, facts), barred, row["grade"] == "none")


def taken(round: Round, entry: int) -> int:  # noqa: A002
    """Count the seats the others hold, or will hold once the county files what is decided."""
    decided = Revision.objects.filter(
        round=round, status=RevisionStatus.DECIDED, grade=GradeLabel.EXCELLENT
    )
    held = Grade.objects.filter(round=round).in_force()
    holders = Q(grade=GradeLabel.EXCELLENT) | Q(entry__in=decided.values("entry"))
    return held.filter(holders).exclude(entry=entry).count()


def grades_of(grades: QuerySet[Grade]) -> dict[int, list[Grade]]:
    """Give each entry's grades of the round's attempt, the one in force last."""
    found: dict[int, list[Grade]] = {}
    for grade in grades.filter(attempt=F("round__attempt")).order_by("revision"):
        found.setdefault(grade.entry_id, []).append(grade)
    return found


def corrected(grades: Sequence[Grade]) -> str:
    """Say of a cadre's grades, first to last, that he has another one now, and by what."""
    if len(grades) <= 1:
        return ""
    first, last = grades[0], grades[-1]
    was, now = first.get_grade_display(), last.get_grade_display()
    return f"已更正：原{was}，现{now}，第 {last.decision_id} 号决定"
