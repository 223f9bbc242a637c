"""Changing one's password, and what a password must be."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.answer import Refused
from accounts.credentials import OldPassword
from accounts.models import Installation, User
from accounts.passwords import was_used
from accounts.rules import may_use_password
from accounts.services import change_password
from audit.models import Event
from tests.people import PASSWORD

PAGE = "/account/password/"
NEW = "Nan-Shan_3172"
OTHER = "Xiang-Jiang_86"
COMMON = "密码太常见：只是常用词、地名或键盘顺序加数字。请换一个别人想不到的。"


@pytest.mark.parametrize(
    ("password", "objection"),
    [
        ("Tmzslh-26", "密码只有 9 位，至少要 10 位。"),
        ("Tmzslhq-26", ""),
        ("tmzslhqwu1", "密码只用了 2 类字符。小写字母、大写字母、数字、符号四类中至少要有 3 类。"),
        ("Tmzslhqwu1", ""),
        ("tmzslhqw-1", ""),
        ("TMZSLHQW-1", ""),
        ("Tmzslhqw-i", ""),
        ("8305719264", "密码只用了 1 类字符。小写字母、大写字母、数字、符号四类中至少要有 3 类。"),
        ("My-CLERK-2019", "密码中不能含有账号。请换一个密码。"),
        ("Chen-GanShi_77", "密码中不能含有姓名。请换一个密码。"),
        ("好陈干事Ab-2019x", "密码中不能含有姓名。请换一个密码。"),
        (PASSWORD, COMMON),
        ("P@ssw0rd2018", COMMON),
        ("Adm1n@20181220", COMMON),
        ("Qwertyuiop-1", COMMON),
        ("1qaz2wsx3EDC", COMMON),
        ("Wo-Ai-Ni-1314", COMMON),
        ("ZZB@12345678", COMMON),
        ("Zzb-Guihua-38", ""),  # a favourite is no reason where more than digits stands beside it
    ],
)
def test_what_a_password_must_be(password, objection, clerk):
    clerk.user.set_password(OTHER)

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


def test_the_last_five_passwords_are_refused_and_the_sixth_is_not(clerk):
    used = [PASSWORD, *(f"Nan-Shan_{number}{number}7" for number in range(1, 6))]
    for old, new in pairwise(used):
        change_password(user=clerk.user, old=old, new=new, by=clerk)
    user = User.objects.get(pk=clerk.user.pk)

    refused = [password for password in used if was_used(user, password)]

    assert refused == used[1:]
    answer = may_use_password(user, used[1])
    assert answer.reasons == ("新密码与最近 5 次用过的密码之一相同。请换一个密码。",)
    assert OldPassword.objects.count() == 4


@pytest.mark.parametrize(
    ("days", "demo", "page"),
    [(89, False, "/"), (90, False, PAGE), (91, False, PAGE), (91, True, "/")],
)
def test_a_password_is_good_for_90_days_but_in_the_demo(days, demo, page, clerk, client):
    Installation.objects.create(is_demo=demo)
    User.objects.update(password_changed_at=timezone.now())

    with time_machine.travel(timezone.now() + timedelta(days=days, seconds=1), tick=False):
        answer = client.post("/account/log-in/", {"username": "clerk", "password": PASSWORD})
        shown = client.get(page)

    assert answer.url == page
    assert ("密码已用满 90 天" in shown.content.decode()) == (page == PAGE)


def test_a_password_that_grows_old_during_a_session_stops_business(clerk, client_of):
    User.objects.filter(pk=clerk.user.pk).update(
        password_changed_at=timezone.now() - timedelta(days=90)
    )

    assert client_of(clerk).get("/").url == PAGE


def test_nobody_gets_in_with_no_password(clerk):
    User.objects.filter(pk=clerk.user.pk).update(password="")

    response = Client().post("/account/log-in/", {"username": "clerk", "password": ""})

    assert response.status_code == 200
