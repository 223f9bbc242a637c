"""One transaction a request: what is kept, what is rolled back, what is recorded all the same."""

from __future__ import annotations

import pytest

from accounts.models import User
from audit.models import Event

pytestmark = pytest.mark.urls("tests.accounts.pages")


@pytest.fixture
def browser(clerk, client_of):
    client = client_of(clerk)
    client.raise_request_exception = False
    return client


def kept() -> bool:
    return User.objects.filter(username="trace").exists()


def test_what_a_view_wrote_is_kept(browser):
    assert browser.get("/saves/").status_code == 200
    assert kept()


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("breaks/", 500),
        ("breaks-while-rendering/", 500),
        ("aborts/", 500),
        ("forbids/", 403),
        ("answers/400/", 400),
        ("answers/404/", 404),
        ("answers/409/", 409),
        ("answers/500/", 500),
    ],
)
def test_nothing_is_kept_of_a_request_that_failed(page, status, browser):
    assert browser.get(f"/{page}").status_code == status
    assert not kept()


def test_a_redirect_keeps_what_was_written(browser):
    browser.get("/answers/302/")

    assert kept()


def test_the_row_scope_holds_during_view_rendering_and_stream(browser, clerk):
    mine = f"{clerk.lo}|{clerk.hi}"

    assert browser.get("/show/").content.decode() == mine
    assert browser.get("/lazily/").content.decode().startswith(mine)
    assert browser.get("/streams/").getvalue().decode() == mine * 2


def test_who_has_not_logged_in_has_an_empty_scope(client, db):
    assert client.get("/anybody/").content.decode() == "|"


def test_the_scope_ends_with_the_request(browser, clerk):
    from tests.accounts.pages import scope

    before = scope()
    browser.get("/show/")
    browser.get("/breaks/")

    assert scope() == before


def test_a_refusal_is_recorded_though_its_request_was_rolled_back(browser, clerk):
    browser.get("/forbids/?q=430481197001011234")

    event = Event.objects.get(name="accounts.refused")
    assert (event.actor, event.place) == ("clerk", "耒阳市 · 新市镇")
    assert event.data == {
        "method": "GET",
        "path": "/forbids/",
        "status": 403,
        "why": "制表人不得审定自己编制的等次",
    }


def test_a_look_at_a_foreign_row_is_recorded(neighbour, village, client_of):
    client_of(neighbour).post(f"/decide/{village.pk}/")

    event = Event.objects.get(name="accounts.refused")
    assert (event.actor, event.data["status"]) == ("neighbour", 404)


def test_a_guess_of_somebody_unknown_is_not_recorded(client, db):
    assert client.get("/no-such-page/").status_code == 404
    assert not Event.objects.exists()


def test_an_address_that_leads_nowhere_is_no_refusal(browser):
    assert browser.get("/favicon.ico").status_code == 404
    assert not Event.objects.exists()


@pytest.mark.urls("config.urls")
def test_the_watchman_is_answered_without_a_database(client):
    assert client.get("/healthz/live").status_code == 200


def test_field_history_knows_who_why_and_from_where(browser, clerk):
    browser.get("/saves/", headers={"x-request-id": "r-1"}, REMOTE_ADDR="10.1.2.3")

    context = User.objects.get(username="trace").events.get().pgh_context.metadata
    assert context["user"] == "clerk"
    assert context["role"] == "乡镇组织干事"
    assert context["reason"] == "GET /saves/"
    assert (context["address"], context["request"]) == ("10.1.2.3", "r-1")
