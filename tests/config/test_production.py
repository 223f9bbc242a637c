"""Production refuses whatever is missing or weak, and says everything at once."""

from __future__ import annotations

import base64
import os
import subprocess
import sys

import pytest

from config.embedded.home import PROJECT
from config.production import problems


def key(first: int) -> str:
    return base64.b64encode(bytes(range(first, first + 32))).decode()


GOOD = {
    "SECRET_KEY": "q8Zt-3vLw0Xn5Rb7Yc2Kd9Hf4Jg6Ms1Pa_eUiOoTyWxQzVbNmCkLjHg",
    "ALLOWED_HOSTS": "cadres.example.gov.cn",
    "DATABASE_URL": "postgresql://cadres_app:secret@db:5432/village_cadres",
    "DATABASE_OWNER_URL": "postgresql://cadres_owner:secret@db:5432/village_cadres",
    "FIELD_KEY": f"k2:{key(1)},k1:{key(40)}",
    "INDEX_KEY": key(100),
    "REDIS_URL": "redis://:secret@broker:6379/0",
}


def test_a_complete_environment_is_accepted():
    assert problems(GOOD) == []


@pytest.mark.parametrize("name", sorted(GOOD.keys() - {"DATABASE_OWNER_URL"}))
def test_a_missing_value_is_named(name):
    found = problems({other: value for other, value in GOOD.items() if other != name})

    assert len(found) == 1
    assert found[0].startswith(f"{name} 未设置")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a1" * 40),
        ("SECRET_KEY", "django-insecure-" + GOOD["SECRET_KEY"]),
        ("SECRET_KEY", "only-for-tests-0123456789abcdef0123456789abcdef0123456789abcdef"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "cadres.example.gov.cn, *"),
        ("ALLOWED_HOSTS", " , "),
        ("DATABASE_URL", GOOD["DATABASE_OWNER_URL"]),
        ("DATABASE_URL", "postgresql://postgres:secret@db/village_cadres"),
        ("DATABASE_URL", "postgresql://db/village_cadres"),
        ("DATABASE_URL", "sqlite:///db.sqlite3"),
        ("FIELD_KEY", "k1:"),
        ("FIELD_KEY", key(1)),
        ("FIELD_KEY", f":{key(1)}"),
        ("FIELD_KEY", "k1:" + base64.b64encode(b"too short").decode()),
        ("FIELD_KEY", "k1:" + base64.b64encode(bytes(32)).decode()),
        ("FIELD_KEY", f"k2:{key(1)},k1:broken"),
        ("INDEX_KEY", "not base64"),
        ("INDEX_KEY", key(40)),
        ("REDIS_URL", "redis://broker:6379/0"),
        ("TRUSTED_PROXIES", "10.0.0.1, proxy.example"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("DEBUG", "1"),
        ("DEMO", "True"),
        ("BUSINESS_DAY", "2018-12-20"),
    ],
)
def test_a_weak_value_is_named(name, value):
    found = problems(GOOD | {name: value})

    assert len(found) == 1
    assert name in found[0]


def test_proxies_are_addresses_networks_or_a_socket():
    assert problems(GOOD | {"TRUSTED_PROXIES": "10.0.0.1, 10.1.0.0/16, 2001:db8::/32, unix"}) == []


@pytest.mark.parametrize("name", ["DEBUG", "DEMO"])
def test_a_switch_that_is_off_is_no_problem(name):
    assert problems(GOOD | {name: "0"}) == []


def test_the_process_ends_with_code_2_and_a_list_instead_of_a_traceback():
    done = start({})

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert [line.strip()[:2] for line in done.stderr.splitlines()[1:]] == [
        "1.", "2.", "3.", "4.", "5.", "6.",
    ]  # fmt: skip


def test_the_deployment_check_is_clean():
    done = start(GOOD, "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout or "没有" in done.stdout


def start(env, *args):
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings.prod", "PATH": os.environ["PATH"]}
    return subprocess.run(
        [sys.executable, PROJECT / "manage.py", *(args or ["check"])],
        check=False, env=settings | env, capture_output=True, text=True,
    )  # fmt: skip


def test_cookies_are_for_this_host_alone_and_for_https():
    said = start(GOOD, "shell", "-v", "0", "-c", SHOWN).stdout.split()

    assert said == [
        "__Host-session", "True", "True", "Lax", "__Host-csrf", "True", "True", "True", "31536000",
    ]  # fmt: skip


SHOWN = """
from django.conf import settings as s
print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY,
      s.SESSION_COOKIE_SAMESITE, s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.CSRF_COOKIE_HTTPONLY,
      s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS)
"""
