"""Lay a paper out as lines and boxes, which the page, PDF, workbook and DOCX draw alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from reports.papers.document import (
    Align,
    Block,
    Cell,
    Column,
    Fields,
    Look,
    PageBreak,
    Paper,
    Paragraph,
    Signatures,
    Table,
)

HEAD_HEIGHT, HIGH = 0.8, 2.0  # cm


@dataclass(frozen=True, slots=True)
class Text:
    kind: ClassVar[str] = "text"
    text: str
    look: str
    align: str


@dataclass(frozen=True, slots=True)
class Slots:
    kind: ClassVar[str] = "slots"
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Break:
    kind: ClassVar[str] = "break"


@dataclass(frozen=True, slots=True)
class Box:
    """A cell in its place; `look` is label, value, head or total."""

    text: str
    look: str
    align: str
    column: int
    across: int = 1
    down: int = 1
    foot: str = ""
    is_number: bool = False

    @property
    def is_label(self) -> bool:
        return self.look == "label"


@dataclass(frozen=True, slots=True)
class Row:
    height: float
    boxes: tuple[Box, ...]

    @property
    def is_high(self) -> bool:
        """Say whether there is room in it to write by hand."""
        return self.height >= HIGH


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table; the first `head` rows are repeated on each sheet."""

    kind: ClassVar[str] = "grid"
    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    head: int = 0

    @property
    def shares(self) -> list[str]:
        """Give the widths in hundredths of the line."""
        whole = sum(self.widths)
        return [f"{100 * width / whole:.1f}%" for width in self.widths]

    @property
    def heads(self) -> tuple[Row, ...]:
        return self.rows[: self.head]

    @property
    def body(self) -> tuple[Row, ...]:
        return self.rows[self.head :]


Piece = Text | Slots | Break | Grid


@dataclass(frozen=True, slots=True)
class Laid:
    """A paper ready to be drawn."""

    title: str
    subtitle: str
    head: tuple[str, ...]
    size: float
    cell_size: float
    pieces: tuple[Piece, ...]


class LayoutError(ValueError):
    """A form whose cells do not fill its grid: a mistake in its definition."""


def laid(paper: Paper) -> Laid:
    """Lay out a paper."""
    pieces = tuple(piece for block in paper.blocks for piece in _pieces(block))
    return Laid(paper.title, paper.subtitle, paper.head, paper.size, paper.cell_size, pieces)


def _pieces(block: Block) -> Iterator[Piece]:
    match block:
        case Paragraph():
            yield Text(block.text, block.look.value, block.align.value)
        case Fields():
            yield _of_fields(block)
        case Table():
            yield _of_table(block)
            if block.note:
                yield Text(block.note, Look.NOTE.value, Align.LEFT.value)
        case Signatures():
            yield Slots(block.lines)
        case PageBreak():
            yield Break()


def _of_fields(fields: Fields) -> Grid:
    """Give each cell its column, passing over those that hang down from above."""
    width, taken, rows = len(fields.widths), set[tuple[int, int]](), []
    for number, line in enumerate(fields.lines):
        column, boxes = 0, []
        for cell in line.cells:
            while (number, column) in taken:
                column += 1
            boxes.append(_box(cell, column))
            covered = {
                (number + row, column + one)
                for row in range(cell.down)
                for one in range(cell.across)
            }
            if covered & taken:
                raise LayoutError(f"line {number}: {cell.text!r} covers another cell")
            taken |= covered
            column += cell.across
        rows.append(Row(line.height, tuple(boxes)))
    if taken != {(row, column) for row in range(len(rows)) for column in range(width)}:
        raise LayoutError(f"the cells do not fill the {len(rows)} lines of {width} columns")
    return Grid(fields.widths, tuple(rows))


def _box(cell: Cell, column: int) -> Box:
    look = "label" if cell.is_label else "value"
    return Box(cell.text, look, cell.align.value, column, cell.across, cell.down, cell.foot)


def _of_table(table: Table) -> Grid:
    heads = list(_heads(table.columns))
    body = list(_body(table)) or [_nothing(table)]
    last = [_totals(table)] if table.totals else []
    widths = tuple(column.width for column in table.columns)
    return Grid(widths, (*heads, *body, *last), head=len(heads))


def _heads(columns: Sequence[Column]) -> Iterator[Row]:
    """Give one row of heads, or two where some share a head above their own."""
    high = 2 if any(column.group for column in columns) else 1
    top: list[Box] = []
    for group, found in groupby(enumerate(columns), lambda one: one[1].group or str(one[0])):
        inner = list(found)
        first, column = inner[0]
        if column.group:
            top.append(_head(group, first, across=len(inner)))
        else:
            top.append(_head(column.head, first, down=high))
    yield Row(HEAD_HEIGHT, tuple(top))
    if high > 1:
        below = (_head(one.head, at) for at, one in enumerate(columns) if one.group)
        yield Row(HEAD_HEIGHT, tuple(below))


def _head(text: str, column: int, across: int = 1, down: int = 1) -> Box:
    return Box(text, "head", Align.CENTRE.value, column, across, down)


def _body(table: Table) -> Iterator[Row]:
    for number, row in enumerate(table.rows):
        if len(row) != len(table.columns):
            raise LayoutError(f"row {number} has {len(row)} of {len(table.columns)} cells")
        boxes = []
        for at, column in enumerate(table.columns):
            if column.is_merged and number and _same(table, number, at):
                continue
            down = _down(table, number, at) if column.is_merged else 1
            boxes.append(
                Box(
                    row[at],
                    "value",
                    column.align.value,
                    at,
                    down=down,
                    is_number=column.is_number,
                )
            )
        yield Row(table.height, tuple(boxes))


def _same(table: Table, number: int, at: int) -> bool:
    """Say whether a cell repeats the one above, and so does every merged one to its left."""
    above, row = table.rows[number - 1], table.rows[number]
    left = [one for one in range(at + 1) if table.columns[one].is_merged]
    return all(above[one] == row[one] for one in left)


def _down(table: Table, number: int, at: int) -> int:
    down = 1
    while number + down < len(table.rows) and _same(table, number + down, at):
        down += 1
    return down


def _nothing(table: Table) -> Row:
    box = Box(table.empty, "value", Align.CENTRE.value, 0, across=len(table.columns))
    return Row(table.height, (box,))


def _totals(table: Table) -> Row:
    if len(table.totals) != len(table.columns):
        raise LayoutError("the totals do not fill the columns")
    boxes = tuple(
        Box(text, "total", column.align.value, at, is_number=column.is_number)
        for at, (text, column) in enumerate(zip(table.totals, table.columns, strict=True))
    )
    return Row(table.height, boxes)
