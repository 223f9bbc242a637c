"""Ballots of many rounds by cadre, and the grade another county's yardstick would read in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import Coalesce

from accounts.acting import Acting
from assessments.models import Round, Tally
from assessments.queries.ballots import COUNTS
from assessments.queries.calibration.limits import Limits
from assessments.states import GradeLabel

Votes = tuple[int, int, int, int]


def votes_of(rounds: Iterable[Round], acting: Acting) -> dict[int, Votes]:
    """Add up what all groups said of each cadre; who lacks a count is not graded, nor compared."""
    rows = (
        Tally.objects.visible_to(acting)
        .filter(round__in=list(rounds))
        .values("entry")
        .annotate(**{f"all_{name}": Coalesce(Sum(name), 0) for name in COUNTS})
        .values_list("entry", *(f"all_{name}" for name in COUNTS))
    )
    return {pk: (a, b, c, d) for pk, a, b, c, d in rows}


def shares(votes: Sequence[int]) -> tuple[Decimal, ...]:
    """Give the four counts as shares of the ballots cast; nobody's are nought."""
    total = sum(votes)
    return tuple(Decimal(one) / total if total else Decimal(0) for one in votes)


def yardstick(votes: Votes, limits: Limits) -> str:
    """Read a grade in the ballots, the worst first; empty without ballots or where none applies."""
    total = sum(votes)
    excellent, competent, basic, incompetent = votes
    if not total:
        return ""
    if incompetent >= limits.incompetent * total:
        return GradeLabel.INCOMPETENT
    if basic + incompetent > limits.basic * total:
        return GradeLabel.BASIC
    if excellent >= limits.excellent * total:
        return GradeLabel.EXCELLENT
    if excellent + competent >= limits.competent * total:
        return GradeLabel.COMPETENT
    return ""
