"""Cells typed for many people at once: what was shown, what is typed now, what is wrong with it.

Each row carries, hidden, the texts it was shown with. Only cells that differ from them are handed
on, so that two clerks who fill two columns of one grid do not undo each other's work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.fields import FULL_WIDTH, plain

BETWEEN = "|"  # between the hidden texts of a row; no number holds it


@dataclass(slots=True)
class Cell:
    name: str
    label: str
    text: str
    error: str = ""  # at the cell
    said: str = ""  # in the list on top of the page
    offer: str = ""  # what a button may put there while it is empty

    @property
    def id(self) -> str:
        return f"id_{self.name}"

    @property
    def is_words(self) -> bool:
        """Tell a name from a figure or a day."""
        return self.name.endswith("-host")

    @property
    def is_day(self) -> bool:
        """Tell a day, which needs more room than a figure."""
        return self.name.endswith("-held_on")


@dataclass(slots=True)
class Row:
    """One person's cells. `shown` are the texts that stood there when the page was made."""

    pk: int
    about: Any
    cells: list[Cell]
    shown: str = ""
    sums: Any = None
    note: str = ""  # what stands beside the name

    @property
    def texts_shown(self) -> list[str]:
        return self.shown.split(BETWEEN)


@dataclass(slots=True)
class Grid:
    columns: Mapping[str, str]
    read: Callable[[str, str], Any]  # makes a value of a column's text
    rows: list[Row] = field(default_factory=list)
    bound: bool = False
    refusals: list[str] = field(default_factory=list)

    def fill(self, items: Iterable[tuple[Any, Mapping[str, Any]]], data: Any = None) -> Grid:
        """Put a row there for each item, with what the browser sent if it sent anything."""
        self.bound = data is not None
        self.rows = [self._row(about, values, data) for about, values in items]
        return self

    def changed(self) -> dict[int, dict[str, Any]]:
        """Give the cells that differ from what was shown; mark those that cannot be read."""
        found: dict[int, dict[str, Any]] = {}
        for row in self.rows:
            parts = zip(self.columns, row.texts_shown, row.cells, strict=True)
            for column, before, cell in parts:
                if cell.text != before:
                    found.setdefault(row.pk, {})[column] = self._read(column, cell)
        return found

    def before(self, row: Row) -> dict[str, Any]:
        """Give all the values of a row as the page showed them."""
        texts = [Cell("", "", text) for text in row.texts_shown]
        values = map(self._read, self.columns, texts)
        return dict(zip(self.columns, values, strict=True))

    def refuse(self, cells: Mapping[tuple[int, str], str], sentences: Iterable[str] = ()) -> None:
        """Show at each cell what the service said about it."""
        places = {
            (row.pk, column): cell
            for row in self.rows
            for column, cell in zip(self.columns, row.cells, strict=True)
        }
        for key, sentence in cells.items():
            if key in places:
                places[key].error = places[key].said = sentence
            else:
                self.refusals.append(sentence)
        self.refusals.extend(sentences)

    @property
    def errors(self) -> list[Cell]:
        """List the cells to correct, one for each different sentence."""
        wrong = [cell for row in self.rows for cell in row.cells if cell.error]
        return list({cell.said: cell for cell in reversed(wrong)}.values())[::-1]

    @property
    def faulty(self) -> bool:
        return bool(self.refusals or self.errors)

    def mark(self, cell: Cell, sentence: str) -> None:
        """Say at a cell what is wrong with it, and on top which cell it is."""
        cell.error, cell.said = sentence, f"{cell.label}：{sentence}"

    def _row(self, about: Any, values: Mapping[str, Any], data: Any) -> Row:
        texts = {column: plain(values.get(column)) for column in self.columns}
        shown = BETWEEN.join(texts.values())
        if data is not None and f"was-{about.pk}" in data:
            shown = _shown(data[f"was-{about.pk}"], len(self.columns), shown)
            texts = {c: tidy(data.get(f"c-{about.pk}-{c}", texts[c])) for c in self.columns}
        cells = [
            Cell(f"c-{about.pk}-{column}", f"{about.name} {label}", texts[column])
            for column, label in self.columns.items()
        ]
        return Row(about.pk, about, cells, shown)

    def _read(self, column: str, cell: Cell) -> Any:
        try:
            return self.read(column, cell.text)
        except ValueError as unreadable:
            self.mark(cell, str(unreadable))
            return None


def tidy(text: str) -> str:
    """Take out what input methods and Excel put in: full-width digits, blanks."""
    return text.translate(FULL_WIDTH).replace("\u3000", "").strip()


def count(text: str) -> int | None:
    """Read a number of people or ballots; nothing typed is unknown, never nought."""
    if text == "":
        return None
    if not re.fullmatch(r"\d{1,4}", text):
        raise ValueError("请填 0 以上的整数")
    return int(text)


def points(text: str) -> Decimal | None:
    """Read a score with at most two decimals."""
    if text == "":
        return None
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", text):
        raise ValueError("请填数字，最多两位小数")
    return Decimal(text)


def word(text: str, words: Iterable[str]) -> str | None:
    """Read one word of a closed list."""
    if text and text not in words:
        raise ValueError("请从列表中选择")
    return text or None


def day(text: str, year: int) -> date | None:
    """Read a day as people type it: 2018-12-28, 2018.12.28, 20181228, or 12-28 of the year."""
    if text == "":
        return None
    parts = re.fullmatch(r"(?:(\d{4})[-./年]?)?(\d{1,2})[-./月]?(\d{1,2})日?", text)
    try:
        if parts:
            return date(int(parts[1] or year), int(parts[2]), int(parts[3]))
    except ValueError:
        pass
    raise ValueError(f"请填日期，例如 {year}-12-28")


def _shown(sent: str, length: int, fallback: str) -> str:
    return sent if sent.count(BETWEEN) == length - 1 else fallback
