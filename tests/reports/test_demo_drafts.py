from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.queries.facts import target_score
from assessments.queries.roster import Member
from policy import ballots, book
from policy.figures import two_places
from policy.words import GRADES
from reports.demo.chance import chance
from reports.demo.drafts import Draft, Stage, draft, leave_gaps, show, tie
from reports.demo.places import Unit
from reports.demo.scores import WEIGHTS, scores
from reports.demo.timetable import stages

RULES = book.packaged().at(on=date(2018, 12, 31), known=date(2018, 12, 20), where=None)


def a_draft(people: int = 60, *, topic: str = "draft", warned: int | None = None) -> Draft:
    roster = [
        Member(
            person_id=number,
            name=f"某{number}",
            village_id=number // 5,
            team_village_id=None,
            posts="书记、主任" if number % 5 == 0 else "村委委员",
            is_principal=number % 5 == 0,
            is_staff=False,
            months=5 if number == 7 else 12,
        )
        for number in range(people)
    ]
    dice = chance(1, topic)
    merits = {number: dice.gauss(0, 1) for number in range(people)}
    barred = {warned} if warned is not None else set()
    return draft(dice, roster, merits, barred=barred, meeting_from=date(2018, 12, 15))


def rating_of(votes: tuple[int, ...]) -> Fraction:
    rating = ballots.report_rating(dict(zip(GRADES, votes, strict=True)), RULES)
    assert rating is not None
    return rating


def test_a_score_is_what_the_rulebook_would_reckon():
    drawn = scores(chance(1, "score"), merit=0.4, generous=0.1, present=41)

    rating = rating_of(drawn.votes)
    target = Decimal(target_score(drawn.points))

    exact = rating * Fraction(2, 5) + Fraction(target) * Fraction(3, 5)
    assert exact == drawn.composite


def test_points_and_ballots_stay_within_their_bounds():
    dice = chance(1, "bounds")
    for _ in range(2000):
        drawn = scores(dice, merit=dice.gauss(0, 1.5), generous=0.2, present=40)
        assert 0 < sum(drawn.votes) <= 40
        assert min(drawn.votes) >= 0
        assert all(0 <= p <= w for p, w in zip(drawn.points, WEIGHTS, strict=True))


def test_all_four_bands_occur():
    dice = chance(1, "bands")
    drawn = [
        scores(dice, merit=dice.gauss(0, 1), generous=0, present=40).composite for _ in range(3000)
    ]

    assert 0.2 < sum(c >= 90 for c in drawn) / len(drawn) < 0.5
    assert any(60 <= c < 70 for c in drawn)
    assert any(c < 60 for c in drawn)


def test_a_tie_runs_through_the_cut():
    found = a_draft()

    assert tie(found, 8)

    ranked = found.competing()
    assert ranked[7].scores.composite == ranked[8].scores.composite


@pytest.mark.parametrize("seats", [0, 60])
def test_there_is_no_tie_where_nothing_is_cut(seats):
    assert not tie(a_draft(), seats)


def test_whoever_served_less_than_six_months_has_no_scores():
    newcomer = next(line for line in a_draft().lines if line.member.months == 5)

    assert newcomer.votes == (None,) * 4
    assert newcomer.points == (None,) * 5


@pytest.mark.parametrize("topic", ["a", "b", "c", "d", "e", "f"])
def test_a_round_with_gaps_lacks_something(topic):
    found = a_draft(topic=topic)

    leave_gaps(chance(1, topic), found)

    assert any(None in line.points for line in found.lines if line.graded)
    if found.held_on is None:
        assert not any(line.votes_in for line in found.lines)


def test_the_showcase_has_one_of_everything():
    found = a_draft(warned=12)

    show(found, 12)

    ranked = found.competing()
    assert ranked[11].scores.composite == ranked[12].scores.composite
    assert list(found.teams.values()).count("fair") == 1
    assert sum(None in line.points for line in found.lines if line.graded) == 1
    able = [line for line in found.lines if line.scores.composite >= 90]
    assert any(line.barred for line in able)
    gated = [x for x in able if x.member.is_principal and x not in ranked and not x.barred]
    assert len(gated) == 1


def test_the_late_one_of_the_showcase_keeps_nobody_waiting():
    found = a_draft(warned=12)
    show(found, 12)
    late = next(line for line in found.lines if line.graded and None in line.points)

    best = rating_of(late.scores.votes) * Fraction(2, 5) + 60

    assert best < 90
    assert two_places(best)


def test_a_county_has_townships_at_every_stage():
    units = [Unit(number, str(number), f"{number}镇", "430424") for number in range(20)]

    far = list(stages(chance(1, "stages"), units).values())

    assert far.count(Stage.FULL) == 6
    assert all(far.count(one) == 2 for one in Stage if one is not Stage.FULL)
