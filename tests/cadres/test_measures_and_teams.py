"""Warnings and sanctions as the registry knows them; a village's teams."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.answer import Refused
from accounts.session import acting_as
from audit.models import Event
from cadres import services
from cadres.models import Measure, Person, Team
from cadres.posts import Post
from tests.cadres.factories import make_measure, make_person, make_team, make_tenure

ONE_DAY = timedelta(days=1)


@pytest.fixture
def person(township):
    return make_person(township)


def open_measure(by, person, **fields):
    with acting_as(by):
        return services.open_measure(
            **{
                "person": person,
                "kind": Measure.Kind.SANCTION,
                "title": "党内警告",
                "taken_on": date(2018, 3, 1),
                "by": by,
            }
            | fields
        )


def form_team(by, village, **fields):
    with acting_as(by):
        return services.form_team(
            **{"village": village, "term": "第十届", "first_day": date(2017, 5, 1), "by": by}
            | fields
        )


def test_clerk_writes_a_sanction_down(day, clerk, person):
    measure = open_measure(clerk, person, until=date(2019, 2, 28), document="新纪〔2018〕3号")

    assert measure.scope_path == person.scope_path
    assert Event.objects.get(name="measure.opened").data["person"] == person.pk


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_a_measure_weighs_through_its_last_day(person, offset):
    last = date(2018, 5, 31)
    measure = make_measure(person, until=last)
    asked = last + timedelta(days=offset)

    assert measure.in_force_on(asked) is (offset <= 0)
    assert Measure.objects.in_force(asked).exists() is (offset <= 0)
    assert Person.objects.with_measure_in_force(asked).exists() is (offset <= 0)


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_a_measure_weighs_from_the_day_it_was_taken(person, offset):
    measure = make_measure(person, taken_on=date(2018, 3, 1))
    asked = date(2018, 3, 1) + timedelta(days=offset)

    assert measure.in_force_on(asked) is (offset >= 0)
    assert Measure.objects.in_force(asked).exists() is (offset >= 0)


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_a_withdrawn_measure_weighs_no_more_from_that_day(day, clerk, person, offset):
    with acting_as(clerk):
        measure = services.withdraw_measure(
            measure=make_measure(person), withdrawn_on=date(2018, 6, 1), by=clerk
        )
    asked = date(2018, 6, 1) + timedelta(days=offset)

    assert measure.in_force_on(asked) is (offset < 0)
    assert Measure.objects.in_force(asked).exists() is (offset < 0)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": " "}, "请填写警示或处分的名称"),
        ({"taken_on": date(2018, 12, 21)}, "晚于今天"),
        ({"until": date(2018, 2, 28)}, "早于作出日期"),
    ],
)
def test_what_cannot_be_is_refused(day, clerk, person, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        open_measure(clerk, person, **fields)


def test_a_measure_is_withdrawn_once(day, clerk, person):
    measure = make_measure(person, withdrawn_on=date(2018, 6, 1))

    with acting_as(clerk), pytest.raises(Refused, match="已于 2018-06-01 撤销"):
        services.withdraw_measure(measure=measure, withdrawn_on=date(2018, 7, 1), by=clerk)


def test_an_auditor_writes_nothing(day, auditor, person, village):
    with pytest.raises(PermissionDenied):
        open_measure(auditor, person)
    with pytest.raises(PermissionDenied):
        form_team(auditor, village)


def test_a_team_takes_in_those_who_began_in_its_term(day, clerk, person, village):
    mine = make_tenure(person, village, Post.VC_MEMBER)
    clerk_of_village = make_tenure(person, village, Post.CLERK)
    earlier = make_tenure(person, village, Post.PARTY_MEMBER, date(2014, 5, 1))

    team = form_team(clerk, village)

    for tenure in (mine, clerk_of_village, earlier):
        tenure.refresh_from_db()
    assert (mine.team, clerk_of_village.team, earlier.team) == (team, None, None)


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_a_village_has_one_team_at_a_time(day, clerk, village, offset):
    last = date(2018, 6, 30)
    with acting_as(clerk):
        services.end_team(team=make_team(village), last_day=last, by=clerk)
    first = last + timedelta(days=offset)

    if offset > 0:
        assert form_team(clerk, village, term="第十一届", first_day=first).pk
    else:
        with pytest.raises(Refused, match="杨仙村 第十届班子任期为 2017-05-01 至 2018-06-30"):
            form_team(clerk, village, term="第十一届", first_day=first)


def test_a_team_ends_once_and_not_before_it_began(day, clerk, village):
    team = make_team(village)

    with acting_as(clerk), pytest.raises(Refused, match="早于起始日"):
        services.end_team(team=team, last_day=date(2017, 4, 30), by=clerk)
    with acting_as(clerk):
        services.end_team(team=team, last_day=date(2018, 6, 30), by=clerk)
    with acting_as(clerk), pytest.raises(Refused, match="已于 2018-06-30 届满"):
        services.end_team(team=team, last_day=date(2018, 7, 30), by=clerk)


def test_a_neighbour_does_not_find_the_team(day, neighbour, village):
    team = make_team(village)

    with acting_as(neighbour), pytest.raises(Team.DoesNotExist):
        services.end_team(team=team, last_day=date(2018, 6, 30), by=neighbour)


def test_a_team_stands_in_a_village_of_ours(day, clerk, township, sibling_village):
    for place in (township, sibling_village):
        with pytest.raises(Refused, match="本辖区内的村"):
            form_team(clerk, place)
