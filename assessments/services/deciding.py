"""A round on its way: submitted by the clerk, decided by the committee, filed by the county."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast

from django.db import transaction

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.clock import today
from assessments import rules
from assessments.models import Grade, Proposal, Round
from assessments.queries.facts import case_of
from assessments.queries.lacks import lacks
from assessments.services.locks import locked_round
from assessments.services.moving import back_to_entry, move
from assessments.services.proposals import Proposed, store_proposals, unchanged
from assessments.services.races import races_refused
from assessments.services.sittings import Sitting, keep_minutes
from assessments.states import RoundStatus
from audit.services import record
from policy import deviation
from policy.record import canonical
from rulebook.models import Decision
from rulebook.services import Made, store_decisions

STALE = (
    "提交之后数据有变化（例如新增了警示或处分，或规则有修订），等次建议已不适用。"
    "请退回乡镇，由干事重新提交。"
)


@dataclass(frozen=True, slots=True)
class Change:
    """A grade other than proposed, and why."""

    grade: str
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom the committee chose among those who tie, why, whom it grades otherwise, and why."""

    picked: frozenset[str]
    reason: str
    minutes: str
    changed: Mapping[str, Change]

    @property
    def ids(self) -> list[int]:
        return sorted(map(int, self.picked))

    @property
    def wanted(self) -> dict[str, str]:
        return {pk: one.grade for pk, one in self.changed.items()}

    @property
    def kept(self) -> dict[str, Any]:
        """Give what a stored decision keeps of it; what was not made use of is not mentioned."""
        changed = {pk: asdict(one) for pk, one in sorted(self.changed.items())}
        return {"chosen": self.ids} | ({"changed": changed} if changed else {})


@transaction.atomic
def submit_round(*, round: Round, by: Acting) -> Round:  # noqa: A002
    """Put the rulebook's proposal before the committee."""
    round = locked_round(round, by)  # noqa: A001
    rules.may_submit(round, gaps=(), by=by).require()
    proposed = proposal_of(round)
    gaps = lacks(proposed.case, proposed.outcome.result)
    rules.may_submit(round, gaps=gaps, by=by).require()
    if round.pk not in unchanged([proposed]):
        store_proposals([proposed], prepared_by=by.user)
    round.prepared_by, round.prepared_on, round.return_reason = by.user, today(), ""
    move(round, RoundStatus.SUBMITTED, "prepared_by", "prepared_on", "return_reason")
    tied = len(proposed.outcome.result["tied"])
    record("assessments.round_submitted", by=by, about=round, proposal=round.proposal_id, ties=tied)
    return round


@transaction.atomic
def return_round(*, round: Round, reason: str, by: Acting) -> Round:  # noqa: A002
    """Send a round back to the clerk with the reason; a decided one begins a new attempt."""
    round = locked_round(round, by)  # noqa: A001
    rules.may_return(round, by=by).require()
    if not reason.strip():
        raise Refused("请写明退回的理由，乡镇干事据此更正。")
    was = round.status
    back_to_entry(round, reason=reason.strip())
    record("assessments.round_returned", by=by, about=round, was=was, reason=round.return_reason)
    return round


@transaction.atomic
def decide_round(
    *,
    round: Round,  # noqa: A002
    chosen: Collection[int],
    reason: str,
    sitting: Sitting,
    by: Acting,
    changed: Mapping[int, Change] | None = None,
) -> Round:
    """Decide the grades: as proposed, as chosen among those who tie, or otherwise with a reason."""
    round = locked_round(round, by)  # noqa: A001
    rules.may_decide(round, by=by).require()
    proposed = proposal_of(round)
    _refuse_if_stale(round, proposed)
    choice = Choice(
        frozenset(str(pk) for pk in chosen),
        reason.strip(),
        sitting.number.strip(),
        {str(pk): Change(one.grade, one.reason.strip()) for pk, one in (changed or {}).items()},
    )
    _refuse_choice(proposed, choice)
    round.sitting = keep_minutes(round=round, sitting=sitting, not_before=round.prepared_on, by=by)
    (round.decision,) = store_decisions([_made(round, proposed, choice, by)])
    with races_refused():
        Grade.objects.bulk_create(_grades(round, proposed.outcome.result, choice))
    round.decided_by, round.decided_on, round.minutes = by.user, today(), choice.minutes
    move(round, RoundStatus.DECIDED, "decided_by", "decided_on", "minutes", "decision", "sitting")
    told = {**choice.kept, "reason": choice.reason, "minutes": choice.minutes}
    record("assessments.round_decided", by=by, about=round, attempt=round.attempt, decided=told)
    return round


@transaction.atomic
def file_round(*, round: Round, by: Acting, filed_by_name: str = "") -> Round:  # noqa: A002
    """Put a reported round on record for good (county officer)."""
    round = locked_round(round, by)  # noqa: A001
    rules.may_file(round, by=by).require()
    return put_on_record(round, by=by, filed_by_name=filed_by_name)


def put_on_record(round: Round, *, by: Acting, filed_by_name: str = "") -> Round:  # noqa: A002
    """Make a locked, reported round final; for `file_round` and the settlement, who have asked."""
    rules.may_move(round, RoundStatus.FINAL).require()
    round.filed_by, round.filed_on = by.user, today()
    round.filed_by_name = filed_by_name or by.person_name
    move(round, RoundStatus.FINAL, "filed_by", "filed_by_name", "filed_on")
    record("assessments.round_filed", by=by, about=round, decision=round.decision_id)
    return round


def proposal_of(round: Round) -> Proposed:  # noqa: A002
    """Ask the rulebook about a round as it stands now."""
    case = case_of(round)
    return Proposed(case, case.decide())


def _refuse_if_stale(round: Round, proposed: Proposed) -> None:  # noqa: A002
    """Refuse unless facts, grades and seats are still those the clerk submitted."""
    stored, now = round.proposal, proposed.slim
    if (
        stored is None
        or stored.facts.sha != proposed.outcome.facts_sha
        or canonical(stored.outcome["result"]) != canonical(now["result"])
    ):
        raise Refused(STALE)


def _refuse_choice(proposed: Proposed, choice: Choice) -> None:
    """Ask the rulebook about every choice and change together: a seat is given once."""
    result = proposed.outcome.result
    names = {row["id"]: row["name"] for row in proposed.case.facts["rows"]}
    if choice.changed.keys() - names.keys():
        raise Refused("名册有变动，有人已不在这份名册上。请刷新页面后再审定。")
    freed = deviation.freed(result, choice.wanted)
    answer = rules.is_choice(result, chosen=choice.picked, reason=choice.reason, freed=freed)
    found = deviation.judged(result, choice.wanted, choice.picked, proposed.case.rules)
    reasons = {pk: one.reason for pk, one in choice.changed.items()}
    (answer & rules.may_change(names, found, reasons)).require()


def _made(round: Round, proposed: Proposed, choice: Choice, by: Acting) -> Made:  # noqa: A002
    return proposed.made(
        round.prepared_by,
        round.proposal,
        decided_by=by.user,
        decided_on=today(),
        choices=choice.kept,
        reason=choice.reason,
        minutes=choice.minutes,
    )


def _grades(round: Round, result: dict[str, Any], choice: Choice) -> list[Grade]:  # noqa: A002
    stored = Proposal.objects.filter(decision=cast(Decision, round.proposal))
    proposals = {str(entry): pk for entry, pk in stored.values_list("entry_id", "pk")}
    tied = set(result["tied"])
    return [
        Grade(
            round=round,
            entry_id=int(pk),
            scope_path=round.scope_path,
            attempt=round.attempt,
            grade=_decided(pk, row, choice),
            barred=row["barred"],
            chosen=pk in choice.picked,
            deviates=pk in choice.changed,
            reason=_reason(pk, choice, tied),
            proposal_id=proposals[pk],
            decision=cast(Decision, round.decision),
        )
        for pk, row in result["rows"].items()
    ]


def _decided(pk: str, row: dict[str, Any], choice: Choice) -> str:
    if pk in choice.changed:
        return choice.changed[pk].grade
    return deviation.settled(row, chosen=pk in choice.picked)


def _reason(pk: str, choice: Choice, tied: Collection[str]) -> str:
    if pk in choice.changed:
        return choice.changed[pk].reason
    return choice.reason if pk in tied else ""
