"""Teams and their terms, general re-elections, and single posts nobody holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.answer import Refused
from accounts.session import acting_as
from cadres import services
from cadres.models import Team
from cadres.posts import Post
from cadres.queries.terms import current_teams, due_on, ending_by, latest_start, lengths
from tests.cadres.factories import make_person, make_team, make_tenure

SECRETARY, DIRECTOR = Post.PARTY_SECRETARY, Post.VC_DIRECTOR
FIRST = date(2018, 12, 1)


def renew(by, *villages, first_day=FIRST, term="第十一届", **fields):
    with acting_as(by):
        return services.renew_teams(
            villages=villages, term=term, first_day=first_day, by=by, **fields
        )


# ---------------------------------------------------------------- terms


def test_a_re_election_ends_and_begins_many_terms_at_once(day, clerk, village, second_village):
    old = make_team(village)

    renew(clerk, village, second_village)

    old.refresh_from_db()
    assert old.last_day == FIRST - timedelta(days=1)
    assert set(Team.objects.filter(term="第十一届").values_list("village__name", flat=True)) == {
        "杨仙村", "纠陂村",
    }  # fmt: skip


def test_a_re_election_that_clashes_in_one_village_is_written_in_none(
    day, clerk, village, second_village
):
    old = make_team(village)
    make_team(second_village, date(2018, 12, 10))

    with pytest.raises(Refused, match=r"纠陂村 第十届班子任期为 2018-12-10"):
        renew(clerk, village, second_village)

    old.refresh_from_db()
    assert old.last_day is None
    assert Team.objects.count() == 2


def test_the_page_renews_once(day, clerk, client_of, village, second_village):
    make_team(village)
    sent = {
        "villages": [village.pk, second_village.pk],
        "term": "第十一届",
        "first_day": "2018-12-01",
    }
    browser = client_of(clerk)

    done = browser.post("/cadres/teams/renew/", sent, follow=True).content.decode()
    again = browser.post("/cadres/teams/renew/", sent).content.decode()

    assert "2 个村（社区）已换届为第十一届" in done
    assert "与本届重叠" in again
    assert Team.objects.count() == 3


def test_nobody_renews_next_door(day, clerk, sibling_village):
    with pytest.raises(Refused, match="本辖区内"):
        renew(clerk, sibling_village)


def test_the_length_of_a_term_changed_on_a_day(db):
    assert [(one.since, one.years) for one in lengths(date(2018, 12, 28))] == [
        (date(2010, 10, 28), 3)
    ]
    assert [one.years for one in lengths(date(2018, 12, 29))] == [3, 5]


@pytest.mark.parametrize(
    ("first", "years", "last"),
    [
        (date(2017, 5, 1), 3, date(2020, 4, 30)),
        (date(2018, 12, 28), 3, date(2021, 12, 27)),
        (date(2018, 12, 29), 5, date(2023, 12, 28)),
        (date(2016, 2, 29), 3, date(2019, 2, 28)),
        (date(2016, 3, 1), 3, date(2019, 2, 28)),
    ],
)
def test_the_last_day_is_reckoned(first, years, last):
    assert due_on(first, years) == last
    assert (
        latest_start(last, years)
        >= first
        > latest_start(last - timedelta(days=1), years) - (timedelta(days=1))
    )


@pytest.mark.parametrize("first", [date(2018, 12, 28), date(2018, 12, 29), date(2017, 3, 1)])
def test_a_term_is_over_on_the_day_after_its_last(village, clerk, first):
    make_team(village, first)
    known = lengths(date(2024, 1, 1))
    last = due_on(first, 5 if first >= date(2018, 12, 29) else 3)
    with acting_as(clerk):
        teams = current_teams(clerk, date(2024, 1, 1))
        assert [ending_by(teams, last + timedelta(days=n), known).count() for n in (-1, 0, 1)] == [
            0, 1, 1,
        ]  # fmt: skip


def test_a_last_day_that_was_written_down_counts(day, clerk, client_of, village, second_village):
    make_team(village, last_day=date(2019, 1, 31))
    make_team(second_village)

    response = client_of(clerk).get("/cadres/terms/?within=3")

    (row,) = response.context["rows"]
    assert (row.team.village, row.given, row.days_left) == (village, True, 42)
    assert response.context["total"] == 2


def test_the_county_counts_by_township(
    day, officer, client_of, village, second_village, sibling_village
):
    for place in (village, second_village, sibling_village):
        make_team(place)

    response = client_of(officer).get("/cadres/terms/?within=all")

    assert [(unit.name, n) for unit, n in response.context["counts"]] == [
        ("新市镇", 2),
        ("遥田镇", 1),
    ]


# ---------------------------------------------------------------- vacancies


@pytest.fixture
def vacant(day, township, village, second_village, sibling, sibling_village):
    """Leave a village without a secretary, one next door without a director."""
    old = make_person(township, "任永胜")
    make_tenure(old, village, SECRETARY, ended_on=date(2018, 11, 30), ended_how="died")
    make_tenure(make_person(township), village, DIRECTOR)
    make_tenure(make_person(sibling), sibling_village, SECRETARY)
    return old


def rows(response):
    return [(row.village.name, row.post, row.since, row.days) for row in response.context["rows"]]


def test_a_vacancy_says_since_when_and_who_held_it(vacant, clerk, client_of):
    response = client_of(clerk).get("/cadres/vacancies/")

    assert rows(response) == [("杨仙村", SECRETARY, date(2018, 12, 1), 20)]
    assert response.context["rows"][0].last.name == "任永胜"
    assert response.context["sum"].villages == 1  # villages of which nobody is known do not count


@pytest.mark.parametrize(("on", "found"), [("2018-11-30", 0), ("2018-12-01", 1)])
def test_a_post_is_vacant_from_the_day_after(vacant, clerk, client_of, on, found):
    assert len(rows(client_of(clerk).get("/cadres/vacancies/", {"on": on}))) == found


@pytest.mark.parametrize(
    ("who", "found"),
    [("clerk", 1), ("neighbour", 1), ("officer", 2), ("stranger_officer", 0), ("city_officer", 2)],
)
def test_everybody_counts_his_own(vacant, client_of, request, who, found):
    response = client_of(request.getfixturevalue(who)).get("/cadres/vacancies/")

    assert response.context["sum"].total == len(rows(response)) == found


def test_the_county_counts_vacancies_by_township(vacant, officer, client_of):
    counts = client_of(officer).get("/cadres/vacancies/").context["counts"]

    assert [(one.unit.name, one.secretaries, one.directors) for one in counts] == [
        ("新市镇", 1, 0), ("遥田镇", 0, 1),
    ]  # fmt: skip


def test_the_city_counts_by_county_and_goes_down(vacant, city_officer, client_of, county):
    browser = client_of(city_officer)

    assert [one.unit.name for one in browser.get("/cadres/vacancies/").context["counts"]] == [
        "耒阳市"
    ]
    down = browser.get("/cadres/vacancies/", {"county": county.pk}).context["counts"]
    assert [one.unit.name for one in down] == ["新市镇", "遥田镇"]


def test_the_first_page_names_what_is_vacant_and_over(vacant, clerk, client_of, village):
    make_team(village, date(2014, 5, 1))

    page = client_of(clerk).get("/").content.decode()

    assert "1 个书记、主任职务空缺" in page
    assert "1 个村（社区）班子已届满" in page
