"""A grid of promises, a row each: what the page showed, what is typed now, what cannot be read.

Each row carries, hidden, the texts it was shown with; only rows that differ are handed on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from accounts.fields import FULL_WIDTH

BETWEEN = "|"  # between the hidden texts of a row; only the last column may hold it


@dataclass(slots=True)
class Cell:
    name: str
    label: str
    text: str
    words: bool = False
    error: str = ""

    @property
    def id(self) -> str:
        return f"id_{self.name}"

    @property
    def said(self) -> str:
        return f"{self.label}：{self.error}"


@dataclass(slots=True)
class Row:
    about: Any
    cells: list[Cell]
    shown: str

    @property
    def pk(self) -> int:
        return int(self.about.pk)

    @property
    def texts(self) -> list[str]:
        return [cell.text for cell in self.cells]

    @property
    def texts_shown(self) -> list[str]:
        return self.shown.split(BETWEEN, len(self.cells) - 1)


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    label: str
    read: Callable[[str], Any]
    words: bool = False


@dataclass(slots=True)
class Grid:
    columns: tuple[Column, ...]
    rows: list[Row] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def fill(
        self, items: Iterable[tuple[Any, str, Mapping[str, str]]], data: QueryDict | None
    ) -> Grid:
        """Put a row there for each item, named for whoever reads it out, with what was sent."""
        self.rows = [self._row(about, named, texts, data) for about, named, texts in items]
        return self

    def changed(self) -> dict[int, tuple[list[Any], list[Any]]]:
        """Give by row what is typed and what was shown where they differ; mark the unreadable."""
        return {
            row.pk: (self._read(row), self._before(row))
            for row in self.rows
            if row.texts != row.texts_shown
        }

    @property
    def errors(self) -> list[Cell]:
        return [cell for row in self.rows for cell in row.cells if cell.error]

    @property
    def faulty(self) -> bool:
        return bool(self.refusals or self.errors)

    def _row(self, about: Any, named: str, texts: Mapping[str, str], data: QueryDict | None) -> Row:
        stored = [texts.get(column.name, "") for column in self.columns]
        shown, now = BETWEEN.join(stored), stored
        if data is not None and f"was-{about.pk}" in data:
            sent = str(data[f"was-{about.pk}"])
            shown = sent if sent.count(BETWEEN) >= len(stored) - 1 else shown
            names = [f"c-{about.pk}-{column.name}" for column in self.columns]
            now = [
                tidy(str(data.get(name, text))) for name, text in zip(names, stored, strict=True)
            ]
        cells = [
            Cell(f"c-{about.pk}-{column.name}", f"{named} {column.label}", text, column.words)
            for column, text in zip(self.columns, now, strict=True)
        ]
        return Row(about, cells, shown)

    def _read(self, row: Row) -> list[Any]:
        read = []
        for column, cell in zip(self.columns, row.cells, strict=True):
            try:
                read.append(column.read(cell.text))
            except ValueError as unreadable:
                cell.error = str(unreadable)
                read.append(None)
        return read

    def _before(self, row: Row) -> list[Any]:
        pairs = zip(self.columns, row.texts_shown, strict=True)
        return [column.read(text) for column, text in pairs]


def tidy(text: str) -> str:
    """Take out what input methods and Excel put in: full-width digits, blanks at the ends."""
    return text.translate(FULL_WIDTH).replace("\u3000", " ").strip()


def percent(text: str) -> int | None:
    """Read a share of 100, written with or without the sign."""
    text = text.rstrip("%％").strip()
    if not text:
        return None
    if not re.fullmatch(r"\d{1,3}", text) or int(text) > 100:
        raise ValueError("请填 0 至 100 的整数")
    return int(text)


def score(text: str) -> Decimal | None:
    """Read a score of a promise."""
    if not text:
        return None
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", text) or Decimal(text) > 100:
        raise ValueError("请填 0 至 100 的数，最多两位小数")
    return Decimal(text)


def words(text: str) -> str:
    """Read a line of words."""
    if len(text) > 200:
        raise ValueError("请写在 200 字以内")
    return text


PROGRESS = (
    Column("percent", "完成比例", percent),
    Column("words", "进展情况", words, words=True),
)
SCORES = (Column("score", "得分", score),)
