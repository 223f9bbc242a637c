"""Each column of a list of cadres said once: for the page, and for whatever is printed from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cadres import codes, identity
from cadres.queries.people import Row


@dataclass(frozen=True, slots=True)
class Column:
    """A label, where its value comes from, and how much of it may be seen."""

    label: str
    accessor: Callable[[Row], str | int | date | None]
    key: str = ""  # by which the list sorts; empty: it does not
    mask: Callable[[str], str] | None = None
    numeric: bool = False

    def text(self, row: Row) -> str:
        """Give the value as it is shown."""
        value = self.accessor(row)
        shown = "" if value is None else str(value)
        return self.mask(shown) if self.mask else shown


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one column of one row."""

    text: str
    numeric: bool


def cells(row: Row) -> list[Cell]:
    """Give a row's cells in the order of the columns."""
    return [Cell(column.text(row), column.numeric) for column in COLUMNS]


COLUMNS = (
    Column("姓名", lambda row: row.person.name, key="name"),
    Column("性别", lambda row: row.person.get_sex_display()),
    Column("年龄", lambda row: row.person.age_on(row.day), key="age", numeric=True),
    Column("村（社区）", lambda row: row.village, key="village"),
    Column("职务", lambda row: row.posts),
    Column("学历", lambda row: codes.label("education", row.person.education), key="education"),
    Column("政治面貌", lambda row: codes.label("political_status", row.person.political_status)),
    Column("身份证号", lambda row: row.person.id_number, mask=identity.mask),
    Column("现职起", lambda row: row.since, key="since"),
)
