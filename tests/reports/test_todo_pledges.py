"""To-do lines about pledges: on which days they come, and that they go when the thing is done."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.todo_pledges import about_pledges
from supervision.services import pledge_items, pledges
from supervision.services.pledge_items import Note
from tests.assessments.stage import people
from tests.supervision import pledge_stage as stage


@pytest.fixture(autouse=True)
def cadres(village):
    return people(village, 2)


def titles(acting):
    return [one.title for one in about_pledges(acting)]


@pytest.mark.parametrize(("day", "told"), [(31, True), (32, False)], ids=["31 Jan", "1 Feb"])
def test_the_clerk_is_asked_to_draft_until_the_day_of_signing(settings, clerk, day, told):
    settings.BUSINESS_DAY = date.fromordinal(date(2018, 1, 1).toordinal() + day - 1)

    assert ("2 名干部还没有 2018 年目标承诺" in titles(clerk)) is told


def test_each_desk_hears_of_what_lies_on_it(settings, clerk, committee):
    settings.BUSINESS_DAY = stage.JANUARY
    made = stage.drafted(clerk)
    assert titles(clerk) == ["2 份目标承诺还没有登记村级讨论"]
    assert titles(committee) == []

    pledges.discuss_pledges(
        pledges=stage.keys(made), meeting="party_meeting", on=stage.JANUARY, words="", by=clerk
    )
    assert titles(clerk) == []
    assert titles(committee) == ["批准 2 份目标承诺"]

    pledges.return_pledge(pledge=made[0], reason="改", by=committee)
    pledges.approve_pledges(pledges=[made[1].pk], by=committee)
    assert titles(clerk) == ["1 份目标承诺被退回，改后再交讨论", "1 份目标承诺已批准，等本人签订"]


@pytest.mark.parametrize(
    ("day", "level", "when"),
    [
        (date(2018, 5, 30), None, None),
        (date(2018, 5, 31), "info", "剩 30 天"),
        (date(2018, 6, 22), "info", "剩 8 天"),
        (date(2018, 6, 23), "attention", "剩 7 天"),
        (date(2018, 6, 30), "attention", "今天到期"),
    ],
)
def test_promises_are_called_to_mind_before_their_day(settings, clerk, committee, day, level, when):
    stage.signed(clerk, committee)
    settings.BUSINESS_DAY = day

    soon = [one for one in about_pledges(clerk) if "天内到期" in one.title]

    assert [(one.level, one.when) for one in soon] == ([(level, when)] if level else [])


def test_an_overdue_promise_is_told_to_both_and_asked_of_the_committee(settings, clerk, committee):
    (first, _) = stage.signed(clerk, committee)
    settings.BUSINESS_DAY = date(2018, 7, 1)

    assert "2 项承诺已逾期" in titles(clerk)
    question = "2 项承诺逾期且无批准延期：是否作为警示谈话线索（W-01）？"
    assert question in titles(committee)

    item = stage.items(first)[0]
    pledge_items.answer_overdue(item=item, is_lead=False, reason="资金未到", by=committee)
    assert question.replace("2 项", "1 项") in titles(committee)


def test_a_request_waits_with_its_days_until_it_lapses(settings, clerk, committee):
    item = stage.items(stage.signed(clerk, committee)[0])[0]
    settings.BUSINESS_DAY = date(2018, 6, 28)
    pledge_items.ask_extension(item=item, new_due_on=date(2018, 8, 1), reason="雨季停工", by=clerk)

    (line,) = about_pledges(committee)
    assert line.when == "剩 2 天"
    settings.BUSINESS_DAY = date(2018, 7, 1)
    assert not [one for one in about_pledges(committee) if "批准延期" in one.title[:5]]


def test_a_quarter_that_ended_wants_its_notes(settings, clerk, committee):
    made = stage.signed(clerk, committee)
    settings.BUSINESS_DAY = date(2018, 3, 31)
    assert not [one for one in titles(clerk) if "季度进展" in one]
    settings.BUSINESS_DAY = date(2018, 4, 1)
    (line,) = [one for one in about_pledges(clerk) if "季度进展" in one.title]
    assert (line.when, line.title) == ("剩 9 天", "8 项承诺没有登记第 1 季度进展")

    notes = {one.pk: Note(20) for pledge in made for one in stage.items(pledge)}
    pledge_items.save_progress(year=2018, quarter=1, notes=notes, by=clerk)

    assert not [one for one in titles(clerk) if "季度进展" in one]


@pytest.mark.parametrize(("day", "told"), [(30, False), (1, True)], ids=["30 Nov", "1 Dec"])
def test_scoring_begins_in_december(settings, clerk, committee, day, told):
    stage.signed(clerk, committee)
    settings.BUSINESS_DAY = date(2018, 12 if told else 11, day)

    assert ("2 份目标承诺等待年终评分" in titles(clerk)) is told


@pytest.mark.parametrize(("day", "told"), [(date(2018, 1, 31), False), (date(2018, 2, 1), True)])
def test_the_county_hears_who_has_not_signed_after_the_day(settings, officer, day, told):
    settings.BUSINESS_DAY = day

    assert titles(officer) == (["1 个乡镇还有 2 人没有签订 2018 年目标承诺"] if told else [])


def test_a_county_without_pledges_is_left_alone_later_in_the_year(settings, officer):
    settings.BUSINESS_DAY = date(2018, 4, 1)

    assert titles(officer) == []


def test_the_county_is_told_nothing_once_all_have_signed(settings, clerk, committee, officer):
    stage.signed(clerk, committee)
    settings.BUSINESS_DAY = date(2018, 2, 1)

    assert titles(officer) == []


@pytest.mark.parametrize("several", [12, 120])
def test_the_lines_cost_the_same_for_many(
    settings, clerk, committee, officer, second_village, several
):
    people(second_village, several - 2)
    stage.signed(clerk, committee)
    settings.BUSINESS_DAY = date(2018, 12, 20)

    for acting, most in ((clerk, 3), (committee, 3), (officer, 6)):
        with CaptureQueriesContext(connection) as captured:
            about_pledges(acting)
        assert len(captured) <= most
