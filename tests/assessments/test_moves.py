"""A round moves as the table of moves says, and each step belongs to one role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.clock import today
from accounts.models import Division
from assessments.models import Round
from assessments.services.deciding import decide_round, file_round, return_round, submit_round
from assessments.services.notice import report_round, start_feedback
from assessments.states import MOVES, RoundStatus
from tests.assessments.stage import (
    brought,
    entered,
    on_day,
    opened,
    people,
    posted,
    served,
    sitting,
)

pytestmark = pytest.mark.django_db
PLAIN = [96, 94, 92, 90, 88]
DAY = timedelta(days=1)


@pytest.fixture
def held(officer: Acting, township: Division, village: Division) -> Round:
    people(village, 5)
    return opened(officer, township)


def decide(held: Round, by: Acting) -> Round:
    return decide_round(round=held, chosen=set(), reason="", sitting=sitting(), by=by)


def tell(held: Round, by: Acting) -> None:
    with on_day(held.notice_until + DAY):
        start_feedback(round=held, by=by)


STEPS: dict[RoundStatus, Callable[[Round, dict[str, Acting]], Any]] = {
    RoundStatus.SUBMITTED: lambda r, who: submit_round(round=r, by=who["clerk"]),
    RoundStatus.DECIDED: lambda r, who: decide(r, who["committee"]),
    RoundStatus.NOTICE: lambda r, who: posted(r, who["clerk"]),
    RoundStatus.FEEDBACK: lambda r, who: start_feedback(round=r, by=who["clerk"]),
    RoundStatus.REPORTED: lambda r, who: report_round(round=r, by=who["clerk"]),
    RoundStatus.FINAL: lambda r, who: file_round(round=r, by=who["officer"]),
}
RETURNS = ("committee", "officer")


def bring(held: Round, to: RoundStatus, who: dict[str, Acting]) -> Round:
    if to == RoundStatus.ENTERING:
        entered(held, who["clerk"], PLAIN)
    brought(held, to, PLAIN, who["clerk"], who["committee"], who["officer"])
    if to == RoundStatus.FEEDBACK:
        served(held, who["clerk"])
    return held


@pytest.mark.parametrize("now", list(RoundStatus))
@pytest.mark.parametrize("to", list(RoundStatus))
def test_the_only_moves_are_those_of_the_table(
    held: Round,
    clerk: Acting,
    committee: Acting,
    officer: Acting,
    now: RoundStatus,
    to: RoundStatus,
) -> None:
    who = {"clerk": clerk, "committee": committee, "officer": officer}
    bring(held, now, who)
    steps = [lambda: STEPS[to](held, who)] if to in STEPS else []
    if to == RoundStatus.ENTERING:
        steps = [lambda w=w: return_round(round=held, reason="重报", by=who[w]) for w in RETURNS]
    moved = False

    for step in steps:
        try:
            with (
                transaction.atomic(),
                on_day(held.notice_until + DAY if held.notice_until else today()),
            ):
                step()
            moved = True
        except (Refused, PermissionDenied):
            pass

    held.refresh_from_db()
    assert moved is (to in MOVES[now])
    assert held.status == (to if moved else now)


EVERYBODY = (
    "clerk", "committee", "officer", "neighbour", "sibling_committee", "stranger",
    "stranger_officer", "city_officer", "auditor", "department", "system_admin",
    "security_admin", "audit_admin", "nobody", "machine",
)  # fmt: skip
ACTIONS: dict[str, tuple[RoundStatus, str, Callable[[Round, Acting], Any]]] = {
    "submit": (RoundStatus.ENTERING, "clerk", lambda r, by: submit_round(round=r, by=by)),
    "decide": (RoundStatus.SUBMITTED, "committee", lambda r, by: decide(r, by)),
    "send back": (
        RoundStatus.SUBMITTED,
        "committee",
        lambda r, by: return_round(round=r, reason="重报", by=by),
    ),
    "post": (RoundStatus.DECIDED, "clerk", lambda r, by: posted(r, by)),
    "take back": (
        RoundStatus.NOTICE,
        "committee",
        lambda r, by: return_round(round=r, reason="重报", by=by),
    ),
    "tell": (RoundStatus.NOTICE, "clerk", lambda r, by: tell(r, by)),
    "report": (RoundStatus.FEEDBACK, "clerk", lambda r, by: report_round(round=r, by=by)),
    "send down": (
        RoundStatus.REPORTED,
        "officer",
        lambda r, by: return_round(round=r, reason="重报", by=by),
    ),
    "file": (RoundStatus.REPORTED, "officer", lambda r, by: file_round(round=r, by=by)),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_each_step_has_its_role_and_nobody_else(
    request: pytest.FixtureRequest,
    held: Round,
    clerk: Acting,
    committee: Acting,
    officer: Acting,
    action: str,
) -> None:
    status, allowed, act = ACTIONS[action]
    bring(held, status, {"clerk": clerk, "committee": committee, "officer": officer})
    sees = {"clerk", "committee", "officer", "city_officer", "auditor", "machine"}

    for who in EVERYBODY:
        if who != allowed:
            with pytest.raises(PermissionDenied if who in sees else Round.DoesNotExist):
                act(held, request.getfixturevalue(who))
    act(held, request.getfixturevalue(allowed))
