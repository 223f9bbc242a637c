"""As whom a management command acts."""

from __future__ import annotations

import pytest
from django.core.management import CommandError

from accounts.commands import acting_from
from accounts.roles import Role


def test_a_command_acts_as_the_person_named(clerk):
    acting = acting_from({"by": "clerk"})

    assert (acting.user, acting.role, acting.lo) == (clerk.user, Role.TOWNSHIP_CLERK, clerk.lo)


@pytest.mark.parametrize("options", [{}, {"by": ""}, {"by": None}])
def test_without_a_person_it_is_the_command_line_which_holds_no_role(options):
    acting = acting_from(options)

    assert (acting.username, acting.role, acting.whole) == ("命令行", None, True)
    assert not acting.has(*Role)


def test_of_several_roles_one_must_be_named(clerk, hire, county):
    hire(Role.AUDITOR, county, user=clerk.user)

    with pytest.raises(CommandError, match="clerk:auditor"):
        acting_from({"by": "clerk"})
    assert acting_from({"by": "clerk:auditor"}).role == Role.AUDITOR


def test_without_a_role_in_force_nobody_acts(nobody):
    with pytest.raises(CommandError, match="没有这样的角色"):
        acting_from({"by": "nobody"})
