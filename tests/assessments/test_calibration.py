"""Calibration asks where a county's figures look odd: each hint on either side of its limit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.models import Grade, Round
from assessments.queries.calibration import calibrate
from assessments.queries.calibration.ballots import yardstick
from assessments.queries.calibration.hints import Jump, against_ballots, equal, has_jumped, is_far
from assessments.queries.calibration.limits import limits_of
from assessments.queries.calibration.scores import Last, Score
from assessments.queries.calibration.standing import Township
from assessments.queries.rulebook import rules_of
from assessments.services import deciding, rounds
from assessments.states import GradeLabel
from tests.assessments import stage
from tests.assessments.pages import *  # noqa: F403


@pytest.fixture
def limits(db):
    return limits_of(rules_of(stage.YEAR, stage.DAY, ""))


def score(**changed):
    """Give a cadre's year: 85 in both forms and 称职, but for what is said."""
    given = {
        "entry": 1, "round": 1, "person": 1, "name": "曾国华", "village": 1,
        "village_name": "杨仙村", "report": Decimal(85), "target": Decimal(85),
        "composite": Decimal(85), "grade": GradeLabel.COMPETENT,
    }  # fmt: skip
    return Score(**given | changed)


def targets(*points):
    return [score(target=None if one is None else Decimal(one)) for one in points]


def alike(limits, *points):
    return equal(targets(*points), form="target", village="杨仙村", limits=limits)


@pytest.mark.parametrize(
    ("points", "is_hint"),
    [
        (["88", "88.5", "89", "88.7"], True),  # a spread of 1, the limit itself
        (["88", "88.5", "89.01", "88.7"], False),
        (["90", "90", "90", "90", "70"], True),  # four of five are 80 %
        (["90", "90", "90", "71", "70"], False),
    ],
)
def test_scores_that_lie_close_or_are_mostly_one_score_are_a_hint(limits, points, is_hint):
    assert alike(limits, *points).is_hint is is_hint


def test_three_people_are_too_few_to_say_that_scores_are_alike(limits):
    assert alike(limits, "90", "90", "90", None) is None
    assert alike(limits, "90", "90", "90", "90").is_hint


def test_a_place_says_how_alike_its_scores_are(limits):
    found = alike(limits, "90", "90", "86.5", "84")

    assert (found.people, found.low, found.high, found.spread) == (4, 84, 90, 6)
    assert (found.distinct, found.usual, found.times) == (3, 90, 2)


@pytest.mark.parametrize(
    ("report", "target", "far"),
    [("95", "80", True), ("80", "95", True), ("94.99", "80", False), (None, "80", False)],
)
def test_fifteen_points_between_the_two_forms_are_a_hint(limits, report, target, far):
    one = score(report=report and Decimal(report), target=Decimal(target))

    assert is_far(one, limits) is far


@pytest.mark.parametrize(
    ("now", "grade", "jumped"),
    [
        ("100", GradeLabel.COMPETENT, True),
        ("99.99", GradeLabel.COMPETENT, False),
        ("70", GradeLabel.COMPETENT, True),
        ("85", GradeLabel.INCOMPETENT, True),
        ("85", GradeLabel.BASIC, False),
        ("85", GradeLabel.NONE, False),
        (None, GradeLabel.COMPETENT, False),
    ],
)
def test_fifteen_points_or_two_grades_since_last_year_are_a_hint(limits, now, grade, jumped):
    last = Last(1, Decimal(85), GradeLabel.COMPETENT)
    one = score(composite=now and Decimal(now), grade=grade)

    assert has_jumped(Jump(one, last), limits) is jumped


@pytest.mark.parametrize(
    ("votes", "read"),
    [
        ((90, 10, 0, 0), GradeLabel.EXCELLENT),
        ((89, 11, 0, 0), GradeLabel.COMPETENT),
        ((90, 0, 10, 0), GradeLabel.EXCELLENT),
        ((0, 70, 30, 0), GradeLabel.COMPETENT),
        ((0, 69, 31, 0), GradeLabel.BASIC),
        ((0, 69, 2, 29), GradeLabel.BASIC),
        ((60, 10, 0, 30), GradeLabel.INCOMPETENT),
        ((0, 0, 0, 0), ""),
    ],
)
def test_the_other_countys_yardstick_reads_a_grade_in_the_ballots(limits, votes, read):
    assert yardstick(votes, limits) == read


@pytest.mark.parametrize(
    ("votes", "grade", "hinted"),
    [
        ((89, 11, 0, 0), GradeLabel.EXCELLENT, True),
        ((90, 10, 0, 0), GradeLabel.EXCELLENT, False),
        ((95, 5, 0, 0), GradeLabel.COMPETENT, False),  # there are only so many seats
        ((95, 5, 0, 0), GradeLabel.BASIC, True),
        ((0, 69, 31, 0), GradeLabel.COMPETENT, True),
        ((0, 70, 30, 0), GradeLabel.COMPETENT, False),
        ((0, 69, 31, 0), "pending", False),
        (None, GradeLabel.COMPETENT, False),
    ],
)
def test_a_grade_the_ballots_do_not_bear_out_is_listed(limits, votes, grade, hinted):
    assert bool(against_ballots(score(grade=grade), votes, limits)) is hinted


def test_an_excellent_short_of_the_other_countys_ballots_is_listed_and_not_counted(limits):
    excellent = against_ballots(score(grade=GradeLabel.EXCELLENT), (89, 11, 0, 0), limits)
    competent = against_ballots(score(), (0, 69, 31, 0), limits)
    one = place(limits, score())
    one.against = [excellent, competent]

    assert (excellent.is_hint, competent.is_hint) == (False, True)
    assert one.hints == 1


def place(limits, *scores, seats=1, last_mean=None):
    found = Round(status="decided", headcount=len(scores), seats=seats)
    return Township(found, list(scores), {}, limits, last_mean)


@pytest.mark.parametrize(("report", "far"), [("88", True), ("87.99", False), ("72", True)])
def test_eight_points_between_a_townships_means_are_a_hint(limits, report, far):
    one = place(limits, score(report=Decimal(report), target=Decimal(80)))

    assert one.is_far is far


@pytest.mark.parametrize(("before", "jumped"), [("80", True), ("90", True), ("80.01", False)])
def test_five_points_between_a_townships_years_are_a_hint(limits, before, jumped):
    assert place(limits, score(), last_mean=Fraction(before)).has_jumped is jumped


def test_a_mean_is_exact_not_what_is_shown(limits):
    one = place(limits, score(), score(), score(composite=Decimal("85.01")), last_mean=Fraction(80))

    assert one.mean == Fraction(25501, 300)
    assert not place(limits, score(composite=Decimal("84.999")), last_mean=Fraction(80)).has_jumped


def test_one_excellent_beyond_the_seats_is_a_hint(limits):
    excellent = score(grade=GradeLabel.EXCELLENT)

    assert place(limits, excellent, excellent, seats=1).is_over_cap
    assert not place(limits, excellent, score(), seats=1).is_over_cap


# The county as it stands in the database.


def test_the_entered_townships_count_with_their_live_proposals(entered, officer, county):
    [one] = calibrate(officer, stage.YEAR, under=county.path, live=True).townships

    assert not one.is_decided
    assert (one.counts["excellent"], one.counts["open"], one.counts["competent"]) == (1, 2, 7)
    assert one.mean == one.target == one.report == Fraction(878, 10)


def test_a_decided_township_counts_with_its_grades_in_force(
    decided, clerk, committee, officer, county
):
    deciding.return_round(round=decided, reason="请重新核分", by=committee)
    decided.refresh_from_db()
    again = [86, 84, *CLEAR[2:]]  # noqa: F405
    stage.decided(stage.submitted(decided, clerk, again), committee)
    [one] = calibrate(officer, stage.YEAR, under=county.path, live=True).townships

    assert one.is_decided
    assert Grade.objects.filter(round=decided).count() == 20
    assert (one.counts["excellent"], one.counts["competent"], sum(one.counts.values())) == (
        2,
        8,
        10,
    )


def test_stored_rounds_are_read_from_what_was_proposed(submitted, officer, county):
    # Whatever happens to the tables of ballots and points, the proposal keeps what it was made of.
    live = calibrate(officer, stage.YEAR, under=county.path, live=True).townships[0]

    assert [one.report for one in live.scores] == [Decimal(number) for number in TIED]  # noqa: F405
    assert live.gaps == []


def test_without_live_proposals_the_townships_that_still_enter_are_only_named(
    entered, officer, county
):
    found = calibrate(officer, stage.YEAR, under=county.path, live=False)

    assert (found.townships, found.entering) == ([], [entered])


@pytest.fixture
def two_years(officer, clerk, committee, village, second_village, township):
    """Give a decided 2017 and a decided 2018: one falls by 16 points, one by 14, the rest stay."""
    stage.people(village)
    stage.people(second_village)
    for year, scores in ((2017, CLEAR), (2018, [80, 80, *CLEAR[2:]])):  # noqa: F405
        rounds.open_rounds(plan=stage.adopted(officer, year), by=officer)
        found = Round.objects.get(township=township, year=year)
        stage.decided(stage.submitted(found, clerk, scores), committee)
    return found


def test_last_year_is_held_against_this_one_by_person(two_years, officer, county):
    [one] = calibrate(officer, 2018, under=county.path, live=True).townships

    assert [jump.score.entry for jump in one.jumps] == [stage.roster(two_years)[0].pk]
    assert (one.jumps[0].change, one.jumps[0].steps) == (-16, -1)
    assert (one.last_mean, one.mean, one.has_jumped) == (
        Fraction(876, 10),
        Fraction(846, 10),
        False,
    )


def test_a_county_takes_fewer_than_twenty_queries(
    two_years, officer, county, django_assert_max_num_queries
):
    with django_assert_max_num_queries(19):
        calibrate(officer, 2018, under=county.path, live=True)


def test_another_countys_officer_sees_nothing(decided, stranger_officer, county):
    assert calibrate(stranger_officer, stage.YEAR, under=county.path, live=True).townships == []
