"""Taking a second factor: at the first log-in, with recovery codes, and again after a loss."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from accounts import factors
from accounts.credentials import Factor, RecoveryCode
from audit.models import Event
from tests.people import PASSWORD

LOG_IN = "/account/log-in/"
CODE = "/account/second-factor/"
ENROL = "/account/second-factor/enrol/"
NOW = datetime(2026, 3, 2, 9, 0, 10, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture(autouse=True)
def clock():
    """Stand still in the middle of a code's half minute."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def enrolled(officer):
    """Give the officer's secret; he holds his factor."""
    return factors.enrol_demo(officer.user)


def with_password(username, next_page=""):
    """Give a browser in which the password was right, and where it was sent."""
    browser = Client()
    query = {"next": next_page} if next_page else None
    data = {"username": username, "password": PASSWORD}
    return browser, browser.post(LOG_IN, data, query_params=query).url


def is_in(browser):
    return "_auth_user_id" in browser.session


def code(secret):
    return factors.code_now(secret)


def test_the_first_log_in_enrols(officer):
    browser, page = with_password("officer", "/cadres/")
    shown = browser.get(page)
    secret = shown.context["secret"]
    assert 'src="data:image/svg+xml' in shown.content.decode()
    assert not is_in(browser)

    done = browser.post(page, {"code": code(secret)})

    assert is_in(browser)
    assert len(done.context["codes"]) == 8
    assert done.context["url"] == "/cadres/"
    assert all(one in done.content.decode() for one in done.context["codes"])
    assert [event.name for event in Event.objects.order_by("pk")] == [
        "accounts.logged_in", "accounts.factor_enrolled",
    ]  # fmt: skip
    assert with_password("officer")[1].startswith(CODE)


def test_looking_at_the_page_of_enrolment_changes_nothing(officer):
    browser, page = with_password("officer")
    secrets = {browser.get(page).context["secret"] for _ in range(2)}

    assert secrets == {Factor.objects.get().secret}
    assert Factor.objects.get().enrolled_at is None


def test_a_secret_that_was_never_confirmed_is_replaced(officer):
    seen = []
    for _ in range(2):
        browser, page = with_password("officer")
        seen.append(browser.get(page).context["secret"])

    browser.post(page, {"code": code(seen[0])})
    assert not is_in(browser)
    browser.post(page, {"code": code(seen[1])})
    assert is_in(browser)


def test_enrolment_does_not_replace_a_factor_that_is_held(enrolled):
    browser, _ = with_password("officer")

    assert browser.get(ENROL).url == LOG_IN
    assert browser.post(ENROL, {"code": code(enrolled)}).url == LOG_IN
    assert not is_in(browser)


def test_the_code_used_to_enrol_does_not_work_again(officer):
    browser, page = with_password("officer")
    shown = code(browser.get(page).context["secret"])
    browser.post(page, {"code": shown})
    again, page = with_password("officer")

    again.post(page, {"code": shown})

    assert not is_in(again)


def test_a_recovery_code_works_once_and_only_for_its_owner(officer, second_officer):
    browser, page = with_password("officer")
    codes = browser.post(page, {"code": code(browser.get(page).context["secret"])}).context["codes"]
    factors.enrol_demo(second_officer.user)

    for username, spent, comes_in in (
        ("officer2", codes[0], False),
        ("officer", codes[0].lower(), True),
        ("officer", codes[0], False),
        ("officer", codes[1].replace("-", " "), True),
    ):
        browser, page = with_password(username)
        browser.post(page, {"code": spent})
        assert is_in(browser) == comes_in
    assert RecoveryCode.objects.filter(used_at=None).count() == 6


def test_the_database_holds_neither_secret_nor_recovery_codes(officer, enrolled):
    codes = factors.confirm(officer.user, "")
    assert codes == []
    codes = factors._new_recovery_codes(Factor.objects.get())
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_factor")
        stored = str(cursor.fetchall())
        cursor.execute("SELECT digest FROM accounts_recoverycode")
        stored += str(cursor.fetchall())

    assert enrolled not in stored
    assert not [one for one in codes if one in stored or one.replace("-", "") in stored]


def test_whoever_lost_it_enrols_again_after_the_security_administrator_took_it_away(
    enrolled, officer, security_admin, client_of
):
    browser = client_of(officer)

    factors.reset(user=officer.user, by=security_admin)

    assert browser.get("/").status_code == 302
    assert with_password("officer")[1].startswith(ENROL)
    assert Event.objects.filter(name="accounts.factor_reset", actor="security_admin").exists()


@pytest.mark.parametrize("who", ["system_admin", "audit_admin", "officer", "clerk", "machine"])
def test_nobody_else_takes_a_factor_away(who, request, enrolled, officer):
    with pytest.raises(PermissionDenied):
        factors.reset(user=officer.user, by=request.getfixturevalue(who))


def test_the_security_administrator_does_not_take_his_own_away(security_admin):
    with pytest.raises(PermissionDenied):
        factors.reset(user=security_admin.user, by=security_admin)


def test_a_demo_secret_is_always_the_same_in_one_installation_only(officer, settings):
    first = factors.enrol_demo(officer.user)

    assert factors.enrol_demo(officer.user) == first
    assert len(first) == 32
    settings.INDEX_KEY = "b3RoZXIta2V5LW90aGVyLWtleS1vdGhlci1rZXktb2s="
    assert factors.demo_secret("officer") != first
