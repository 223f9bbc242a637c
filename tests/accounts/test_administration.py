"""Accounts: made, closed, opened; every change ends what was open."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from accounts.administration import services
from accounts.administration.refusals import as_refusals
from accounts.administration.services import (
    create_account,
    disable_account,
    enable_account,
    end_grants_of,
    end_session,
    one_time_password,
    reset_password,
)
from accounts.answer import Refused
from accounts.models import RoleGrant, User
from accounts.passwords import CLASSES, NEEDED
from accounts.queries import grants_in_force
from audit.models import Event

PASSWORD = re.compile(r"<code>([^<]+)</code>")


@pytest.fixture
def pages(client_of):
    """Give a function that opens a page of somebody: `pages(who).get(name, pk)`."""

    class Pages:
        def __init__(self, who):
            self.client = client_of(who)

        def get(self, name, /, *args, **query):
            return self.client.get(reverse(f"accounts:{name}", args=args), query)

        def post(self, name, /, *args, **data):
            return self.client.post(reverse(f"accounts:{name}", args=args), data)

    return Pages


def test_an_account_is_made_with_a_password_that_is_shown_once(pages, system_admin):
    response = pages(system_admin).post("account_new", username="wangwu", name="王五")

    (password,) = PASSWORD.findall(response.content.decode())
    made = User.objects.get(username="wangwu")
    assert made.check_password(password)
    assert made.must_change_password
    assert "no-store" in response["Cache-Control"]
    event = Event.objects.get(name="accounts.account_created")
    assert (event.actor, event.object_label) == ("system_admin", "王五")
    assert password not in str(event.data)


def test_the_new_account_sees_nothing_before_it_has_a_role(db, system_admin):
    _, password = create_account(username="wangwu", name="王五", by=system_admin)
    client = Client()

    came_in = client.post("/account/log-in/", {"username": "wangwu", "password": password})

    assert came_in.url == reverse("accounts:change_password")
    assert client.get("/cadres/").url == reverse("accounts:change_password")


@pytest.mark.parametrize("username", ["王五", "1wang", "Wang", "a b", "ab", "wang;", "-wang"])
def test_an_account_is_named_in_small_letters(username, pages, system_admin):
    response = pages(system_admin).post("account_new", username=username, name="王五")

    assert response.status_code == 200
    assert "账号以小写字母开头" in response.content.decode()
    assert not User.objects.filter(name="王五").exists()


def test_a_name_is_given_once(pages, system_admin, clerk):
    response = pages(system_admin).post("account_new", username="clerk", name="另一人")

    assert "已有人使用" in response.content.decode()
    assert 'value="另一人"' in response.content.decode()


def test_two_who_press_at_the_same_moment_get_a_sentence(db):
    @as_refusals
    def late() -> None:
        raise IntegrityError('duplicate key violates "accounts_user_username_key"')

    with pytest.raises(Refused, match="刚刚被别人建立"):
        late()


def test_a_drawn_password_passes_the_rules():
    for _ in range(200):
        drawn = one_time_password()
        assert len(drawn) == 16
        assert sum(any(is_in(sign) for sign in drawn) for is_in in CLASSES) >= NEEDED


def test_closing_an_account_ends_roles_and_session_within_one_request(
    clerk, client_of, system_admin
):
    browser = client_of(clerk)
    assert browser.get("/cadres/").status_code == 200

    disable_account(user=clerk.user, reason="退休", by=system_admin)

    assert browser.get("/cadres/").status_code == 302
    assert not grants_in_force(clerk.user).exists()
    event = Event.objects.get(name="accounts.account_disabled")
    assert event.data == {"reason": "退休", "grants": [clerk.grant_id]}


def test_an_account_opened_again_has_another_password_and_no_role(clerk, system_admin):
    disable_account(user=clerk.user, reason="借调", by=system_admin)

    user, password = enable_account(user=clerk.user, by=system_admin)

    assert user.check_password(password)
    assert not grants_in_force(user).exists()


def test_whoever_leaves_his_post_loses_every_role_at_once(
    clerk, hire, sibling, client_of, system_admin
):
    hire(clerk.role, sibling, user=clerk.user)
    browser = client_of(clerk)

    assert end_grants_of(user=clerk.user, reason="调离", by=system_admin) == 2

    assert browser.get("/cadres/").status_code == 302
    assert not grants_in_force(clerk.user).exists()
    assert User.objects.get(pk=clerk.user.pk).is_active


def test_nobody_closes_his_own_account_or_the_last_of_an_office(system_admin, audit_admin, hire):
    with pytest.raises(PermissionDenied, match="自己的账号"):
        disable_account(user=system_admin.user, reason="试", by=system_admin)
    with pytest.raises(Refused, match="仅有的安全审计员"):
        disable_account(user=audit_admin.user, reason="试", by=system_admin)


def test_a_forgotten_password_is_replaced_and_ends_the_session(
    clerk, client_of, security_admin, system_admin
):
    browser = client_of(clerk)

    password = reset_password(user=clerk.user, by=security_admin)

    clerk.user.refresh_from_db()
    assert clerk.user.check_password(password)
    assert clerk.user.must_change_password
    assert browser.get("/cadres/").status_code == 302
    with pytest.raises(PermissionDenied):
        reset_password(user=security_admin.user, by=security_admin)


def test_the_security_administrator_ends_a_session(clerk, client_of, security_admin, system_admin):
    browser = client_of(clerk)

    end_session(user=clerk.user, by=security_admin)

    assert browser.get("/cadres/").status_code == 302
    with pytest.raises(PermissionDenied):
        end_session(user=clerk.user, by=system_admin)


@pytest.mark.parametrize("who", ["clerk", "officer", "auditor", "security_admin", "audit_admin"])
def test_nobody_else_keeps_accounts(who, request, second_clerk):
    by = request.getfixturevalue(who)

    for service, given in [
        (services.create_account, {"username": "x12", "name": "某"}),
        (services.disable_account, {"user": second_clerk.user, "reason": "试"}),
        (services.enable_account, {"user": second_clerk.user}),
    ]:
        with pytest.raises(PermissionDenied):
            service(**given, by=by)


def test_the_list_is_searched_by_name_account_and_place(pages, system_admin, clerk, stranger):
    def found(**query):
        rows = pages(system_admin).get("accounts", **query).context["page"].object_list
        return {account.username for account in rows}

    assert found(q="陈干") == {"clerk"}
    assert found(q="strang") == {"stranger"}
    assert found(q="新市") == {"clerk"}
    User.objects.filter(pk=clerk.user.pk).update(is_active=False)
    assert "clerk" not in found()
    assert found(state="closed") == {"clerk"}
    assert "proposer" in found(state="no_role")


def test_a_page_of_accounts_costs_the_same_for_one_and_for_many(
    pages, system_admin, hire, township, django_assert_max_num_queries
):
    browser = pages(system_admin)
    for number in range(30):
        hire("township_clerk", township, f"many{number}")

    with django_assert_max_num_queries(18):
        assert browser.get("accounts").status_code == 200


def test_reasons_are_asked_for_and_what_was_typed_is_kept(pages, system_admin, clerk):
    response = pages(system_admin).post("account_disable", clerk.user.pk, reason="  ")

    assert response.status_code == 200
    assert User.objects.get(pk=clerk.user.pk).is_active


def test_administrators_see_no_business_data(pages, system_admin, security_admin, audit_admin):
    for who in (system_admin, security_admin, audit_admin):
        browser = pages(who).client
        assert browser.get("/cadres/").status_code == 403
        assert browser.get("/cadres/1/").status_code == 404
        assert (who.lo, who.hi) == ("", "")


def test_the_account_page_shows_its_roles(pages, security_admin, clerk):
    response = pages(security_admin).get("account", clerk.user.pk)

    assert "乡镇组织干事" in response.content.decode()
    assert RoleGrant.objects.get(pk=clerk.grant_id) in [g for g, _ in response.context["rows"]]
