"""Changing one's password, and what a password must be."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.answer import Refused
from accounts.models import User
from accounts.rules import may_use_password
from accounts.services import change_password
from audit.models import Event
from tests.people import PASSWORD

PAGE = "/account/password/"
NEW = "Lei-Yang-2019"


@pytest.mark.parametrize(
    ("password", "objection"),
    [
        ("Abcdefg-1", "密码只有 9 位，至少要 10 位。"),
        ("Abcdefgh-1", ""),
        ("abcdefghi1", "密码只用了 2 类字符。小写字母、大写字母、数字、符号四类中至少要有 3 类。"),
        ("Abcdefghi1", ""),
        ("abcdefgh-1", ""),
        ("ABCDEFGH-1", ""),
        ("Abcdefgh-i", ""),
        ("1234567890", "密码只用了 1 类字符。小写字母、大写字母、数字、符号四类中至少要有 3 类。"),
        ("My-CLERK-2019", "密码中不能含有账号。请换一个密码。"),
        (PASSWORD, "新密码与现在的密码相同。请换一个密码。"),
    ],
)
def test_what_a_password_must_be(password, objection, clerk):
    answer = may_use_password(clerk.user, password)

    assert answer.reasons == ((objection,) if objection else ())


def test_a_person_changes_his_password_and_stays_logged_in(clerk, client_of):
    here, elsewhere = client_of(clerk), client_of(clerk)

    response = here.post(PAGE, {"old": PASSWORD, "new": NEW, "again": NEW})

    assert response.status_code == 302
    assert User.objects.get(pk=clerk.user.pk).check_password(NEW)
    assert here.get(PAGE).status_code == 200
    assert elsewhere.get(PAGE).status_code == 302  # logged out
    assert Event.objects.get().name == "accounts.password_changed"


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("wrong", NEW, NEW, "现在的密码不对"),
        (PASSWORD, "short", "short", "至少要 10 位"),
        (PASSWORD, NEW, NEW + "x", "两次输入的新密码不同"),
    ],
)
def test_what_does_not_fit_is_said_at_the_field(old, new, again, sentence, clerk, client_of):
    response = client_of(clerk).post(PAGE, {"old": old, "new": new, "again": again})

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert User.objects.get(pk=clerk.user.pk).check_password(PASSWORD)


def test_the_service_asks_again(clerk):
    with pytest.raises(Refused, match="现在的密码不对"):
        change_password(user=clerk.user, old="wrong", new=NEW, by=clerk)


def test_the_duty_to_change_it_ends_with_the_change(clerk, client_of):
    clerk.user.must_change_password = True
    clerk.user.save()

    client_of(clerk).post(PAGE, {"old": PASSWORD, "new": NEW, "again": NEW})

    user = User.objects.get(pk=clerk.user.pk)
    assert not user.must_change_password
    assert user.password_changed_at


def test_production_hashes_with_argon2(settings, db):
    from config.settings import base

    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
    user = User(username="x", name="x")
    user.set_password(NEW)

    assert user.password.startswith("argon2$")
    assert user.check_password(NEW)


def test_nobody_gets_in_with_no_password(clerk):
    User.objects.filter(pk=clerk.user.pk).update(password="")

    response = Client().post("/account/log-in/", {"username": "clerk", "password": ""})

    assert response.status_code == 200
