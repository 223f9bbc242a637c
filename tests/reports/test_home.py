"""The first page of each role: worked out from the records, landing where things are done."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.services import deciding, entering, plans
from reports import todo
from tests.assessments import stage
from tests.assessments.pages import *  # noqa: F403


def home(client_of, acting):
    response = client_of(acting).get("/")
    assert response.status_code == 200
    return response.content.decode()


def titles(acting):
    """Give the lines about the year; those about the appraisal have tests of their own."""
    return [line.title for line in todo.of(acting) if "民主评议" not in line.title]


def test_the_clerk_is_told_every_part_that_is_missing_and_sent_there(client_of, clerk, opened):
    page = home(client_of, clerk)

    for words, name in (
        ("录入 2 个村的述职会议", "meeting"),
        ("补齐 10 人述职测评票", "ballots"),
        ("补齐 10 人目标考核分", "targets"),
        ("填报 2 个村的班子结果", "teams"),
    ):
        assert words in page
        assert reverse(f"assessments:{name}", args=[opened.pk]) in page


def test_what_is_done_disappears(clerk, opened):
    stage.entered(opened, clerk, TIED)  # noqa: F405

    assert titles(clerk) == ["提交 2018 年度考核等次"]


def test_whoever_gets_no_grade_is_not_missed(clerk, opened):
    first, second = stage.roster(opened)[:2]
    entering.excuse(entry=first, reason="病假", by=clerk)
    second.months = 5  # too short a service for a grade
    second.save(update_fields=["months"])

    assert "补齐 8 人述职测评票" in titles(clerk)


def test_a_returned_round_stands_first_with_its_reason(client_of, clerk, committee, submitted):
    deciding.return_round(round=submitted, reason="纠陂村班子结果有误", by=committee)

    assert "被退回" in titles(clerk)[0]
    assert "纠陂村班子结果有误" in home(client_of, clerk)


def test_the_committee_sees_what_waits_for_its_decision(client_of, committee, submitted):
    page = home(client_of, committee)

    assert "审定 2018 年度考核等次" in page
    assert reverse("assessments:decide", args=[submitted.pk]) in page


def test_whoever_prepared_reads_that_another_must_decide(hire, clerk, township, submitted):
    both = hire("township_committee", township, user=clerk.user)

    (line,) = todo.of(both)

    assert "制表人不得审定" in line.ground


@pytest.mark.parametrize(
    ("step", "title"),
    [
        ("nothing", "制定 2018 年考核方案"),
        ("drafted", "采用耒阳市 2018 年考核方案第 1 版"),
        ("adopted", "向各乡镇开放 2018 年度考核"),
    ],
)
def test_the_county_is_led_from_plan_to_opening(officer, county, step, title):
    if step != "nothing":
        plan = plans.draft_plan(county=county, year=2018, by=officer)
    if step == "adopted":
        plans.adopt_plan(plan=plan, by=officer)

    assert titles(officer) == [title]


@pytest.mark.parametrize(
    ("day", "when"), [(30, "还有 1 天"), (31, "可开放")], ids=["the day before", "the day"]
)
def test_rounds_are_opened_from_the_cutoff_day_on(settings, officer, county, day, when):
    settings.BUSINESS_DAY = date(2018, 12, day)
    stage.adopted(officer)

    (line,) = todo.of(officer)

    assert line.when == when


def test_the_county_sees_what_waits_to_be_filed(officer, reported):
    assert titles(officer) == ["备案 1 个乡镇的 2018 年度考核"]


def test_the_county_sees_who_has_not_submitted(officer, opened):
    assert titles(officer) == ["1 个乡镇的 2018 年度考核还没有审定"]


def test_the_city_sees_progress_by_county_and_who_has_no_plan(client_of, city_officer, decided):
    page = home(client_of, city_officer)

    assert "1 / 1 个乡镇已审定" in page
    assert "1 个县市区还没有采用 2018 年考核方案" in page
    assert "衡南县" in page


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ("auditor", "只读不改"),
        ("department", "联审部门只看送到本部门的人员"),
        ("system_admin", "看不到干部个人信息"),
        ("security_admin", "批准别人提出的角色授权"),
        ("audit_admin", "只看审计记录"),
    ],
)
def test_a_role_without_work_here_is_told_so(client_of, request, opened, person, words):
    page = home(client_of, request.getfixturevalue(person))

    assert "现在没有要办的事" in page
    assert words in page


@pytest.mark.parametrize("person", ["department", "system_admin", "security_admin", "audit_admin"])
def test_roles_that_read_no_cadres_have_neither_figures_nor_places(
    client_of, request, opened, person
):
    page = home(client_of, request.getfixturevalue(person))

    assert "一览" not in page
    assert 'href="/assessments/"' not in page
    assert 'href="/cadres/"' not in page


@pytest.mark.parametrize("person", ["neighbour", "stranger"])
def test_nothing_of_another_township_shows(client_of, request, opened, person):
    acting = request.getfixturevalue(person)

    assert todo.of(acting) == []
    assert "新市镇" not in home(client_of, acting)


def test_the_side_card_shows_how_far_the_township_is(client_of, clerk, entered):
    page = home(client_of, clerk)

    for words in ("本镇一览", "10 / 名册 10", "0 / 2", "10 / 10"):
        assert words in page


def test_the_left_list_counts_what_waits_and_marks_the_place(client_of, clerk, opened):
    page = home(client_of, clerk)

    assert '<span class="count">5' in page
    assert '<a href="/" aria-current="page">待办' in page


def test_home_takes_as_many_queries_for_sixty_as_for_ten(
    client_of, clerk, opened, village, second_village
):
    client = client_of(clerk)
    ten = queries(client)
    for place in (village, second_village):
        stage.more_people(place, 25)
    client.post(reverse("assessments:refresh", args=[opened.pk]))
    client.get("/")  # shows the message of the refresh

    assert queries(client) == ten


def queries(client, url="/"):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_home_takes_few_queries(client_of, clerk, opened):
    assert queries(client_of(clerk)) <= 31


@pytest.mark.parametrize("url", ["/cadres/", "/assessments/"])
def test_no_other_page_counts_what_waits(client_of, clerk, opened, monkeypatch, url):
    asked = []
    monkeypatch.setattr(todo, "of", lambda *args: asked.append(args) or [])

    page = client_of(clerk).get(url).content.decode()

    assert not asked
    assert page.count(f'hx-get="{reverse("reports:todo_count")}"') == 1


def test_the_count_comes_by_itself(client_of, clerk, committee, opened):
    url = reverse("reports:todo_count")

    assert client_of(clerk).get(url).content.decode().count('<span class="count">5') == 2
    assert 'count">' not in client_of(committee).get(url).content.decode()


def test_those_without_a_grade_are_named_beside_the_figures(client_of, clerk, entered):
    entering.excuse(entry=stage.roster(entered)[0], reason="病假", by=clerk)

    page = home(client_of, clerk)

    assert "名册中另有 1 人不定等次" in page
    assert "9 / 9" in page
    assert "已定优秀" in page


@pytest.mark.parametrize("path", ["/nowhere/", "/assessments/rounds/999999/"])
def test_a_page_that_is_not_there_says_so_in_the_frame(client_of, clerk, path):
    response = client_of(clerk).get(path)

    assert response.status_code == 404
    assert "没有这个页面" in response.content.decode()


def test_a_refusal_says_who_does_this_step(client_of, clerk, submitted):
    response = client_of(clerk).get(reverse("assessments:decide", args=[submitted.pk]))

    assert response.status_code == 403
    assert "这一步由乡镇党委办理" in response.content.decode()


def test_a_form_from_elsewhere_is_refused_with_a_sentence(client_of, clerk, opened):
    client = client_of(clerk)
    client.handler.enforce_csrf_checks = True

    response = client.post(reverse("assessments:submit", args=[opened.pk]))

    assert response.status_code == 403
    assert "页面已过期" in response.content.decode()
