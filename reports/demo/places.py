"""The places of the city's story: villages with their township and county."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from reports.demo.chance import chance

SECRETARIES = 2276  # of the seed article (WEL-CHECKUP): one a village, and some communities
VILLAGE, COMMUNITY = "村民委员会", "居民委员会"


@dataclass(frozen=True, slots=True)
class Unit:
    """A county or township unit as far as the story needs it."""

    id: int
    path: str
    name: str
    code: str  # six digits of the real county's statistical code


@dataclass(frozen=True, slots=True)
class Place:
    """A village or community in which there are cadres."""

    id: int
    path: str
    name: str
    code: str
    committee: str
    township: Unit
    county: Unit

    @property
    def scope(self) -> str:
        """Give the scope path of facts that happen here: the township's."""
        return self.township.path


def with_cadres(places: Iterable[Place], seed: int, *, secretaries: int | None) -> list[Place]:
    """Keep every village, and communities of villages' townships until there are enough."""
    ordered = sorted(places, key=lambda place: place.path)
    villages = [place for place in ordered if place.committee == VILLAGE]
    if secretaries is None:
        return villages
    rural = {place.township.id for place in villages}
    by_county: dict[int, list[Place]] = defaultdict(list)
    for place in ordered:
        if place.committee == COMMUNITY and place.township.id in rural:
            by_county[place.county.id].append(place)
    dice = chance(seed, "communities")
    one_each = [dice.choice(found) for found in by_county.values()]
    missing = secretaries - len(villages)
    return sorted([*villages, *dice.sample(one_each, missing)], key=lambda place: place.path)


def by_county(places: Iterable[Place]) -> dict[Unit, list[Unit]]:
    """List the counties with their townships that have cadres, in the order of the paths."""
    found: dict[Unit, dict[Unit, None]] = defaultdict(dict)
    for place in sorted(places, key=lambda place: place.path):
        found[place.county][place.township] = None
    return {county: list(townships) for county, townships in found.items()}
