"""Part of a year, two posts, moves and mergers: what each gives, through the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.models import Division
from assessments.models import Entry, Grade, Round
from assessments.queries import board
from assessments.queries.elsewhere import teams_of
from assessments.queries.facts import facts_of
from assessments.queries.gaps import gaps_of
from assessments.services.deciding import submit_round
from assessments.services.entering import save_targets, save_teams
from assessments.services.rounds import refresh_roster
from cadres.models import Person, Tenure
from cadres.posts import Post
from tests.assessments.stage import DAY, decided, entered, opened, people, rated, roster, submitted
from tests.cadres.factories import make_measure, make_person, make_tenure
from tests.cadres.mergers import carry_all, merge

pytestmark = pytest.mark.django_db
GONE = {"ended_how": "moved"}
TOPS = [96, 94, 92, 90, 88, 86, 84, 82, 80]


@pytest.fixture(autouse=True)
def last_day_of_the_year(settings: Any) -> None:
    settings.BUSINESS_DAY = DAY


def served(person: Person, village: Division, spans: Sequence[tuple[str, str]]) -> None:
    for first, last in spans:
        until = {"ended_on": date.fromisoformat(last), **GONE} if last else {}
        make_tenure(person, village, Post.VC_MEMBER, date.fromisoformat(first), **until)


def entry_of(person: Person) -> Entry:
    return Entry.objects.select_related("round", "team_village").get(person=person)


def grade_of(person: Person) -> str:
    return Grade.objects.in_force().get(entry__person=person).grade


@pytest.mark.parametrize(
    ("spans", "grade"),
    [
        ([("2018-07-01", "")], "excellent"),
        ([("2018-07-02", "")], "none"),
        ([("2018-01-01", "2018-03-31"), ("2018-10-01", "")], "excellent"),
        ([("2018-01-01", "2018-02-28"), ("2018-10-01", "")], "none"),
        ([("2018-01-01", "2018-03-15"), ("2018-07-01", "")], "excellent"),
    ],
)
def test_six_full_months_of_the_year_make_a_grade(
    officer: Acting, clerk: Acting, committee: Acting, township: Division, village: Division,
    spans: list[tuple[str, str]], grade: str,
) -> None:  # fmt: skip
    person = make_person(township)
    served(person, village, spans)
    people(village, 9)
    held = opened(officer, township)
    scores = [98 if one.person_id == person.pk else 80 for one in roster(held)]

    decided(submitted(held, clerk, scores), committee)

    assert grade_of(person) == grade


def test_one_who_left_on_30_june_has_six_months_and_no_roster(
    officer: Acting, township: Division, village: Division
) -> None:
    person = make_person(township)
    served(person, village, [("2017-05-01", "2018-06-30")])
    people(village, 9)

    held = opened(officer, township)

    assert held.headcount == 9
    assert not Entry.objects.filter(person=person).exists()


def test_two_posts_at_once_count_the_days_once(
    officer: Acting, township: Division, village: Division, second_village: Division
) -> None:
    person = make_person(township)
    served(person, second_village, [("2018-08-01", "2018-11-30")])
    served(person, village, [("2018-08-01", "")])

    opened(officer, township)

    assert entry_of(person).months == 5


@pytest.fixture
def head(township: Division, village: Division) -> Person:
    """Give one who is secretary and director of a village of ten."""
    person = make_person(township)
    make_tenure(person, village, Post.PARTY_SECRETARY)
    make_tenure(person, village, Post.VC_DIRECTOR)
    for _ in range(9):
        make_tenure(make_person(township), village, Post.VC_MEMBER)
    return person


def test_one_with_two_posts_is_one_head_with_one_grade_and_one_seat(
    officer: Acting, clerk: Acting, committee: Acting, township: Division, head: Person
) -> None:
    held = opened(officer, township)

    decided(submitted(held, clerk, [98, *TOPS]), committee)

    assert (held.headcount, held.seats) == (10, 2)
    assert Grade.objects.filter(entry__person=head).count() == 1
    assert Grade.objects.filter(grade="excellent").count() == 2


@pytest.mark.parametrize("by", ["team", "measure"])
def test_a_bar_from_either_post_bars_the_whole_person(
    officer: Acting, clerk: Acting, committee: Acting, township: Division, head: Person, by: str
) -> None:
    if by == "measure":
        make_measure(head, date(2018, 5, 1))
    held = opened(officer, township)
    entered(held, clerk, [98, *TOPS], team="fair" if by == "team" else "good")
    submit_round(round=held, by=clerk)
    held.refresh_from_db()

    decided(held, committee)

    assert grade_of(head) == "competent"
    assert Grade.objects.filter(grade="excellent").count() == 2


@pytest.mark.parametrize("former", ["坛山村", "山塘村"])  # of the same county, of another
def test_one_who_moved_competes_where_he_is_at_the_end(
    officer: Acting, clerk: Acting, township: Division, village: Division,
    places: dict[str, Division], former: str,
) -> None:  # fmt: skip
    person = make_person(township)
    was = places[former]
    make_tenure(person, was, Post.VC_MEMBER, date(2017, 5, 1), ended_on=date(2018, 8, 31), **GONE)
    make_tenure(person, village, Post.VC_MEMBER, date(2018, 9, 1))
    people(was, 4)
    people(village, 9)
    taken = make_measure(person, date(2018, 3, 1))
    type(taken).objects.filter(pk=taken.pk).update(scope_path=was.path[:16])

    held = opened(officer, township)
    submitted(held, clerk, [80] * 10)

    assert Entry.objects.filter(person=person).count() == 1
    assert entry_of(person).round == held
    assert entry_of(person).months == 12
    row = board(held).row_of(entry_of(person).pk)
    assert row is not None
    assert row.barred


def test_the_former_township_still_reads_its_facts(
    officer: Acting, neighbour: Acting, township: Division, village: Division,
    sibling_village: Division,
) -> None:  # fmt: skip
    person = make_person(township)
    until = {"ended_on": date(2018, 8, 31), **GONE}
    make_tenure(person, sibling_village, Post.VC_MEMBER, date(2017, 5, 1), **until)
    make_tenure(person, village, Post.VC_MEMBER, date(2018, 9, 1))

    opened(officer, township)

    seen = Tenure.objects.visible_to(neighbour).filter(person=person)
    assert [one.village for one in seen] == [sibling_village]
    assert not Entry.objects.visible_to(neighbour).exists()


def test_townships_of_seven_and_eight_that_merged_have_three_seats(
    officer: Acting, system_admin: Acting, township: Division, sibling: Division,
    village: Division, sibling_village: Division,
) -> None:  # fmt: skip
    people(village, 7)
    people(sibling_village, 8)
    merge(system_admin, township, sibling)
    carry_all(officer, sibling, DAY)

    held = opened(officer, township)

    assert Round.objects.count() == 1
    assert (held.headcount, held.seats) == (15, 3)


def test_apart_they_have_one_seat_each(
    officer: Acting, township: Division, village: Division, sibling_village: Division
) -> None:
    people(village, 7)
    people(sibling_village, 8)

    opened(officer, township)

    assert [one.seats for one in Round.objects.all()] == [1, 1]


@pytest.mark.parametrize(("number", "seats"), [(4, 0), (5, 1), (7, 1), (9, 1), (10, 2)])
def test_a_fifth_is_cut_down_to_whole_seats(
    officer: Acting, township: Division, village: Division, number: int, seats: int
) -> None:
    people(village, number)

    assert opened(officer, township).seats == seats


def test_a_merged_village_is_one_team(
    officer: Acting, clerk: Acting, system_admin: Acting, township: Division,
    village: Division, second_village: Division,
) -> None:  # fmt: skip
    (stays,) = people(village, 1)
    people(second_village, 3)
    other = Tenure.objects.get(village=second_village, post=Post.PARTY_SECRETARY)
    merge(system_admin, village, second_village)
    Tenure.objects.filter(pk=other.pk).update(ended_on=date(2018, 6, 30), ended_how="moved")
    make_tenure(other.person, village, Post.VC_DIRECTOR, date(2018, 7, 1))
    for one in Tenure.objects.filter(village=second_village, ended_on=None):
        Tenure.objects.filter(pk=one.pk).update(ended_on=date(2018, 6, 30), ended_how="carried")
        make_tenure(one.person, village, Post.VC_MEMBER, date(2018, 7, 1), began_how="carried")

    held = opened(officer, township)

    assert list(teams_of(held)) == [village]
    assert {entry_of(one).team_village for one in (stays, other.person)} == {None}
    assert {entry.months for entry in roster(held)} == {12}


@pytest.mark.parametrize(
    ("until", "answers"),
    [("2018-06-30", None), ("2018-08-31", "纠陂村"), ("2018-04-30", None)],
)
def test_of_two_teams_led_in_a_year_the_one_led_longest_answers(
    officer: Acting, township: Division, village: Division, second_village: Division,
    until: str, answers: str | None,
) -> None:  # fmt: skip
    person = led_two(second_village, village, until)

    opened(officer, township)

    team = entry_of(person).team_village
    assert (team.name if team else None) == answers


def led_two(first: Division, then: Division, until: str) -> Person:
    """Make a secretary who went from one village to another."""
    person, last = make_person(then.parent), date.fromisoformat(until)
    make_tenure(
        person, first, Post.PARTY_SECRETARY, date(2017, 5, 1), ended_on=last, ended_how="moved"
    )
    make_tenure(person, then, Post.PARTY_SECRETARY, date.fromordinal(last.toordinal() + 1))
    return person


def test_a_village_that_merged_away_answers_through_its_successor(
    officer: Acting, system_admin: Acting, township: Division, village: Division,
    second_village: Division, community: Division,
) -> None:  # fmt: skip
    person = led_two(second_village, community, "2018-09-30")
    merge(system_admin, village, second_village, last_day=date(2018, 9, 30))

    opened(officer, township)

    assert entry_of(person).team_village == village


@pytest.fixture
def gated(
    officer: Acting, township: Division, village: Division, second_village: Division
) -> tuple[Round, Person]:
    """Give a township in which the secretary of one village led another one most of the year."""
    person = led_two(second_village, village, "2018-08-31")
    for place in (village, second_village):
        for _ in range(5):
            make_tenure(make_person(township), place, Post.VC_MEMBER)
    return opened(officer, township), person


def test_the_other_teams_result_bars_him_and_not_his_own(
    clerk: Acting, committee: Acting, gated: tuple[Round, Person], village: Division,
    second_village: Division,
) -> None:  # fmt: skip
    held, person = gated
    scores = [98 if one.person_id == person.pk else 80 for one in roster(held)]
    entered(held, clerk, scores)
    save_teams(round=held, results={village.pk: "good", second_village.pk: "fair"}, by=clerk)
    submit_round(round=held, by=clerk)
    held.refresh_from_db()

    decided(held, committee)

    assert grade_of(person) == "competent"
    assert Grade.objects.get(entry__person=person).barred


def test_his_own_teams_result_does_not_bar_him(
    clerk: Acting, committee: Acting, gated: tuple[Round, Person], village: Division,
    second_village: Division,
) -> None:  # fmt: skip
    held, person = gated
    scores = [98 if one.person_id == person.pk else 80 for one in roster(held)]
    entered(held, clerk, scores)
    save_teams(round=held, results={village.pk: "fair", second_village.pk: "good"}, by=clerk)
    submit_round(round=held, by=clerk)
    held.refresh_from_db()

    decided(held, committee)

    assert grade_of(person) == "excellent"


def test_the_clerk_enters_the_team_of_a_village_whose_head_left_it(
    clerk: Acting, gated: tuple[Round, Person], second_village: Division
) -> None:
    held, person = gated
    Entry.objects.filter(village=second_village).update(on_roster=False)

    save_teams(round=held, results={second_village.pk: "good"}, by=clerk)

    facts = {row["id"]: row for row in facts_of(held)["rows"]}
    assert facts[str(entry_of(person).pk)]["team"] == "良好"
    assert facts[str(entry_of(person).pk)]["team_village"] == "新市镇纠陂村"


def test_a_team_of_another_township_is_waited_for_and_then_known(
    officer: Acting, clerk: Acting, neighbour: Acting, committee: Acting, township: Division,
    sibling: Division, village: Division, sibling_village: Division,
) -> None:  # fmt: skip
    person = led_two(sibling_village, village, "2018-08-31")
    for place in (village, sibling_village):
        for _ in range(5):
            make_tenure(make_person(place.parent), place, Post.VC_MEMBER)
    held = opened(officer, township)
    entered(held, clerk, [98, 92, 80, 80, 80, 80])

    with pytest.raises(Refused, match="遥田镇坛山村（影响" + person.name):
        submit_round(round=held, by=clerk)
    assert gaps_of([held], clerk)[held.pk].elsewhere == 1
    assert gaps_of([held], clerk)[held.pk].teams == 0

    there = Round.objects.get(township=sibling)
    save_teams(round=there, results={sibling_village.pk: "good"}, by=neighbour)
    assert not gaps_of([held], clerk)[held.pk]
    submit_round(round=held, by=clerk)
    held.refresh_from_db()
    decided(held, committee)
    assert grade_of(person) == "excellent"


def test_a_corrected_registry_corrects_whose_team_answers(
    officer: Acting, clerk: Acting, township: Division, village: Division,
    second_village: Division,
) -> None:  # fmt: skip
    person = led_two(second_village, village, "2018-08-31")
    held = opened(officer, township)
    first, then = Tenure.objects.filter(person=person).order_by("began_on")
    Tenure.objects.filter(pk=first.pk).update(ended_on=date(2018, 3, 31))
    Tenure.objects.filter(pk=then.pk).update(began_on=date(2018, 4, 1))

    change = refresh_roster(round=held, by=clerk)

    assert change.changed == [person.name]
    assert entry_of(person).team_village is None
    with pytest.raises(ObjectDoesNotExist):
        Entry.objects.get(team_village=second_village)


@pytest.mark.parametrize("missing", ["nothing", "votes", "points", "team", "meeting"])
def test_the_board_counts_its_gaps_as_the_overview_does(
    clerk: Acting, gated: tuple[Round, Person], village: Division, second_village: Division,
    missing: str,
) -> None:  # fmt: skip
    held, _ = gated
    if missing != "meeting":
        entered(held, clerk, [80] * len(roster(held)))
    first = roster(held)[0]
    if missing == "votes":
        rated(held, clerk, {first.pk: (None, None, None, None)})
    if missing == "points":
        save_targets(round=held, points={first.pk: {"virtue": None}}, by=clerk)
    if missing == "team":
        save_teams(round=held, results={second_village.pk: None}, by=clerk)

    held = Round.objects.get(pk=held.pk)

    assert board(held).gaps == gaps_of([held], clerk)[held.pk]
    assert bool(board(held).gaps) is (missing != "nothing")
