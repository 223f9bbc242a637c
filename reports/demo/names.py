"""Names as they are borne in Hengyang: family names of the village, given names of the years."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from reports.demo.chance import Chance, happens

# The list is national; these are far commoner along the Xiang.
COMMON_HERE = dict.fromkeys("刘陈周谭彭罗肖邓曾唐蒋欧廖", 2.5) | {"欧阳": 12.0, "谢": 2.0}
LOCAL_SHARE = 0.55
COHORTS = (1950, 1970, 1990)
LISTED_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class Names:
    """Everything names are drawn from."""

    surnames: dict[str, float]
    listed: dict[tuple[str, int], list[str]]  # by sex and first year of the cohort
    firsts: dict[str, list[str]]
    lasts: dict[str, list[str]]

    def local_surnames(self, dice: Chance) -> list[str]:
        """Draw the three families that a village mostly consists of."""
        return [self._surname(dice) for _ in range(3)]

    def draw(self, dice: Chance, *, sex: str, born: int, local: list[str]) -> str:
        """Draw a full name for somebody of that sex and birth year."""
        surname = dice.choice(local) if happens(dice, LOCAL_SHARE) else self._surname(dice)
        return surname + self.given(dice, sex, born)

    def surname_of(self, name: str) -> str:
        """Give the family name of a full name that was drawn here."""
        return name[:2] if len(name) > 2 and name[:2] in self.surnames else name[:1]

    def _surname(self, dice: Chance) -> str:
        return dice.choices(list(self.surnames), weights=list(self.surnames.values()))[0]

    def given(self, dice: Chance, sex: str, born: int) -> str:
        """Draw a given name in the fashion of the year."""
        if happens(dice, LISTED_SHARE):
            return dice.choice(self.listed[sex, cohort(born)])
        first, last = dice.choice(self.firsts[sex]), dice.choice(self.lasts[sex])
        return first + last if first != last else last


def cohort(born: int) -> int:
    """Give the first year of the cohort in whose fashion somebody was named."""
    return max(start for start in COHORTS if start <= max(born, COHORTS[0]))


def read(folder: Path) -> Names:
    """Read data/names."""
    return Names(
        surnames=_surnames(folder / "surnames_top200.csv"),
        listed=_listed(folder / "given_names.csv"),
        firsts=_characters(folder / "given_name_chars.csv", "first"),
        lasts=_characters(folder / "given_name_chars.csv", "last"),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _surnames(path: Path) -> dict[str, float]:
    borne = {row["common_variant"] or row["surname"]: row["share_percent"] for row in _rows(path)}
    return {name: float(share) * COMMON_HERE.get(name, 1.0) for name, share in borne.items()}


def _listed(path: Path) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = {(s, c): [] for s in "12" for c in COHORTS}
    for row in _rows(path):
        years = row["typical_birth_years"]
        starts = [int(span[:4]) for span in years.split("|")] if years else list(COHORTS)
        for start in starts:
            found["1" if row["sex"] == "M" else "2", cohort(start)].append(row["given_name"])
    return found


def _characters(path: Path, position: str) -> dict[str, list[str]]:
    rows = [row for row in _rows(path) if position in row["positions"].split("|")]
    return {
        "1": [row["char"] for row in rows if row["sex"] in "MU"],
        "2": [row["char"] for row in rows if row["sex"] in "FU"],
    }
