"""Rules that change, warnings at the edge of a year, scores at the edge of a band."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.acting import Acting
from accounts.models import Division
from accounts.roles import Role
from assessments.models import Entry, Grade, Round
from assessments.queries import board
from assessments.queries.review import doubts
from assessments.services.deciding import decide_round, submit_round
from assessments.services.entering import save_targets
from cadres.services.measures import withdraw_measure
from rulebook.late import late_rules
from rulebook.models import Decision
from rulebook.queries import replayed
from tests.assessments.stage import (
    DAY,
    decided,
    entered,
    on_day,
    opened,
    people,
    rated,
    roster,
    sitting,
    submitted,
)
from tests.cadres.factories import make_measure
from tests.rulebook.stage import published

pytestmark = pytest.mark.django_db
PLAIN = [96, 94, 92, 90, 88, 86, 84, 82, 80, 80]
TENTH = (
    "instrument: city-2018\ndocument: 衡组发〔2018〕8 号\nissued: 2018-06-01\nvalues:\n"
    '  - {{key: grade.top_share, from: {start}, known: 2018-06-01, is: "10%",'
    " cite: ASSESS-EXCELLENT-CAP, basis: seed, quote: 优秀等次不超过百分之十}}\n"
)


@pytest.fixture(autouse=True)
def last_day_of_the_year(settings: Any) -> None:
    settings.BUSINESS_DAY = DAY


@pytest.fixture
def ten(village: Division) -> None:
    people(village, 10)


@pytest.fixture
def held(ten: None, officer: Acting, township: Division) -> Round:
    return opened(officer, township)


@pytest.fixture
def second_city(hire: Callable[..., Acting], city: Division) -> Acting:
    return hire(Role.CITY_OFFICER, city, "city_officer2", "文处长")


@pytest.mark.parametrize(("start", "seats"), [("2018-07-01", 1), ("2019-01-01", 2)])
def test_the_rules_of_31_december_govern_the_year(
    ten: None, officer: Acting, city_officer: Acting, second_city: Acting, township: Division,
    start: str, seats: int,
) -> None:  # fmt: skip
    with on_day(date(2018, 6, 20)):
        published(city_officer, second_city, TENTH.format(start=start))

    held = opened(officer, township)

    assert held.seats == seats
    assert board(held).seat_arithmetic.startswith("10 × 10%" if seats == 1 else "10 × 20%")


def test_a_rule_published_after_the_decision_is_listed_and_changes_nothing(
    held: Round, clerk: Acting, committee: Acting, city_officer: Acting, second_city: Acting
) -> None:
    decided(submitted(held, clerk, PLAIN), committee)
    assert late_rules(city_officer, 2018) == []

    with on_day(date(2019, 1, 10)):
        published(city_officer, second_city, TENTH.format(start="2018-07-01"))
        (late,) = late_rules(city_officer, 2018)

    assert (late.figure, late.start, late.known) == ("10%", date(2018, 7, 1), date(2019, 1, 10))
    assert [one.pk for one in late.decisions] == [held.decision_id]
    assert Grade.objects.in_force().filter(grade="excellent").count() == 2
    assert {wrong for _, wrong in replayed(Decision.objects.all())} == {""}


def test_a_rule_for_the_next_year_is_not_listed(
    held: Round, clerk: Acting, committee: Acting, city_officer: Acting, second_city: Acting
) -> None:
    decided(submitted(held, clerk, PLAIN), committee)

    with on_day(date(2019, 1, 10)):
        published(city_officer, second_city, TENTH.format(start="2019-01-01"))

        assert late_rules(city_officer, 2018) == []


@pytest.mark.parametrize(
    ("taken_on", "until", "barred"),
    [
        (date(2018, 11, 30), date(2019, 2, 28), True),  # served this year, runs into the next
        (date(2017, 11, 30), date(2018, 2, 28), False),  # served last year, ran into this one
    ],
)
def test_a_warning_bars_the_year_in_which_it_was_served(
    held: Round, clerk: Acting, committee: Acting, taken_on: date, until: date, barred: bool
) -> None:
    first = roster(held)[0]
    make_measure(first.person, taken_on, until=until)

    decided(submitted(held, clerk, PLAIN), committee)

    grade = Grade.objects.get(entry=first)
    assert (grade.grade, grade.barred) == ("competent" if barred else "excellent", barred)


def test_a_withdrawn_warning_bars_no_later_decision_and_puts_the_former_on_the_list(
    held: Round, clerk: Acting, committee: Acting, officer: Acting
) -> None:
    first, second, *_ = roster(held)
    before = make_measure(second.person, date(2018, 3, 1), withdrawn_on=date(2018, 6, 1))
    warned = make_measure(first.person, date(2018, 5, 1))
    decided(submitted(held, clerk, PLAIN), committee)
    assert Grade.objects.get(entry=first).barred
    assert not Grade.objects.get(entry=second).barred
    assert doubts(officer, 2018) == []

    with on_day(date(2019, 1, 8)):
        withdraw_measure(measure=warned, withdrawn_on=date(2019, 1, 8), by=clerk)
        (doubt,) = doubts(officer, 2018)

    assert before.pk != warned.pk
    assert (doubt.grade.entry, doubt.reason) == (first, "所依据的警示或处分已撤销")
    assert Grade.objects.in_force().get(entry=first).grade == "competent"


def test_a_warning_found_after_the_decision_is_listed(
    held: Round, clerk: Acting, committee: Acting, officer: Acting
) -> None:
    decided(submitted(held, clerk, PLAIN), committee)
    first = roster(held)[0]

    make_measure(first.person, date(2018, 5, 1))

    (doubt,) = doubts(officer, 2018)
    assert (doubt.grade.entry, doubt.reason) == (first, "定等后登记了当年的警示或处分")


def test_89_998_shows_as_90_and_is_no_excellence(
    held: Round, clerk: Acting, committee: Acting
) -> None:
    entered(held, clerk, [88, *[80] * 9])
    first = roster(held)[0]
    save_targets(round=held, points={first.pk: {"performance": Decimal("41.33")}}, by=clerk)
    submit_round(round=held, by=clerk)
    held.refresh_from_db()

    decided(held, committee)

    row = board(held).row_of(first.pk)
    assert row is not None
    assert (row.composite, row.exact, row.label) == ("90.00", Decimal("89.998"), "称职")
    assert any("89.998" in one["sentence"] for one in row.findings)


def test_everybody_equal_is_a_tie_of_everybody(
    held: Round, clerk: Acting, committee: Acting
) -> None:
    submitted(held, clerk, [94] * 10)
    shown = board(held)
    assert (len(shown.tied), shown.to_choose) == (10, 2)
    one, _, other, *_ = roster(held)

    decide_round(
        round=held, chosen={one.pk, other.pk}, reason="任务更重", sitting=sitting(), by=committee
    )

    tops = Grade.objects.filter(grade="excellent").values_list("entry", flat=True)
    assert set(tops) == {one.pk, other.pk}


@pytest.mark.parametrize(("target", "reaches"), [(98, True), (82, False)])
def test_a_missing_score_holds_the_seat_it_could_reach(
    held: Round, clerk: Acting, target: int, reaches: bool
) -> None:
    entered(held, clerk, [96, 94, target, 90, 88, 86, 84, 82, 80, 80])
    third = roster(held)[2]
    rated(held, clerk, {third.pk: (None, None, None, None)})

    shown = board(Round.objects.get(pk=held.pk))

    labels = [row.label for row in shown.rows[:2]]
    assert labels == (["优秀", "待定"] if reaches else ["优秀", "优秀"])
    assert (len(shown.reach.unscored), shown.reach.seats) == (1, int(reaches))
    assert Entry.objects.get(pk=third.pk).on_roster
