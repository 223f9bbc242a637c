"""What administrators do to accounts and roles; each call records an event."""

from __future__ import annotations

import secrets
from datetime import date
from string import ascii_lowercase, ascii_uppercase, digits

from django.db import transaction
from django.utils import timezone

from accounts.acting import Acting
from accounts.administration import rules
from accounts.administration.refusals import as_refusals
from accounts.clock import a_year_on, today
from accounts.models import Division, RoleGrant, User
from accounts.roles import Role
from accounts.sessions import end_sessions
from audit.services import record

# Without those that look alike on paper: 0 O o, 1 l I.
CLASSES = tuple(
    "".join(sign for sign in signs if sign not in "0Oo1lI")
    for signs in (ascii_lowercase, ascii_uppercase, digits)
)
LENGTH = 14


@transaction.atomic
@as_refusals
def create_account(*, username: str, name: str, by: Acting) -> tuple[User, str]:
    """Make an account and give the password that it is first entered with; it is kept nowhere."""
    rules.may_create_account(username, by=by).require()
    user = User(username=username, name=name)
    password = _with_new_password(user)
    user.save()
    record("accounts.account_created", by=by, about=user, username=username)
    return user, password


@transaction.atomic
def reset_password(*, user: User, by: Acting) -> str:
    """Give somebody who forgot his password another for one time."""
    user = _locked_user(user)
    rules.may_reset_password(user, by=by).require()
    password = _with_new_password(user)
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    record("accounts.password_reset", by=by, about=user)
    end_sessions(user, "password_reset", by=by)
    return password


@transaction.atomic
def disable_account(*, user: User, reason: str, by: Acting) -> User:
    """Close an account, and with it every role and session it has."""
    user = _locked_user(user)
    rules.may_disable_account(user, reason=reason, by=by).require()
    user.is_active = False
    user.save(update_fields=["is_active"])
    ended = _end_all(user, reason, by)
    record("accounts.account_disabled", by=by, about=user, reason=reason, grants=ended)
    end_sessions(user, "account_disabled", by=by)
    return user


@transaction.atomic
def enable_account(*, user: User, by: Acting) -> tuple[User, str]:
    """Open an account again under a new one-time password; roles have to be proposed anew."""
    user = _locked_user(user)
    rules.may_enable_account(user, by=by).require()
    user.is_active = True
    password = _with_new_password(user)
    user.save()
    record("accounts.account_enabled", by=by, about=user)
    return user, password


@transaction.atomic
def end_grants_of(*, user: User, reason: str, by: Acting) -> int:
    """Take every role from somebody who has left his post; say how many there were."""
    user = _locked_user(user)
    rules.may_end_grants_of(user, reason=reason, by=by).require()
    ended = _end_all(user, reason, by)
    record("accounts.grants_ended", by=by, about=user, reason=reason, grants=ended)
    end_sessions(user, "grants_ended", by=by)
    return len(ended)


@transaction.atomic
@as_refusals
def propose_grant(
    *,
    user: User,
    role: Role,
    division: Division | None,
    first_day: date,
    by: Acting,
    last_day: date | None = None,
    department: str = "",
    ground: str = "",
) -> RoleGrant:
    """Propose a role, for a year unless said otherwise; before its approval it gives no right."""
    user = _locked_user(user)
    last_day = last_day or a_year_on(max(first_day, today()))
    rules.may_propose_grant(
        user, role=role, division=division, first_day=first_day, last_day=last_day, by=by,
        department=department,
    ).require()  # fmt: skip
    grant = RoleGrant.objects.create(  # type: ignore[misc]  # who holds a role is a user
        user=user,
        role=role,
        division=division,
        department=department,
        first_day=first_day,
        last_day=last_day,
        ground=ground,
        proposed_by=by.user,
    )
    record("accounts.grant_proposed", by=by, about=grant, **_said_of(grant))
    return grant


@transaction.atomic
def approve_grant(*, grant: RoleGrant, by: Acting) -> RoleGrant:
    """Approve a role that somebody else proposed for somebody else."""
    grant = _locked(grant)
    rules.may_approve_grant(grant, by=by).require()
    grant.approved_by = by.user
    grant.save(update_fields=["approved_by"])
    record("accounts.grant_approved", by=by, about=grant, **_said_of(grant))
    end_sessions(grant.user, "grant_approved", by=by)
    return grant


@transaction.atomic
def refuse_grant(*, grant: RoleGrant, reason: str, by: Acting) -> RoleGrant:
    """Turn a proposal down, or take back one's own."""
    grant = _locked(grant)
    rules.may_refuse_grant(grant, reason=reason, by=by).require()
    _refuse(grant, reason, by)
    record("accounts.grant_refused", by=by, about=grant, reason=reason, **_said_of(grant))
    return grant


@transaction.atomic
def end_grant(*, grant: RoleGrant, last_day: date, by: Acting) -> RoleGrant:
    """Let a role end with that day."""
    grant = _locked(grant)
    rules.may_end_grant(grant, last_day=last_day, today=today(), by=by).require()
    grant.last_day = last_day
    grant.save(update_fields=["last_day"])
    record("accounts.grant_ended", by=by, about=grant, **_said_of(grant))
    end_sessions(grant.user, "grant_ended", by=by)
    return grant


@transaction.atomic
def cut_grant(*, grant: RoleGrant, reason: str, by: Acting) -> RoleGrant:
    """End a role this very moment."""
    grant = _locked(grant)
    rules.may_cut_grant(grant, reason=reason, now=timezone.now(), by=by).require()
    _cut(grant, reason, by)
    record("accounts.grant_ended", by=by, about=grant, reason=reason, **_said_of(grant))
    end_sessions(grant.user, "grant_ended", by=by)
    return grant


@transaction.atomic
def end_session(*, user: User, by: Acting) -> User:
    """Log somebody out wherever he is; he may log in again."""
    rules.may_end_session(by=by).require()
    end_sessions(user, "ended_by_administrator", by=by)
    return user


def one_time_password() -> str:
    """Draw a password that the rules accept and that can be read out."""
    while True:
        drawn = "".join(secrets.choice("".join(CLASSES)) for _ in range(LENGTH))
        if all(set(drawn) & set(signs) for signs in CLASSES):
            return "-".join((drawn[:5], drawn[5:10], drawn[10:]))


def _with_new_password(user: User) -> str:
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.password_changed_at = timezone.now()
    return password


def _end_all(user: User, reason: str, by: Acting) -> list[int]:
    """End what holds, take back what has not begun; the list names the grants."""
    standing = RoleGrant.objects.standing().filter(user=user, last_day__gte=today())
    grants = list(standing.select_for_update(of=("self",)).order_by("pk"))
    for grant in grants:
        _cut(grant, reason, by)
    return [grant.pk for grant in grants]


def _cut(grant: RoleGrant, reason: str, by: Acting) -> None:
    if grant.approved_by_id is None or grant.first_day > today():
        _refuse(grant, reason, by)
        return
    grant.last_day = min(grant.last_day, today())
    grant.until = timezone.now()
    grant.save(update_fields=["last_day", "until"])


def _refuse(grant: RoleGrant, reason: str, by: Acting) -> None:
    grant.refused_by = by.user
    grant.refused_on = today()
    grant.refusal = reason.strip()[:200]
    grant.save(update_fields=["refused_by", "refused_on", "refusal"])


def _said_of(grant: RoleGrant) -> dict[str, str]:
    """Give what an event says of a grant, so that the log is read without the table."""
    return {
        "holder": grant.user.username,
        "role": grant.role,
        "where": grant.department or grant.where,
        "first_day": grant.first_day.isoformat(),
        "last_day": grant.last_day.isoformat(),
    }


def _locked(grant: RoleGrant) -> RoleGrant:
    return (
        RoleGrant.objects.select_for_update(of=("self",))
        .select_related("user", "division__parent", "proposed_by")
        .get(pk=grant.pk)
    )


def _locked_user(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)
