"""Pages on which roles are proposed, approved, turned down and ended."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.clock import a_year_on, today
from accounts.models import RoleGrant
from accounts.queries import grants_in_force
from accounts.roles import Role
from audit.models import Event


@pytest.fixture
def propose(client_of, system_admin, nobody):
    """Give a function that fills in the form of a role for somebody who has none."""
    browser = client_of(system_admin)

    def send(role, **data):
        url = reverse("accounts:grant_new", args=[nobody.user.pk])
        days = {"first_day": today(), "last_day": a_year_on(), "ground": "任职通知"}
        return browser.post(f"{url}?role={role}", days | data)

    return send


def test_a_role_goes_from_proposal_to_approval(
    propose, client_of, security_admin, nobody, township
):
    propose(Role.TOWNSHIP_CLERK, division=township.pk)
    grant = RoleGrant.objects.get(user=nobody.user)
    browser = client_of(security_admin)
    assert "任职通知" in browser.get(reverse("accounts:grants")).content.decode()
    assert not grants_in_force(nobody.user).exists()

    browser.post(reverse("accounts:grant_approve", args=[grant.pk]))

    assert grants_in_force(nobody.user).get() == grant
    assert Event.objects.filter(name="accounts.grant_approved", actor="security_admin").exists()


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.TOWNSHIP_CLERK, {"新市镇", "遥田镇", "车江街道"}),
        (Role.COUNTY_OFFICER, {"耒阳市", "衡南县"}),
        (Role.CITY_OFFICER, {"衡阳市"}),
        (Role.AUDITOR, {"衡阳市", "耒阳市", "衡南县", "新市镇", "遥田镇", "车江街道"}),
        (Role.DEPARTMENT, {"耒阳市", "衡南县"}),
    ],
)
def test_only_units_that_can_have_the_role_are_offered(
    role, names, client_of, system_admin, nobody, places
):
    url = reverse("accounts:grant_new", args=[nobody.user.pk])
    form = client_of(system_admin).get(url, {"role": role}).context["form"]

    offered = {name for _, units in form.fields["division"].choices for _, name in units}
    assert offered == names
    assert ("department" in form.fields) == (role == Role.DEPARTMENT)


def test_a_unit_of_another_kind_is_refused_though_it_be_sent(propose, nobody, county, village):
    for place in (county, village):
        response = propose(Role.TOWNSHIP_CLERK, division=place.pk)
        assert response.status_code == 200
        assert response.context["form"].errors["division"]
    assert not RoleGrant.objects.filter(user=nobody.user).exists()


def test_an_administrator_has_no_unit(propose, nobody):
    propose(Role.AUDIT_ADMIN)

    assert RoleGrant.objects.get(user=nobody.user).division is None


def test_a_last_day_is_asked_for(propose, township):
    response = propose(Role.TOWNSHIP_CLERK, division=township.pk, last_day="")

    assert response.context["form"].errors["last_day"]


def test_what_is_refused_is_said_on_the_form_and_kept(propose, nobody, township):
    propose(Role.TOWNSHIP_CLERK, division=township.pk)

    response = propose(Role.TOWNSHIP_CLERK, division=township.pk, ground="第二次")

    text = response.content.decode()
    assert (response.status_code, "不需重复提出" in text, "第二次" in text) == (200, True, True)


def test_a_proposal_is_turned_down_with_its_reason(
    propose, client_of, security_admin, nobody, township
):
    propose(Role.TOWNSHIP_CLERK, division=township.pk)
    grant = RoleGrant.objects.get(user=nobody.user)
    browser, url = client_of(security_admin), reverse("accounts:grant_refuse", args=[grant.pk])

    assert browser.post(url, {"reason": ""}).status_code == 200
    browser.post(url, {"reason": "不在岗"})

    grant.refresh_from_db()
    assert (grant.refusal, grant.refused_by) == ("不在岗", security_admin.user)


def test_an_ended_role_ends_the_session_within_one_request(client_of, clerk, security_admin):
    browser = client_of(clerk)
    url = reverse("accounts:grant_end", args=[clerk.grant_id])

    client_of(security_admin).post(url, {"reason": "调离"})

    assert browser.get("/cadres/").status_code == 302
    assert not grants_in_force(clerk.user).exists()


def test_an_approval_takes_nothing_but_itself(propose, client_of, security_admin, nobody, township):
    propose(Role.TOWNSHIP_CLERK, division=township.pk)
    grant = RoleGrant.objects.get(user=nobody.user)
    url = reverse("accounts:grant_approve", args=[grant.pk])

    client_of(security_admin).post(url, {"role": Role.CITY_OFFICER, "user": security_admin.user.pk})

    grant.refresh_from_db()
    assert (grant.role, grant.user) == (Role.TOWNSHIP_CLERK, nobody.user)


def test_who_can_see_what_is_said_in_a_sentence(client_of, security_admin, clerk, department):
    page = client_of(security_admin).get(reverse("accounts:access")).context

    said = {reach.user.username: " ".join(reach.sentences) for reach in page["reaches"]}
    assert said["clerk"].startswith("以乡镇组织干事角色看耒阳市 · 新市镇及所辖村的全部干部")
    assert "只看送到公安联审的人员" in said["department"]
    assert said["proposer"] == "没有生效的角色，可以登录，什么也看不到。"
    assert "看不到任何干部信息" in said["security_admin"]


def test_roles_that_end_soon_are_listed(client_of, security_admin, clerk):
    RoleGrant.objects.filter(pk=clerk.grant_id).update(last_day=today())

    page = client_of(security_admin).get(reverse("accounts:grants")).context

    assert [grant.pk for grant in page["ending"]] == [clerk.grant_id]


def test_live_sessions_are_listed_and_ended(client_of, security_admin, clerk):
    browser, watcher = client_of(clerk), client_of(security_admin)
    browser.get("/")

    listed = watcher.get(reverse("accounts:sessions")).context["sessions"]
    assert {session.user for session in listed} >= {clerk.user}

    watcher.post(reverse("accounts:session_end", args=[clerk.user.pk]))
    assert browser.get("/cadres/").status_code == 302
