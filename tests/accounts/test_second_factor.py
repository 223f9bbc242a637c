"""The second factor: who needs one, how it is taken, and every way in which a code fails."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pyotp
import pytest
import time_machine
from django.test import Client

from accounts import factors
from accounts.credentials import Factor, LiveSession
from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from tests.people import HIRED, PASSWORD

LOG_IN = "/account/log-in/"
CODE = "/account/second-factor/"
ENROL = "/account/second-factor/enrol/"
NOW = datetime(2026, 3, 2, 9, 0, 10, tzinfo=timezone(timedelta(hours=8)))
PERIOD = timedelta(seconds=30)


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


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("clerk", "/"),
        ("committee", "/"),
        ("auditor", "/"),
        ("department", "/"),
        ("officer", ENROL),
        ("city_officer", ENROL),
        ("system_admin", ENROL),
        ("security_admin", ENROL),
        ("audit_admin", ENROL),
    ],
)
def test_who_needs_a_second_factor(who, page, request):
    username = request.getfixturevalue(who).username

    assert with_password(username)[1].split("?")[0] == page


def test_one_role_that_needs_it_is_enough_even_one_that_begins_later(clerk, hire, county):
    hire(Role.COUNTY_OFFICER, county, user=clerk.user, first_day=date(2026, 12, 1),
         last_day=date(2027, 6, 1))  # fmt: skip

    assert with_password("clerk")[1].startswith(ENROL)


def test_a_role_that_has_ended_or_was_only_proposed_asks_for_nothing(clerk, hire, county):
    hire(Role.COUNTY_OFFICER, county, user=clerk.user, first_day=HIRED, last_day=date(2012, 1, 1))
    hire(Role.COUNTY_OFFICER, county, user=clerk.user, approved_by=None,
         first_day=date(2026, 1, 1), last_day=date(2026, 6, 1))  # fmt: skip

    assert with_password("clerk")[1] == "/"


def test_a_password_alone_opens_nothing(enrolled, officer):
    browser, page = with_password("officer")

    assert page.startswith(CODE)
    assert not is_in(browser)
    assert browser.get("/").url.startswith(LOG_IN)
    assert browser.post("/account/role/switch/", {"grant": officer.grant_id}).url == LOG_IN
    assert not LiveSession.objects.exists()
    assert not Event.objects.filter(name="accounts.logged_in").exists()


def test_password_and_code_together_let_him_in_to_the_page_he_wanted(enrolled, officer):
    browser, page = with_password("officer", "/cadres/?q=x")

    answer = browser.post(page, {"code": code(enrolled)})

    assert answer.url == "/cadres/?q=x"
    assert is_in(browser)
    assert Event.objects.get().name == "accounts.logged_in"
    assert browser.session["grant_id"] == officer.grant_id
    assert "pending" not in browser.session


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"code": ""},
        {"code": " "},
        {"code": "None"},
        {"code": "null"},
        {"code": "000000"},
        {"code": "-"},
        {"code": "0"},
        {"code": "\x00"},
        {"code": "９９９９９９"},
        {"code": "12345678901234567890"},
        {"Code": "right"},
        {"code[]": "right"},
    ],
)
def test_no_code_and_no_real_code_fail(sent, enrolled):
    browser, page = with_password("officer")
    sent = {name: code(enrolled) if value == "right" else value for name, value in sent.items()}

    answer = browser.post(page, sent)

    assert answer.status_code == 200
    assert not is_in(browser)


@pytest.mark.parametrize("answer", ["", None, 0, False, b"123456", [], "None"])
def test_what_is_no_text_is_no_code(answer, enrolled, officer):
    """CVE-2026-24038: None must not equal the code that was never made."""
    assert not factors.verify(officer.user, answer)
    Factor.objects.update(secret="")
    assert not factors.verify(officer.user, answer)
    Factor.objects.all().delete()
    assert not factors.verify(officer.user, answer)


@pytest.mark.parametrize(
    ("periods", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_code_holds_for_one_period_before_and_after(periods, right, enrolled):
    browser, page = with_password("officer")
    shown = pyotp.TOTP(enrolled).at(NOW + periods * PERIOD)

    browser.post(page, {"code": shown})

    assert is_in(browser) == right


def test_a_code_works_once(enrolled, clock):
    shown = code(enrolled)
    first, page = with_password("officer")
    first.post(page, {"code": shown})
    second, page = with_password("officer")

    assert "已经用过" in second.post(page, {"code": shown}).content.decode()
    assert not is_in(second)

    clock.shift(PERIOD)
    second.post(page, {"code": code(enrolled)})
    assert is_in(second)


def test_an_older_code_does_not_work_after_a_newer_one(enrolled):
    ahead = pyotp.TOTP(enrolled).at(NOW + PERIOD)
    first, page = with_password("officer")
    first.post(page, {"code": ahead})
    second, page = with_password("officer")

    second.post(page, {"code": code(enrolled)})

    assert not is_in(second)


def test_people_may_type_blanks_and_full_width_digits(enrolled):
    browser, page = with_password("officer")
    shown = code(enrolled)
    typed = " ".join(chr(ord(digit) + 0xFEE0) for digit in shown)

    browser.post(page, {"code": typed})

    assert is_in(browser)


def test_the_code_of_another_is_none(enrolled, second_officer):
    factors.enrol_demo(second_officer.user)
    browser, page = with_password("officer")

    browser.post(page, {"code": code(factors.demo_secret("officer2"))})

    assert not is_in(browser)


def test_wrong_codes_lock_with_wrong_passwords_in_one_count(enrolled):
    Client().post(LOG_IN, {"username": "officer", "password": "Wrong-Password-1"})
    browser, page = with_password("officer")
    for _ in range(3):
        browser.post(page, {"code": "000000"})
    browser, page = with_password("officer")  # a right password in between forgives nothing

    assert "暂停登录" in browser.post(page, {"code": "000000"}).content.decode()
    assert "暂停登录" in browser.post(page, {"code": code(enrolled)}).content.decode()
    assert not is_in(browser)
    names = list(Event.objects.order_by("pk").values_list("name", flat=True))
    assert names == [
        "accounts.log_in_failed", *["accounts.factor_failed"] * 4, "accounts.locked",
    ]  # fmt: skip


@pytest.mark.parametrize("page", [CODE, ENROL])
def test_without_a_password_there_is_no_page_for_a_code(page, enrolled, client):
    for answer in (client.get(page), client.post(page, {"code": code(enrolled)})):
        assert (answer.status_code, answer.url) == (302, LOG_IN)
    assert not is_in(client)


def test_a_password_waits_ten_minutes_for_its_code(enrolled, clock):
    browser, page = with_password("officer")
    clock.shift(timedelta(minutes=10, seconds=1))

    assert browser.post(page, {"code": code(enrolled)}).url == LOG_IN
    assert not is_in(browser)


@pytest.mark.parametrize("change", ["closed", "new password"])
def test_what_happens_meanwhile_counts(change, enrolled, officer):
    browser, page = with_password("officer")
    if change == "closed":
        User.objects.filter(pk=officer.user.pk).update(is_active=False)
    else:
        officer.user.set_password("Nan-Shan_3172")
        officer.user.save()

    browser.post(page, {"code": code(enrolled)})

    assert not is_in(browser)


def test_the_session_key_changes_at_each_step(enrolled):
    browser = Client()
    browser.get(LOG_IN)
    keys = [browser.session.session_key]
    browser.post(LOG_IN, {"username": "officer", "password": PASSWORD})
    keys.append(browser.session.session_key)
    browser.post(CODE, {"code": code(enrolled)})
    keys.append(browser.session.session_key)

    assert len(set(keys)) == 3


def test_a_role_that_needs_a_factor_ends_the_session_that_had_none(clerk, hire, county, client_of):
    browser = client_of(clerk)
    LiveSession.objects.update(with_factor=False)
    assert browser.get("/cadres/").status_code == 200
    # As if the grant had begun at midnight: nothing else would have ended the session.
    promoted = hire(Role.COUNTY_OFFICER, county, user=clerk.user)
    session = browser.session
    session["grant_id"] = promoted.grant_id
    session.save()

    answer = browser.get("/cadres/")

    assert answer.url.startswith(LOG_IN)
    assert not is_in(browser)
    assert not LiveSession.objects.exists()
