"""Questions about accounts that several places ask."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Max, QuerySet

from accounts.clock import today
from accounts.models import Division, RoleGrant, User
from accounts.scope import SEGMENT


def grants_in_force(user: User) -> QuerySet[RoleGrant]:
    """List the roles a person can act in today."""
    return (
        RoleGrant.objects.in_force(today())
        .filter(user=user)
        .select_related("user", "division__parent")
        .order_by("pk")
    )


def grants_not_in_force(user: User) -> QuerySet[RoleGrant]:
    """List the roles that wait for approval, have not begun or are over; the latest first."""
    return (
        RoleGrant.objects.filter(user=user)
        .exclude(pk__in=grants_in_force(user).order_by().values("pk"))
        .select_related("division__parent")
        .order_by("-first_day", "-pk")
    )


def account_named(username: str) -> User | None:
    """Give the account of that name, if there is one."""
    return User.objects.filter(username=username).first()


def grant_of(user: User, grant_id: int | None) -> RoleGrant | None:
    """Give the chosen grant while it is in force; while none is chosen, the only one there is.

    A chosen grant that has ended is not replaced by another: the person chooses himself.
    """
    grants = list(grants_in_force(user))
    if grant_id is None:
        return grants[0] if len(grants) == 1 else None
    return next((grant for grant in grants if grant.pk == grant_id), None)


def next_paths(parent: Division) -> Iterator[str]:
    """Give the free paths below a division, one after another; ended units keep theirs."""
    taken = Division.objects.filter(parent=parent).aggregate(last=Max("path"))["last"]
    number = int(taken[-SEGMENT:]) if taken else 0
    while True:
        number += 1
        yield f"{parent.path}{number:0{SEGMENT}}"
