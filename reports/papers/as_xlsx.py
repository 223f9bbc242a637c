"""Draw papers as a workbook: one sheet, each paper on a page of its own, ruled as the form is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.papers.columns import Columns, columns_of
from reports.papers.document import File
from reports.papers.layout import Box, Grid, Laid, Piece, Row, Slots, Text, laid
from reports.papers.official import LABEL, TITLE, UNWRITABLE, VALUE
from reports.produced import Imprint

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
A4 = 9
UPRIGHT, LANDSCAPE = 82, 124  # signs of half width that go into a line
POINTS_A_CM = 28.35
LEADING = 1.35
FIGURE = re.compile(r"-?[0-9]+(\.[0-9]+)?")
NAME = 31  # the longest name of a sheet
FORBIDDEN = str.maketrans("[]:*?/\\", "_______")
LOOKS: dict[str, dict[str, Any]] = {
    "head": {"font_name": LABEL, "bold": True},
    "label": {"font_name": LABEL},
    "value": {"font_name": VALUE},
    "total": {"font_name": LABEL, "bold": True},
}
TEXTS: dict[str, dict[str, Any]] = {
    "body": {"font_name": VALUE, "indent": 2},
    "plain": {"font_name": VALUE},
    "heading": {"font_name": "黑体"},
    "note": {"font_name": LABEL, "font_size": 9},
    "cut": {"font_name": LABEL, "font_size": 9, "align": "center", "bottom": 3},
}


def xlsx(file: File, imprint: Imprint) -> bytes:
    """Write the papers one below the other; what each says of itself stands below the last."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, OPTIONS)
    papers = [laid(one) for one in file.papers]
    sheet = book.add_worksheet(file.kind.translate(FORBIDDEN)[:NAME])
    signs = LANDSCAPE if file.landscape else UPRIGHT
    desk = _Desk(book, sheet, columns_of(papers, signs))
    for place, width in enumerate(desk.columns.widths):
        sheet.set_column(place, place, width)
    for paper in papers:
        desk.draw(paper)
    desk.across(imprint.line(file.rows), 8, {"font_name": LABEL, "font_color": "#808080"})
    _on_paper(desk, imprint, papers, landscape=file.landscape)
    book.set_properties({"title": imprint.title, "author": imprint.made_by})
    book.close()
    return content.getvalue()


@dataclass(slots=True)
class _Desk:
    """The sheet being written, from top to bottom."""

    book: xlsxwriter.Workbook
    sheet: Worksheet
    columns: Columns
    at: int = 0
    ends: list[int] = field(default_factory=list)
    heads: list[tuple[int, int]] = field(default_factory=list)
    formats: dict[str, Format] = field(default_factory=dict)

    def draw(self, paper: Laid) -> None:
        """Write one paper and end its page."""
        self.across(paper.title, 20, {"font_name": TITLE, "align": "center"})
        if paper.subtitle:
            self.across(paper.subtitle, 13, {"font_name": LABEL, "align": "center"})
        if paper.head:
            self.spread(paper.head, 10.5)
        for piece in paper.pieces:
            self._piece(piece, paper)
        self.ends.append(self.at)

    def across(self, text: str, size: float, look: dict[str, Any]) -> None:
        """Write a text over the whole line."""
        form = self.format({"font_size": size, "valign": "vcenter", "text_wrap": True} | look)
        self.put(0, len(self.columns.widths), text, form)
        wide = sum(self.columns.widths) * 11 / size
        self._high(max(size * 1.8, _lines(text, wide) * size * LEADING + 4))

    def spread(self, slots: Sequence[str], size: float) -> None:
        """Write slots over the line, the first at the left, the last at the right."""
        sides = ("left", *("center" for _ in slots[1:-1]), "right")[-len(slots) :]
        edges = self.columns.parts(len(slots))
        for number, (slot, side) in enumerate(zip(slots, sides, strict=True)):
            look = {"font_name": LABEL, "font_size": size, "align": side, "text_wrap": True}
            self.put(edges[number], edges[number + 1], slot, self.format(look))
        self._high((1 + max(slot.count("\n") for slot in slots)) * size * 1.7)

    def put(self, first: int, end: int, text: str | Decimal, form: Format, rows: int = 1) -> None:
        """Write into the columns from `first` up to `end`, merged where they are several."""
        if end - first > 1 or rows > 1:
            self.sheet.merge_range(self.at, first, self.at + rows - 1, end - 1, "", form)
        if isinstance(text, Decimal):
            self.sheet.write_number(self.at, first, text, form)
        else:
            self.sheet.write_string(self.at, first, UNWRITABLE.sub("", text), form)

    def format(self, look: dict[str, Any]) -> Format:
        """Give a format, the same for the same look: a workbook holds few."""
        key = repr(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(look)
        return self.formats[key]

    def _piece(self, piece: Piece, paper: Laid) -> None:
        if isinstance(piece, Grid):
            self._grid(piece, paper.cell_size)
        elif isinstance(piece, Text):
            look = {"align": piece.align} | TEXTS[piece.look]
            self.across(piece.text, look.pop("font_size", paper.size), look)
        elif isinstance(piece, Slots):
            for slots in piece.lines:
                self.spread(slots, paper.size)
        else:
            self.ends.append(self.at)

    def _grid(self, grid: Grid, size: float) -> None:
        """Write a grid; a row with places to sign takes two lines of the sheet."""
        edges = self.columns.edges(grid.widths)
        high = [2 if any(box.foot for box in row.boxes) else 1 for row in grid.rows]
        if grid.head:
            self.heads.append((self.at, self.at + grid.head - 1))
        for number, row in enumerate(grid.rows):
            for box in row.boxes:
                lines = sum(high[number : number + box.down])
                self._box(box, edges, lines, size)
            self._row_height(row, edges, size, high[number])

    def _box(self, box: Box, edges: Sequence[int], lines: int, size: float) -> None:
        first, end = edges[box.column], edges[box.column + box.across]
        look = LOOKS[box.look] | {"font_size": size, "text_wrap": True}
        middle = {"align": box.align, "valign": "vcenter"}
        if not box.foot:
            cell, number = _cell(box)
            self.put(first, end, cell, self.format(look | middle | {"border": 1} | number), lines)
            return
        sides = {"left": 1, "right": 1}
        top = {"align": "left", "valign": "top", "top": 1}
        self.put(first, end, box.text, self.format(look | sides | top))
        self.at += 1
        foot = {"align": "right", "valign": "bottom", "bottom": 1}
        self.put(first, end, box.foot, self.format(look | sides | foot))
        self.at -= 1

    def _row_height(self, row: Row, edges: Sequence[int], size: float, high: int) -> None:
        """Make room: a workbook does not measure merged cells by itself."""
        needed = [0, 0]
        for box in row.boxes:
            wide = sum(self.columns.widths[edges[box.column] : edges[box.column + box.across]])
            if box.down == 1:
                needed[0] = max(needed[0], _lines(box.text, wide * 11 / size - 1))
                needed[1] = max(needed[1], box.foot.count("\n") + 1 if box.foot else 0)
        text, foot = (lines * size * LEADING + 4 for lines in needed)
        least = row.height * POINTS_A_CM
        if high == 1:
            self._high(max(least, text))
        else:
            self._high(max(least - foot, text))
            self._high(foot)

    def _high(self, points: float) -> None:
        self.sheet.set_row(self.at, min(points, 400))
        self.at += 1


def _cell(box: Box) -> tuple[str | Decimal, dict[str, str]]:
    """Give a figure as a number that shows as many places as the paper."""
    if not (box.is_number and FIGURE.fullmatch(box.text)):
        return box.text, {}
    figure = Decimal(box.text)
    places = len(box.text.partition(".")[2])
    return figure, {"num_format": "0." + "0" * places if places else "0"}


def _lines(text: str, wide: float) -> int:
    """Estimate how many lines a text takes in so many signs of half width."""
    return sum(1 + int(max(0, _wide(part) - 1) // max(wide, 2)) for part in text.split("\n"))


def _wide(text: str) -> int:
    return sum(1 if sign < "\u2000" else 2 for sign in text)


def _on_paper(desk: _Desk, imprint: Imprint, papers: Iterable[Laid], *, landscape: bool) -> None:
    sheet = desk.sheet
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(0.7, 0.7, 0.6, 0.7)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.set_h_pagebreaks(desk.ends[:-1])
    sheet.set_footer(f"&L&8编号 {imprint.reference}&R&8第 &P 页 共 &N 页")
    if len(list(papers)) == len(desk.heads) == 1:
        sheet.repeat_rows(*desk.heads[0])
