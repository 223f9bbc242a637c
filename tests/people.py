"""Who acts in tests: each fixture is the `Acting` that a log-in would give.

`client_of(acting)` gives a browser in which that person is logged in and acts in that role.
`PASSWORD` is everybody's password.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.acting import Acting, acting_in, command_line
from accounts.credentials import LiveSession
from accounts.models import Division, RoleGrant, User
from accounts.roles import Role
from accounts.sessions import GRANT, TOKEN, begin

PASSWORD = "Heng-Yang-2018"
HIRED = date(2010, 1, 1)
Hire = Callable[..., Acting]
DATABASES = {"db", "committed_db", "owner_db", "some_db"}


@pytest.fixture(autouse=True)
def whole_city(request: pytest.FixtureRequest) -> None:
    """Let a test's own lines see every row; requests and services narrow it for themselves."""
    if DATABASES & set(request.fixturenames) or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("some_db")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('app.lo', '', false), set_config('app.hi', ':', false)"
            )


@pytest.fixture
def personnel(some_db: Any) -> tuple[User, User]:
    """Give the two who propose and approve every role."""
    return _user("proposer", "张提"), _user("approver", "李批")


@pytest.fixture
def hire(personnel: tuple[User, User]) -> Hire:
    """Give a function that makes an account with a role: `hire(Role.X, place, "wang", "王五")`."""

    def make(
        role: Role,
        division: Division | None = None,
        username: str = "",
        name: str = "",
        *,
        user: User | None = None,
        **grant: Any,
    ) -> Acting:
        holder = user or _user(username or f"u{User.objects.count()}", name or username or "某人")
        proposer, approver = personnel
        given = {"first_day": HIRED, "proposed_by": proposer, "approved_by": approver} | grant
        return acting_in(
            RoleGrant.objects.create(user=holder, role=role, division=division, **given)
        )

    return make


def _user(username: str, name: str) -> User:
    user = User(username=username, name=name, password_changed_at=timezone.now())
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def client_of() -> Callable[[Acting], Client]:
    """Give a function that logs a person in."""

    def log_in(acting: Acting) -> Client:
        client = Client()
        client.force_login(acting.user)
        session = client.session
        live = LiveSession.objects.filter(user=acting.user).first()
        if live is None:
            with transaction.atomic():
                begin(session, acting.user, with_factor=True)
        else:  # another window of the same browser
            session[TOKEN] = live.token
        if acting.grant_id:
            session[GRANT] = acting.grant_id
        session.save()
        return client

    return log_in


@pytest.fixture
def clerk(hire: Hire, township: Division) -> Acting:
    return hire(Role.TOWNSHIP_CLERK, township, "clerk", "陈干事")


@pytest.fixture
def second_clerk(hire: Hire, township: Division) -> Acting:
    """Give a colleague of the clerk."""
    return hire(Role.TOWNSHIP_CLERK, township, "clerk2", "周干事")


@pytest.fixture
def committee(hire: Hire, township: Division) -> Acting:
    return hire(Role.TOWNSHIP_COMMITTEE, township, "committee", "刘书记")


@pytest.fixture
def second_committee(hire: Hire, township: Division) -> Acting:
    """Give another member of the same township's Party committee."""
    return hire(Role.TOWNSHIP_COMMITTEE, township, "committee2", "彭委员")


@pytest.fixture
def officer(hire: Hire, county: Division) -> Acting:
    return hire(Role.COUNTY_OFFICER, county, "officer", "谭科长")


@pytest.fixture
def second_officer(hire: Hire, county: Division) -> Acting:
    """Give a colleague of the officer."""
    return hire(Role.COUNTY_OFFICER, county, "officer2", "欧阳科员")


@pytest.fixture
def neighbour(hire: Hire, sibling: Division) -> Acting:
    """Give the clerk of the sibling township."""
    return hire(Role.TOWNSHIP_CLERK, sibling, "neighbour", "罗干事")


@pytest.fixture
def sibling_committee(hire: Hire, sibling: Division) -> Acting:
    return hire(Role.TOWNSHIP_COMMITTEE, sibling, "sibling_committee", "邓书记")


@pytest.fixture
def stranger(hire: Hire, other_township: Division) -> Acting:
    """Give a clerk in another county."""
    return hire(Role.TOWNSHIP_CLERK, other_township, "stranger", "肖干事")


@pytest.fixture
def stranger_officer(hire: Hire, other_county: Division) -> Acting:
    """Give the officer of another county."""
    return hire(Role.COUNTY_OFFICER, other_county, "stranger_officer", "蒋科长")


@pytest.fixture
def city_officer(hire: Hire, city: Division) -> Acting:
    return hire(Role.CITY_OFFICER, city, "city_officer", "贺处长")


@pytest.fixture
def auditor(hire: Hire, city: Division) -> Acting:
    return hire(Role.AUDITOR, city, "auditor", "廖审计")


@pytest.fixture
def department(hire: Hire, county: Division) -> Acting:
    return hire(Role.DEPARTMENT, county, "department", "段民警", department="公安")


@pytest.fixture
def system_admin(hire: Hire) -> Acting:
    return hire(Role.SYSTEM_ADMIN, None, "system_admin", "管系统")


@pytest.fixture
def security_admin(hire: Hire) -> Acting:
    return hire(Role.SECURITY_ADMIN, None, "security_admin", "管安全")


@pytest.fixture
def audit_admin(hire: Hire) -> Acting:
    return hire(Role.AUDIT_ADMIN, None, "audit_admin", "管审计")


@pytest.fixture
def nobody(some_db: Any) -> Acting:
    """Give somebody who can log in and holds no role."""
    return Acting(user=_user("nobody", "无职"))


@pytest.fixture
def machine() -> Acting:
    """Give the command line."""
    return command_line("测试")
