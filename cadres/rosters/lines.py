"""The shape in which a read roster is handed on: sheets, their columns, and one line a person.

Reading knows files and cells and nothing of the registry: what a line means here is judged later.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cadres.posts import Post


class Unreadable(Exception):  # noqa: N818  (it is an answer: the file cannot be taken)
    """A file that cannot be read at all; says why and what to do, for a township clerk."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


@dataclass(frozen=True, slots=True)
class Month:
    """A date as a roster gives it: to the day, or to the month only (`day` is then 0)."""

    year: int
    month: int
    day: int = 0

    @property
    def first(self) -> date:
        """Give the day that stands for it: itself, or the first of the month."""
        return date(self.year, self.month, self.day or 1)

    def covers(self, day: date) -> bool:
        """Tell whether a day agrees with what the roster says."""
        same = (day.year, day.month) == (self.year, self.month)
        return same and self.day in (0, day.day)


@dataclass(slots=True)
class Problem:
    """A reason against a row, or a remark: its code, the field whose cell it is about, in words."""

    code: str
    field: str
    sentence: str


@dataclass(slots=True)
class Line:
    """One person's row: the texts as they stood, the values read out of them, what is wrong.

    `values` holds only what was filled in and could be read: `name` str, `id_number` str (18,
    or 15 if that is what stood there), `sex` "1"/"2", `born`, `since`, `party_joined`,
    `full_member`, `first_job` Month, codes of the national tables for `ethnicity`, `education`,
    `degree`, `political_status`, `health`, `posts` list[Post], `source` Source value, `phone`,
    `village`, `township`, and the other texts trimmed; `file_number` int, `edition` int.
    `also` are the later rows of the same person whose posts went into this line; `elsewhere`
    are those of other villages: the village as it stood, and the posts there.
    """

    sheet_row: int
    texts: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    refused: list[Problem] = field(default_factory=list)
    tolerated: list[str] = field(default_factory=list)
    warned: list[Problem] = field(default_factory=list)
    also: list[int] = field(default_factory=list)
    elsewhere: list[tuple[str, list[Post]]] = field(default_factory=list)


@dataclass(slots=True)
class Heads:
    """Where a sheet's headers stand, their texts by column, and what each column is taken for."""

    rows: tuple[int, ...]  # row numbers of the sheet, one or two
    texts: list[str]
    columns: dict[int, str]  # column (from 0) → Field.key
    signature: str  # of the texts: the same layout is known again


@dataclass(slots=True)
class Sheet:
    """A sheet as cells: `rows[0]` is row 1 of the sheet; merged cells are given by their ranges."""

    name: str
    rows: list[list[Any]]
    merged: list[tuple[int, int, int, int]]  # first row, first column, last row, last column


@dataclass(slots=True)
class Workbook:
    """A file's sheets, and its kind as its content showed it (see `FileKind`)."""

    kind: str
    sheets: list[Sheet]
