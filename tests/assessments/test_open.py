"""Opening a year: who is on the roster, how many seats that gives, how long each has served."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.models import Division
from assessments.models import Entry, Plan, Round
from assessments.services import plans
from assessments.services.rounds import open_rounds, refresh_roster
from audit.models import Event
from cadres.models import Began
from cadres.posts import Post
from policy.service import full_months
from tests.assessments.stage import adopted, met, opened, people, rated, tally
from tests.assessments.test_plan import saved
from tests.cadres.factories import make_person, make_tenure

pytestmark = pytest.mark.django_db
LEFT = {"ended_how": "resignation"}


def entry_of(person: Any) -> Entry:
    return Entry.objects.get(person=person)


def test_every_township_with_cadres_gets_a_round(
    officer: Acting, village: Division, sibling_village: Division, other_village: Division
) -> None:
    people(village, 11)
    people(sibling_village, 4)
    people(other_village, 5)

    rounds = open_rounds(plan=adopted(officer), by=officer)

    assert [(r.township.name, r.headcount, r.seats) for r in rounds] == [
        ("新市镇", 11, 2),
        ("遥田镇", 4, 0),
    ]
    assert Event.objects.filter(name="assessments.rounds_opened").count() == 1


def test_a_township_without_cadres_gets_no_round(
    officer: Acting, sibling_village: Division
) -> None:
    people(sibling_village)

    assert [r.township.name for r in open_rounds(plan=adopted(officer), by=officer)] == ["遥田镇"]


def test_opening_again_adds_only_what_is_new(
    officer: Acting, village: Division, sibling_village: Division
) -> None:
    people(village)
    plan = adopted(officer)
    open_rounds(plan=plan, by=officer)
    people(sibling_village)

    again = open_rounds(plan=plan, by=officer)

    assert [r.township.name for r in again] == ["遥田镇"]
    assert open_rounds(plan=plan, by=officer) == []
    assert Event.objects.filter(name="assessments.rounds_opened").count() == 2


@pytest.mark.parametrize(("today", "opens"), [("2018-12-30", False), ("2018-12-31", True)])
def test_rounds_open_from_the_cut_off_day_on(
    settings: Any, officer: Acting, village: Division, today: str, opens: bool
) -> None:
    settings.BUSINESS_DAY = date.fromisoformat(today)
    people(village)
    plan = adopted(officer)

    if opens:
        assert open_rounds(plan=plan, by=officer)
    else:
        with pytest.raises(Refused, match="请在 2018-12-31 及以后开放"):
            open_rounds(plan=plan, by=officer)


def test_a_draft_opens_nothing(officer: Acting, county: Division) -> None:
    draft = plans.draft_plan(county=county, year=2018, by=officer)

    with pytest.raises(Refused, match="还没有采用"):
        open_rounds(plan=draft, by=officer)


def test_a_county_without_cadres_is_told(officer: Acting) -> None:
    with pytest.raises(Refused, match="没有在册村干部"):
        open_rounds(plan=adopted(officer), by=officer)


@pytest.mark.parametrize(
    ("ended_on", "counts"), [(date(2018, 12, 30), False), (date(2018, 12, 31), True)]
)
def test_the_roster_is_who_was_in_post_on_the_cut_off_day(
    officer: Acting, township: Division, village: Division, ended_on: date, counts: bool
) -> None:
    people(village, 2)
    leaver = make_person(township)
    make_tenure(leaver, village, Post.PARTY_MEMBER, ended_on=ended_on, **LEFT)

    held = opened(officer, township)

    assert held.entries.filter(person=leaver).exists() is counts
    assert held.headcount == 2 + counts


def test_one_who_holds_both_posts_is_one_head(
    officer: Acting, township: Division, village: Division
) -> None:
    both = make_person(township)
    make_tenure(both, village, Post.VC_DIRECTOR)
    make_tenure(both, village, Post.PARTY_SECRETARY)
    make_tenure(make_person(township), village, Post.CLERK)

    held = opened(officer, township)

    assert held.headcount == 2
    assert (entry_of(both).posts, entry_of(both).is_principal) == ("书记、主任", True)


@pytest.mark.parametrize(("counts", "headcount", "seats"), [(True, 10, 2), (False, 9, 1)])
def test_hired_clerks_count_as_the_plan_reads_it(
    officer: Acting,
    county: Division,
    township: Division,
    village: Division,
    counts: bool,
    headcount: int,
    seats: int,
) -> None:
    people(village, 9)
    hired = make_person(township)
    make_tenure(hired, village, Post.CLERK)
    draft = plans.draft_plan(county=county, year=2018, by=officer)
    plan = plans.adopt_plan(plan=saved(draft, officer, staff_in_base=counts), by=officer)

    (held,) = open_rounds(plan=plan, by=officer)

    assert (held.headcount, held.seats) == (headcount, seats)
    assert entry_of(hired).in_base is counts


@pytest.mark.parametrize(
    ("spans", "months"),
    [
        ([("2018-07-01", "2018-12-31")], 6),
        ([("2018-07-02", "2018-12-31")], 5),
        ([("2018-06-30", "2018-12-31")], 6),
        ([("2018-01-01", "2018-12-31")], 12),
        ([("2018-01-01", "2018-04-30"), ("2018-05-01", "2018-12-31")], 12),
        ([("2018-01-01", "2018-09-30"), ("2018-03-01", "2018-12-31")], 12),
        ([("2018-01-01", "2018-03-31"), ("2018-10-01", "2018-12-31")], 6),
        ([], 0),
    ],
)
def test_months_are_full_months_in_any_post(spans: list[tuple[str, str]], months: int) -> None:
    days = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in spans]

    assert full_months(days) == months


def test_months_served_in_another_county_count(
    officer: Acting, township: Division, village: Division, other_village: Division
) -> None:
    newcomer = make_person(township)
    ended = {"ended_on": date(2018, 8, 31), "ended_how": "moved"}
    make_tenure(newcomer, other_village, Post.VC_MEMBER, began_on=date(2017, 5, 1), **ended)
    make_tenure(
        newcomer, village, Post.VC_MEMBER, began_on=date(2018, 9, 1), began_how=Began.BY_ELECTED
    )

    opened(officer, township)

    assert entry_of(newcomer).months == 12


def test_a_corrected_registry_reaches_the_roster(
    officer: Acting, clerk: Acting, township: Division, village: Division
) -> None:
    stays, goes, promoted = people(village, 3)
    held = opened(officer, township)
    goes.tenures.update(ended_on=date(2018, 6, 30), ended_how="resignation")
    make_tenure(promoted, village, Post.VC_DIRECTOR, began_on=date(2018, 7, 1))
    newcomers = [make_person(township, "单新") for _ in range(3)]
    for person in newcomers:
        make_tenure(person, village, Post.VC_MEMBER)

    change = refresh_roster(round=held, by=clerk)

    held.refresh_from_db()
    assert change.added == ["单新"] * 3
    assert change.removed == [goes.name]
    assert change.changed == [promoted.name]
    assert (held.headcount, held.seats) == (5, 1)
    assert entry_of(goes).on_roster is False
    assert entry_of(promoted).posts == "副书记、主任"
    assert entry_of(stays).on_roster


def test_one_who_comes_back_finds_what_was_entered(
    officer: Acting, clerk: Acting, township: Division, village: Division
) -> None:
    person, _ = people(village, 2)
    held = opened(officer, township)
    met(held, clerk, (10, 10, 10, 10))
    rated(held, clerk, {entry_of(person).pk: (7, 1, 0, 0)})
    tenure = person.tenures.get()
    person.tenures.update(ended_on=date(2018, 6, 30), ended_how="resignation")
    refresh_roster(round=held, by=clerk)
    person.tenures.filter(pk=tenure.pk).update(ended_on=None, ended_how="")

    change = refresh_roster(round=held, by=officer)

    assert change.added == [person.name]
    assert tally(entry_of(person)) == (7, 1, 0, 0)


def test_a_roster_that_is_right_stays_without_an_event(
    officer: Acting, clerk: Acting, township: Division, village: Division
) -> None:
    people(village)
    held = opened(officer, township)

    assert not refresh_roster(round=held, by=clerk)
    assert not Event.objects.filter(name="assessments.roster_refreshed").exists()


@pytest.mark.parametrize("who", ["committee", "city_officer", "auditor", "machine"])
def test_nobody_else_refreshes_a_roster(
    request: pytest.FixtureRequest, officer: Acting, township: Division, village: Division, who: str
) -> None:
    people(village)
    held = opened(officer, township)

    with pytest.raises(PermissionDenied):
        refresh_roster(round=held, by=request.getfixturevalue(who))


def test_a_neighbour_finds_no_round(
    officer: Acting, neighbour: Acting, township: Division, village: Division
) -> None:
    people(village)
    held = opened(officer, township)

    with pytest.raises(Round.DoesNotExist):
        refresh_roster(round=held, by=neighbour)


def test_opening_takes_as_many_queries_for_many_as_for_few(
    django_assert_max_num_queries: Any,
    officer: Acting,
    village: Division,
    sibling_village: Division,
) -> None:
    people(village, 30)
    people(sibling_village, 30)
    plan = adopted(officer)

    with django_assert_max_num_queries(24):
        open_rounds(plan=Plan.objects.get(pk=plan.pk), by=officer)
