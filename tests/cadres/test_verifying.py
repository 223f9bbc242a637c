"""The county verifies a file; what it then refuses, and numbers that are no longer borne."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.answer import Refused
from accounts.session import acting_as
from audit.models import Event
from cadres import services
from cadres.models import Person
from cadres.queries.numbers import How, find_by_number
from tests.cadres import cases
from tests.cadres.cases import NUMBER, RIGHT, verify
from tests.cadres.factories import fresh_number


def test_the_county_verifies_a_file(unverified, officer):
    verify(officer, unverified)

    unverified.refresh_from_db()
    assert (unverified.verified_on, unverified.verified_by) == (date(2018, 12, 20), "谭科长")
    assert Event.objects.get(name="cadre.verified").object_id == str(unverified.pk)


@pytest.mark.parametrize("who", ["clerk", "committee", "city_officer", "auditor"])
def test_nobody_else_verifies(unverified, request, who):
    with pytest.raises(PermissionDenied, match="县委组织部核定"):
        verify(request.getfixturevalue(who), unverified)


def test_another_county_finds_nothing_to_verify(unverified, stranger_officer):
    with pytest.raises(Person.DoesNotExist):
        verify(stranger_officer, unverified)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"education": ""}, "学历还没有填写"), ({"party_joined_on": None}, "没有入党日期")],
)
def test_what_is_not_filled_in_is_not_verified(unverified, officer, fields, sentence):
    Person.objects.filter(pk=unverified.pk).update(**fields)

    with pytest.raises(Refused, match=sentence):
        verify(officer, unverified)


def test_verified_twice_says_so(verified, officer):
    with pytest.raises(Refused, match="已由谭科长于 2018-12-20 核定"):
        verify(officer, verified)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "曾秀兰"}, {"id_number": RIGHT}, {"education": "21"}, {"degree": "4"},
        {"party_joined_on": date(1996, 7, 1)}, {"first_job_on": date(1990, 1, 1)},
    ],
)  # fmt: skip
def test_a_verified_file_is_not_corrected_by_hand(verified, clerk, changes):
    with acting_as(clerk), pytest.raises(Refused, match="请提出更正申请"):
        services.correct_person(person=verified, by=clerk, **changes)


def test_what_was_not_verified_still_is(verified, clerk):
    same = {"name": " 曾 秀英", "id_number": NUMBER, "education": "31"}

    with acting_as(clerk):
        services.correct_person(person=verified, by=clerk, phone="13900001111", **same)

    verified.refresh_from_db()
    assert verified.phone == "13900001111"


def test_with_an_open_request_nothing_is_verified(unverified, clerk, officer):
    cases.correction(clerk, unverified)

    with pytest.raises(Refused, match="没有审核"):
        verify(officer, unverified)


def test_a_roster_with_the_old_number_opens_no_second_file(unverified, clerk, township):
    with acting_as(clerk):
        services.correct_person(person=unverified, by=clerk, id_number=RIGHT)

    with acting_as(clerk), pytest.raises(Refused, match="曾秀英的曾用号码，已更正"):
        services.add_person(unit=township, name="曾秀英", id_number=NUMBER, by=clerk)


def test_under_another_name_it_may_be_somebodys_own(unverified, clerk, township):
    with acting_as(clerk):
        services.correct_person(person=unverified, by=clerk, id_number=RIGHT)
        own = services.add_person(unit=township, name="刘秀英", id_number=NUMBER, by=clerk)

    assert find_by_number(NUMBER, clerk).person == own


def test_an_old_number_moves_with_the_file(unverified, clerk, officer, sibling, neighbour):
    with acting_as(clerk):
        services.correct_person(person=unverified, by=clerk, id_number=fresh_number())
    with acting_as(officer):
        services.transfer_person(person=unverified, to=sibling, reason="调动", by=officer)

    with acting_as(neighbour):
        assert find_by_number(NUMBER, neighbour).how is How.FORMER
    with acting_as(clerk):
        assert find_by_number(NUMBER, clerk) is None
