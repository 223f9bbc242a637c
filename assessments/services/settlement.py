"""Settle a year: propose where scores are complete, file what was reported, decide nothing.

The same facts under the same rules change nothing, so a settlement can be repeated or resumed
after a failure: what it has done stays, what it has not done it does.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypedDict

from django.db import transaction
from django.db.models import Count

from accounts.acting import Acting
from assessments import rules
from assessments.models import Entry, Round
from assessments.queries.facts import cases_of
from assessments.queries.lacks import lacks
from assessments.services.deciding import put_on_record
from assessments.services.proposals import Proposed, store_proposals, unchanged
from assessments.states import GRADED, RoundStatus
from audit.services import record

BUSY = "正有人办理，本次跳过，请稍后再执行一次"

WAITS = {
    RoundStatus.DECIDED: "已审定，等待乡镇公示",
    RoundStatus.NOTICE: "正在公示，{} 期满",
    RoundStatus.FEEDBACK: "正在反馈本人，告知书全部送达后由乡镇报县",
    RoundStatus.REPORTED: "已报县，等待县委组织部备案",
}


class Settled(TypedDict):
    """What a settlement did for one township, or why it did nothing; plain JSON."""

    round: int
    status: str  # proposed, waiting, filed, incomplete, busy
    cadres: int
    seats: int
    changed: bool
    why: list[str]


def settle_township(*, round: Round, by: Acting) -> Settled:  # noqa: A002
    """Settle one township."""
    return settle_townships(rounds=[round.pk], by=by)[0]


@transaction.atomic
def settle_townships(*, rounds: Sequence[int], by: Acting) -> list[Settled]:
    """Settle townships together; one that somebody is working on is left for the next run."""
    rules.may_settle(by=by).require()
    seen = Round.objects.visible_to(by).filter(pk__in=rounds)
    locked = list(
        seen.select_related("township", "plan")
        .order_by("pk")
        .select_for_update(of=("self",), skip_locked=True)
    )
    free = {one.pk for one in locked}
    busy = [_settled(one, "busy", 0, [BUSY]) for one in seen if one.pk not in free]
    with _no_collector():
        return busy + _open(locked, by) + _closed(locked, by)


def _open(rounds: Sequence[Round], by: Acting) -> list[Settled]:
    """Propose for rounds being entered; look at those before a committee."""
    asked = (RoundStatus.ENTERING, RoundStatus.SUBMITTED)
    cases = cases_of([one for one in rounds if one.status in asked])
    proposed = [Proposed(case, case.decide()) for case in cases]
    same = unchanged(proposed)
    done = [_waiting(one, same) for one in proposed if one.round.status == RoundStatus.SUBMITTED]
    new = []
    for one in proposed:
        if one.round.status == RoundStatus.ENTERING:
            gaps = lacks(one.case, one.outcome.result)
            done.append(_entering(one, gaps, same))
            if not gaps and one.round.pk not in same:
                new.append(one)
    _store(new, by)
    return done


def _store(new: Sequence[Proposed], by: Acting) -> None:
    if not new:
        return
    for one, decision in zip(new, store_proposals(new, prepared_by=by.user), strict=True):
        ties = len(one.outcome.result["tied"])
        record(
            "assessments.grades_proposed", by=by, about=one.round, proposal=decision.pk, ties=ties
        )


def _entering(one: Proposed, gaps: list[str], same: set[int]) -> Settled:
    number = len(one.case.facts["rows"])
    if gaps:
        return _settled(one.round, "incomplete", number, gaps)
    why = [*_ties(one), "等待乡镇干事提交党委会"]
    return _settled(one.round, "proposed", number, why, changed=one.round.pk not in same)


def _waiting(one: Proposed, same: set[int]) -> Settled:
    why = [*_ties(one), "等待党委会审定"]
    if one.round.pk not in same:
        why = ["提交之后数据有变化，须退回重新提交"]
    return _settled(one.round, "waiting", len(one.case.facts["rows"]), why)


def _ties(one: Proposed) -> list[str]:
    tied, left = one.outcome.result["tied"], one.outcome.result["left"]
    return [f"末位同分 {len(tied)} 人，名额剩 {left} 个，待党委会选定"] if tied else []


def _closed(rounds: Sequence[Round], by: Acting) -> list[Settled]:
    """File reported rounds, if it is for this person to file; say what the others wait for."""
    closed = [one for one in rounds if one.status in GRADED]
    if not closed:
        return []
    may_file = bool(rules.may_file_in_settlement(by=by))
    numbers = _numbers(closed)
    done = []
    for one in closed:
        files = one.status == RoundStatus.REPORTED and may_file
        if files:
            put_on_record(one, by=by)
        waits = one.status != RoundStatus.FINAL
        why = [WAITS[RoundStatus(one.status)].format(one.notice_until)] if waits else []
        status = "waiting" if waits else "filed"
        done.append(_settled(one, status, numbers.get(one.pk, 0), why, changed=files))
    return done


def _numbers(rounds: Sequence[Round]) -> dict[int, int]:
    entries = Entry.objects.filter(round__in=rounds, on_roster=True)
    return dict(entries.values_list("round").annotate(n=Count("pk")))


def _settled(
    round: Round,  # noqa: A002
    status: str,
    cadres: int,
    why: list[str],
    *,
    changed: bool = False,
) -> Settled:
    return {
        "round": round.pk,
        "status": status,
        "cadres": cadres,
        "seats": round.seats,
        "changed": changed,
        "why": why,
    }


@contextmanager
def _no_collector() -> Iterator[None]:
    """Pause the garbage collector: tens of thousands of findings, none of them a cycle."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
