"""First wall: who sees which rows, by path."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.acting import Acting, command_line
from accounts.clock import today
from accounts.models import RoleGrant
from accounts.queries import grant_of, grants_in_force
from accounts.roles import ADMINISTRATORS, LEVELS, READERS, Role
from accounts.scope import InheritedQuerySet, ScopedQuerySet
from cadres.models import Person
from tests.places import PLACES

TREE = sorted(PLACES)


def sees(acting: Acting) -> list[str]:
    return [path for path in TREE if acting.hi and acting.lo <= path < acting.hi]


@pytest.mark.parametrize(
    ("who", "root"),
    [
        ("clerk", "0043000100010001"),
        ("committee", "0043000100010001"),
        ("officer", "004300010001"),
        ("city_officer", "00430001"),
        ("auditor", "00430001"),
    ],
)
def test_a_reader_sees_his_division_and_all_below(who, root, request):
    assert sees(request.getfixturevalue(who)) == [p for p in TREE if p.startswith(root)]


@pytest.mark.parametrize(
    "who", ["department", "system_admin", "security_admin", "audit_admin", "nobody"]
)
def test_others_see_nothing(who, request):
    assert sees(request.getfixturevalue(who)) == []


def test_the_command_line_sees_everything():
    assert sees(command_line()) == TREE


def test_an_unknown_role_or_one_without_its_division_sees_nothing(clerk):
    assert sees(Acting(user=clerk.user, role=None, division=clerk.division)) == []
    assert sees(Acting(user=clerk.user, role=Role.CITY_OFFICER, division=None)) == []
    assert sees(Acting()) == []


@pytest.mark.parametrize("queryset", [ScopedQuerySet, InheritedQuerySet])
@pytest.mark.parametrize("acting", [None, Acting(), Acting(role=Role.CITY_OFFICER)])
def test_what_is_unknown_is_not_even_asked_for(queryset, acting):
    assert queryset(Person).visible_to(acting).query.is_empty()


def test_every_role_is_a_reader_or_said_not_to_be():
    assert set(Role) - READERS == ADMINISTRATORS | {Role.DEPARTMENT}
    assert set(LEVELS) == set(Role)


def test_a_grant_counts_from_its_first_to_its_last_day(clerk):
    grant = RoleGrant.objects.get(pk=clerk.grant_id)
    day = timedelta(days=1)
    for first, last, counts in [
        (today(), today(), True),
        (today() - day, today() + day, True),
        (today() + day, today() + 2 * day, False),
        (today() - 2 * day, today() - day, False),
    ]:
        RoleGrant.objects.filter(pk=grant.pk).update(first_day=first, last_day=last)

        assert bool(grant_of(clerk.user, grant.pk)) is counts


def test_a_grant_that_nobody_approved_does_not_count(clerk):
    RoleGrant.objects.filter(pk=clerk.grant_id).update(approved_by=None)

    assert not grants_in_force(clerk.user).exists()


def test_the_grant_of_another_person_does_not_count(clerk, committee):
    assert grant_of(clerk.user, committee.grant_id) is None
