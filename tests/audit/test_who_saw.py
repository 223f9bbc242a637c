"""“Who saw person X between A and B.”"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Event
from audit.queries import who_saw
from audit.services import record
from tests.cadres.factories import make_person

PAGE = "/audit/who-saw/"
MOMENT = "%Y-%m-%dT%H:%M"


@pytest.fixture
def person(township):
    return make_person(township, "李光辉")


@pytest.fixture
def other(township):
    return make_person(township, "王建国")


@pytest.fixture
def looked(client_of, clerk, officer, person, other):
    """Let clerk and officer open files, the clerk twice the one asked for."""
    for who, whom in [(clerk, person), (clerk, other), (officer, person), (clerk, person)]:
        assert client_of(who).get(f"/cadres/{whom.pk}/").status_code == 200


@pytest.fixture
def browser(client_of, audit_admin):
    return client_of(audit_admin)


def between(since=-1, until=1):
    now = timezone.localtime()
    return {
        "since": (now + timedelta(hours=since)).strftime(MOMENT),
        "until": (now + timedelta(hours=until)).strftime(MOMENT),
    }


def test_it_names_who_looked_how_often_and_when(looked, browser, person):
    response = browser.get(PAGE, {"person": person.pk} | between())

    said = [(seer.account, seer.times) for seer in response.context["seers"]]
    assert said == [("clerk", 2), ("officer", 1)]
    assert response.context["looks"] == 3


def test_only_the_time_asked_for_counts(looked, browser, person):
    assert browser.get(PAGE, {"person": person.pk} | between(1, 2)).context["looks"] == 0
    assert browser.get(PAGE, {"person": person.pk} | between(-3, -2)).context["looks"] == 0


def test_the_number_is_asked_by_post_and_stays_in_no_address_and_no_event(looked, browser, person):
    response = browser.post(PAGE, {"person": person.id_number} | between())

    assert response.status_code == 302
    assert f"person={person.pk}&" in response.url
    assert person.id_number not in response.url
    browser.get(response.url)
    event = Event.objects.get(name="audit.who_saw_asked")
    assert (event.data["person"], event.data["looks"]) == (person.pk, 3)
    assert not any(person.id_number in f"{e.data}{e.object_label}" for e in Event.objects.all())


def test_the_audit_administrator_learns_nothing_else_of_the_person(looked, browser, person):
    response = browser.get(PAGE, {"person": person.pk} | between())

    text = response.content.decode()
    assert person.id_number not in text
    assert person.unit.name not in re.sub(r"耒阳市 · 新市镇", "", text)  # where the clerk acts
    assert browser.get(f"/cadres/{person.pk}/").status_code == 404


def test_a_list_or_an_export_that_names_him_counts(looked, officer, person, other):
    now = timezone.now()
    record("cadre.exported", by=officer, people=[other.pk, person.pk], fields=["name"])
    record("cadre.exported", by=officer, people=[other.pk])

    found = who_saw(person.pk, now, now + timedelta(minutes=1))

    assert [(event.name, event.actor) for event in found] == [("cadre.exported", "officer")]


def test_what_changed_him_is_no_look(looked, clerk, person):
    record("cadre.corrected", by=clerk, about=person)

    found = who_saw(person.pk, timezone.now() - timedelta(hours=1), timezone.now())

    assert {event.name for event in found} == {"cadre.viewed"}


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("abc", "这不是身份证号"),
        ("99999999", "没有这个身份证号或档案编号"),
        ("11010519491231002X", "没有这个身份证号或档案编号"),
    ],
)
def test_an_unknown_person_is_said_so_and_the_times_are_kept(asked, sentence, browser, looked):
    given = between()
    response = browser.post(PAGE, {"person": asked} | given)

    text = response.content.decode()
    assert (response.status_code, sentence in text) == (200, True)
    assert given["since"] in text


def test_the_times_must_be_in_order(browser, looked, person):
    response = browser.get(PAGE, {"person": person.pk} | between(2, 1))

    assert "颠倒" in response.content.decode()


def test_a_look_outside_the_scope_leaves_a_refusal_not_a_look(client_of, stranger, person, browser):
    client_of(stranger).get(f"/cadres/{person.pk}/")

    assert browser.get(PAGE, {"person": person.pk} | between()).context["looks"] == 0
    assert Event.objects.filter(name="accounts.refused", actor="stranger").exists()
