"""The drill-down from city to township, and the next step for whoever looks."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Round
from tests.assessments import stage
from tests.assessments.pages import *  # noqa: F403

URL = "/assessments/"


def shown(client, url=URL):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_clerk_is_led_to_what_is_missing(client_of, clerk, opened):
    page = shown(client_of(clerk))

    assert "去录述职会议" in page
    assert f"/assessments/rounds/{opened.pk}/meeting/" in page


def test_the_committee_is_led_to_its_decision(client_of, committee, submitted):
    assert "去审定" in shown(client_of(committee))


def test_the_county_sees_its_townships_and_what_they_lack(client_of, officer, opened):
    page = shown(client_of(officer))

    assert "新市镇" in page
    assert "缺测评票 10 人" in page
    assert "车江街道" not in page


def test_the_county_sees_what_waits_for_it(client_of, officer, reported):
    assert "待备案 1 个" in shown(client_of(officer))


@pytest.mark.parametrize("person", ["city_officer", "auditor"])
def test_the_city_sees_counties_with_totals_and_goes_down(
    client_of, request, county, opened, person
):
    client = client_of(request.getfixturevalue(person))

    page = shown(client)
    below = shown(client, f"{URL}?year=2018&county={county.pk}")

    assert "合计 2 个县市区" in page
    assert f"county={county.pk}" in page
    assert "新市镇" in below


@pytest.mark.parametrize("asked", ["county=999999", "county=x", "county=99999999999999999999"])
def test_a_county_that_is_not_there_is_not_found(client_of, city_officer, opened, asked):
    assert client_of(city_officer).get(f"{URL}?{asked}").status_code == 404


def test_a_county_officer_cannot_look_into_another_county(client_of, officer, other_county, opened):
    page = shown(client_of(officer), f"{URL}?county={other_county.pk}")

    assert "衡南县" not in page


@pytest.mark.parametrize("year", ["", "1999", "x", "²", "99999999999999999999"])
def test_a_wrong_year_shows_the_newest(client_of, officer, opened, year):
    assert "2018 年度考核" in shown(client_of(officer), f"{URL}?year={year}")


@pytest.mark.parametrize("person", ["clerk", "officer", "city_officer"])
def test_without_a_round_the_page_says_how_to_begin(client_of, request, person):
    assert "还没有开放" in shown(client_of(request.getfixturevalue(person)))


def test_the_county_takes_no_more_queries_for_sixty_cadres_than_for_ten(
    client_of, officer, clerk, opened, village, sibling_village
):
    client = client_of(officer)
    shown(client)
    ten = queries(client)
    stage.more_people(village, 25)
    stage.more_people(sibling_village, 25)
    client.post(reverse("assessments:refresh", args=[opened.pk]))
    client.post(reverse("assessments:open_rounds", args=[opened.plan_id]))
    shown(client)

    assert queries(client) <= ten


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        shown(client)
    return len(captured)


def test_a_complete_round_is_told_from_one_being_entered(client_of, officer, entered):
    assert "已录齐，未提交" in shown(client_of(officer))


def test_townships_that_are_not_open_are_told_apart(
    client_of, officer, opened, sibling_village, county
):
    stage.people(sibling_village, 2)

    page = shown(client_of(officer))

    assert "有在册干部 2 人，还没有开放" in page
    assert "个乡镇（街道）没有在册村干部" not in page


def test_townships_without_cadres_are_only_counted(client_of, officer, opened, sibling):
    page = shown(client_of(officer))

    assert sibling.name not in page.split("<tbody>")[1]
    assert "另有 1 个乡镇（街道）没有在册村干部" in page
    assert "合计 1 个乡镇" in page


def test_the_township_takes_few_queries_however_many_years(client_of, clerk, officer, opened):
    client = client_of(clerk)
    shown(client)
    one = queries(client)
    for year in (2016, 2017):
        plan = stage.adopted(officer, year)
        Round.objects.create(
            township=opened.township, scope_path=opened.scope_path, plan=plan, year=year,
            cutoff_on=date(year, 12, 31), headcount=10, seats=2,
        )  # fmt: skip
    page = shown(client)

    assert queries(client) == one <= 20
    assert page.count("录入中") >= 3
