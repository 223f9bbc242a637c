"""Ballots of many rounds by cadre, and the grade another county's yardstick would read in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from accounts.acting import Acting
from assessments.models import Entry, Round
from assessments.queries.calibration.limits import Limits
from assessments.states import GradeLabel

Votes = tuple[int, int, int, int]
COLUMNS = ("votes_excellent", "votes_competent", "votes_basic", "votes_incompetent")


def votes_of(rounds: Iterable[Round], acting: Acting) -> dict[int, Votes]:
    """Give the four counts of every cadre whose ballots are complete; the only place that asks."""
    rows = (
        Entry.objects.visible_to(acting)
        .filter(round__in=list(rounds), on_roster=True)
        .values_list("pk", *COLUMNS)
    )
    return {pk: (a, b, c, d) for pk, a, b, c, d in rows if None not in (a, b, c, d)}


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
