"""A paper as an office knows it: its words in their order, and nothing of how they are drawn.

A definition makes a `File` of these; `layout.py` turns every block into lines and boxes, and the
page, the PDF, the workbook and the DOCX draw those. So a form is written down once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


class Look(StrEnum):
    """How a paragraph is set: body text is indented by two signs, a salutation is not."""

    BODY = "body"
    PLAIN = "plain"
    HEADING = "heading"
    NOTE = "note"
    CUT = "cut"  # the line along which a slip is cut off


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    look: Look = Look.BODY
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a form; `foot` is where one signs, at the bottom right below the text."""

    text: str = ""
    is_label: bool = False
    across: int = 1
    down: int = 1
    align: Align = Align.CENTRE
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a form; it grows beyond its height (cm) where the text needs it."""

    cells: tuple[Cell, ...]
    height: float = 0.9


@dataclass(frozen=True, slots=True)
class Fields:
    """Labels and values in a ruled grid; `widths` are shares of the line."""

    widths: tuple[float, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. Under one `group` neighbours share a head above their own."""

    head: str
    width: float
    align: Align = Align.CENTRE
    group: str = ""
    is_number: bool = False
    is_merged: bool = False  # equal texts one below the other stand once


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...] = ()
    note: str = ""
    height: float = 0.7
    empty: str = "无"


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signs, dates and seals: the slots of a line are spread over it, a single one is right."""

    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a new sheet."""


Block = Paragraph | Fields | Table | Signatures | PageBreak


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper; `head` stands over the first block, spread over the line."""

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    head: tuple[str, ...] = ()
    size: float = 12  # points, of paragraphs
    cell_size: float = 10.5
    about: int | None = None  # the row it is about
    name: str = ""  # what tells it from the others of its file


@dataclass(frozen=True, slots=True)
class File:
    """Papers of one kind to be handed out together, each on a sheet of its own."""

    title: str
    kind: str  # the kind's short name, also that of the worksheet
    papers: tuple[Paper, ...]
    rows: int  # what the imprint counts
    people: tuple[int, ...]
    landscape: bool = False


def label(text: str, across: int = 1, down: int = 1) -> Cell:
    """Give a cell with the printed words of the form."""
    return Cell(text, is_label=True, across=across, down=down)


def value(text: object, across: int = 1, down: int = 1, *, align: Align = Align.CENTRE) -> Cell:
    """Give a cell to be filled in; nothing known leaves it empty."""
    return Cell("" if text is None else str(text), across=across, down=down, align=align)


def opinion(text: str, foot: str, across: int = 1) -> Cell:
    """Give a box for an opinion, with where it is signed at its foot."""
    return Cell(text, across=across, align=Align.LEFT, foot=foot)
