"""The places of the demo city straight from the list of divisions, without a database."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from reports.demo import identities, names
from reports.demo.humans import Humans
from reports.demo.places import SECRETARIES, Place, Unit, with_cadres
from reports.demo.stories import Village, tell

DATA = Path(__file__).parents[2] / "data"


def places() -> Iterator[Place]:
    """Give every village and community of the list."""
    with (DATA / "divisions/hengyang_divisions.csv").open(encoding="utf-8") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    for number, row in enumerate(rows.values()):
        if row["level"] == "5":
            township = rows[row["parent_code"]]
            county = rows[township["admin_county_code"]]
            code = county["code"][:6]
            yield Place(
                id=number,
                path=row["code"],
                name=row["short_name"],
                code=row["code"],
                committee=row["committee_type"],
                township=Unit(int(township["code"]), township["code"], township["name"], code),
                county=Unit(int(county["code"]), county["code"], county["name"], code),
            )


def humans() -> Humans:
    """Give somebody who makes people up, with all numbers still free."""
    regions = identities.read_regions(DATA / "identity/hengyang_id_region_codes.csv")
    return Humans(names.read(DATA / "names"), identities.Numbers(regions))


@cache
def chosen() -> tuple[Place, ...]:
    return tuple(with_cadres(places(), 1, secretaries=SECRETARIES))


def villages(count: int, *, seed: int = 1) -> list[Village]:
    """Tell the stories of the first so many places."""
    made = humans()
    return [tell(place, made, seed) for place in chosen()[:count]]


@cache
def told(count: int) -> tuple[Village, ...]:
    """Give stories to look at, told once; not to be changed."""
    return tuple(villages(count))
