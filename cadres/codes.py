"""The national code tables (data/codes), read once."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "data/codes"


@dataclass(frozen=True, slots=True)
class CodeTable:
    """A table of one standard: labels, short labels where people use them, and groups."""

    title: str
    labels: dict[str, str]
    parents: dict[str, str]

    def label(self, code: str) -> str:
        """Name a code; one that the standard does not know is shown as it stands."""
        return self.labels.get(code, code)

    def head(self, code: str) -> str:
        """Give the code under which this one stands, or itself."""
        return self.parents.get(code) or code

    def group(self, parent: str) -> tuple[str, ...]:
        """List a code and the codes below it."""
        return (parent, *(code for code, above in self.parents.items() if above == parent))

    @property
    def heads(self) -> dict[str, str]:
        """Give the codes that stand under no other, with their labels."""
        return {code: name for code, name in self.labels.items() if not self.parents[code]}

    @property
    def choices(self) -> list[tuple[str, str]]:
        return list(self.labels.items())


def ethnicity() -> CodeTable:
    """GB/T 3304-1991."""
    return _read("民族", "gb_t_3304_1991_ethnic.csv")


def education() -> CodeTable:
    """GB/T 4658-2006."""
    return _read("学历", "gb_t_4658_2006_education.csv")


def degree() -> CodeTable:
    """GB/T 6864-2003."""
    return _read("学位", "gb_t_6864_2003_degree.csv")


def political_status() -> CodeTable:
    """GB/T 4762-1984, under the short names that forms use."""
    return _read("政治面貌", "gb_t_4762_1984_political.csv")


def health() -> CodeTable:
    """GB/T 2261.3-2003."""
    return _read("健康状况", "gb_t_2261_3_2003_health.csv")


# Which table a person's field speaks.
TABLES = {
    "ethnicity": ethnicity,
    "education": education,
    "degree": degree,
    "political_status": political_status,
    "health": health,
}
PARTY_MEMBERS = ("01", "02")  # members and probationary members


@cache
def label(field: str, code: str) -> str:
    """Name the code that a field of a person holds; an empty field has no name.

    Of a person's health only the class is told: which illness is nobody's business here.
    """
    table = TABLES[field]()
    shown = table.head(code) if field == "health" else code
    return table.label(shown) if code else ""


@cache
def _read(title: str, file_name: str) -> CodeTable:
    with (FOLDER / file_name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return CodeTable(
        title=title,
        labels={row["code"]: row.get("short_name") or row["name"] for row in rows},
        parents={row["code"]: row.get("parent_code") or "" for row in rows},
    )
