"""The person page: one sheet of everything the reader may see of one cadre."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.session import acting_as
from assessments.models import Round
from audit.models import Event
from cadres import services
from cadres.identity import mask
from cadres.models import Experience, Person
from cadres.posts import Post
from reports.timeline import Happening
from tests.assessments import stage
from tests.cadres.factories import (
    fresh_number,
    made_up_number,
    make_measure,
    make_person,
    make_team,
    make_tenure,
)

OVERHEAD = ("SAVEPOINT", "RELEASE", "set_config", "current_setting")
NUMBER = made_up_number(born_on=date(1975, 3, 8), sequence=905)
SCORES = [92, 88, 86, 84, 82]


@pytest.fixture
def day(settings) -> date:
    settings.BUSINESS_DAY = date(2018, 12, 31)
    return settings.BUSINESS_DAY


@pytest.fixture
def person(day, township, village):
    person = make_person(
        township, "曾国华", id_number=NUMBER, phone="13907340123", education="31",
        party_joined_on=date(1995, 7, 1),
    )  # fmt: skip
    team = make_team(village)
    make_tenure(person, village, Post.VC_MEMBER, date(2014, 5, 1), ended_on=date(2017, 4, 30),
                ended_how="term_over")  # fmt: skip
    make_tenure(person, village, Post.VC_DIRECTOR, team=team, approved_by="新市镇选举委员会")
    make_measure(person, title="警示谈话", taken_on=date(2018, 10, 8), until=date(2019, 1, 7))
    make_measure(person, kind="sanction", title="党内警告", taken_on=date(2015, 3, 1),
                 until=date(2016, 2, 28), document="新纪〔2015〕2号")  # fmt: skip
    return person


@pytest.fixture
def page(client_of, clerk):
    """Give a function that opens a person's page, as the clerk unless somebody else is named."""

    def ask(pk, acting=None):
        return client_of(acting or clerk).get(f"/cadres/{pk}/")

    return ask


def html(response):
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_shows_the_person_and_masks_the_numbers(page, person):
    text = html(page(person.pk))

    for part in ("曾国华", mask(NUMBER), "139****0123", "1975-03-08（43 岁）", "汉族"):
        assert part in text
    for part in ("大学专科毕业", "中共党员（1995-07-01 入党）", "耒阳市 · 新市镇"):
        assert part in text
    assert person.id_number not in text
    assert "13907340123" not in text


def test_the_page_lists_tenures_teams_and_measures(page, person):
    response = page(person.pk)
    text = html(response)

    assert [t.post for t in response.context["tenures"]] == ["vc_director", "vc_member"]
    assert [(team.term, held) for team, _, held in response.context["teams"]] == [
        ("第十届", "主任")
    ]
    assert [(m.title, s[0]) for m, s in response.context["measures"]] == [
        ("警示谈话", "影响期内"),
        ("党内警告", "已期满"),
    ]
    assert "警示或处分影响期内" in text
    assert "新市镇 · 杨仙村" in text


def test_the_timeline_is_one_line_newest_first(page, clerk, person):
    with acting_as(clerk):
        services.correct_person(person=person, by=clerk, education="21", id_number=fresh_number())

    events = page(person.pk).context["events"]

    assert [e.day for e in events] == sorted((e.day for e in events), reverse=True)
    assert {e.text for e in events} == {
        "更正档案：学历、身份证号",
        "建立档案",
        "警示 警示谈话",
        "任杨仙村主任",
        "离任杨仙村村委委员",
        "处分 党内警告",
        "任杨仙村村委委员",
    }
    assert [e.text for e in events if e.current] == ["警示 警示谈话", "任杨仙村主任"]
    assert all(isinstance(e, Happening) for e in events)


def test_what_a_file_was_opened_with_is_told_once(page, clerk, township):
    line = {"model": Experience, "began_on": date(2010, 1, 1), "by": clerk}
    with acting_as(clerk):
        person = make_person(township)
        services.add_entry(person=person, text="在家务农", **line)
    with acting_as(clerk):
        services.add_entry(person=person, text="合作社负责人", **line)

    changes = page(person.pk).context["changes"]

    assert {change.said or "建立档案" for change in changes} == {
        "建立档案",
        "登记简历：合作社负责人",
    }


def test_the_history_tells_fields_and_no_numbers(page, clerk, person):
    old, new = person.id_number, fresh_number()
    with acting_as(clerk):
        services.correct_person(
            person=person, by=clerk, education="21", id_number=new, phone="13800138000"
        )

    text = html(page(person.pk))

    assert "大学本科毕业" in text
    assert "陈干事" in text
    assert text.count("已更正（不显示号码）") == 2
    for number in (old, new, "13907340123", "13800138000"):
        assert number not in text


def test_looking_is_written_down(page, clerk, person):
    page(person.pk)

    event = Event.objects.get(name="cadre.viewed")
    assert (event.actor, event.object_id) == (clerk.username, str(person.pk))
    assert person.id_number not in str(event.__dict__)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("clerk", 200), ("committee", 200), ("officer", 200), ("city_officer", 200),
        ("auditor", 200), ("neighbour", 404), ("stranger", 404), ("stranger_officer", 404),
        ("department", 404), ("system_admin", 404), ("audit_admin", 404),
    ],
)  # fmt: skip
def test_out_of_scope_is_not_found(page, person, request, who, status):
    assert page(person.pk, request.getfixturevalue(who)).status_code == status
    assert Event.objects.filter(name="cadre.viewed").count() == (status == 200)


def test_an_unknown_person_is_not_found(page):
    assert page(999_999).status_code == 404


def test_a_former_unit_does_not_open_the_file(page, neighbour, person, sibling):
    Person.objects.filter(pk=person.pk).update(unit=sibling, scope_path=sibling.path)

    assert page(person.pk).status_code == 404
    response = page(person.pk, neighbour)
    # the new keeper sees the file; the facts stayed where they happened
    assert "曾国华" in html(response)
    assert not response.context["tenures"]


@pytest.fixture
def graded(day, officer, clerk, committee, township, village):
    """Give the roster's best cadre in a round that is submitted, and the round."""
    stage.people(village)
    found = stage.submitted(stage.opened(officer, township), clerk, SCORES)
    return stage.roster(found)[0], found


def test_a_proposal_is_nobodys_grade(page, graded):
    entry, _ = graded

    response = page(entry.person_id)

    assert [(y.year, y.label) for y in response.context["years"]] == [(2018, "未定")]
    assert f"/assessments/entries/{entry.pk}/" in html(response)
    assert not any("考核" in event.text for event in response.context["events"])


def test_a_decided_grade_stands_on_the_page_and_the_timeline(page, graded, committee):
    entry, found = graded
    stage.decided(found, committee)

    response = page(entry.person_id)

    year = response.context["years"][0]
    assert (year.label, year.decided_on) == ("优秀", date(2018, 12, 31))
    assert "2018 年度考核定为优秀" in [event.text for event in response.context["events"]]


def test_a_grade_the_county_returned_is_none(page, graded, committee):
    entry, found = graded
    stage.decided(found, committee)
    Round.objects.filter(pk=found.pk).update(
        status="entering", attempt=2, prepared_by=None, prepared_on=None, decided_by=None,
        decided_on=None, decision=None, proposal=None,
    )  # fmt: skip

    years = page(entry.person_id).context["years"]

    assert [year.label for year in years] == ["未定"]


def test_the_page_asks_at_most_twenty_five_queries(client_of, clerk, graded, committee):
    entry, found = graded
    stage.decided(found, committee)
    person = Person.objects.get(pk=entry.person_id)
    for year in range(2000, 2012):
        make_measure(person, taken_on=date(year, 1, 1), until=date(year, 6, 30))
        make_tenure(person, entry.village, Post.CLERK, date(year, 1, 1),
                    ended_on=date(year, 12, 31), ended_how="moved")  # fmt: skip
    browser = client_of(clerk)

    with CaptureQueriesContext(connection) as captured:
        assert browser.get(f"/cadres/{person.pk}/").status_code == 200

    asked = [q["sql"] for q in captured if not any(word in q["sql"] for word in OVERHEAD)]
    assert len(asked) <= 25, "\n".join(asked)


def test_the_page_prints_who_printed_it(page, person):
    assert "陈干事 于" in html(page(person.pk))
