"""The public notice, everybody's letter, the report: days, refusals, what is left behind."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.models import Division
from assessments.models import Letter, Round
from assessments.services import deciding, notice
from assessments.services.cells import CellsRefused
from assessments.services.notice import Service
from assessments.services.objections import (
    accept_objection,
    answer_objection,
    register_objection,
    reject_objection,
)
from assessments.states import RoundStatus
from tests.assessments import stage

pytestmark = pytest.mark.django_db
PLAIN = [96, 94, 92, 90, 88]
DECIDED_ON, UNTIL = date(2018, 12, 20), date(2018, 12, 27)
PLACE = "各村村务公开栏"


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.BUSINESS_DAY = date(2018, 12, 31)


@pytest.fixture
def held(
    settings: Any,
    officer: Acting,
    clerk: Acting,
    committee: Acting,
    township: Division,
    village: Division,
) -> Round:
    """Give a round decided on Thursday 20 December."""
    stage.people(village, 5)
    found = stage.opened(officer, township)
    stage.submitted(found, clerk, PLAIN)
    settings.BUSINESS_DAY = DECIDED_ON
    # The stage submits on the cut-off day; here the clerk had handed it on before the sitting.
    Round.objects.filter(pk=found.pk).update(prepared_on=DECIDED_ON)
    stage.decided(found, committee)
    return found


@pytest.fixture
def hanging(settings: Any, held: Round, clerk: Acting) -> Round:
    """Give the round with its notice hanging since that day; it is the Monday after."""
    stage.posted(held, clerk)
    settings.BUSINESS_DAY = date(2018, 12, 24)
    return held


def objected(found: Round, by: Acting, **said: Any) -> Any:
    told = {"raised_on": date(2018, 12, 21), "content": "得分偏高，请核查"} | said
    return register_objection(round=found, by=by, **told)


def test_the_notice_hangs_five_working_days(hanging: Round, clerk: Acting) -> None:
    assert hanging.status == RoundStatus.NOTICE
    assert (hanging.noticed_on, hanging.notice_until) == (DECIDED_ON, UNTIL)
    assert (hanging.noticed_by, hanging.notice_place) == (clerk.user, PLACE)


@pytest.mark.parametrize(
    ("on", "place", "said"),
    [
        (date(2018, 12, 19), PLACE, "早于审定日期"),
        (date(2018, 12, 21), PLACE, "还没有到，请在张贴以后登记"),
        (DECIDED_ON, "  ", "请写明公示地点"),
    ],
)
def test_a_notice_that_cannot_be_is_refused(
    held: Round, clerk: Acting, on: date, place: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        notice.post_notice(round=held, on=on, place=place, by=clerk)

    held.refresh_from_db()
    assert held.status == RoundStatus.DECIDED


def test_without_a_holiday_arrangement_no_last_day_is_made_up(
    settings: Any, held: Round, clerk: Acting
) -> None:
    settings.BUSINESS_DAY = date(2026, 12, 30)

    with pytest.raises(Refused, match="节假日安排还没有导入"):
        notice.post_notice(round=held, on=date(2026, 12, 30), place=PLACE, by=clerk)


@pytest.mark.parametrize(("days", "over"), [(-1, False), (0, False), (1, True)])
def test_feedback_begins_the_day_after_the_last(
    settings: Any, hanging: Round, clerk: Acting, days: int, over: bool
) -> None:
    settings.BUSINESS_DAY = UNTIL + timedelta(days=days)

    if over:
        assert len(notice.start_feedback(round=hanging, by=clerk)) == 5
    else:
        with pytest.raises(Refused, match="公示到 2018-12-27 为止"):
            notice.start_feedback(round=hanging, by=clerk)
        assert not Letter.objects.exists()


def test_an_open_objection_keeps_feedback_waiting_and_is_named(
    settings: Any, hanging: Round, clerk: Acting, committee: Acting
) -> None:
    one = objected(hanging, clerk)
    settings.BUSINESS_DAY = UNTIL + timedelta(days=1)

    with pytest.raises(Refused, match="2018-12-21 提出的公示异议已提出，还没有答复"):
        notice.start_feedback(round=hanging, by=clerk)
    accept_objection(objection=one, by=committee)
    with pytest.raises(Refused, match="2018-12-21 提出的公示异议已受理，还没有答复"):
        notice.start_feedback(round=hanging, by=clerk)
    one = answer_objection(objection=one, outcome="upheld", answer="查无此事", by=committee)

    assert len(notice.start_feedback(round=hanging, by=clerk)) == 5


def test_an_objection_turned_away_keeps_nothing_waiting(
    settings: Any, hanging: Round, clerk: Acting, committee: Acting
) -> None:
    reject_objection(objection=objected(hanging, clerk), reason="不属考核事项", by=committee)
    settings.BUSINESS_DAY = UNTIL + timedelta(days=1)

    assert len(notice.start_feedback(round=hanging, by=clerk)) == 5


def test_an_objection_that_was_right_sends_the_round_back(
    settings: Any, hanging: Round, clerk: Acting, committee: Acting
) -> None:
    one = accept_objection(objection=objected(hanging, clerk), by=committee)
    answer_objection(objection=one, outcome="changed", answer="票数有误", by=committee)
    settings.BUSINESS_DAY = UNTIL + timedelta(days=1)

    with pytest.raises(Refused, match="处理结果是“变更”，请乡镇党委先退回重定"):
        notice.start_feedback(round=hanging, by=clerk)
    deciding.return_round(round=hanging, reason="票数有误", by=committee)

    hanging.refresh_from_db()
    assert (hanging.status, hanging.attempt) == (RoundStatus.ENTERING, 2)
    assert (hanging.noticed_on, hanging.notice_until, hanging.notice_place) == (None, None, "")


def test_each_cadre_has_a_numbered_letter_also_without_a_grade(
    hanging: Round, clerk: Acting
) -> None:
    stage.told(hanging, clerk)

    numbers = list(Letter.objects.order_by("pk").values_list("number", flat=True))
    assert numbers == [f"新市镇考核告〔2018〕{number}号" for number in range(1, 6)]
    assert Letter.objects.values("entry").distinct().count() == 5


def test_numbers_go_on_without_a_gap_when_the_round_is_decided_again(
    settings: Any, hanging: Round, clerk: Acting, committee: Acting, officer: Acting
) -> None:
    stage.reported(hanging, clerk)
    deciding.return_round(round=hanging, reason="名册漏一人", by=officer)
    hanging.refresh_from_db()
    stage.brought(hanging, RoundStatus.FEEDBACK, PLAIN, clerk, committee, officer)

    numbers = Letter.objects.order_by("pk").values_list("attempt", "number")
    assert [number for _, number in numbers] == [
        f"新市镇考核告〔2018〕{number}号" for number in range(1, 11)
    ]
    assert [attempt for attempt, _ in numbers] == [1] * 5 + [2] * 5


@pytest.fixture
def told(settings: Any, hanging: Round, clerk: Acting) -> Round:
    settings.BUSINESS_DAY = UNTIL + timedelta(days=1)
    return stage.told(hanging, clerk)


def handed(found: Round, several: int, **said: Any) -> dict[int, Service]:
    told = {"on": found.feedback_on, "manner": "in_person", "receiver": "本人"} | said
    letters = Letter.objects.filter(round=found).order_by("pk")[:several]
    return {one.pk: Service(**told) for one in letters}


def test_many_letters_are_registered_at_once(told: Round, clerk: Acting) -> None:
    assert notice.serve_letters(round=told, served=handed(told, 5), by=clerk) == 5

    assert set(Letter.objects.values_list("served_on", "manner", "receiver", "registered_by")) == {
        (told.feedback_on, "in_person", "本人", clerk.user.pk)
    }


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"on": None}, "送达日期和送达方式要一起填"),
        ({"manner": ""}, "送达日期和送达方式要一起填"),
        ({"on": date(2018, 12, 29)}, "还没有到，请在送达以后登记"),
        ({"on": date(2018, 12, 27)}, "早于制发日期 2018-12-28"),
        ({"receiver": " "}, "请填写.*签收人"),
        ({"manner": "left", "note": ""}, "写明见证人和经过"),
        ({"manner": "post"}, "写明邮件号"),
    ],
)
def test_a_service_that_cannot_be_is_refused_with_its_name(
    told: Round, clerk: Acting, said: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(CellsRefused, match=sentence) as refused:
        notice.serve_letters(round=told, served=handed(told, 5, **said), by=clerk)

    assert len(refused.value.cells) == 5
    assert not Letter.objects.filter(served_on__isnull=False).exists()


def test_a_refusal_to_sign_is_left_with_a_witness(told: Round, clerk: Acting) -> None:
    left = handed(told, 1, manner="left", receiver="", note="包村干部周某见证，本人拒签")

    notice.serve_letters(round=told, served=left, by=clerk)

    one = Letter.objects.get(served_on__isnull=False)
    assert (one.manner, one.receiver, one.note) == (
        "left",
        "拒绝签收",
        "包村干部周某见证，本人拒签",
    )


def test_nothing_is_reported_before_everybody_is_told(told: Round, clerk: Acting) -> None:
    notice.serve_letters(round=told, served=handed(told, 4), by=clerk)
    missing = Letter.objects.get(served_on=None).entry.name

    with pytest.raises(Refused, match=f"还没有送达 1 人：{missing}"):
        notice.report_round(round=told, by=clerk)
    stage.served(told, clerk)
    notice.report_round(round=told, by=clerk)

    told.refresh_from_db()
    assert (told.status, told.reported_by, told.reported_on) == (
        RoundStatus.REPORTED,
        clerk.user,
        date(2018, 12, 28),
    )


def test_a_service_is_set_right_until_the_report_and_not_after(told: Round, clerk: Acting) -> None:
    stage.served(told, clerk)
    notice.serve_letters(round=told, served=handed(told, 1, receiver="其子"), by=clerk)
    assert Letter.objects.filter(receiver="其子").count() == 1
    notice.report_round(round=told, by=clerk)

    with pytest.raises(Refused, match="送达情况不再登记"):
        notice.serve_letters(round=told, served=handed(told, 1), by=clerk)


def test_letters_of_a_past_attempt_are_not_served(
    told: Round, clerk: Acting, committee: Acting
) -> None:
    deciding.return_round(round=told, reason="重定", by=committee)
    asked = handed(told, 1, on=date(2018, 12, 28))

    with pytest.raises(Refused, match="是上一次审定的告知书"):
        notice.serve_letters(round=told, served=asked, by=clerk)
