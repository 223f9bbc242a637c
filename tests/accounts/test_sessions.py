"""One session an account: how it ages, what ends it, and that it ends at the next request."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from accounts import sessions
from accounts.acting import acting_in
from accounts.administration import services as administration
from accounts.clock import today
from accounts.credentials import LiveSession
from accounts.models import RoleGrant, User
from accounts.roles import Role
from audit.models import Event
from tests.people import PASSWORD

LOG_IN = "/account/log-in/"
PAGE = "/cadres/"
NOW = datetime(2026, 3, 2, 9, 0, 10, tzinfo=timezone(timedelta(hours=8)))
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def logged_in(username, address="10.0.0.1"):
    browser = Client(REMOTE_ADDR=address)
    browser.post(LOG_IN, {"username": username, "password": PASSWORD})
    return browser


def is_in(browser):
    return browser.get(PAGE).status_code == 200


def ended():
    return list(
        Event.objects.filter(name="accounts.session_ended").values_list("data__reason", flat=True)
    )


def test_a_quarter_of_an_hour_without_a_look_ends_it(clerk, clock):
    browser = logged_in("clerk")

    clock.shift(15 * MINUTE - timedelta(seconds=1))
    assert is_in(browser)
    clock.shift(15 * MINUTE - timedelta(seconds=1))
    assert is_in(browser)  # each look counts
    clock.shift(15 * MINUTE)
    answer = browser.get(PAGE)

    assert answer.url == f"{LOG_IN}?next=%2Fcadres%2F"
    page = browser.get(answer.url).content.decode()
    assert "太久没有操作，已自动退出登录。" in page
    assert ended() == ["idle"]
    assert not LiveSession.objects.exists()


def test_eight_hours_end_it_however_busy(clerk, clock):
    browser = logged_in("clerk")
    for _ in range(8 * 6 - 1):
        clock.shift(10 * MINUTE)
        assert is_in(browser)

    clock.shift(10 * MINUTE)

    assert not is_in(browser)
    assert ended() == ["too_long"]
    assert "这次登录的时间已满" in browser.get(LOG_IN).content.decode()


def test_its_time_is_real_whatever_the_business_day(clerk, clock, settings):
    settings.BUSINESS_DAY = date(2018, 12, 20)
    browser = logged_in("clerk")
    assert is_in(browser)

    clock.shift(15 * MINUTE)

    assert not is_in(browser)


def test_the_lengths_are_settings(clerk, clock, settings):
    settings.SESSION_IDLE, settings.SESSION_ABSOLUTE = 5 * MINUTE, HOUR
    browser = logged_in("clerk")

    clock.shift(5 * MINUTE)

    assert not is_in(browser)


def test_two_requests_at_once_record_one_end(clerk, clock):
    browser = logged_in("clerk")
    copy = Client()
    copy.cookies = browser.cookies.copy()
    clock.shift(HOUR)

    browser.get(PAGE)
    copy.get(PAGE)

    assert ended() == ["idle"]


def test_a_new_log_in_ends_the_old_one_and_says_so(clerk):
    here = logged_in("clerk", "10.0.0.1")
    there = logged_in("clerk", "10.0.0.2")

    assert is_in(there)
    assert not is_in(here)
    assert "这个账号在另一处登录了" in here.get(LOG_IN).content.decode()
    assert is_in(there)
    event = Event.objects.get(name="accounts.session_ended")
    assert (event.actor, event.data, event.address) == ("clerk", {"reason": "replaced"}, "10.0.0.2")


def test_a_log_in_after_a_time_out_replaces_nothing(clerk, clock):
    logged_in("clerk")
    clock.shift(HOUR)
    logged_in("clerk")

    assert ended() == []


def test_a_copied_cookie_ends_with_the_log_out(clerk):
    browser = logged_in("clerk")
    thief = Client()
    thief.cookies = browser.cookies.copy()
    assert is_in(thief)

    answer = browser.post("/account/log-out/")

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(thief)
    assert not LiveSession.objects.exists()
    for session in Session.objects.all():
        assert "_auth_user_id" not in session.get_decoded()


def test_changing_the_password_ends_every_copy_but_this_one(clerk):
    browser = logged_in("clerk")
    thief = Client()
    thief.cookies = browser.cookies.copy()
    began = LiveSession.objects.get().began_at

    new = "Nan-Shan_3172"
    browser.post("/account/password/", {"old": PASSWORD, "new": new, "again": new})

    assert is_in(browser)
    assert not is_in(thief)
    assert LiveSession.objects.get().began_at == began  # the eight hours go on


def _disable(holder, by, *_):
    administration.disable_account(user=holder.user, reason="调离", by=by["system"])


def _reset_password(holder, by, *_):
    administration.reset_password(user=holder.user, by=by["security"])


def _end_grant(holder, by, *_):
    grant = RoleGrant.objects.get(pk=holder.grant_id)
    administration.end_grant(grant=grant, last_day=today(), by=by["security"])


def _end_all(holder, by, *_):
    administration.end_grants_of(user=holder.user, reason="调离", by=by["security"])


def _new_grant(holder, by, place):
    grant = administration.propose_grant(
        user=holder.user, role=Role.TOWNSHIP_CLERK, division=place, first_day=today(),
        by=by["system"],
    )  # fmt: skip
    administration.approve_grant(grant=grant, by=by["security"])


def _kick_out(holder, by, *_):
    sessions.end_sessions(holder.user, "put_out", by=by["security"])


@pytest.mark.parametrize(
    "change", [_disable, _reset_password, _end_grant, _end_all, _new_grant, _kick_out]
)
def test_a_change_of_the_account_ends_its_session_within_one_request(
    change, clerk, committee, sibling, system_admin, security_admin
):
    browser, colleague = logged_in("clerk"), logged_in("committee")
    assert is_in(browser)

    change(clerk, {"system": system_admin, "security": security_admin}, sibling)

    answer = browser.get(PAGE)
    assert answer.url.startswith(LOG_IN)
    assert "账号、授权或密码有变动" in browser.get(LOG_IN).content.decode()
    assert is_in(colleague)


def test_a_write_after_the_change_writes_nothing(clerk, security_admin, officer):
    browser = logged_in("clerk")
    sessions.end_sessions(clerk.user, "put_out", by=security_admin)

    answer = browser.post("/account/password/", {"old": PASSWORD, "new": "Nan-Shan_3172"})

    assert answer.url.startswith(LOG_IN)
    assert User.objects.get(pk=clerk.user.pk).check_password(PASSWORD)
    assert ended() == ["put_out"]


def test_a_session_without_a_token_is_none(clerk):
    """What Django alone takes for a log-in is not enough."""
    browser = Client()
    browser.force_login(clerk.user)

    assert not is_in(browser)

    sessions.begin(Client().session, clerk.user)
    browser.force_login(clerk.user)
    assert not is_in(browser)


def test_stale_sessions_are_thrown_away_with_the_next_log_in(clerk, committee, clock):
    logged_in("clerk")
    assert Session.objects.count() == 1
    clock.shift(24 * HOUR + MINUTE)

    logged_in("committee")

    assert Session.objects.count() == 1


def test_the_cookie_ends_with_the_browser_and_is_not_for_scripts(clerk):
    browser = Client()
    answer = browser.post(LOG_IN, {"username": "clerk", "password": PASSWORD})

    cookie = answer.cookies["sessionid"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == ("", True, "Lax")
    csrf = Client().get(LOG_IN).cookies["csrftoken"]
    assert (csrf["httponly"], csrf["samesite"]) == (True, "Lax")


@pytest.mark.parametrize("path", [PAGE, "/", "/account/password/", LOG_IN, "/no-such-page/"])
def test_no_page_is_kept_by_the_browser(path, clerk, client_of):
    answer = client_of(clerk).get(path)

    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", [PAGE, LOG_IN, "/no-such-page/", "/healthz/live"])
def test_every_answer_has_its_security_headers(path, clerk, client_of):
    headers = client_of(clerk).get(path).headers

    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert {"default-src 'self'", "object-src 'none'", "frame-ancestors 'none'"} <= set(
        policy.split("; ")
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_acting_says_from_where(clerk):
    assert acting_in(RoleGrant.objects.get(pk=clerk.grant_id), address="10.1.1.1").address
    logged_in("clerk", "10.0.0.9")

    assert LiveSession.objects.get().address == "10.0.0.9"
    assert Event.objects.get(name="accounts.logged_in").address == "10.0.0.9"
