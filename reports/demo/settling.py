"""Move rounds on as clerk, committee and county do, hundreds at a time, by the same functions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal as Number
from typing import Any

from accounts.models import User
from accounts.roles import Role
from assessments.models import Grade, Proposal, Round
from assessments.queries.facts import cases_of
from assessments.services.proposals import Proposed
from assessments.states import RoundStatus
from reports.demo.cast import Cast
from reports.demo.chance import Chance, chance, some
from reports.demo.drafts import Stage, reached
from reports.demo.timetable import Days, days_of, standing_on
from reports.demo.writing import run_many, write
from reports.demo.years import Written
from rulebook.models import Decision
from rulebook.services import Made, store_decisions

REASONS = (
    "同分人员中该同志所在村脱贫攻坚任务更重，经党委会票决选定",
    "同分人员中该同志上年度等次较高，经党委会票决选定",
    "同分人员中该同志群众测评优秀票更多，经党委会票决选定",
)
SUBMIT = """UPDATE assessments_round SET status = 'submitted',
  proposal_id = %s, prepared_by_id = %s, prepared_on = %s WHERE id = %s"""
DECIDE = """UPDATE assessments_round SET status = 'decided',
  decision_id = %s, decided_by_id = %s, decided_on = %s, minutes = %s WHERE id = %s"""


@dataclass(frozen=True, slots=True)
class Desk:
    """The people who handle one year's rounds."""

    cast: Cast
    users: dict[int, User]
    seed: int
    year: int

    @property
    def days(self) -> Days:
        return days_of(self.year)

    def user(self, role: Role, one: Written) -> User:
        unit = one.county if role is Role.COUNTY_OFFICER else one.unit
        return self.users[self.cast.of(role, unit).key]


def settle(desk: Desk, written: Sequence[Written]) -> dict[str, int]:
    """Move each round as far as the committee's decision, if its stage is that far."""
    handed_on = [one for one in written if reached(one.stage, Stage.SUBMITTED)]
    decided = [one for one in handed_on if reached(one.stage, Stage.DECIDED)]
    proposals = _submit(desk, handed_on)
    _decide(desk, decided, proposals)
    return {"提交": len(handed_on), "审定": len(decided)}


def _propose(written: Sequence[Written], on: date) -> list[Proposed]:
    """Ask the rulebook about rounds as they stood on a day."""
    with standing_on(on):
        return [Proposed(case, case.decide()) for case in cases_of([w.round for w in written])]


def _submit(desk: Desk, written: Sequence[Written]) -> dict[int, dict[str, int]]:
    """Put the proposals before the committees; give each round's proposals by entry."""
    proposed = _propose(written, desk.days.submitted)
    clerks = [desk.user(Role.TOWNSHIP_CLERK, one) for one in written]
    decisions = store_decisions(
        [one.made(clerk, None) for one, clerk in zip(proposed, clerks, strict=True)]
    )
    rows = [
        _proposal(decision, one, pk, row)
        for one, decision in zip(proposed, decisions, strict=True)
        for pk, row in one.outcome.result["rows"].items()
    ]
    write(rows)
    for one, decision, clerk in zip(written, decisions, clerks, strict=True):
        one.round.status, one.round.proposal = RoundStatus.SUBMITTED, decision
        one.round.prepared_by, one.round.prepared_on = clerk, desk.days.submitted
    rounds = [one.round for one in written]
    run_many(SUBMIT, [(r.proposal_id, r.prepared_by_id, r.prepared_on, r.pk) for r in rounds])
    found: dict[int, dict[str, int]] = {one.round.pk: {} for one in written}
    for row in rows:
        found[row.decision.subject_id][str(row.entry_id)] = row.pk
    return found


def _proposal(decision: Decision, one: Proposed, pk: str, row: dict[str, Any]) -> Proposal:
    """Keep what `assessments.services.proposals` keeps of a cadre's line."""
    return Proposal(
        decision=decision,
        entry_id=int(pk),
        scope_path=one.round.scope_path,
        composite=None if row["composite"] is None else Number(row["composite"]),
        composite_exact=row["composite_exact"] or "",
        rank=row["rank"],
        grade=row["grade"],
        fallback=row["fallback"] or "",
        barred=row["barred"],
        findings=row["findings"],
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """What a committee chose among those who tie, and why."""

    picked: frozenset[str]
    reason: str
    minutes: str


def _decide(desk: Desk, written: Sequence[Written], proposals: dict[int, dict[str, int]]) -> None:
    """Let the committees decide: as proposed, choosing among those who tie."""
    proposed = _propose(written, desk.days.decided)
    choices = [_choose(desk, w, p) for w, p in zip(written, proposed, strict=True)]
    heads = [desk.user(Role.TOWNSHIP_COMMITTEE, one) for one in written]
    lines = list(zip(written, proposed, choices, heads, strict=True))
    decisions = store_decisions([_made(desk, *line) for line in lines])
    grades = []
    for (one, its, choice, head), decision in zip(lines, decisions, strict=True):
        one.round.decision, one.round.decided_by = decision, head
        grades += _grades(one.round, its.outcome.result, choice, proposals[one.round.pk])
    write(grades)
    run_many(
        DECIDE,
        [
            (one.round.decision_id, head.pk, desk.days.decided, choice.minutes, one.round.pk)
            for one, _, choice, head in lines
        ],
    )


def _choose(desk: Desk, one: Written, proposed: Proposed) -> Choice:
    dice = chance(desk.seed, "choice", desk.year, one.unit.path)
    result, year = proposed.outcome.result, desk.days.decided.year
    picked = some(dice, result["tied"], result["left"]) if result["tied"] else []
    reason = dice.choice(REASONS) if result["tied"] else ""
    return Choice(frozenset(picked), reason, _minutes(dice, one, year))


def _minutes(dice: Chance, one: Written, year: int) -> str:
    number = dice.randint(1, 4) if year != 2018 else dice.randint(40, 49)
    return f"{one.unit.name}党委会纪要〔{year}〕{number}号"


def _made(desk: Desk, one: Written, proposed: Proposed, choice: Choice, head: User) -> Made:
    return proposed.made(
        one.round.prepared_by,
        one.round.proposal,
        decided_by=head,
        decided_on=desk.days.decided,
        choices={"chosen": sorted(map(int, choice.picked))},
        reason=choice.reason,
        minutes=choice.minutes,
    )


def _grades(
    round_: Round, result: dict[str, Any], choice: Choice, proposals: dict[str, int]
) -> list[Grade]:
    tied = set(result["tied"])
    return [
        Grade(
            round=round_,
            entry_id=int(pk),
            scope_path=round_.scope_path,
            attempt=round_.attempt,
            grade=_decided(pk, row, tied, choice.picked),
            barred=row["barred"],
            chosen=pk in choice.picked,
            reason=choice.reason if pk in tied else "",
            proposal_id=proposals[pk],
            decision=round_.decision,
        )
        for pk, row in result["rows"].items()
    ]


def _decided(pk: str, row: dict[str, Any], tied: Collection[str], picked: Collection[str]) -> str:
    """Give the grade `decide_round` would give."""
    if pk in picked:
        return "excellent"
    return str(row["fallback"] if pk in tied else row["grade"])
