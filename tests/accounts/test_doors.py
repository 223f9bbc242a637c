"""Who is let in, and in which order the questions are asked."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

pytestmark = pytest.mark.urls("tests.accounts.pages")


def test_a_stranger_is_sent_to_log_in_and_comes_back(client, db):
    response = client.get("/show/", query_params={"year": 2018, "village": "杨仙村"})

    assert response.status_code == 302
    assert parse_qs(urlsplit(response.url).query) == {
        "next": ["/show/?year=2018&village=%E6%9D%A8%E4%BB%99%E6%9D%91"]
    }


def test_what_can_only_be_posted_is_not_come_back_to(client, village):
    response = client.post(f"/decide/{village.pk}/")

    assert (response.status_code, response.url) == (302, "/account/log-in/")


@pytest.mark.parametrize(
    ("who", "method", "status"),
    [
        ("clerk", "post", 200),
        ("clerk", "get", 405),
        ("clerk", "head", 405),  # what answers no GET answers no HEAD
        ("officer", "post", 403),
        ("officer", "get", 403),  # the role is asked before the method
        ("auditor", "post", 403),
        ("neighbour", "post", 404),
        ("neighbour", "get", 404),
        ("stranger_officer", "post", 404),  # out of sight before out of office
        ("department", "post", 404),
        ("system_admin", "post", 404),
    ],
)
def test_a_foreign_row_is_not_there_before_a_wrong_role_is_refused(
    who, method, status, village, client_of, request
):
    acting = request.getfixturevalue(who)

    response = getattr(client_of(acting), method)(f"/decide/{village.pk}/")

    assert response.status_code == status


def test_a_row_that_never_was_looks_like_a_foreign_one(clerk, client_of):
    assert client_of(clerk).post("/decide/999999/").status_code == 404


def test_a_refusal_says_whose_task_it_is(auditor, client_of):
    page = client_of(auditor).get("/show/").content.decode()

    assert "您现在的角色是“审计巡察”，这一页由乡镇组织干事、县委组织部查看。" in page


def test_whoever_has_no_role_is_sent_to_choose_one(nobody, client_of):
    response = client_of(nobody).get("/show/")

    assert (response.status_code, response.url) == (302, reverse("accounts:choose_role"))


def test_whoever_must_change_his_password_does_that_first(clerk, client_of):
    clerk.user.must_change_password = True
    clerk.user.save()

    response = client_of(clerk).get("/show/")

    assert (response.status_code, response.url) == (302, reverse("accounts:change_password"))


def test_an_account_page_needs_no_role(nobody, client_of, client):
    assert client_of(nobody).get("/own/").status_code == 200
    assert client.get("/own/").status_code == 302


def test_head_is_answered_where_get_is(clerk, client_of):
    assert client_of(clerk).head("/show/").status_code == 200
