"""Failed log-ins: who is locked out, where, for how long, and what an attacker learns of it."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import hashers
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import lockout
from accounts.credentials import Failure
from audit.models import Event
from tests.people import PASSWORD

LOG_IN = "/account/log-in/"
WRONG = "Wrong-Password-1"


def attempt(username, password=WRONG, address="10.0.0.1", client=None):
    """Give the page, or nothing where somebody came in."""
    data = {"username": username, "password": password}
    response = (client or Client()).post(LOG_IN, data, REMOTE_ADDR=address)
    return response.content.decode()


def gets_in(username, address="10.0.0.1"):
    return attempt(username, PASSWORD, address) == ""


def fail(username, times=5, **where):
    return [attempt(username, **where) for _ in range(times)]


def test_five_failures_lock_and_the_right_password_does_not_help(clerk):
    pages = fail("clerk", 4)
    assert all("账号或密码不对" in page for page in pages)
    assert "暂停登录" in attempt("clerk")

    assert not gets_in("clerk")
    assert "暂停登录" in attempt("clerk", PASSWORD)


def test_four_failures_do_not_lock(clerk):
    fail("clerk", 4)

    assert gets_in("clerk")


def test_a_log_in_begins_the_count_anew(clerk):
    fail("clerk", 4)
    assert gets_in("clerk")
    fail("clerk", 4)

    assert gets_in("clerk")


@pytest.mark.parametrize(("minutes", "gets_in_then"), [(29, False), (31, True)])
def test_the_lock_lasts_half_an_hour(minutes, gets_in_then, clerk):
    fail("clerk")

    with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False):
        assert gets_in("clerk") == gets_in_then


def test_after_the_lock_five_more_tries_are_free(clerk):
    fail("clerk")

    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        assert "暂停登录" not in "".join(fail("clerk", 4))
        assert gets_in("clerk")


def test_failures_long_ago_do_not_count(clerk):
    fail("clerk", 4)

    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        fail("clerk", 4)
        assert gets_in("clerk")


def test_a_colleague_behind_the_same_address_is_not_locked(clerk, committee):
    fail("clerk")

    assert gets_in("committee")


def test_the_account_is_not_locked_at_another_address(clerk):
    fail("clerk")

    assert gets_in("clerk", address="10.0.0.2")


def test_a_guess_spread_over_many_addresses_locks_the_account_everywhere(clerk):
    for number in range(7):
        fail("clerk", 4, address=f"10.0.1.{number}")

    assert not gets_in("clerk", address="10.0.2.1")
    assert {lock.user for lock in lockout.locks()} == {clerk.user}


def test_a_name_nobody_bears_is_locked_alike(clerk):
    known, unknown = fail("clerk", 6), fail("no-such-clerk", 6)

    assert [hide(page, "clerk") for page in known] == [
        hide(page, "no-such-clerk") for page in unknown
    ]


def hide(page, username):
    """Take out what differs with every request: the token and what was typed."""
    kept = [line for line in page.splitlines() if "csrf" not in line]
    return "\n".join(kept).replace(f'value="{username}"', "")


@pytest.mark.parametrize("username", ["clerk", "no-such-clerk", "closed", "passwordless"])
def test_every_failure_costs_one_hash(username, clerk, second_clerk, committee, monkeypatch):
    """The same time for everybody: measured in hashes, which is what takes the time."""
    second_clerk.user.username, second_clerk.user.is_active = "closed", False
    second_clerk.user.save()
    committee.user.username = "passwordless"
    committee.user.set_unusable_password()
    committee.user.save()
    hashed = []
    encode = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher, "encode",
        lambda self, *given: hashed.append(1) or encode(self, *given),
    )  # fmt: skip

    attempt(username)

    assert len(hashed) == 1


def test_the_password_of_a_locked_account_is_not_even_looked_at(clerk, monkeypatch):
    fail("clerk")
    monkeypatch.setattr("accounts.logins.authenticate", None)

    assert "暂停登录" in attempt("clerk", PASSWORD)


def test_what_was_typed_as_a_name_is_not_kept(clerk):
    attempt(PASSWORD, "clerk")

    values = [str(value) for row in Failure.objects.values_list() for value in row]
    assert PASSWORD not in "".join(values)


def test_the_lock_is_recorded_once_and_attempts_on_it_are_too(clerk):
    fail("clerk", 7)

    events = list(Event.objects.order_by("pk").values_list("name", "object_id"))
    own = str(clerk.user.pk)
    assert events.count(("accounts.locked", own)) == 1
    assert events.count(("accounts.log_in_failed", own)) == 7


def test_a_count_survives_the_rollback_of_its_request(clerk, monkeypatch):
    client = Client(raise_request_exception=False)

    def broken(*_, **__):
        raise RuntimeError("no page today")

    with monkeypatch.context() as patch:
        patch.setattr("accounts.views.render", broken)
        for _ in range(5):
            attempt("clerk", client=client)

    assert not gets_in("clerk")


def at_once(times, *given):
    """Try from so many threads; give the pages."""

    def try_it():
        try:
            pages.append(attempt(*given))
        finally:
            connection.close()

    pages: list[str] = []
    threads = [threading.Thread(target=try_it) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return pages


def test_who_clicks_twice_comes_in_twice(committed_db, clerk):
    assert at_once(8, "clerk", PASSWORD) == [""] * 8


def test_many_attempts_at_once_are_counted_one_by_one(committed_db, clerk):
    pages = at_once(10, "clerk")

    assert Failure.objects.get().count == 5
    assert sum("暂停登录" in page for page in pages) == 6


def test_the_security_administrator_unlocks(clerk, security_admin):
    fail("clerk")
    fail("clerk", address="10.0.0.2")
    assert {lock.user for lock in lockout.locks()} == {clerk.user}

    assert lockout.unlock(user=clerk.user, by=security_admin) == 2

    assert gets_in("clerk")
    event = Event.objects.get(name="accounts.unlocked")
    assert (event.actor, event.object_label) == ("security_admin", "陈干事")


@pytest.mark.parametrize("who", ["system_admin", "audit_admin", "clerk", "machine"])
def test_nobody_else_unlocks(who, request, clerk):
    fail("clerk")

    with pytest.raises(PermissionDenied):
        lockout.unlock(user=clerk.user, by=request.getfixturevalue(who))
    assert not gets_in("clerk")


def test_old_counts_are_thrown_away(clerk, committee):
    fail("clerk", 2)

    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1), tick=False):
        gets_in("committee")

    assert not Failure.objects.exists()


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "counted"),
    [
        ([], "10.0.0.1", "1.2.3.4", "10.0.0.1"),  # nobody is believed
        (["10.0.0.1"], "10.0.0.1", "1.2.3.4", "1.2.3.4"),
        (["10.0.0.1"], "10.0.0.1", "6.6.6.6, 1.2.3.4", "1.2.3.4"),  # what a client wrote itself
        (["10.0.0.0/24"], "10.0.0.1", "1.2.3.4, 10.0.0.7", "1.2.3.4"),
        (["10.0.0.1"], "10.0.0.1", "nonsense", "10.0.0.1"),
        (["10.0.0.1"], "10.0.0.1", "", "10.0.0.1"),
        (["10.0.0.1"], "10.0.0.2", "1.2.3.4", "10.0.0.2"),
        (["unix"], "", "1.2.3.4", "1.2.3.4"),
        ([], "", "1.2.3.4", ""),
        (["10.0.0.1"], "10.0.0.1", "2001:db8::1", "2001:db8::1"),
    ],
)
def test_whose_address_counts(proxies, remote, forwarded, counted, settings, clerk):
    settings.TRUSTED_PROXIES = proxies

    Client().post(
        LOG_IN, {"username": "clerk", "password": WRONG},
        REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded},
    )  # fmt: skip

    assert Failure.objects.get().address == counted
    assert Event.objects.get().address == counted
