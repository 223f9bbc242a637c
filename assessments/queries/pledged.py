"""What the year's pledge of each cadre is worth, as the target scores start from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from accounts.acting import Acting
from assessments.models import Entry
from policy.figures import HUNDRED, two_places
from supervision.queries.pledges import scores_of


@dataclass(frozen=True, slots=True)
class Offer:
    """A pledge's result, and the points it makes of an aspect's highest."""

    score: str
    points: str


def offers(entries: Iterable[Entry], year: int, most: Decimal, *, by: Acting) -> dict[int, Offer]:
    """Give, by entry id, what confirmed pledges offer for 绩; constant queries."""
    person_of = {one.pk: one.person_id for one in entries}
    scores = scores_of(set(person_of.values()), year, by)
    return {
        pk: Offer(two_places(score), two_places(score * Fraction(most) / Fraction(HUNDRED)))
        for pk, person in person_of.items()
        if (score := scores[person].score) is not None
    }
