"""An emergency: two administrators, hours only, and everybody sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_in
from accounts.administration.overrides import (
    acknowledge_override,
    confirm_override,
    end_override,
    request_override,
)
from accounts.answer import Refused
from accounts.models import Override, RoleGrant
from accounts.queries import grants_in_force
from accounts.roles import Role
from audit.models import Event
from tests.assessments import stage
from tests.assessments.pages import CLEAR

BANNER = "alarmbar"


@pytest.fixture
def ask(nobody, township, system_admin):
    """Give a function that asks for the clerk's role for somebody who has none."""

    def make(role=Role.TOWNSHIP_CLERK, division=township, *, user=None, by=system_admin, **more):
        given = {"hours": 4, "reason": "干事住院，明天要上会"} | more
        return request_override(
            user=user or nobody.user, role=role, division=division, by=by, **given
        )

    return make


def test_a_role_is_given_for_hours_and_loudly(ask, security_admin, nobody):
    override = ask()
    assert not grants_in_force(nobody.user).exists()

    confirm_override(override=override, by=security_admin)

    grant = grants_in_force(nobody.user).get()
    assert timedelta(hours=3) < grant.until - timezone.now() <= timedelta(hours=4)
    names = list(Event.objects.order_by("pk").values_list("name", flat=True))
    assert names == ["accounts.override_requested", "accounts.override_confirmed"]
    event = Event.objects.get(name="accounts.override_confirmed")
    assert (event.actor, event.data["holder"]) == ("security_admin", "nobody")
    assert event.data["reason"] == "干事住院，明天要上会"
    assert event.scope_path == "0043000100010001"


def test_it_is_over_when_its_hours_are(ask, security_admin, nobody):
    override = confirm_override(override=ask(hours=1), by=security_admin)

    RoleGrant.objects.filter(pk=override.grant.pk).update(
        until=timezone.now() - timedelta(seconds=1)
    )

    assert not grants_in_force(nobody.user).exists()


def test_two_of_the_same_office_are_enough_one_is_not(ask, hire, system_admin):
    override = ask()

    with pytest.raises(PermissionDenied, match="申请人不得确认"):
        confirm_override(override=override, by=system_admin)
    assert confirm_override(override=override, by=hire(Role.SYSTEM_ADMIN)).grant


@pytest.mark.parametrize("who", ["clerk", "officer", "city_officer", "auditor", "audit_admin"])
def test_nobody_else_asks_or_confirms(who, ask, request):
    by = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        ask(by=by)
    with pytest.raises(PermissionDenied):
        confirm_override(override=ask(), by=by)


def test_nobody_gives_it_to_himself(ask, system_admin, security_admin):
    with pytest.raises(PermissionDenied):
        ask(user=system_admin.user)
    with pytest.raises(Refused, match="不得兼任"):
        ask(user=security_admin.user)


def test_it_needs_a_reason_and_a_day_at_most(ask):
    for more, sentence in [({"reason": " "}, "没有写明"), ({"hours": 25}, "最长 24 小时")]:
        with pytest.raises(Refused, match=sentence):
            ask(**more)


def test_a_request_nobody_confirmed_lapses(ask, security_admin):
    override = ask()
    Override.objects.filter(pk=override.pk).update(
        requested_at=timezone.now() - timedelta(hours=2, seconds=1)
    )

    with pytest.raises(Refused, match="不再有效"):
        confirm_override(override=override, by=security_admin)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("hours = 25", "a_day_at_most"),
        ("confirmed_by_id = requested_by_id", "confirmed_by_another"),
        ("requested_by_id = user_id", "not_for_oneself"),
        ("acknowledged_by_id = confirmed_by_id, acknowledged_at = now()", "by_a_third"),
        ("acknowledged_by_id = user_id, acknowledged_at = now()", "by_a_third"),
    ],
)
def test_the_database_holds_it_by_itself(change, constraint, ask, security_admin):
    confirm_override(override=ask(), by=security_admin)

    with (
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE accounts_override SET {change}")


def test_everybody_in_the_division_sees_it_until_it_is_over_and_acknowledged(
    ask, client_of, system_admin, security_admin, audit_admin, clerk, officer, neighbour, stranger
):
    def shown(who):
        return BANNER in client_of(who).get("/").content.decode()

    override = ask()
    assert not shown(clerk)
    confirm_override(override=override, by=security_admin)

    assert all(shown(who) for who in (clerk, officer, system_admin, security_admin, audit_admin))
    assert not any(shown(who) for who in (neighbour, stranger))

    end_override(override=override, by=system_admin)
    assert shown(clerk)
    acknowledge_override(override=override, by=audit_admin)
    assert not shown(clerk)


def test_acknowledged_while_it_lasts_it_stays_until_the_end(
    ask, client_of, security_admin, audit_admin, clerk
):
    override = confirm_override(override=ask(), by=security_admin)
    acknowledge_override(override=override, by=audit_admin)

    assert BANNER in client_of(clerk).get("/").content.decode()


def test_who_took_part_does_not_acknowledge(ask, security_admin, system_admin):
    override = confirm_override(override=ask(), by=security_admin)

    for by in (system_admin, security_admin):
        with pytest.raises(PermissionDenied):
            acknowledge_override(override=override, by=by)


def test_taken_back_it_gives_nothing_and_the_session_ends(
    ask, client_of, security_admin, system_admin, nobody
):
    override = confirm_override(override=ask(), by=security_admin)
    browser = client_of(acting_in(override.grant))
    assert browser.get("/cadres/").status_code == 200

    end_override(override=override, by=system_admin)

    assert browser.get("/cadres/").status_code == 302
    assert not grants_in_force(nobody.user).exists()


def test_it_lifts_no_rule_who_prepared_does_not_decide(
    settings, ask, officer, clerk, township, village, second_village, security_admin
):
    settings.BUSINESS_DAY = stage.DAY
    stage.people(village)
    stage.people(second_village)
    held = stage.submitted(stage.opened(officer, township), clerk, CLEAR)
    override = confirm_override(
        override=ask(Role.TOWNSHIP_COMMITTEE, user=clerk.user), by=security_admin
    )

    with pytest.raises(PermissionDenied, match="须由党委会的另一位同志审定"):
        stage.decided(held, acting_in(override.grant))


def test_the_pages_lead_through_it(
    client_of, system_admin, security_admin, audit_admin, nobody, township
):
    url = f"{reverse('accounts:override_new')}?role={Role.TOWNSHIP_CLERK}"
    data = {"username": "nobody", "division": township.pk, "hours": "2", "reason": "急办"}

    client_of(system_admin).post(url, data)
    override = Override.objects.get()
    for who, step in [
        (security_admin, "confirm"),
        (system_admin, "end"),
        (audit_admin, "acknowledge"),
    ]:
        address = reverse(f"accounts:override_{step}", args=[override.pk])
        assert client_of(who).post(address).status_code == 302

    override.refresh_from_db()
    assert override.acknowledged_by == audit_admin.user
