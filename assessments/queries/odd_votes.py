"""Ballot totals that differ from their village's: one meeting, so usually a mistyped figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from assessments.models import Entry
from assessments.queries.facts import VOTES


def total_of(entry: Entry) -> int | None:
    """Add up a cadre's ballots; with a count missing the total is unknown."""
    votes = [getattr(entry, column) for column in VOTES]
    return None if None in votes else sum(votes)


def odd_votes(entries: Iterable[Entry]) -> dict[int, str]:
    """Give, by entry id, the usual total of the village of each cadre whose total is another.

    Usual is the total most of the village's cadres have; where as many have another one, nobody's
    is usual and all of them are given.
    """
    totals: dict[int, dict[int, int]] = {}
    for entry in entries:
        if (total := total_of(entry)) is not None:
            totals.setdefault(entry.village_id, {})[entry.pk] = total
    return {
        pk: usual
        for village in totals.values()
        for pk, total in village.items()
        if (usual := _usual_for(total, Counter(village.values())))
    }


def _usual_for(total: int, counted: Counter[int]) -> str:
    most = max(counted.values())
    usual = {one for one, times in counted.items() if times == most}
    if usual == {total}:
        return ""
    return "、".join(str(one) for one in sorted(usual - {total}))
