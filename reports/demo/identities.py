"""Identity numbers and telephone numbers that are valid and belong to nobody."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from cadres.identity import FEMALE, check_character
from reports.demo.chance import Chance, happens

# No county numbers 900 people born on one day (data/identity): these sequences are free.
SEQUENCES = {"1": range(901, 990, 2), FEMALE: range(902, 990, 2)}
FIRST_NUMBERED = 1985  # first numbers were given out to everybody then living
FROM_ELSEWHERE = 0.04
PREFIXES = (
    *("130", "131", "133", "135", "136", "137", "138", "139", "150", "151", "152", "153"),
    *("155", "158", "159", "173", "177", "180", "181", "182", "186", "187", "188", "189"),
)
# What the city's districts were called, on numbers too, before 2001.
OLD_DISTRICTS = {
    "430405": ("430402", "430411"),
    "430406": ("430403", "430411"),
    "430407": ("430404", "430411"),
    "430408": ("430404", "430411"),
    "430412": ("430412", "430423"),
}


@dataclass(frozen=True, slots=True)
class Regions:
    """The codes a county's people carry, by the year in which they were numbered."""

    spans: dict[str, tuple[int, int]]  # code: first and last year
    older: dict[str, str]  # code: the one before it

    def code(self, dice: Chance, county: str, year: int) -> str:
        """Give the code under which somebody of the county was numbered in that year."""
        if happens(dice, FROM_ELSEWHERE):
            county = dice.choice([c for c, (_, last) in self.spans.items() if last == 9999])
        for code in self._candidates(dice, county):
            first, last = self.spans[code]
            if first <= year <= last:
                return code
        return county

    def _candidates(self, dice: Chance, county: str) -> list[str]:
        former = OLD_DISTRICTS.get(county)
        if former:
            return [county, dice.choice(former), *former]
        chain = [county]
        while chain[-1] in self.older:
            chain.append(self.older[chain[-1]])
        return chain


def read_regions(path: Path) -> Regions:
    """Read data/identity/hengyang_id_region_codes.csv."""
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["status"] != "aggregate"]
    return Regions(
        spans={r["code"]: (int(r["first_seen"][:4]), _last_year(r["last_seen"])) for r in rows},
        older={
            r["successor_code"]: r["code"]
            for r in rows
            if r["successor_code"] and r["code"] != "430403"
        },
    )


def numbered_in(dice: Chance, born: date) -> int:
    """Say when somebody got his number: with his first card, or in the years all were given one."""
    first_card = min(born.year + 16 + dice.randint(0, 2), 1999 + dice.randint(0, 3))
    return max(born.year, first_card, FIRST_NUMBERED + dice.randint(0, 4))


@dataclass(slots=True)
class Numbers:
    """Give every number once."""

    regions: Regions
    taken: set[str] = field(default_factory=set)
    phones: int = 0

    def identity(self, dice: Chance, *, county: str, born: date, sex: str) -> str:
        """Give a valid number that nobody in the city has yet."""
        region = self.regions.code(dice, county, numbered_in(dice, born))
        sequences = SEQUENCES[sex]
        start = dice.randrange(len(sequences))
        for offset in range(len(sequences)):
            sequence = sequences[(start + offset) % len(sequences)]
            first17 = f"{region}{born:%Y%m%d}{sequence}"
            number = first17 + check_character(first17)
            if number not in self.taken:
                self.taken.add(number)
                return number
        raise ValueError(f"{region} {born}: no sequence left")

    def phone(self) -> str:
        """Give a mobile number of the block 0000, which networks do not hand out."""
        prefix, last = divmod(self.phones, 10_000)
        self.phones += 1
        return f"{PREFIXES[prefix % len(PREFIXES)]}0000{last:04d}"


def _last_year(text: str) -> int:
    return int(text[:4]) if text else 9999
