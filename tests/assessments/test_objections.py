"""Objections, reviews and appeals: who, within which days, and what an answer leads to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.models import Division
from accounts.roles import Role
from assessments.models import Entry, Letter, Objection, Round
from assessments.services import objections as services
from assessments.states import OBJECTION_MOVES, ObjectionStatus, RoundStatus
from tests.assessments import stage

pytestmark = pytest.mark.django_db
PLAIN = [96, 94, 92, 90, 88]
SERVED = date(2019, 1, 9)  # the day after a notice of five working days from 31 December
WHY = "测评得分与原始票数不符，请复核"


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.BUSINESS_DAY = date(2018, 12, 31)


@pytest.fixture
def held(
    officer: Acting, clerk: Acting, committee: Acting, township: Division, village: Division
) -> Round:
    stage.people(village, 5)
    found = stage.opened(officer, township)
    return stage.brought(found, RoundStatus.NOTICE, PLAIN, clerk, committee, officer)


@pytest.fixture
def first(held: Round) -> Entry:
    return stage.roster(held)[0]


@pytest.fixture
def told(settings: Any, held: Round, clerk: Acting) -> Round:
    """Give the round in feedback, every letter handed out on 9 January."""
    stage.told(held, clerk)
    stage.served(held, clerk)
    settings.BUSINESS_DAY = SERVED
    assert set(Letter.objects.values_list("served_on", flat=True)) == {SERVED}
    return held


def objected(held: Round, by: Acting, **said: Any) -> Objection:
    asked = {"raised_on": date(2018, 12, 31), "content": WHY} | said
    return services.register_objection(round=held, by=by, **asked)


def reviewed(first: Entry, by: Acting, on: date = SERVED) -> Objection:
    return services.register_review(entry=first, raised_on=on, content=WHY, by=by)


def test_who_objects_may_stay_unnamed_and_nothing_is_readable_in_the_table(
    held: Round, clerk: Acting, owner_cursor: Any
) -> None:
    named = objected(held, clerk, raised_by="刘某", contact="13700000000")
    unnamed = objected(held, clerk)

    assert (named.raised_by, unnamed.raised_by) == ("刘某", "")
    assert (named.status, named.attempt, named.filed_by) == ("filed", 1, clerk.user)
    stored = Objection.objects.filter(pk=named.pk).extra(
        select={"raw": "raised_by || contact || content"}
    )
    raw = stored.values_list("raw", flat=True)[0]
    assert all(word not in raw for word in ("刘某", "1370", "测评"))


def test_an_objection_to_the_notice_is_to_be_answered_in_three_days(
    held: Round, clerk: Acting
) -> None:
    assert objected(held, clerk).due_on == date(2019, 1, 3)


@pytest.mark.parametrize(
    ("today", "on", "said"),
    [
        (date(2019, 1, 8), date(2019, 1, 8), ""),
        (date(2019, 1, 9), date(2019, 1, 8), ""),
        (
            date(2019, 1, 9),
            date(2019, 1, 9),
            "公示到 2019-01-08 为止.*收到结果告知书后可以申请复核",
        ),
        (date(2018, 12, 31), date(2018, 12, 30), "早于公示日期"),
        (date(2018, 12, 31), date(2019, 1, 1), "还没有到"),
    ],
)
def test_a_notice_is_objected_to_while_it_hangs(
    settings: Any, held: Round, clerk: Acting, today: date, on: date, said: str
) -> None:
    settings.BUSINESS_DAY = today

    if said:
        with pytest.raises(Refused, match=said):
            objected(held, clerk, raised_on=on)
    else:
        assert objected(held, clerk, raised_on=on).raised_on == on


def test_once_feedback_has_begun_a_review_is_what_is_possible(told: Round, clerk: Acting) -> None:
    with pytest.raises(Refused, match=r"公示已经期满.*可以申请复核"):
        objected(told, clerk, raised_on=date(2019, 1, 8))


@pytest.mark.parametrize(("days", "late"), [(0, False), (30, False), (31, True)])
def test_a_review_is_asked_for_within_thirty_days_of_the_letter(
    settings: Any, told: Round, first: Entry, clerk: Acting, days: int, late: bool
) -> None:
    on = settings.BUSINESS_DAY = SERVED + timedelta(days=days)

    if late:
        with pytest.raises(Refused, match="2019-02-08 为申请复核的最后一天"):
            reviewed(first, clerk, on)
    else:
        one = reviewed(first, clerk, on)
        assert (one.due_on, one.raised_by) == (on + timedelta(days=30), first.name)


def test_without_a_served_letter_there_is_nothing_to_review(
    held: Round, first: Entry, clerk: Acting
) -> None:
    with pytest.raises(Refused, match="结果告知书送达本人以后才能申请复核"):
        reviewed(first, clerk)


def test_a_grade_is_reviewed_once_and_then_appealed_against(
    settings: Any, told: Round, first: Entry, clerk: Acting, second_committee: Acting
) -> None:
    one = reviewed(first, clerk)
    with pytest.raises(Refused, match="正在办理，请先办完"):
        reviewed(first, clerk)
    answered(one, second_committee)

    with pytest.raises(Refused, match=r"已经办过一次复核.*可以向县委组织部申诉"):
        reviewed(first, clerk)


def answered(one: Objection, by: Acting, outcome: str = "upheld") -> Objection:
    one = services.accept_objection(objection=one, by=by)
    return services.answer_objection(objection=one, outcome=outcome, answer="票数一致", by=by)


@pytest.mark.parametrize("who", ["decided", "prepared"])
def test_the_first_handlers_step_back_from_a_review(
    told: Round, first: Entry, clerk: Acting, committee: Acting, hire: Callable[..., Acting],
    township: Division, who: str,
) -> None:  # fmt: skip
    one = reviewed(first, clerk)
    same = committee
    if who == "prepared":
        same = hire(Role.TOWNSHIP_COMMITTEE, township, user=clerk.user)

    with pytest.raises(PermissionDenied, match="要回避，请由另一位同志办理"):
        services.accept_objection(objection=one, by=same)


@pytest.fixture
def served(told: Round, first: Entry, clerk: Acting, second_committee: Acting) -> Objection:
    """Give a review whose answer was served on the day it was asked for."""
    one = answered(reviewed(first, clerk), second_committee)
    return services.serve_answer(objection=one, served_on=SERVED, by=clerk)


def appealed(one: Objection, by: Acting, on: date = SERVED) -> Objection:
    return services.register_appeal(review=one, raised_on=on, content=WHY, by=by)


@pytest.mark.parametrize(("days", "late"), [(15, False), (16, True)])
def test_an_appeal_goes_to_the_county_within_fifteen_days(
    settings: Any, served: Objection, officer: Acting, days: int, late: bool
) -> None:
    on = settings.BUSINESS_DAY = SERVED + timedelta(days=days)

    if late:
        with pytest.raises(Refused, match="2019-01-24 为申请申诉的最后一天"):
            appealed(served, officer, on)
    else:
        one = appealed(served, officer, on)
        assert (one.previous, one.due_on) == (served, on + timedelta(days=60))


def test_an_appeal_is_the_countys_to_register_and_to_answer(
    served: Objection, officer: Acting, clerk: Acting, second_committee: Acting
) -> None:
    with pytest.raises(PermissionDenied, match="县委组织部"):
        appealed(served, clerk)
    one = appealed(served, officer)

    with pytest.raises(PermissionDenied, match="县委组织部"):
        services.accept_objection(objection=one, by=second_committee)
    one = answered(one, officer)
    one = services.serve_answer(objection=one, served_on=SERVED, by=officer)
    assert one.status == "served"
    with pytest.raises(Refused, match="县里的答复是最终答复"):
        appealed(served, officer)


def test_an_appeals_term_is_extended_once_with_a_reason(
    settings: Any, served: Objection, officer: Acting
) -> None:
    one = appealed(served, officer)
    with pytest.raises(Refused, match="请写明延长的理由"):
        services.extend_appeal(objection=one, reason=" ", by=officer)

    one = services.extend_appeal(objection=one, reason="需要调取原始票", by=officer)

    assert one.extended_to == one.due_on + timedelta(days=30)
    assert one.extension_reason == "需要调取原始票"
    with pytest.raises(Refused, match="只能延长一次"):
        services.extend_appeal(objection=one, reason="再等等", by=officer)


def test_an_overdue_appeal_is_not_extended(
    settings: Any, served: Objection, officer: Acting
) -> None:
    one = appealed(served, officer)
    settings.BUSINESS_DAY = one.due_on + timedelta(days=1)

    with pytest.raises(Refused, match=r"答复期限 .* 已过，不能再延长"):
        services.extend_appeal(objection=one, reason="需要调取原始票", by=officer)


def test_an_answer_is_served_on_or_after_its_day(
    settings: Any, told: Round, first: Entry, clerk: Acting, second_committee: Acting
) -> None:
    one = answered(reviewed(first, clerk), second_committee)

    for day, said in (
        (SERVED - timedelta(days=1), "早于答复日期"),
        (SERVED + timedelta(days=1), "还没有到"),
    ):
        with pytest.raises(Refused, match=said):
            services.serve_answer(objection=one, served_on=day, by=clerk)


@pytest.mark.parametrize(
    ("outcome", "answer", "said"),
    [
        ("", "查无", "请选定处理结果"),
        ("better", "查无", "请选定处理结果"),
        ("upheld", " ", "请写明答复"),
    ],
)
def test_an_answer_says_what_and_why(
    held: Round, clerk: Acting, committee: Acting, outcome: str, answer: str, said: str
) -> None:
    one = services.accept_objection(objection=objected(held, clerk), by=committee)

    with pytest.raises(Refused, match=said):
        services.answer_objection(objection=one, outcome=outcome, answer=answer, by=committee)


STEPS: dict[ObjectionStatus, Callable[[Objection, Acting, Acting], Any]] = {
    ObjectionStatus.ACCEPTED: lambda one, by, clerk: services.accept_objection(
        objection=one, by=by
    ),
    ObjectionStatus.REJECTED: lambda one, by, clerk: services.reject_objection(
        objection=one, reason="不属考核事项", by=by
    ),
    ObjectionStatus.ANSWERED: lambda one, by, clerk: services.answer_objection(
        objection=one, outcome="upheld", answer="票数一致", by=by
    ),
    ObjectionStatus.SERVED: lambda one, by, clerk: services.serve_answer(
        objection=one, served_on=date(2018, 12, 31), by=clerk
    ),
}
WAYS = {
    ObjectionStatus.FILED: (),
    ObjectionStatus.ACCEPTED: (ObjectionStatus.ACCEPTED,),
    ObjectionStatus.REJECTED: (ObjectionStatus.REJECTED,),
    ObjectionStatus.ANSWERED: (ObjectionStatus.ACCEPTED, ObjectionStatus.ANSWERED),
    ObjectionStatus.SERVED: (
        ObjectionStatus.ACCEPTED,
        ObjectionStatus.ANSWERED,
        ObjectionStatus.SERVED,
    ),
}


def test_the_only_moves_are_those_of_the_table(
    held: Round, clerk: Acting, committee: Acting
) -> None:
    for now, way in WAYS.items():
        one = objected(held, clerk)
        for step in way:
            STEPS[step](one, committee, clerk)
        for to, step in STEPS.items():
            moved = False
            try:
                with transaction.atomic():
                    step(one, committee, clerk)
                    moved = True
                    transaction.set_rollback(True)
            except Refused:
                pass
            assert moved is (to in OBJECTION_MOVES[now]), (now, to)
            one.refresh_from_db()
            assert one.status == now


def test_nobody_outside_the_township_reaches_an_objection(
    held: Round, clerk: Acting, sibling_committee: Acting, stranger_officer: Acting
) -> None:
    one = objected(held, clerk)

    for by in (sibling_committee, stranger_officer):
        with pytest.raises(Objection.DoesNotExist):
            services.accept_objection(objection=one, by=by)
