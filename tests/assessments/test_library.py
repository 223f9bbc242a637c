"""The indicator library: the city's lines and the county's own, by day; taken into plans."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.models import Division
from assessments.models import OwnIndicator, Plan
from assessments.queries.library import library
from assessments.services import plans
from assessments.services.library import add_indicator, retire_indicator
from audit.models import Event

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 31)
LINE = {
    "dimension": "performance",
    "topic": "油茶产业",
    "name": "油茶低改面积",
    "evidence": "改造地块验收表",
    "scoring": "完成面积得满分，未完成按比例",
    "document": "耒组发〔2018〕5 号",
    "first_day": date(2018, 3, 1),
}


def added(county: Division, by: Acting, **changed: Any) -> OwnIndicator:
    return add_indicator(county=county, by=by, **(LINE | changed))


@pytest.fixture
def own(county: Division, officer: Acting) -> OwnIndicator:
    return added(county, officer)


@pytest.fixture
def draft(officer: Acting, county: Division) -> Plan:
    return plans.draft_plan(county=county, year=2018, by=officer)


def test_a_county_adds_a_line_beside_the_citys(
    own: OwnIndicator, county: Division, officer: Acting
) -> None:
    lines = {line.code: line for line in library(county, DAY, by=officer)}

    assert own.code == f"{county.pk}-01"
    assert lines[own.code].basis == "plan"
    assert lines["P-01"].basis == "seed"
    assert lines["P-01"].evidence
    assert added(county, officer, name="油茶良种").code == f"{county.pk}-02"
    assert Event.objects.filter(name="assessments.indicator_added").count() == 2


@pytest.mark.parametrize(
    ("day", "there"),
    [
        (date(2018, 2, 28), False),
        (date(2018, 3, 1), True),
        (date(2018, 6, 30), True),
        (date(2018, 7, 1), False),
    ],
)
def test_a_line_is_in_force_from_its_first_day_to_its_last(
    own: OwnIndicator, county: Division, officer: Acting, day: date, there: bool
) -> None:
    retire_indicator(indicator=own, last_day=date(2018, 6, 30), by=officer)

    codes = {line.code for line in library(county, day, by=officer)}

    assert (own.code in codes) is there


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"scoring": " "}, "都要填写"), ({}, "已有“油茶低改面积”")],
)
def test_a_line_without_scoring_or_twice_is_refused(
    own: OwnIndicator, county: Division, officer: Acting, changed: dict[str, str], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        added(county, officer, **changed)

    assert OwnIndicator.objects.get() == own


def test_a_line_is_retired_once_and_not_before_it_began(own: OwnIndicator, officer: Acting) -> None:
    with pytest.raises(Refused, match="早于起用日期"):
        retire_indicator(indicator=own, last_day=date(2018, 2, 28), by=officer)
    retire_indicator(indicator=own, last_day=date(2018, 3, 1), by=officer)
    with pytest.raises(Refused, match="已于 2018-03-01 停用"):
        retire_indicator(indicator=own, last_day=date(2018, 12, 31), by=officer)


@pytest.mark.parametrize("who", ["clerk", "committee", "city_officer", "auditor", "department"])
def test_nobody_but_the_county_keeps_its_lines(
    request: pytest.FixtureRequest, own: OwnIndicator, county: Division, who: str
) -> None:
    by = request.getfixturevalue(who)

    for call in (
        lambda: added(county, by, name="另一条"),
        lambda: retire_indicator(indicator=own, last_day=DAY, by=by),
    ):
        with pytest.raises((PermissionDenied, OwnIndicator.DoesNotExist)):
            call()


def test_another_county_neither_sees_nor_retires_a_line(
    own: OwnIndicator, stranger_officer: Acting
) -> None:
    codes = {line.code for line in library(None, DAY, by=stranger_officer)}

    assert own.code not in codes
    with pytest.raises(OwnIndicator.DoesNotExist):
        retire_indicator(indicator=own, last_day=DAY, by=stranger_officer)


def test_the_township_and_the_city_see_a_countys_line(
    own: OwnIndicator, clerk: Acting, city_officer: Acting
) -> None:
    for by in (clerk, city_officer):
        assert own.code in {line.code for line in library(None, DAY, by=by)}


def test_a_draft_begins_with_the_usual_lines_evidence_and_scoring_along(draft: Plan) -> None:
    party = draft.indicators.get(form="target", name="基层党建")

    assert (party.points, party.library_code, party.topic) == (20, "P-01", "基层党建")
    assert party.evidence
    assert party.scoring


@pytest.mark.parametrize(("year", "topic"), [(2020, "脱贫攻坚"), (2021, "巩固脱贫成果和乡村振兴")])
def test_a_later_year_begins_with_the_lines_of_its_own_time(
    officer: Acting, county: Division, year: int, topic: str
) -> None:
    plan = plans.draft_plan(county=county, year=year, by=officer)

    assert plan.indicators.filter(dimension="performance", name=topic).count() == 2
    assert plans.check_plan(plan).result["usable"] is True


def test_chosen_lines_come_into_a_draft_with_their_share(
    draft: Plan, own: OwnIndicator, officer: Acting
) -> None:
    names = plans.take_from_library(
        plan=draft, codes=["P-11", own.code], forms=["target"], by=officer
    )

    assert names == ["村集体经济收入和增长", "油茶低改面积"]
    lines = {line.library_code: line for line in draft.indicators.filter(form="target")}
    assert (lines["P-11"].points, lines[own.code].points) == (5, 5)
    assert lines[own.code].evidence == "改造地块验收表"
    assert draft.indicators.count() == 16
    assert plans.check_plan(draft).result["usable"] is False


@pytest.mark.parametrize(
    ("codes", "forms", "said"),
    [
        ([], ["target"], "还没有选指标"),
        (["P-11"], [], "述职测评还是目标考核"),
        (["P-04"], ["target"], "已经停用"),
        (["P-01"], ["target"], "方案里都已有了"),
    ],
)
def test_a_choice_that_adds_nothing_is_refused(
    draft: Plan, officer: Acting, codes: list[str], forms: list[str], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        plans.take_from_library(plan=draft, codes=codes, forms=forms, by=officer)

    assert draft.indicators.count() == 14


def test_an_adopted_plan_takes_nothing_in(draft: Plan, officer: Acting) -> None:
    plans.adopt_plan(plan=draft, by=officer)

    with pytest.raises(Refused, match="内容不再改动"):
        plans.take_from_library(plan=draft, codes=["P-11"], forms=["target"], by=officer)


@pytest.mark.parametrize("number", [1, 12])
def test_the_library_asks_as_often_for_many_own_lines(
    county: Division, officer: Acting, django_assert_num_queries, number: int
) -> None:
    for n in range(number):
        added(county, officer, name=f"县定 {n}")

    with django_assert_num_queries(2):
        library(county, DAY, by=officer)
