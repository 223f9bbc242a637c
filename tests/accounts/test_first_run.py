"""The first three administrators of an empty installation: once, and by whoever has the word."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.urls import reverse

from accounts.administration import first_run
from accounts.models import Installation, RoleGrant, User
from accounts.queries import grants_in_force
from accounts.roles import ADMINISTRATORS, Role
from audit.models import Event
from audit.verification import verify

THREE = ("--system-admin=zhangyi:张一", "--security-admin=lier:李二", "--audit-admin=wangsan:王三")
TYPED = {
    "system_admin_username": "zhangyi", "system_admin_name": "张一",
    "security_admin_username": "lier", "security_admin_name": "李二",
    "audit_admin_username": "wangsan", "audit_admin_name": "王三",
}  # fmt: skip


def run(*args):
    out = StringIO()
    call_command("first_run", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def page(db):
    """Give the address that the command prints."""
    return run("--link").strip()


def test_a_fresh_installation_has_no_account(db):
    assert not User.objects.exists()


def test_three_are_made_and_each_enters_with_a_password_printed_once(db):
    made = json.loads(run(*THREE, "--json"))

    assert {one["role"] for one in made} == ADMINISTRATORS
    for one in made:
        came_in = Client().post(
            "/account/log-in/", {"username": one["user"], "password": one["password"]}
        )
        assert came_in.status_code == 302
        user = User.objects.get(username=one["user"])
        assert user.must_change_password
        assert [grant.role for grant in grants_in_force(user)] == [one["role"]]
    assert not any(
        one["password"] in str(event.data) for one in made for event in Event.objects.all()
    )


def test_each_role_was_proposed_and_approved_by_the_other_two(db):
    run(*THREE)

    for grant in RoleGrant.objects.all():
        assert len({grant.user_id, grant.proposed_by_id, grant.approved_by_id}) == 3
        assert grant.last_day


def test_it_is_recorded(committed_db, tmp_path):
    run(*THREE)

    event = Event.objects.get(name="accounts.first_run")
    assert (event.actor, event.data) == ("首次设置", {"accounts": ["zhangyi", "lier", "wangsan"]})
    assert Event.objects.filter(name="accounts.account_created").count() == 3
    assert not verify(tmp_path / "heads.log").findings


def test_it_works_once(db, page):
    run(*THREE)

    with pytest.raises(CommandError, match="首次设置只办一次"):
        run(*THREE)
    with pytest.raises(CommandError, match="只办一次"):
        run("--link")
    assert Client().get(page).status_code == 404
    assert Client().post(page, TYPED).status_code == 404
    assert User.objects.count() == 3


def test_it_refuses_once_anybody_has_an_account(nobody):
    with pytest.raises(CommandError, match="已有账号"):
        run(*THREE)


@pytest.mark.parametrize("mark", ["setting", "row"])
def test_it_refuses_on_a_demo(mark, db, settings):
    if mark == "setting":
        settings.DEMO = True
    else:
        Installation.objects.create(is_demo=True)

    with pytest.raises(CommandError, match="演示库"):
        run(*THREE)


@pytest.mark.parametrize(
    ("third", "sentence"),
    [("wangsan:张一", "三个不同的姓名"), ("zhangyi:王三", "不能相同"), ("Wang:王三", "小写字母")],
)
def test_the_three_are_three_people(third, sentence, db):
    with pytest.raises(CommandError, match=sentence):
        run(*THREE[:2], f"--audit-admin={third}")
    assert not User.objects.exists()


def test_the_page_makes_them_too(page):
    browser = Client()
    assert browser.get(page).status_code == 200

    response = browser.post(page, TYPED)

    assert response.status_code == 200
    assert [one.role for one in response.context["made"]] == [
        Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN,
    ]  # fmt: skip
    assert all(one.password in response.content.decode() for one in response.context["made"])
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("token", ["", "first", "x:y:z"])
def test_a_stranger_does_not_take_a_fresh_server(token, page):
    address = f"{reverse('accounts:first_run')}?token={token}"

    assert Client().get(address).status_code == 404
    assert Client().post(address, TYPED).status_code == 404
    assert not User.objects.exists()


def test_the_word_is_good_for_an_hour(page, monkeypatch):
    monkeypatch.setattr(first_run, "HOUR", -1)

    assert Client().get(page).status_code == 404


def test_two_at_the_same_moment_make_three_not_six(committed_db):
    from concurrent.futures import ThreadPoolExecutor

    def try_it(_: int) -> int:
        try:
            return Client().post(page, TYPED).status_code
        finally:
            connections.close_all()

    page = run("--link").strip()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(try_it, range(2)))

    assert User.objects.count() == 3
