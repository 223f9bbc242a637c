"""What was entered in a year: ballots, points, team results; by merit, luck and the township."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reports.demo.chance import Chance, happens, weighted

TENTH = Decimal("0.1")
WEIGHTS = (10, 10, 10, 50, 20)  # 德能勤绩廉 in the target form, as the plans have it
BALLOT_VALUES = (100, 80, 60, 40)
BAD_YEAR = 0.022  # work that fails altogether
TEAMS = {"excellent": 22, "good": 56, "fair": 18, "poor": 4}
TEAM_ORDER = ("poor", "fair", "good", "excellent")

Votes = tuple[int, int, int, int]
Points = tuple[Decimal, Decimal, Decimal, Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Scores:
    """One cadre's ballots (优秀、称职、基本称职、不称职) and points (德能勤绩廉)."""

    votes: Votes
    points: Points

    @property
    def composite(self) -> Fraction:
        """Give 0.4 × the ballots' mean + 0.6 × the points, exactly."""
        cast = sum(v * worth for v, worth in zip(self.votes, BALLOT_VALUES, strict=True))
        rating = Fraction(cast, sum(self.votes))
        return rating * Fraction(2, 5) + Fraction(sum(self.points)) * Fraction(3, 5)


@dataclass(frozen=True, slots=True)
class Meeting:
    """Who was expected at a village's report meeting, and who came."""

    expected: int
    present: int


def meeting(dice: Chance) -> Meeting:
    """Draw a village's meeting: four fifths came, or it would have been held again."""
    expected = dice.randint(32, 66)
    return Meeting(expected, round(expected * dice.uniform(0.83, 0.98)))


def team(dice: Chance, merit: float) -> str:
    """Draw a team's result; a good secretary lifts it."""
    drawn = TEAM_ORDER.index(weighted(dice, TEAMS))
    lift = (merit > 1.1 and drawn < 2) - (merit < -1.3 and drawn > 1)
    return TEAM_ORDER[drawn + lift]


def scores(dice: Chance, *, merit: float, generous: float, present: int) -> Scores:
    """Draw one cadre's year; `generous` is what the township gives everybody."""
    quality = 0.8 * merit + 0.5 * dice.gauss(0, 1) + generous
    if happens(dice, BAD_YEAR):
        return Scores(_votes(dice, -2.6, present), _points(dice, dice.uniform(44, 72)))
    target = 87.6 + 3.1 * quality + dice.gauss(0, 1.2)
    return Scores(_votes(dice, quality, present), _points(dice, min(target, 98.5)))


def _votes(dice: Chance, quality: float, present: int) -> Votes:
    cast = present - weighted(dice, {0: 5, 1: 3, 2: 1})
    excellent = round(cast * min(0.95, max(0.04, 0.6 + 0.15 * quality + dice.gauss(0, 0.04))))
    rest = cast - excellent
    basic = round(rest * min(0.6, max(0.0, 0.12 - 0.09 * quality)))
    incompetent = round(rest * min(0.35, max(0.0, 0.03 - 0.06 * quality)))
    return excellent, rest - basic - incompetent, basic, incompetent


def _points(dice: Chance, target: float) -> Points:
    """Share a target score out over the five aspects, in tenths of a point."""
    parts = [
        min(Decimal(weight), _tenths(weight * (target / 100 + dice.gauss(0, 0.012))))
        for weight in WEIGHTS
    ]
    a, b, c, d, e = parts
    return a, b, c, d, e


def _tenths(value: float) -> Decimal:
    return Decimal(round(value * 10)) * TENTH
