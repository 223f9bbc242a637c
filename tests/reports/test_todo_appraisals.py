"""To-do lines about the appraisal: each lands where it is done, and is gone when it is."""

from __future__ import annotations

from datetime import date

import pytest

from reports.todo_appraisals import about_appraisals
from supervision.services import appraisal_results as results
from tests.supervision import appraising as stage
from tests.supervision.appraising import BAD, GOOD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_twentieth(settings):
    settings.BUSINESS_DAY = stage.TODAY


@pytest.fixture
def three(village):
    return stage.people(village)


def said(acting):
    return [(line.when, line.title) for line in about_appraisals(acting)]


@pytest.mark.parametrize(
    ("day", "level", "ground"),
    [
        (date(2018, 12, 20), "attention", "最迟 2018-12-21 告知、2018-12-31 召开"),
        (date(2018, 12, 21), "attention", "最迟 2018-12-21 告知、2018-12-31 召开"),
        (date(2018, 12, 22), "stop", "今天告知最早 2019-01-01 召开"),
    ],
)
def test_the_clerk_is_told_by_when_a_notice_has_to_be_given(
    settings, three, clerk, day, level, ground
):
    settings.BUSINESS_DAY = day

    (line,) = about_appraisals(clerk)

    assert line.title == "1 个村今年还没有告知民主评议"
    assert line.when == f"剩 {31 - day.day} 天"
    assert line.level == level
    assert ground in line.ground
    assert line.url == "/appraisals/"


def test_a_meeting_whose_day_has_passed_is_asked_for(village, three, clerk, settings):
    stage.noticed(village, clerk, date(2018, 12, 20))
    assert said(clerk) == []

    settings.BUSINESS_DAY = date(2018, 12, 21)

    assert said(clerk) == [("已过期", "1 个村的民主评议已过召开日，没有录入会议情况")]


def test_from_ballots_to_announcement(village, three, clerk, committee):
    found = stage.held(village, clerk, date(2018, 12, 10))
    assert said(clerk) == [("录票中", "1 个村的民主评议待录票、提交")]
    assert said(committee) == []
    stage.enter(found, clerk, [GOOD, GOOD, GOOD])

    stage.services.submit(appraisal=found, by=clerk)
    assert said(clerk) == []
    assert said(committee) == [("待公布", "公布 1 个村的民主评议结果")]

    results.announce(appraisal=found, announced_on=date(2018, 12, 11), by=committee)
    assert said(committee) == []


def test_what_was_sent_back_is_told_to_the_clerk(village, three, clerk, committee):
    found = stage.submitted(village, clerk, date(2018, 12, 10), [GOOD, GOOD, GOOD])

    results.return_appraisal(appraisal=found, reason="票数抄错", by=committee)

    assert ("已退回", "1 个村的民主评议被退回更正") in said(clerk)


def test_a_short_notice_waits_for_the_committees_word(village, three, clerk, committee):
    who = (clerk, committee)
    found = stage.announced(village, who, date(2018, 12, 10), [GOOD] * 3, ahead=9)
    assert said(committee) == [("待认定", "认定 1 个村的民主评议是否计入")]

    results.rule_on(appraisal=found, accepted=False, reason="未送达", by=committee)

    assert said(committee) == []


def test_two_in_a_row_wait_for_the_committee_and_are_shown_to_the_county(
    village, three, clerk, committee, officer, settings
):
    who = (clerk, committee)
    settings.BUSINESS_DAY = date(2017, 12, 20)
    stage.announced(village, who, date(2017, 12, 10), [BAD, GOOD, GOOD])
    settings.BUSINESS_DAY = stage.TODAY
    found = stage.announced(village, who, date(2018, 12, 10), [BAD, BAD, GOOD])
    assert said(committee) == [("待核实", "核实 1 人民主评议连续不称职")]
    assert said(officer) == [("待核实", "1 人民主评议连续不称职，乡镇还没有核实")]

    first = stage.in_force(found)[0]
    results.check_termination(result=first, confirmed=True, reason="两次记录属实", by=committee)

    assert said(committee) == said(officer) == []


def test_nobody_else_and_nobody_without_villages_is_told(
    three, neighbour, stranger_officer, city_officer, auditor, department
):
    for acting in (neighbour, stranger_officer, city_officer, auditor, department):
        assert about_appraisals(acting) == []
