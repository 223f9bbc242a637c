"""Logging in and out, choosing and changing the role."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from django.urls import reverse

from accounts.clock import today
from accounts.models import RoleGrant
from accounts.roles import Role
from audit.models import Event
from tests.people import PASSWORD

LOG_IN = "/account/log-in/"


@pytest.fixture
def log_in(client):
    """Give a function that fills in the log-in page."""

    def fill(username, password=PASSWORD, next_page=""):
        query = {"next": next_page} if next_page else None
        data = {"username": username, "password": password}
        return client.post(LOG_IN, data, query_params=query)

    return fill


def names():
    return list(Event.objects.order_by("pk").values_list("name", flat=True))


def test_whoever_has_one_role_comes_to_his_home_page(log_in, clerk, client):
    response = log_in("clerk")

    assert (response.status_code, response.url) == (302, "/")
    assert client.session["grant_id"] == clerk.grant_id
    event = Event.objects.get(name="accounts.logged_in")
    assert (event.actor, event.role) == ("clerk", "乡镇组织干事")


def test_after_the_log_in_the_page_wanted_comes(log_in, clerk):
    assert unquote(log_in("clerk", next_page="/cadres/?q=任").url) == "/cadres/?q=任"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "http://evil.example/",
        "https:evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "http://testserver@evil.example/",
        "http://testserver.evil.example/",
        "//testserver@evil.example/",
        "／／evil.example",
        "http://ⓔvil.example",
        "evil.example",
        "\x00//evil.example",
        " //evil.example",
    ],
)
def test_nobody_is_sent_to_another_site(elsewhere, log_in, clerk):
    assert log_in("clerk", next_page=elsewhere).url == "/"


@pytest.mark.parametrize("ours", ["/", "/a/b/?c=d#e", "/村/"])
def test_pages_of_ours_are_gone_on_to(ours, log_in, clerk):
    assert unquote(log_in("clerk", next_page=ours).url) == ours


@pytest.mark.parametrize(
    ("username", "password"),
    [("clerk", "Wrong-Password-1"), ("no_such", PASSWORD), ("closed", PASSWORD)],
)
def test_every_failure_gets_the_same_answer_and_is_recorded(
    username, password, log_in, clerk, hire, township, client
):
    closed = hire(Role.TOWNSHIP_CLERK, township, "closed", "已停")
    closed.user.is_active = False
    closed.user.save()

    response = log_in(username, password)

    page = response.content.decode()
    assert response.status_code == 200
    assert "账号或密码不对，或者账号已停用" in page
    assert PASSWORD not in page
    assert "_auth_user_id" not in client.session
    event = Event.objects.get(name="accounts.log_in_failed")
    assert event.actor == "未登录"
    assert bool(event.object_id) == (username != "no_such")
    assert event.data == {}


def test_an_empty_form_is_no_failed_log_in(log_in, db):
    response = log_in("", "")

    assert response.status_code == 200
    assert names() == []


def test_the_password_does_not_reach_the_log(log_in, clerk):
    log_in(PASSWORD, "clerk")  # typed into the wrong field

    event = Event.objects.get(name="accounts.log_in_failed")
    assert PASSWORD not in str([getattr(event, f.name) for f in Event._meta.fields])


def test_whoever_is_logged_in_does_not_see_the_log_in_page_again(clerk, client_of):
    assert client_of(clerk).get(LOG_IN, query_params={"next": "/x/"}).url == "/x/"


def test_the_session_key_changes_with_the_log_in(client, log_in, clerk):
    session = client.session
    session["planted"] = 1
    session.save()
    before = session.session_key

    log_in("clerk")

    assert client.session.session_key != before


def test_whoever_has_several_roles_chooses_one(log_in, clerk, hire, sibling, client):
    other = hire(Role.TOWNSHIP_CLERK, sibling, user=clerk.user)

    response = log_in("clerk", next_page="/x/")
    assert response.url == "/account/role/?next=%2Fx%2F"
    page = client.get(response.url).content.decode()
    assert "耒阳市 · 新市镇 · 乡镇组织干事" in page
    assert "耒阳市 · 遥田镇 · 乡镇组织干事" in page

    chosen = client.post(reverse("accounts:switch_role"), {"grant": other.grant_id, "next": "/x/"})
    assert chosen.url == "/x/"
    assert client.session["grant_id"] == other.grant_id
    assert names() == ["accounts.logged_in", "accounts.role_chosen"]


def test_the_frame_offers_the_other_roles(clerk, hire, sibling, client_of):
    other = hire(Role.TOWNSHIP_CLERK, sibling, user=clerk.user)

    page = client_of(clerk).get("/account/password/").content.decode()

    assert f'name="grant" value="{other.grant_id}"' in page
    assert f'name="grant" value="{clerk.grant_id}"' not in page


def test_a_stranger_is_shown_no_identity(client, db):
    page = client.get(LOG_IN).content.decode()

    assert "当前角色" not in page
    assert "退出登录" not in page


def test_the_role_of_another_person_cannot_be_chosen(clerk, committee, client_of):
    client = client_of(clerk)

    for grant in (committee.grant_id, 0, "", "abc", "１２"):
        response = client.post(reverse("accounts:switch_role"), {"grant": grant})
        assert response.status_code == 404
    assert client.session["grant_id"] == clerk.grant_id


def test_a_role_that_has_ended_is_not_replaced_by_another(clerk, hire, sibling, client_of):
    hire(Role.TOWNSHIP_CLERK, sibling, user=clerk.user)
    client = client_of(clerk)
    assert client.get("/account/role/").context["request"].acting.grant_id == clerk.grant_id

    RoleGrant.objects.filter(pk=clerk.grant_id).update(last_day=today() - timedelta(days=1))

    page = client.get("/account/role/")
    assert "原来的角色已到期或被终止" in page.content.decode()
    acting = page.context["request"].acting
    assert (acting.role, acting.lo, acting.hi) == (None, "", "")


def test_whoever_has_no_role_reads_what_to_do(log_in, nobody, client, hire, township):
    hire(Role.AUDITOR, township, user=nobody.user, approved_by=None)
    hire(
        Role.AUDITOR,
        township,
        user=nobody.user,
        first_day=date(2999, 1, 1),
        last_day=date(2999, 6, 1),
    )
    hire(Role.AUDITOR, township, user=nobody.user, last_day=date(2011, 1, 1))

    page = client.get(log_in("nobody").url).content.decode()

    assert "没有可用的角色" in page
    assert "已提出，等待安全管理员批准" in page
    assert "自 2999 年 1 月 1 日起生效" in page
    assert "已于 2011 年 1 月 1 日到期" in page


def test_whoever_must_change_his_password_is_led_there(log_in, clerk):
    clerk.user.must_change_password = True
    clerk.user.save()

    assert log_in("clerk").url == "/account/password/"


def test_a_closed_account_is_out_at_the_next_request(clerk, client_of):
    client = client_of(clerk)
    clerk.user.is_active = False
    clerk.user.save()

    assert client.get("/account/password/").status_code == 302


def test_logging_out_ends_the_session_and_is_recorded(clerk, client_of):
    client = client_of(clerk)

    response = client.post("/account/log-out/")

    assert (response.status_code, response.url) == (302, LOG_IN)
    assert "_auth_user_id" not in client.session
    assert names() == ["accounts.logged_out"]
    assert "已退出登录" in client.get(LOG_IN).content.decode()


def test_a_link_does_not_log_out(clerk, client_of):
    assert client_of(clerk).get("/account/log-out/").status_code == 405


def test_real_commits_log_in_act_and_log_out(committed_db, clerk, hire, sibling, client):
    """The session is written outside the request's transaction; here nothing is simulated."""
    other = hire(Role.TOWNSHIP_CLERK, sibling, user=clerk.user)

    client.post(LOG_IN, {"username": "clerk", "password": "wrong"})
    client.post(LOG_IN, {"username": "clerk", "password": PASSWORD})
    client.post("/account/role/switch/", {"grant": other.grant_id})
    client.post("/account/role/switch/", {"grant": 0})
    client.post("/account/log-out/")

    assert names() == [
        "accounts.log_in_failed",
        "accounts.logged_in",
        "accounts.role_chosen",
        "accounts.refused",
        "accounts.logged_out",
    ]
