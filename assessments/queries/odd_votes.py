"""Ballot totals that differ from their village's: one meeting, so usually a mistyped figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from assessments.models import Entry, Tally
from assessments.queries.ballots import COUNTS, Counted, Counts

NEAR = 2  # ballots: one or two may abstain, more is usually a slip
Place = tuple[int, int]  # village and group
Line = tuple[int, int, Counts]  # entry, group, what the group said


@dataclass(frozen=True, slots=True)
class Odd:
    """A total and the one that is usual in the village, of one group of voters."""

    total: int
    usual: str


def odd_votes(entries: Iterable[Entry], held: Counted | None = None) -> dict[int, Odd]:
    """Give, by entry id, the usual total of the village of each cadre whose total is far off.

    Usual is the total most of the village's cadres have from a group; where as many have another
    one, nobody's is usual and all of them are given. A cadre is given once, by his first group.
    `held` are the ballots where they have been read already.
    """
    village_of = {one.pk: one.village_id for one in entries}
    totals: dict[Place, dict[int, int]] = {}
    for entry, group, counts in _read(village_of) if held is None else _known(held, village_of):
        cast = [count for count in counts if count is not None]
        if len(cast) == len(COUNTS):
            totals.setdefault((village_of[entry], group), {})[entry] = sum(cast)
    found: dict[int, Odd] = {}
    for voted in totals.values():
        for entry, odd in _odd_in(voted).items():
            found.setdefault(entry, odd)
    return found


def _read(entries: Iterable[int]) -> Iterable[Line]:
    tallies = Tally.objects.filter(entry__in=entries).order_by("group__place", "group_id")
    for entry, group, *counts in tallies.values_list("entry_id", "group_id", *COUNTS):
        yield entry, group, tuple(counts)


def _known(held: Counted, entries: Iterable[int]) -> Iterable[Line]:
    places = {
        group.id: place for groups in held.groups.values() for place, group in enumerate(groups)
    }
    known = set(entries)
    rows = [(entry, group, row) for (entry, group), row in held.tallies.items() if entry in known]
    return sorted(rows, key=lambda row: places[row[1]])


def _odd_in(voted: dict[int, int]) -> dict[int, Odd]:
    counted = Counter(voted.values())
    return {
        entry: Odd(total, usual)
        for entry, total in voted.items()
        if (usual := _usual_for(total, counted))
        and all(abs(total - int(one)) > NEAR for one in usual.split("、"))
    }


def _usual_for(total: int, counted: Counter[int]) -> str:
    most = max(counted.values())
    usual = {one for one, times in counted.items() if times == most}
    if usual == {total}:
        return ""
    return "、".join(str(one) for one in sorted(usual - {total}))
