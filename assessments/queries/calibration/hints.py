"""Where a year's scores look odd: each rule against its limit, on plain figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from assessments.queries.calibration.ballots import Votes, yardstick
from assessments.queries.calibration.limits import Limits
from assessments.queries.calibration.scores import Last, Score
from assessments.states import GradeLabel
from policy.figures import EXACT

# From the best to the worst; whoever has none of these is not compared.
STEPS: dict[str, int] = {
    grade: place
    for place, grade in enumerate(
        (GradeLabel.EXCELLENT, GradeLabel.COMPETENT, GradeLabel.BASIC, GradeLabel.INCOMPETENT)
    )
}
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Equal:
    """How alike the scores of one place are in one of the two forms."""

    round: int
    village: str  # empty for the township as a whole
    form: str
    people: int
    low: Decimal
    high: Decimal
    distinct: int
    usual: Decimal
    times: int
    is_hint: bool

    @property
    def spread(self) -> Decimal:
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Jump:
    """Somebody's composite or grade beside that of the year before."""

    score: Score
    last: Last

    @property
    def change(self) -> Decimal | None:
        if self.score.composite is None or self.last.composite is None:
            return None
        return self.score.composite - self.last.composite

    @property
    def steps(self) -> int:
        """Count the grades he rose by; falling is negative, no comparison is nought."""
        before, now = STEPS.get(self.last.grade), STEPS.get(self.score.grade)
        return 0 if before is None or now is None else before - now


@dataclass(frozen=True, slots=True)
class Against:
    """A grade that the ballots, read by another county's yardstick, do not bear out."""

    score: Score
    votes: Votes
    read: str

    @property
    def steps(self) -> int:
        """Count how many grades he stands above what the ballots say; below is negative."""
        return STEPS[self.read] - STEPS[self.score.grade]

    @property
    def is_hint(self) -> bool:
        """An excellent whose ballots say competent is only listed.

        By the city's own points half the ballots carry him over the line, so nearly all would be.
        """
        return self.score.grade != GradeLabel.EXCELLENT or self.read != GradeLabel.COMPETENT


def mean(numbers: Iterable[Decimal | None]) -> Fraction | None:
    """Give the exact mean of those that are known; None without any."""
    known = [one for one in numbers if one is not None]
    with localcontext(EXACT):  # one sum of decimals is far faster than one of fractions
        return Fraction(sum(known, Decimal(0))) / len(known) if known else None


def equal(scores: Sequence[Score], *, form: str, village: str, limits: Limits) -> Equal | None:
    """Say how alike a place's scores are, to two decimals; too few people say nothing."""
    known = [one for score in scores if (one := getattr(score, form)) is not None]
    if len(known) < limits.equal_people:
        return None
    shown = [one.quantize(CENT, ROUND_HALF_UP) for one in known]
    usual, times = max(Counter(shown).items(), key=lambda pair: (pair[1], pair[0]))
    low, high = min(shown), max(shown)
    near = high - low <= limits.equal_spread
    return Equal(
        round=scores[0].round,
        village=village,
        form=form,
        people=len(shown),
        low=low,
        high=high,
        distinct=len(set(shown)),
        usual=usual,
        times=times,
        is_hint=near or times >= limits.equal_share * len(shown),
    )


def is_far(score: Score, limits: Limits) -> bool:
    """Say whether the two forms rate somebody too differently."""
    return score.gap is not None and abs(score.gap) >= limits.gap


def has_jumped(jump: Jump, limits: Limits) -> bool:
    """Say whether somebody rose or fell too much since the year before."""
    far = jump.change is not None and abs(jump.change) >= limits.jump
    return far or abs(jump.steps) >= limits.jump_grades


def against_ballots(score: Score, votes: Votes | None, limits: Limits) -> Against | None:
    """Hold a grade against the ballots; competent where they say excellent is the quota's doing."""
    read = yardstick(votes, limits) if votes else ""
    if votes is None or not read or score.grade not in STEPS or read == score.grade:
        return None
    if (read, score.grade) == (GradeLabel.EXCELLENT, GradeLabel.COMPETENT):
        return None
    return Against(score, votes, read)
