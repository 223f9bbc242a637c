"""What no form of ours sends is answered with a sentence or a 404, never with a failure."""

from __future__ import annotations

import pytest
from django.urls import reverse

from audit.models import Event
from cadres.models import Relative, Team
from tests.cadres.factories import make_person

pytestmark = pytest.mark.usefixtures("day")
DIGITS = "1" * 5000  # more than Python turns into a number


def test_a_file_number_too_long_to_be_one_is_nobodys(browser, township):
    person = make_person(township, "曾国华")

    answer = browser.post(reverse("cadres:judge", args=[person.pk]), {"with": DIGITS})

    assert answer.status_code == 404


def test_a_draft_number_too_long_to_be_one_is_no_draft(browser, township):
    person = make_person(township, "曾国华")

    answer = browser.post(
        reverse("cadres:photo_set", args=[person.pk]), {"take_down": "1", "kept-draft": DIGITS}
    )

    assert answer.status_code == 302


@pytest.mark.parametrize("asked", [{"before": DIGITS}, {"last": "9999-12-31"}])
def test_the_log_from_nowhere_on_is_just_the_log(client_of, audit_admin, asked):
    answer = client_of(audit_admin).get(reverse("reports:audit_log"), asked)

    assert answer.status_code == 200


@pytest.mark.parametrize("button", [{}, {"find": "1"}])
def test_a_name_that_no_database_holds_is_told(browser, township, button):
    person = make_person(township, "曾国华")
    sent = {"relation": "spouse", "title": "妻子", "name": "周\x00桂兰", "cadre": ""} | button

    answer = browser.post(reverse("cadres:relative_add", args=[person.pk]), sent)

    assert answer.status_code == 200
    assert not Relative.objects.exists()


@pytest.mark.parametrize("address", ["/cadres/", "/cadres/posts/"])
def test_a_search_that_no_database_holds_finds_nothing_and_is_written_down(browser, address):
    answer = browser.get(address, {"q": "曾\x00国华"})

    assert answer.status_code == 200
    assert Event.objects.get(name="cadre.listed").data["asked"]["q"] == "曾国华"


def test_a_team_begins_when_it_was_elected_and_no_later(browser, village):
    address = reverse("cadres:team_form", args=[village.pk])

    answer = browser.post(address, {"term": "第十届", "first_day": "9999-12-31", "last_day": ""})

    assert "晚于今天" in answer.content.decode()
    assert not Team.objects.exists()
    assert browser.get(reverse("cadres:village", args=[village.pk])).status_code == 200
