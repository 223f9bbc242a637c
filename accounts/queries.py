"""Questions about accounts that several places ask."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, Max, QuerySet

from accounts.administration.models import Override
from accounts.clock import today
from accounts.models import Division, RoleGrant, User
from accounts.scope import SEGMENT


def grants_in_force(user: User | int) -> QuerySet[RoleGrant]:
    """List the roles a person can act in today, each knowing whether any emergency is on."""
    return (
        RoleGrant.objects.in_force(today())
        .filter(user=user)
        .select_related("user__live_session", "division__parent")
        .annotate(emergency=Exists(Override.objects.open()))
        .order_by("pk")
    )


def account_with_roles(user_id: int) -> User | None:
    """Give an account with its live session and the roles of today, as every page needs them.

    One query does for all three. `roles_today` stays what it was when the request began.
    """
    grants = list(grants_in_force(user_id))
    alone = User.objects.select_related("live_session").filter(pk=user_id)
    user = grants[0].user if grants else alone.first()
    if user is None or not user.is_active:
        return None
    user.roles_today = grants
    return user


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


def roles_today(user: User) -> list[RoleGrant]:
    """Give the roles that were read with the account, or ask for them."""
    known = user.roles_today
    return list(grants_in_force(user)) if known is None else known


def grant_of(user: User, grant_id: int | None) -> RoleGrant | None:
    """Give the chosen grant while it is in force; while none is chosen, the only one there is.

    A chosen grant that has ended is not replaced by another: the person chooses himself.
    """
    grants = roles_today(user)
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
