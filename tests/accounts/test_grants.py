"""A role is proposed by one, approved by another, and held by a third."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from accounts.administration.services import (
    approve_grant,
    cut_grant,
    end_grant,
    propose_grant,
    refuse_grant,
)
from accounts.answer import Refused
from accounts.clock import today
from accounts.models import RoleGrant
from accounts.queries import grants_in_force
from accounts.roles import LEVELS, Role
from audit.models import Event

FIRST = date(2018, 1, 1)


@pytest.fixture
def propose(nobody, system_admin):
    """Give a function that proposes a role for somebody who has none."""

    def make(role, division, *, user=None, by=system_admin, first_day=FIRST, **more):
        return propose_grant(
            user=user or nobody.user, role=role, division=division, first_day=first_day, by=by,
            **more,
        )  # fmt: skip

    return make


def test_a_role_counts_once_somebody_else_has_approved_it(
    propose, nobody, township, security_admin
):
    grant = propose(Role.TOWNSHIP_CLERK, township)
    assert not grants_in_force(nobody.user).exists()

    approve_grant(grant=grant, by=security_admin)

    assert [held.pk for held in grants_in_force(nobody.user)] == [grant.pk]
    assert list(Event.objects.order_by("pk").values_list("name", "actor")) == [
        ("accounts.grant_proposed", "system_admin"),
        ("accounts.grant_approved", "security_admin"),
    ]


@pytest.mark.parametrize("who", ["clerk", "officer", "auditor", "security_admin", "audit_admin"])
def test_only_the_system_administrator_proposes(who, propose, township, request):
    with pytest.raises(PermissionDenied):
        propose(Role.AUDITOR, township, by=request.getfixturevalue(who))


@pytest.mark.parametrize("who", ["system_admin", "clerk", "audit_admin", "city_officer"])
def test_only_the_security_administrator_approves(who, propose, township, request):
    grant = propose(Role.AUDITOR, township)

    with pytest.raises(PermissionDenied):
        approve_grant(grant=grant, by=request.getfixturevalue(who))


def test_nobody_approves_for_himself_or_what_he_proposed(propose, township, security_admin, hire):
    own = RoleGrant.objects.create(
        user=security_admin.user, role=Role.SECURITY_ADMIN, first_day=FIRST,
        proposed_by=hire(Role.SYSTEM_ADMIN).user,
    )  # fmt: skip
    proposed = propose(Role.AUDITOR, township)
    RoleGrant.objects.filter(pk=proposed.pk).update(proposed_by=security_admin.user)

    for grant in (own, proposed):
        with pytest.raises(PermissionDenied):
            approve_grant(grant=grant, by=security_admin)


def test_the_database_holds_the_four_eyes_by_itself(clerk, township, personnel):
    proposer, approver = personnel
    made = {"user": clerk.user, "role": Role.AUDITOR, "division": township, "first_day": FIRST}

    for pair in [(proposer, proposer), (proposer, clerk.user), (clerk.user, clerk.user)]:
        with pytest.raises(IntegrityError, match="grant_four_eyes"), transaction.atomic():
            RoleGrant.objects.create(**made, proposed_by=pair[0], approved_by=pair[1])
    RoleGrant.objects.create(**made, proposed_by=proposer, approved_by=approver)


def test_the_database_keeps_administrators_without_a_division(clerk, township, personnel):
    made = {"user": clerk.user, "first_day": FIRST, "proposed_by": personnel[0]}

    for role, division in [(Role.SYSTEM_ADMIN, township), (Role.TOWNSHIP_CLERK, None)]:
        with (
            pytest.raises(IntegrityError, match="administrators_have_no_division"),
            transaction.atomic(),
        ):
            RoleGrant.objects.create(**made, role=role, division=division)


@pytest.mark.parametrize("role", Role)
def test_a_role_is_held_at_its_own_levels_only(role, propose, places, hire):
    units = [None, *[places[name] for name in ("湖南省", "衡阳市", "耒阳市", "新市镇", "杨仙村")]]
    for number, unit in enumerate(units):
        holder = hire(Role.AUDITOR, places["衡阳市"], f"u{role}{number}").user
        RoleGrant.objects.filter(user=holder).update(last_day=date(2010, 12, 31))
        if (unit.level if unit else None) in LEVELS[role]:
            assert propose(role, unit, user=holder, department="公安局").pk
        else:
            with pytest.raises(Refused, match="不能设在"):
                propose(role, unit, user=holder, department="公安局")


def test_the_same_role_is_not_proposed_twice(propose, township):
    propose(Role.AUDITOR, township)

    with pytest.raises(Refused, match="已有或已提出同一角色"):
        propose(Role.AUDITOR, township)


def test_it_may_be_proposed_again_for_the_time_after(propose, township):
    propose(Role.AUDITOR, township, last_day=date(2018, 6, 30))

    assert propose(Role.AUDITOR, township, first_day=date(2018, 7, 1))


def test_an_administrator_holds_no_other_role(propose, clerk, security_admin, township):
    for user, role, division in [
        (clerk.user, Role.AUDIT_ADMIN, None),
        (security_admin.user, Role.AUDIT_ADMIN, None),
        (security_admin.user, Role.AUDITOR, township),
    ]:
        with pytest.raises(Refused, match="不得兼任"):
            propose(role, division, user=user)


def test_a_closed_account_gets_no_role(propose, nobody, township):
    nobody.user.is_active = False
    nobody.user.save()

    with pytest.raises(Refused, match="账号已停用"):
        propose(Role.AUDITOR, township)


@pytest.mark.parametrize("who", ["system_admin", "security_admin"])
def test_an_administrator_ends_a_role(who, clerk, request):
    grant = RoleGrant.objects.get(pk=clerk.grant_id)

    end_grant(grant=grant, last_day=today(), by=request.getfixturevalue(who))

    assert grants_in_force(clerk.user).exists()
    grant.refresh_from_db()
    assert grant.last_day == today()


@pytest.mark.parametrize(
    ("shift", "sentence"), [(-1, "终止日不能早于今天"), (-20_000, "终止日不能早于起始日")]
)
def test_a_role_is_not_ended_in_the_past(shift, sentence, clerk, system_admin):
    grant = RoleGrant.objects.get(pk=clerk.grant_id)

    with pytest.raises(Refused, match=sentence):
        end_grant(grant=grant, last_day=today() + timedelta(days=shift), by=system_admin)


def test_nobody_else_ends_a_role(clerk, officer):
    with pytest.raises(PermissionDenied):
        end_grant(grant=RoleGrant.objects.get(pk=clerk.grant_id), last_day=today(), by=officer)


def test_a_role_is_approved_once(propose, township, security_admin):
    grant = approve_grant(grant=propose(Role.AUDITOR, township), by=security_admin)

    with pytest.raises(Refused, match="已经批准"):
        approve_grant(grant=grant, by=security_admin)


def test_a_role_lasts_a_year_unless_said_otherwise_and_three_at_most(propose, township, places):
    grant = propose(Role.AUDITOR, township, first_day=date(2030, 3, 1))

    assert grant.last_day == date(2031, 2, 28)
    with pytest.raises(Refused, match="授权最长 3 年"):
        propose(Role.AUDITOR, places["遥田镇"], last_day=today() + timedelta(days=3 * 366 + 1))


def test_a_department_says_which_it_is(propose, county):
    with pytest.raises(Refused, match="写明部门名称"):
        propose(Role.DEPARTMENT, county)


def test_nobody_proposes_for_himself(propose, system_admin, township):
    with pytest.raises(PermissionDenied, match="不得给自己提出"):
        propose(Role.AUDITOR, township, user=system_admin.user)


@pytest.mark.parametrize("who", ["security_admin", "system_admin"])
def test_a_proposal_is_turned_down_with_a_reason_and_may_come_again(
    who, propose, township, security_admin, request
):
    grant = propose(Role.AUDITOR, township)
    by = request.getfixturevalue(who)

    with pytest.raises(Refused, match="没有写明"):
        refuse_grant(grant=grant, reason=" ", by=by)
    refuse_grant(grant=grant, reason="编制已满", by=by)

    with pytest.raises(Refused, match="没有批准"):
        approve_grant(grant=grant, by=security_admin)
    assert propose(Role.AUDITOR, township)


def test_a_role_is_cut_off_this_moment(clerk, security_admin, system_admin, township):
    grant = RoleGrant.objects.get(pk=clerk.grant_id)

    cut_grant(grant=grant, reason="调离", by=security_admin)

    assert not grants_in_force(clerk.user).exists()
    with pytest.raises(Refused, match="已经终止"):
        cut_grant(grant=grant, reason="调离", by=security_admin)
    assert propose_grant(
        user=clerk.user, role=Role.TOWNSHIP_CLERK, division=township, first_day=today(),
        by=system_admin,
    )  # fmt: skip


def test_the_last_one_of_an_office_is_not_sent_away(security_admin, audit_admin, hire):
    grant = RoleGrant.objects.get(pk=audit_admin.grant_id)

    with pytest.raises(Refused, match="仅有的安全审计员"):
        cut_grant(grant=grant, reason="调离", by=security_admin)
    hire(Role.AUDIT_ADMIN)
    cut_grant(grant=grant, reason="调离", by=security_admin)


def test_what_has_not_begun_is_taken_back(propose, township, security_admin):
    grant = propose(Role.AUDITOR, township, first_day=today() + timedelta(days=9))
    approve_grant(grant=grant, by=security_admin)

    grant = cut_grant(grant=grant, reason="不去了", by=security_admin)

    assert (grant.refused_on, grant.refusal) == (today(), "不去了")
    grant.refresh_from_db()
    assert grant.approved_by_id  # what happened stays written


BUSINESS = Role.AUDITOR
HATS = [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN]
PAIRS = [(one, two) for one in [*HATS, BUSINESS] for two in [*HATS, BUSINESS] if one != two]


@pytest.mark.parametrize(("held", "second"), PAIRS)
def test_the_database_itself_refuses_a_second_hat(held, second, nobody, township, personnel):
    _grant_by_sql(nobody.user, held, township, personnel, "2018-01-01", "2018-12-31")

    for first, last in [("2018-12-31", "2019-12-31"), ("2018-06-01", "2018-06-01")]:
        with (
            pytest.raises(IntegrityError, match="grant_one_hat_an_administrator"),
            transaction.atomic(),
        ):
            _grant_by_sql(nobody.user, second, township, personnel, first, last)
    _grant_by_sql(nobody.user, second, township, personnel, "2019-01-01", "2019-12-31")


def test_business_roles_are_held_side_by_side_and_so_is_the_same_office(
    nobody, township, sibling, personnel, system_admin
):
    for place in (township, sibling):
        _grant_by_sql(nobody.user, BUSINESS, place, personnel, "2018-01-01", "2018-12-31")
    _grant_by_sql(system_admin.user, Role.SYSTEM_ADMIN, None, personnel, "2018-01-01", "2018-12-31")


def test_the_database_refuses_an_open_end_and_a_proposal_for_oneself(nobody, township, personnel):
    with pytest.raises(IntegrityError, match="last_day"), transaction.atomic():
        _grant_by_sql(nobody.user, BUSINESS, township, personnel, "2018-01-01", None)
    with pytest.raises(IntegrityError, match="not_proposed_for_oneself"), transaction.atomic():
        _grant_by_sql(nobody.user, BUSINESS, township, (nobody.user, personnel[1]),
                      "2018-01-01", "2018-12-31")  # fmt: skip


def _grant_by_sql(user, role, division, personnel, first, last):
    place = division.pk if division and role == BUSINESS else None
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_rolegrant (user_id, role, division_id, department, ground,"
            " refusal, first_day, last_day, proposed_by_id, approved_by_id)"
            " VALUES (%s, %s, %s, '', '', '', %s, %s, %s, %s)",
            [user.pk, role, place, first, last, personnel[0].pk, personnel[1].pk],
        )
