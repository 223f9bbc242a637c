"""Each column of a list of cadres said once: for the page, and for whatever is exported from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from accounts.acting import Acting
from cadres import codes
from cadres.masking import Purpose, shown
from cadres.queries.people import Row


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks at a list, and what for: it decides how much of a number he sees."""

    viewer: Acting
    purpose: Purpose = Purpose.LIST
    stated: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A label, where its value comes from, and how much of it may be seen."""

    label: str
    accessor: Callable[[Row], str | int]
    key: str = ""  # by which the list sorts; empty: it does not
    field: str = ""  # of a person, where the value is one that may be hidden
    numeric: bool = False

    def cell(self, look: Look) -> Callable[[Row], str | int]:
        """Give what makes a row's cell as this viewer may see it; numbers stay numbers."""
        if not self.field:
            return self.accessor

        def hidden(row: Row) -> str:
            return shown(
                self.field, str(self.accessor(row)), viewer=look.viewer, subject=row.person,
                purpose=look.purpose, stated=look.stated,
            )  # fmt: skip

        return hidden

    def text(self, row: Row, look: Look) -> str:
        """Give the value as it is shown on the page."""
        return str(self.cell(look)(row))


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one column of one row."""

    text: str
    numeric: bool
    note: str = ""  # beside it, in small grey letters


def cells(row: Row, look: Look, *, note: str = "") -> list[Cell]:
    """Give a row's cells in the order of the columns; a note stands beside the first."""
    first, *others = COLUMNS
    return [
        Cell(first.text(row, look), first.numeric, note),
        *(Cell(column.text(row, look), column.numeric) for column in others),
    ]


COLUMNS = (
    Column("姓名", lambda row: row.person.name, key="name"),
    Column("性别", lambda row: row.person.get_sex_display()),
    Column("年龄", lambda row: row.person.age_on(row.day), key="age", numeric=True),
    Column("村（社区）", lambda row: row.village, key="village"),
    Column("职务", lambda row: row.posts),
    Column("学历", lambda row: codes.label("education", row.person.education), key="education"),
    Column("政治面貌", lambda row: codes.label("political_status", row.person.political_status)),
    Column("身份证号", lambda row: row.person.id_number, field="id_number"),
    Column("现职起", lambda row: str(row.since or ""), key="since"),
)
