"""What changes one's own account, and divisions; each call records an event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import passwords, rules
from accounts.acting import Acting
from accounts.models import Division, DivisionCode, User
from accounts.queries import next_paths
from accounts.roles import Level
from accounts.sessions import end_sessions
from audit.services import record

NEXT_DAY = timedelta(days=1)


@transaction.atomic
def change_password(*, user: User, old: str, new: str, by: Acting) -> User:
    """Give the person's account the password he chose."""
    user = User.objects.select_for_update().get(pk=user.pk)
    (rules.is_password_of(user, old) & rules.may_use_password(user, new)).require()
    passwords.remember(user)
    user.set_password(new)
    user.must_change_password = False
    user.password_changed_at = timezone.now()
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    end_sessions(user, "password_changed")  # the view lets the one go on in which this was done
    record("accounts.password_changed", by=by, about=user)
    return user


@transaction.atomic
def succeed_division(
    *,
    division: Division,
    name: str,
    official_name: str,
    unit_type: str,
    last_day: date,
    by: Acting,
    committee_type: str = "",
) -> Division:
    """End a division and begin another in its place, as when a village becomes a community."""
    division = _locked_division(division)
    rules.may_succeed(division, last_day=last_day, by=by).require()
    successor = _begin_after(
        division,
        division.parent,
        last_day,
        name=name,
        official_name=official_name,
        unit_type=unit_type,
        committee_type=committee_type,
    )
    _end(division, last_day, successor)
    _move_children(division, successor, last_day)
    record(
        "accounts.division_succeeded",
        by=by,
        about=division,
        scope_path=division.path,
        successor=successor.pk,
        last_day=last_day.isoformat(),
    )
    return successor


@transaction.atomic
def merge_divisions(
    *, divisions: Sequence[Division], into: Division, last_day: date, by: Acting
) -> Division:
    """End divisions in favour of one that goes on; villages of a merged township move with it."""
    into = _locked_division(into)
    merged = [_locked_division(division) for division in sorted(divisions, key=lambda d: d.pk)]
    rules.may_merge(merged, into=into, last_day=last_day, by=by).require()
    for division in merged:
        _end(division, last_day, into)
        _move_children(division, into, last_day)
    record(
        "accounts.divisions_merged",
        by=by,
        about=into,
        scope_path=into.path,
        merged=[division.pk for division in merged],
        last_day=last_day.isoformat(),
    )
    return into


def record_log_in(*, by: Acting, replaced: bool = False) -> None:
    """Record that somebody has come in, and that he was in elsewhere."""
    if replaced:
        record("accounts.session_ended", by=by, about=by.user, reason="replaced")
    record("accounts.logged_in", by=by, about=by.user)


def record_factor_enrolled(*, by: Acting) -> None:
    """Record that somebody has shown that he holds a second factor."""
    record("accounts.factor_enrolled", by=by, about=by.user)


def record_log_out(*, by: Acting) -> None:
    """Record that somebody has left."""
    record("accounts.logged_out", by=by, about=by.user)


def record_role_chosen(*, by: Acting) -> None:
    """Record in which of his roles somebody acts from now on."""
    record("accounts.role_chosen", by=by, about=by.user, grant=by.grant_id)


def _locked_division(division: Division) -> Division:
    return (
        Division.objects.select_for_update(of=("self",))
        .select_related("parent")
        .get(pk=division.pk)
    )


def _begin_after(
    division: Division, parent: Division | None, last_day: date, **names: str
) -> Division:
    """Begin a successor on the next day; its place in the tree is its own, and it takes the codes.

    The codes stay until the city's list gives others: an import finds the unit by them.
    """
    if parent is None:
        raise ValueError("only townships and villages are succeeded")
    Division.objects.select_for_update().get(pk=parent.pk)  # two successors, two paths
    successor = Division.objects.create(
        parent=parent,
        level=division.level,
        path=next(next_paths(parent)),
        is_formal=division.is_formal,
        first_day=last_day + NEXT_DAY,
        **names,
    )
    codes = division.codes.filter(last_day=None)
    carried = [
        DivisionCode(
            division=successor, family=code.family, code=code.code, first_day=last_day + NEXT_DAY
        )
        for code in codes
    ]
    codes.update(last_day=last_day)
    DivisionCode.objects.bulk_create(carried)
    return successor


def _end(division: Division, last_day: date, successor: Division) -> None:
    division.codes.filter(last_day=None).update(last_day=last_day)
    division.last_day = last_day
    division.successor = successor
    division.save(update_fields=["last_day", "successor"])


def _move_children(division: Division, parent: Division, last_day: date) -> None:
    """Let each village of an ended township go on under another; its facts stay where they are."""
    if division.level != Level.TOWNSHIP:
        return
    for child in division.children.filter(last_day=None).select_for_update():
        successor = _begin_after(
            child,
            parent,
            last_day,
            name=child.name,
            official_name=child.official_name,
            unit_type=child.unit_type,
            committee_type=child.committee_type,
        )
        _end(child, last_day, successor)
