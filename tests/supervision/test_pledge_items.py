"""The year of a promise: progress, the end of it, more time in time, and the question W-01."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread

import psycopg
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections, transaction

from accounts.answer import Refused
from accounts.roles import Role
from accounts.session import acting_as
from audit.models import Event
from cadres.models import Ended
from supervision.models import Extension, OverdueAnswer, Pledge, PledgeItem, Progress
from supervision.pledge_states import ItemState, PledgeStatus
from supervision.queries.pledges import latest_notes, leads, overdue_items, unanswered
from supervision.services import pledge_items as services
from supervision.services.pledge_items import Note
from tests import database
from tests.assessments.stage import people
from tests.supervision import pledge_stage as stage

DUE = date(2018, 6, 30)  # of the first promise
DAY = timedelta(days=1)


@pytest.fixture
def signed(village, clerk, committee) -> Pledge:
    people(village, 2)
    return stage.signed(clerk, committee)[0]


@pytest.fixture
def item(signed) -> PledgeItem:
    return stage.items(signed)[0]


@pytest.fixture
def on_day(settings):
    def move(day: date) -> None:
        settings.BUSINESS_DAY = day

    move(date(2018, 4, 2))
    return move


def state(item: PledgeItem, day: date) -> ItemState:
    return PledgeItem.objects.with_due().get(pk=item.pk).state_on(day)


def ask(item, by, until=date(2018, 8, 31)) -> Extension:
    return services.ask_extension(item=item, new_due_on=until, reason="雨季停工", by=by)


# --- progress ------------------------------------------------------------------------------------


def test_the_first_note_lets_a_signed_pledge_run(signed, item, clerk, on_day):
    services.save_progress(year=2018, quarter=1, notes={item.pk: Note(30, "已开工")}, by=clerk)

    signed.refresh_from_db()
    assert signed.status == PledgeStatus.IN_PROGRESS
    other = Pledge.objects.exclude(pk=signed.pk).get()
    assert other.status == PledgeStatus.SIGNED


def test_a_later_note_of_the_quarter_stands_beside_the_first(item, clerk, on_day):
    for percent in (30, 45):
        services.save_progress(year=2018, quarter=1, notes={item.pk: Note(percent)}, by=clerk)

    assert [one.percent for one in Progress.objects.order_by("pk")] == [30, 45]
    assert latest_notes([item], clerk)[item.pk, 1].percent == 45


def test_nothing_is_noted_of_a_quarter_to_come(item, clerk, on_day):
    notes = {item.pk: Note(10)}
    with pytest.raises(Refused, match="从 2018-07-01 起登记"):
        services.save_progress(year=2018, quarter=3, notes=notes, by=clerk)
    on_day(date(2018, 7, 1))
    assert services.save_progress(year=2018, quarter=3, notes=notes, by=clerk) == 1


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_share_beyond_the_whole_saves_nothing(signed, clerk, on_day, percent):
    one, other = stage.items(signed)[:2]
    notes = {one.pk: Note(50), other.pk: Note(percent)}

    with pytest.raises(Refused, match="0 至 100"):
        services.save_progress(year=2018, quarter=1, notes=notes, by=clerk)
    assert not Progress.objects.exists()


def test_progress_of_many_is_one_event_and_few_questions(
    village, clerk, committee, on_day, django_assert_max_num_queries
):
    people(village, 60)
    made = stage.signed(clerk, committee)
    items = PledgeItem.objects.filter(pledge__in=made)
    notes = {pk: Note(25) for pk in items.values_list("pk", flat=True)}

    with django_assert_max_num_queries(13):
        assert services.save_progress(year=2018, quarter=1, notes=notes, by=clerk) == 240
    assert Event.objects.filter(name="supervision.progress_saved").count() == 1


def test_only_the_clerk_notes_and_only_what_runs(item, committee, clerk, on_day, second_village):
    with pytest.raises(PermissionDenied):
        services.save_progress(year=2018, quarter=1, notes={item.pk: Note(1)}, by=committee)
    people(second_village, 1)
    stage.drafted(clerk)
    draft = PledgeItem.objects.filter(pledge__status=PledgeStatus.DRAFT).first()
    with pytest.raises(Refused, match="签订以后"):
        services.save_progress(year=2018, quarter=1, notes={draft.pk: Note(1)}, by=clerk)


# --- done ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("done_on", "expected"),
    [(DUE - DAY, ItemState.DONE), (DUE, ItemState.DONE), (DUE + DAY, ItemState.LATE)],
)
def test_kept_on_the_day_is_in_time_and_a_day_later_is_not(item, clerk, on_day, done_on, expected):
    on_day(date(2018, 7, 20))

    services.finish_item(item=item, done_on=done_on, evidence="验收单 3 号", by=clerk)

    assert state(item, date(2018, 7, 20)) == expected


def test_a_promise_is_not_kept_tomorrow_nor_without_anything_to_show(item, clerk, on_day):
    with pytest.raises(Refused, match="还没有到"):
        services.finish_item(item=item, done_on=date(2018, 4, 3), evidence="有", by=clerk)
    with pytest.raises(Refused, match="请写明完成依据"):
        services.finish_item(item=item, done_on=date(2018, 4, 2), evidence=" ", by=clerk)


def test_a_mistake_is_taken_back_with_its_reason(item, clerk, on_day):
    services.finish_item(item=item, done_on=date(2018, 4, 1), evidence="验收单", by=clerk)

    services.reopen_item(item=item, reason="登记错了人", by=clerk)

    item.refresh_from_db()
    assert (item.done_on, item.evidence) == (None, "")
    with pytest.raises(Refused, match="不用撤回"):
        services.reopen_item(item=item, reason="再来", by=clerk)


# --- more time -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [(DUE - DAY, ItemState.OPEN), (DUE, ItemState.OPEN), (DUE + DAY, ItemState.OVERDUE)],
)
def test_a_promise_is_overdue_the_day_after_its_day(item, day, expected):
    assert state(item, day) == expected


@pytest.mark.parametrize(("day", "fine"), [(DUE, True), (DUE + DAY, False)])
def test_more_time_is_asked_on_the_day_at_the_latest(item, clerk, on_day, day, fine):
    on_day(day)

    if fine:
        assert ask(item, clerk).due_before == DUE
    else:
        with pytest.raises(Refused, match="不能再申请延期"):
            ask(item, clerk)


@pytest.mark.parametrize(("day", "fine"), [(DUE, True), (DUE + DAY, False)])
def test_more_time_is_granted_on_the_day_at_the_latest(item, clerk, committee, on_day, day, fine):
    asked = ask(item, clerk)
    on_day(day)

    if fine:
        services.decide_extension(extension=asked, granted=True, reason="", by=committee)
        assert state(item, date(2018, 8, 31)) == ItemState.EXTENDED
        assert state(item, date(2018, 9, 1)) == ItemState.OVERDUE
    else:
        with pytest.raises(Refused, match="已经失效"):
            services.decide_extension(extension=asked, granted=True, reason="", by=committee)
        assert asked.has_lapsed(day)
        assert state(item, day) == ItemState.OVERDUE


def test_a_second_extension_starts_from_the_day_in_force(item, clerk, committee, on_day):
    first = ask(item, clerk)
    services.decide_extension(extension=first, granted=True, reason="", by=committee)
    on_day(date(2018, 8, 31))

    second = ask(item, clerk, date(2018, 12, 31))

    assert second.due_before == date(2018, 8, 31)
    assert Extension.objects.count() == 2


@pytest.mark.parametrize(
    ("until", "words"), [(DUE, "不晚于现在的期限"), (date(2019, 1, 1), "超出了 2018 年")]
)
def test_the_new_day_is_later_and_within_the_year(item, clerk, on_day, until, words):
    with pytest.raises(Refused, match=words):
        ask(item, clerk, until)


def test_a_refusal_needs_words_and_leaves_the_day(item, clerk, committee, on_day):
    asked = ask(item, clerk)
    with pytest.raises(Refused, match="请写明理由"):
        services.decide_extension(extension=asked, granted=False, reason="", by=committee)

    services.decide_extension(extension=asked, granted=False, reason="人手够", by=committee)

    assert state(item, DUE + DAY) == ItemState.OVERDUE
    with pytest.raises(Refused, match="不用再办"):
        services.decide_extension(extension=asked, granted=True, reason="", by=committee)


def test_one_request_waits_at_a_time_and_another_person_answers(
    item, clerk, hire, township, on_day
):
    asked = ask(item, clerk)
    with pytest.raises(Refused, match="已有一份延期申请"):
        ask(item, clerk)
    both = hire(Role.TOWNSHIP_COMMITTEE, township, user=clerk.user)
    with pytest.raises(PermissionDenied, match="另一位同志"):
        services.decide_extension(extension=asked, granted=True, reason="", by=both)


# --- the question --------------------------------------------------------------------------------


@pytest.fixture
def overdue(item, on_day) -> PledgeItem:
    on_day(DUE + DAY)
    return item


def answer(item, by, lead=True, reason="项目款到位后没有开工"):
    return services.answer_overdue(item=item, is_lead=lead, reason=reason, by=by)


def test_nothing_starts_by_itself_and_a_yes_is_a_lead(overdue, committee, clerk):
    assert set(unanswered(committee)) == set(overdue_items(committee))
    assert unanswered(committee).count() == 2  # of two people
    assert not leads(committee).exists()

    given = answer(overdue, committee)

    assert list(leads(committee)) == [given]
    assert unanswered(committee).count() == 1
    assert given.ground["code"] == "W-01"
    assert given.ground["text"] == "不能按期完成年度工作目标任务"
    assert given.ground["basis"] == "seed"
    assert given.due_on == DUE


def test_a_no_is_kept_and_is_no_lead(overdue, committee):
    answer(overdue, committee, lead=False, reason="上级资金未到，非本人原因")

    assert not leads(committee).exists()
    assert unanswered(committee).count() == 1


def test_a_second_thought_supersedes_and_both_are_kept(overdue, committee, second_committee):
    first = answer(overdue, committee)
    second = answer(overdue, second_committee, lead=False, reason="查实为验收排期")

    assert second.supersedes == first
    assert OverdueAnswer.objects.count() == 2
    assert not leads(committee).exists()


def test_an_answer_needs_a_reason_and_a_committee(overdue, committee, clerk):
    with pytest.raises(Refused, match="请写明理由"):
        answer(overdue, committee, reason=" ")
    with pytest.raises(PermissionDenied):
        answer(overdue, clerk)


def test_what_is_not_overdue_is_not_asked(item, committee, on_day):
    on_day(DUE)

    assert not unanswered(committee).exists()
    with pytest.raises(Refused, match="还没有逾期"):
        answer(item, committee)


def test_who_had_left_before_the_day_is_not_asked_about(overdue, committee):
    tenure = overdue.pledge.person.tenures.get()
    tenure.ended_on, tenure.ended_how = DUE - DAY, Ended.RESIGNATION
    tenure.save()

    assert overdue not in unanswered(committee)
    with pytest.raises(Refused, match="已不在任"):
        answer(overdue, committee)
    tenure.ended_on = DUE  # his last day
    tenure.save()
    assert overdue in unanswered(committee)


def test_scoring_a_pledge_does_not_take_the_question_away(village, clerk, committee, settings):
    people(village, 1)
    (pledge,) = stage.scored(clerk, committee, ["50", "90", "90", "90"])
    settings.BUSINESS_DAY = date(2018, 12, 28)
    item = stage.items(pledge)[0]

    assert item in unanswered(committee)
    assert answer(item, committee).is_lead


def test_a_finished_promise_is_asked_about_no_more(overdue, committee, clerk):
    services.finish_item(item=overdue, done_on=DUE + DAY, evidence="验收单", by=clerk)

    assert overdue not in unanswered(committee)
    with pytest.raises(Refused, match="已经完成"):
        answer(overdue, committee)


# --- the database --------------------------------------------------------------------------------


def breaches(pk: int) -> dict[str, str]:
    """Give statements that the database must refuse, each with the name of the wall."""
    asked = (
        "INSERT INTO supervision_extension (item_id, scope_path, status, due_before, new_due_on,"
        " reason, asked_by_id, asked_on, decision, decided_by_id, decided_on)"
        " SELECT i.id, i.scope_path, {}, '试', p.drafted_by_id, {}, '', {}"
        " FROM supervision_pledgeitem i JOIN supervision_pledge p ON p.id = i.pledge_id"
        f" WHERE i.id = {pk}"
    )
    nobody, head = "NULL, NULL", "p.approved_by_id, '2018-07-01'"
    answer_ = (
        "INSERT INTO supervision_overdueanswer (item_id, scope_path, due_on, is_lead, reason,"
        " ground, answered_by_id, answered_on) SELECT i.id, i.scope_path, '2018-06-30', true,"
        " '试', '{}', p.approved_by_id, '2018-06-30' FROM supervision_pledgeitem i"
        f" JOIN supervision_pledge p ON p.id = i.pledge_id WHERE i.id = {pk}"
    )
    return {
        asked.format("'asked', '2018-06-30', '2018-08-01'", "'2018-07-01'", nobody):
            "extension_before_due",
        asked.format("'granted', '2018-06-30', '2018-08-01'", "'2018-06-30'", head):
            "extension_before_due",
        asked.format("'asked', '2018-07-30', '2018-08-01'", "'2018-06-30'", nobody):
            "extension_in_time",
        asked.format("'asked', '2018-06-30', '2019-01-01'", "'2018-06-30'", nobody):
            "extension_later_same_year",
        answer_: "answer_of_overdue",
        "UPDATE supervision_progress SET percent = 100": "permission denied",
        "DELETE FROM supervision_progress": "permission denied",
        "UPDATE supervision_overdueanswer SET is_lead = false": "permission denied",
        "UPDATE supervision_pledgeitemevent SET weight = 1": "permission denied",
    }  # fmt: skip


def test_raw_sql_gets_past_no_wall(committed_db, village, clerk, committee, settings):
    settings.BUSINESS_DAY = date(2018, 4, 2)
    people(village, 1)
    with transaction.atomic():
        item = stage.items(stage.signed(clerk, committee)[0])[0]
        services.save_progress(year=2018, quarter=1, notes={item.pk: Note(9)}, by=clerk)
    wrong = breaches(item.pk)
    url = database.url(committed_db, role="app")
    with psycopg.connect(url, autocommit=True) as app:
        app.execute("SELECT set_config('app.lo', '', false), set_config('app.hi', ':', false)")
        for sql, says in wrong.items():
            with pytest.raises(psycopg.Error) as refused:
                app.execute(sql)
            assert says in (refused.value.diag.constraint_name or str(refused.value)), sql


def test_of_two_who_answer_at_once_one_is_told(
    committed_db, village, clerk, committee, second_committee, settings
):
    settings.BUSINESS_DAY = DUE + DAY
    people(village, 1)
    with transaction.atomic():
        item = stage.items(stage.signed(clerk, committee)[0])[0]
    start, given = Barrier(2), []

    def one(by):
        try:
            start.wait()
            with acting_as(by):
                given.append(answer(item, by).supersedes_id)
        finally:
            connections["default"].close()

    threads = [Thread(target=one, args=[by]) for by in (committee, second_committee)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    first, second = OverdueAnswer.objects.order_by("pk")
    assert second.supersedes == first  # nobody's answer is lost, and one stands
    assert sorted(given, key=bool) == [None, first.pk]
