"""Every cadre's scores and grade of a year: as stored from submission on, live before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.acting import Acting
from assessments.models import Entry, Grade, Proposal, Round
from assessments.queries.facts import cases_of
from assessments.states import GRADED, GradeLabel, RoundStatus
from rulebook.models import Decision


@dataclass(frozen=True, slots=True)
class Score:
    """One cadre's year; `grade` is decided, or only proposed while his township has not."""

    entry: int
    round: int
    person: int
    name: str
    village: int
    village_name: str
    report: Decimal | None
    target: Decimal | None
    composite: Decimal | None
    grade: str

    @property
    def gap(self) -> Decimal | None:
        """Say by how much the report rating lies above the target score."""
        if self.report is None or self.target is None:
            return None
        return self.report - self.target


@dataclass(frozen=True, slots=True)
class Last:
    """What somebody had the year before."""

    round: int
    composite: Decimal | None
    grade: str


def is_decided(found: Round) -> bool:
    """Say whether the township's committee has decided."""
    return found.status in GRADED


def scores_of(rounds: Sequence[Round], acting: Acting) -> list[Score]:
    """Give everybody on the rosters, in the order of the villages."""
    stored = [one for one in rounds if one.status != RoundStatus.ENTERING]
    entering = [one for one in rounds if one.status == RoundStatus.ENTERING]
    facts = _stored_facts(stored, acting)
    results = _proposed(stored, acting)
    for case in cases_of(entering) if entering else []:
        facts |= {int(row["id"]): row for row in case.facts["rows"]}
        got = case.decide().result["rows"]
        results |= {int(pk): (row["composite_exact"], row["grade"]) for pk, row in got.items()}
    grades = _grades([one for one in stored if is_decided(one)], acting)
    rows = (
        Entry.objects.visible_to(acting)
        .filter(round__in=[*stored, *entering])
        .order_by("village__path", "pk")
        .values_list("pk", "round_id", "person_id", "name", "village_id", "village__name")
    )
    return [_score(row, facts[row[0]], results, grades) for row in rows if row[0] in facts]


def last_of(rounds: Sequence[Round], acting: Acting) -> dict[int, Last]:
    """Give by person what the rounds of the year before came to, as far as they were decided."""
    decided = [one for one in rounds if is_decided(one)]
    results, grades = _proposed(decided, acting), _grades(decided, acting)
    rows = (
        Entry.objects.visible_to(acting)
        .filter(round__in=decided, on_roster=True)
        .values_list("pk", "round_id", "person_id")
    )
    found = {}
    for pk, round_id, person in rows:
        exact, _ = results.get(pk, (None, ""))
        found[person] = Last(round_id, _decimal(exact), grades.get(pk, ""))
    return found


def _score(
    row: tuple[Any, ...],
    fact: dict[str, Any],
    results: dict[int, tuple[str | None, str]],
    grades: dict[int, str],
) -> Score:
    exact, proposed = results.get(row[0], (None, GradeLabel.NONE))
    entry, found, person, name, village, village_name = row
    return Score(
        entry=entry,
        round=found,
        person=person,
        name=name,
        village=village,
        village_name=village_name,
        report=_decimal(fact["report_rating"]),
        target=_decimal(fact["target_score"]),
        composite=_decimal(exact),
        grade=grades.get(row[0], proposed),
    )


def _stored_facts(rounds: Iterable[Round], acting: Acting) -> dict[int, dict[str, Any]]:
    """Give by entry the facts that were proposed from: later changes of tables cannot move them."""
    decisions = Decision.objects.visible_to(acting).filter(
        pk__in=[one.proposal_id for one in rounds if one.proposal_id]
    )
    bodies = decisions.values_list("facts__body__rows", flat=True)
    return {int(row["id"]): row for rows in bodies for row in rows}


def _proposed(rounds: Iterable[Round], acting: Acting) -> dict[int, tuple[str | None, str]]:
    rows = (
        Proposal.objects.visible_to(acting)
        .filter(decision__in=[one.proposal_id for one in rounds if one.proposal_id])
        .values_list("entry_id", "composite_exact", "grade")
    )
    return {pk: (exact or None, grade) for pk, exact, grade in rows}


def _grades(rounds: Iterable[Round], acting: Acting) -> dict[int, str]:
    in_force = Grade.objects.visible_to(acting).filter(round__in=list(rounds)).in_force()
    return dict(in_force.values_list("entry_id", "grade"))


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
