"""The first three administrators of an empty installation; once, and with no default password."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db import connection, transaction
from django.utils import timezone

from accounts.acting import Acting
from accounts.administration.services import one_time_password
from accounts.answer import Answer, unless
from accounts.clock import a_year_on, today
from accounts.models import Installation, RoleGrant, User
from accounts.roles import Role
from audit.services import record

OFFICES = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
SALT = "accounts.first_run"
HOUR = 3600
INSTALLER = Acting(name="首次设置")
LOCK = "SELECT pg_advisory_xact_lock(6361, 2)"  # ours alone: two at a time would make six


@dataclass(frozen=True, slots=True)
class First:
    """An administrator and the password he enters with once."""

    user: User
    role: Role
    password: str


def may_set_up() -> Answer:
    """Ask whether this installation still waits for its first three."""
    demo = settings.DEMO or Installation.objects.filter(is_demo=True).exists()
    return unless(not demo, "这是演示库，账号由演示建城时建立。") & unless(
        not User.objects.exists(),
        "本系统已有账号，首次设置只办一次。要增加账号的，请由系统管理员办理。",
    )


def may_be_these(people: dict[Role, tuple[str, str]]) -> Answer:
    """Ask whether these can be the three: three people with three account names."""
    usernames = [username.lower() for username, _ in people.values()]
    names = [name for _, name in people.values()]
    return unless(len(set(usernames)) == len(OFFICES), "三个账号不能相同。请各取一个。") & unless(
        len(set(names)) == len(OFFICES), "三员必须是三个人。请填三个不同的姓名。"
    )


@transaction.atomic
def set_up(*, people: dict[Role, tuple[str, str]]) -> list[First]:
    """Make the three; each one's role is proposed and approved by the other two."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    (may_set_up() & may_be_these(people)).require()
    made = [_made(role, *people[role]) for role in OFFICES]
    for place, first in enumerate(made):
        _granted(first, proposer=made[place - 1].user, approver=made[place - 2].user)
    record("accounts.first_run", by=INSTALLER, accounts=[first.user.username for first in made])
    return made


def token() -> str:
    """Give the word that opens the page for an hour, on an installation without accounts."""
    return signing.dumps("first", salt=SALT)


def is_token(given: str) -> bool:
    """Tell whether a word opens the page."""
    try:
        signing.loads(given, salt=SALT, max_age=HOUR)
    except signing.BadSignature:
        return False
    return True


def _made(role: Role, username: str, name: str) -> First:
    password = one_time_password()
    user = User(username=username, name=name, must_change_password=True)
    user.set_password(password)
    user.password_changed_at = timezone.now()
    user.save()
    record("accounts.account_created", by=INSTALLER, about=user, username=username)
    return First(user, role, password)


def _granted(first: First, *, proposer: User, approver: User) -> None:
    grant = RoleGrant.objects.create(
        user=first.user,
        role=first.role,
        first_day=today(),
        last_day=a_year_on(),
        ground="首次设置",
        proposed_by=proposer,
        approved_by=approver,
    )
    record(
        "accounts.grant_approved",
        by=INSTALLER,
        about=grant,
        holder=first.user.username,
        role=first.role,
        last_day=grant.last_day.isoformat(),
    )
