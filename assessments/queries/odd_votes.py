"""Ballot totals that differ from their village's: one meeting, so usually a mistyped figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from assessments.models import Entry, Tally
from assessments.queries.ballots import COUNTS

Place = tuple[int, int]  # village and group


@dataclass(frozen=True, slots=True)
class Odd:
    """A total and the one that is usual in the village, of one group of voters."""

    total: int
    usual: str


def odd_votes(entries: Iterable[Entry]) -> dict[int, Odd]:
    """Give, by entry id, the usual total of the village of each cadre whose total is another.

    Usual is the total most of the village's cadres have from a group; where as many have another
    one, nobody's is usual and all of them are given. A cadre is given once, by his first group.
    """
    village_of = {one.pk: one.village_id for one in entries}
    tallies = Tally.objects.filter(entry__in=village_of).order_by("group__place", "group_id")
    totals: dict[Place, dict[int, int]] = {}
    for entry, group, *counts in tallies.values_list("entry_id", "group_id", *COUNTS):
        if None not in counts:
            totals.setdefault((village_of[entry], group), {})[entry] = sum(counts)
    found: dict[int, Odd] = {}
    for voted in totals.values():
        for entry, odd in _odd_in(voted).items():
            found.setdefault(entry, odd)
    return found


def _odd_in(voted: dict[int, int]) -> dict[int, Odd]:
    counted = Counter(voted.values())
    return {
        entry: Odd(total, usual)
        for entry, total in voted.items()
        if (usual := _usual_for(total, counted))
    }


def _usual_for(total: int, counted: Counter[int]) -> str:
    most = max(counted.values())
    usual = {one for one, times in counted.items() if times == most}
    if usual == {total}:
        return ""
    return "、".join(str(one) for one in sorted(usual - {total}))
