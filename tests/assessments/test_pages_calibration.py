"""The calibration page: a drawing over each table, links to where it is asked, files of it."""

from __future__ import annotations

import csv
import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Round
from assessments.services import rounds
from assessments.views import charts
from audit.models import Event
from tests.assessments import stage
from tests.assessments.pages import *  # noqa: F403
from tests.assessments.test_calibration import two_years  # noqa: F401

URL, FILE = "/assessments/calibration/", "/exports/calibration/"


def shown(client, url=URL):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def queries(client, url=URL):
    with CaptureQueriesContext(connection) as captured:
        shown(client, url)
    return len(captured)


def test_every_drawing_has_as_many_rows_as_its_table(client_of, officer, two_years):  # noqa: F811
    page = shown(client_of(officer))
    drawn = page.split('<svg class="chart"')[1:]

    assert len(drawn) == 6  # nobody's two forms differ, so that list has none
    for part in drawn:
        table = part.split("<tbody>")[1].split("</tbody>")[0]
        assert part.split("</svg>")[0].count('class="chart-row"') == table.count("<tr>") > 0


def test_a_drawing_says_in_words_what_it_shows_and_needs_no_script_or_style(
    client_of, officer, submitted
):
    page = shown(client_of(officer))

    assert page.count("<svg") == page.count("<desc") == page.count('role="img"') > 0
    assert "各乡镇等次分布，1 行" in page
    assert "style=" not in page.split("<main")[1]


def test_the_cap_stands_with_its_arithmetic_and_live_proposals_are_marked(
    client_of, officer, entered
):
    page = shown(client_of(officer))

    assert "10 × 20% = 2，舍去小数" in page
    assert "录入中（建议，未审定）" in page
    assert "新市镇（建议）" in page
    assert "只作提示" in page


def test_a_person_leads_to_his_grounds_and_a_township_to_its_board(
    client_of,
    officer,
    two_years,  # noqa: F811
):
    page = shown(client_of(officer))
    first = stage.roster(two_years)[0]

    assert f'<a href="/assessments/entries/{first.pk}/">{first.name}</a>' in page
    assert f'<a href="/assessments/rounds/{two_years.pk}/">新市镇</a>' in page
    assert "<td>降</td>" in page


def test_the_city_goes_down_to_a_county_and_sees_only_what_was_submitted(
    client_of, city_officer, county, submitted
):
    client = client_of(city_officer)
    page = shown(client)

    assert f"county={county.pk}" in page
    assert "耒阳市" in page
    assert "新市镇" in shown(client, f"{URL}?county={county.pk}")


def test_the_city_only_counts_townships_that_still_enter(client_of, auditor, entered):
    row = shown(client_of(auditor)).split("<tbody>")[1].split("</tr>")[0]

    assert re.findall(r'"num">(\d+)<', row)[:3] == ["1", "1", "0"]


@pytest.mark.parametrize("asked", ["county=999999", "county=x", "county=99999999999999999999"])
def test_a_county_that_is_not_there_is_not_found(client_of, city_officer, opened, asked):
    assert client_of(city_officer).get(f"{URL}?{asked}").status_code == 404


def test_another_countys_officer_sees_none_of_it(client_of, stranger_officer, county, submitted):
    client = client_of(stranger_officer)

    assert "还没有可校准的考核" in shown(client, f"{URL}?county={county.pk}&year=2018")
    assert client.get(f"{FILE}?county={county.pk}&year=2018").status_code == 404


@pytest.mark.parametrize("person", ["clerk", "committee"])
def test_the_township_is_asked_and_does_not_ask(client_of, request, person, submitted):
    assert client_of(request.getfixturevalue(person)).get(URL).status_code == 403


def test_an_empty_year_says_what_belongs_here(client_of, officer):
    assert "还没有可校准的考核" in shown(client_of(officer))


def test_sixty_cadres_take_no_more_queries_than_ten(
    client_of, officer, clerk, opened, village, sibling_village
):
    client = client_of(officer)
    shown(client)
    few = queries(client)
    stage.more_people(village, 25)
    stage.more_people(sibling_village, 25)
    rounds.open_rounds(plan=opened.plan, by=officer)
    rounds.refresh_roster(round=opened, by=clerk)
    shown(client)

    assert Round.objects.count() == 2
    assert queries(client) <= few <= 24  # of which the log-in, the role and the year take seven


def test_a_table_as_csv_says_what_it_is_and_is_in_the_log(
    client_of,
    officer,
    two_years,  # noqa: F811
):
    response = client_of(officer).get(f"{FILE}?table=jumps&as=csv&year=2018")
    lines = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    first = stage.roster(two_years)[0]
    event = Event.objects.filter(name="report.produced").latest("pk")

    assert lines[0] == ["耒阳市2018年比上年升降大的干部"]
    assert "只作提示" in lines[1][0]
    assert lines[4][:2] == [first.name, "新市镇"]
    assert lines[4][3:7] == ["96.00", "80.00", "16.00", "降"]
    assert event.data["people"] == [first.person_id]


def test_a_table_as_a_workbook_holds_numbers(client_of, officer, submitted):
    response = client_of(officer).get(f"{FILE}?table=gap-means&as=xlsx&year=2018")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response))).active
    rows = list(sheet.values)

    assert rows[3][:5] == ("乡镇", "人数", "述职测评平均", "目标考核平均", "相差")
    assert rows[4][:5] == ("新市镇", 10, 87.8, 87.8, 0)


@pytest.mark.parametrize("asked", ["table=x", "as=pdf", "table=grades&as="])
def test_a_table_or_format_that_is_not_there_is_not_found(client_of, officer, submitted, asked):
    assert client_of(officer).get(f"{FILE}?{asked}").status_code == 404


def test_the_overview_leads_to_it(client_of, officer, city_officer, county, opened):
    assert f'href="{URL}?year=2018"' in shown(client_of(officer), "/assessments/")
    client = client_of(city_officer)
    below = shown(client, f"/assessments/?year=2018&county={county.pk}")

    assert f'href="{URL}?year=2018"' in shown(client, "/assessments/")
    assert f'href="{URL}?year=2018&amp;county={county.pk}"' in below


def test_a_bar_is_as_long_as_its_counts_and_the_cap_stands_where_it_falls():
    chart = charts.bars(
        "k", "t", "w", [charts.Stack("镇", {"a": 1, "b": 3}, 2)], {"a": "甲", "b": "乙"}
    )
    [line] = chart.lines

    assert [(one.x, one.width, one.text) for one in line.segments] == [
        (210, 160, "1"), (370, 480, "3")
    ]  # fmt: skip
    assert line.cap == 530


def test_an_empty_bar_and_an_unknown_mark_are_not_drawn():
    [bar] = charts.bars("k", "t", "w", [charts.Stack("镇", {"a": 0}, 0)], {"a": "甲"}).lines
    [spot] = charts.strip("k", "t", "w", [charts.Spot("镇", [("ring", None)])], {}).lines

    assert (bar.segments, bar.cap, spot.marks) == ((), None, ())
