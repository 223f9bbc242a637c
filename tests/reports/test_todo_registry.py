"""What waits about files, for each role; and that it is gone once somebody has dealt with it."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.session import acting_as
from cadres import services
from reports.todo_registry import about_registry
from tests.cadres import cases
from tests.cadres.factories import make_person


@pytest.fixture
def day(settings) -> date:
    settings.BUSINESS_DAY = date(2018, 12, 20)
    return settings.BUSINESS_DAY


def titles(acting) -> list[str]:
    with acting_as(acting):
        return [line.title for line in about_registry(acting)]


@pytest.fixture
def person(day, township):
    return make_person(township, "曾国华")


def test_nothing_waits_in_a_quiet_registry(
    person, clerk, committee, officer, city_officer, auditor
):
    for acting in (clerk, committee, officer, city_officer, auditor):
        assert titles(acting) == []


def test_a_transfer_waits_for_the_county_then_for_the_city(day, clerk, officer, city_officer):
    asked = cases.transfer(clerk)
    assert titles(officer) == ["办理 1 件转入申请"]
    assert titles(city_officer) == []

    asked.status = "city"
    asked.save()

    assert titles(officer) == []
    assert titles(city_officer) == ["办理 1 件转入申请"]


def test_a_refused_transfer_is_told_to_the_clerk_for_thirty_days(day, clerk, officer, settings):
    asked = cases.transfer(clerk)
    with acting_as(officer):
        services.refuse_transfer(transfer=asked, reason="不是同一人", by=officer)

    assert titles(clerk) == ["罗海燕没有转入"]
    settings.BUSINESS_DAY = date(2019, 1, 19)
    assert titles(clerk) == ["罗海燕没有转入"]
    settings.BUSINESS_DAY = date(2019, 1, 20)
    assert titles(clerk) == []


def test_a_correction_waits_for_the_county_and_a_refusal_for_who_asked(
    person, committee, clerk, officer
):
    asked = cases.correction(committee, person)
    assert titles(officer) == ["审核 1 件更正申请"]

    with acting_as(officer):
        services.refuse_correction(correction=asked, review="材料不足", by=officer)

    assert titles(officer) == titles(clerk) == []
    assert titles(committee) == ["曾国华的更正申请没有同意"]


def test_a_pair_is_judged_then_confirmed_then_gone(person, clerk, officer, city_officer):
    twin = cases.twin_of(person)
    assert titles(clerk) == ["判断 1 对疑似重复"]
    assert titles(officer) == []

    said = cases.verdict(clerk, person, twin)
    assert titles(clerk) == titles(city_officer) == []
    assert titles(officer) == ["复核 1 对疑似重复的判断"]

    cases.confirm(officer, said)
    assert titles(officer) == []


def test_a_returned_verdict_is_told_to_who_proposed_it(person, clerk, officer):
    said = cases.verdict(clerk, person, cases.twin_of(person))
    with acting_as(officer):
        services.return_verdict(duplicate=said, review="请附核对情况", by=officer)

    assert titles(clerk) == ["两份“曾国华”的判断被退回", "判断 1 对疑似重复"]


def test_pairs_across_wait_one_level_above(person, sibling, other_township, officer, city_officer):
    cases.twin_of(person, sibling, 984)
    assert titles(officer) == ["判断 1 对疑似重复"]
    cases.twin_of(person, other_township, 986)
    assert titles(city_officer) == ["判断 2 对疑似重复"]


def test_ones_own_proposal_does_not_wait_for_oneself(
    person, sibling, officer, second_officer, city_officer
):
    cases.verdict(officer, person, cases.twin_of(person, sibling))

    assert titles(officer) == titles(city_officer) == []
    assert titles(second_officer) == ["复核 1 对疑似重复的判断"]
