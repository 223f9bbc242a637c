"""Draw papers as one DOCX to be filled in further: named faces, ruled grids, a sheet a paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as Form
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.table import CT_Row, CT_Tc
from docx.shared import Cm, Length, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from reports.papers import official
from reports.papers.document import File
from reports.papers.layout import Box, Grid, Laid, Piece, Row, Slots, Text, laid
from reports.papers.official import BOTTOM, CENTRE, LABEL, LEFT, MIDDLE, RIGHT, TITLE, VALUE
from reports.produced import Imprint

MARGIN = 2.0
ALIGN = {"left": LEFT, "center": CENTRE, "right": RIGHT}
HEI = "黑体"
NOTE_SIZE = 9.0
TITLE_SIZE, SUBTITLE_SIZE, HEAD_SIZE = 20.0, 13.0, 10.5
CUT = "－ " * 12
FACES = {"label": LABEL, "head": LABEL, "total": LABEL, "value": VALUE}


@dataclass(frozen=True, slots=True)
class _Sheets:
    """The document being written, and how wide its line is; asking it each time takes long."""

    form: Form
    wide: int

    def paragraph(self) -> Paragraph:
        return self.form.add_paragraph()


def docx(file: File, imprint: Imprint) -> bytes:
    """Write the papers, each from the top of a sheet."""
    form = official.a4(MARGIN, landscape=file.landscape)
    sheets = _Sheets(form, _width(form))
    for number, paper in enumerate(file.papers):
        _draw(sheets, laid(paper), first=number == 0)
    official.say_what_it_is(form, imprint, file.rows)
    return official.saved(form)


def _width(form: Form) -> int:
    section = form.sections[0]
    sides = (section.page_width, section.left_margin, section.right_margin)
    page, left, right = (int(side or 0) for side in sides)
    return page - left - right


def _draw(sheets: _Sheets, paper: Laid, *, first: bool) -> None:
    head = sheets.paragraph()
    head.alignment = CENTRE
    head.paragraph_format.page_break_before = not first
    head.paragraph_format.space_after = Pt(4)
    official.write(head, paper.title, face=TITLE, size=TITLE_SIZE)
    if paper.subtitle:
        below = sheets.paragraph()
        below.alignment = CENTRE
        below.paragraph_format.space_after = Pt(6)
        official.write(below, paper.subtitle, face=LABEL, size=SUBTITLE_SIZE)
    if paper.head:
        _spread(sheets, paper.head, HEAD_SIZE)
    for piece in paper.pieces:
        _piece(sheets, piece, paper)


def _piece(sheets: _Sheets, piece: Piece, paper: Laid) -> None:
    if isinstance(piece, Grid):
        _grid(sheets, piece, paper.cell_size)
    elif isinstance(piece, Text):
        _text(sheets, piece, paper.size)
    elif isinstance(piece, Slots):
        for slots in piece.lines:
            _spread(sheets, slots, paper.size, above=8)
    else:
        sheets.paragraph().add_run().add_break(WD_BREAK.PAGE)


def _text(sheets: _Sheets, piece: Text, size: float) -> None:
    paragraph = sheets.paragraph()
    paragraph.alignment = ALIGN[piece.align]
    spacing = paragraph.paragraph_format
    spacing.space_before = spacing.space_after = Pt(3)
    if piece.look == "cut":
        paragraph.alignment = CENTRE
        official.write(paragraph, f"{CUT}{piece.text}{CUT}", face=LABEL, size=NOTE_SIZE)
    elif piece.look == "note":
        official.write(paragraph, piece.text, face=LABEL, size=NOTE_SIZE)
    elif piece.look == "heading":
        spacing.keep_with_next = True
        official.write(paragraph, piece.text, face=HEI, size=size)
    else:
        spacing.line_spacing = 1.4
        spacing.first_line_indent = Pt(2 * size) if piece.look == "body" else None
        official.write(paragraph, piece.text, face=VALUE, size=size)


def _spread(sheets: _Sheets, slots: Sequence[str], size: float, above: float = 0) -> None:
    """Write slots over the line by tab stops: the last ends where the line does."""
    paragraph = sheets.paragraph()
    paragraph.paragraph_format.space_before = Pt(above)
    paragraph.paragraph_format.space_after = Pt(3)
    if len(slots) == 1:
        paragraph.alignment = RIGHT if above else LEFT
    for place in range(1, len(slots)):
        last = place == len(slots) - 1
        side = WD_TAB_ALIGNMENT.RIGHT if last else WD_TAB_ALIGNMENT.CENTER
        stop = Length(sheets.wide * place // (len(slots) - 1))
        paragraph.paragraph_format.tab_stops.add_tab_stop(stop, side)
    official.write(paragraph, "\t".join(slots), face=LABEL, size=size)


def _grid(sheets: _Sheets, grid: Grid, size: float) -> None:
    """Build the rows by hand: merging cells afterwards takes minutes for a township."""
    shares = sum(grid.widths)
    widths = [int(sheets.wide * width / shares) for width in grid.widths]
    table = official.ruled(sheets.form, widths)
    hanging: dict[int, tuple[Box, int]] = {}  # by column: the box, and the rows it still takes
    for number, row in enumerate(grid.rows):
        line = _line(table, row, is_head=number < grid.head)
        begun = {box.column: box for box in row.boxes}
        hanging |= {column: (box, box.down) for column, box in begun.items()}
        for column, (box, _) in sorted(hanging.items()):
            cell = _cell(line, box, widths, begins=column in begun)
            if column in begun:
                _fill(_Cell(cell, table), box, size)
        hanging = {at: (box, left - 1) for at, (box, left) in hanging.items() if left > 1}
    after = sheets.paragraph()  # two tables without a paragraph between them are one
    official.write(after, "", face=LABEL, size=1)
    after.paragraph_format.line_spacing = Pt(4)


def _line(table: Table, row: Row, *, is_head: bool) -> CT_Row:
    line = table._tbl.add_tr()
    line.trHeight_val = Cm(row.height)
    line.trHeight_hRule = WD_ROW_HEIGHT_RULE.AT_LEAST
    properties = line.get_or_add_trPr()
    marks = ("w:cantSplit", "w:tblHeader") if is_head else ("w:cantSplit",)
    for mark in marks:
        properties.append(OxmlElement(mark))
    return line


def _cell(line: CT_Row, box: Box, widths: Sequence[int], *, begins: bool) -> CT_Tc:
    cell: CT_Tc = line.add_tc()
    cell.width = Length(sum(widths[box.column : box.column + box.across]))
    if box.across > 1:
        cell.grid_span = box.across
    if not begins:
        cell.vMerge = "continue"
    elif box.down > 1:
        cell.vMerge = "restart"
    return cell


def _fill(cell: _Cell, box: Box, size: float) -> None:
    face = FACES[box.look]
    vertical = BOTTOM if box.foot and not box.text else MIDDLE
    if box.text or not box.foot:
        official.put(
            cell, box.text, face=face, size=size, align=ALIGN[box.align], vertical=vertical
        )
    if box.foot:
        _foot(cell, box, size)


def _foot(cell: _Cell, box: Box, size: float) -> None:
    """Write where one signs below what is said; without a word it stands at the bottom."""
    cell.vertical_alignment = BOTTOM
    for number, part in enumerate(box.foot.split("\n")):
        empty = number == 0 and not box.text
        paragraph = cell.paragraphs[0] if empty else cell.add_paragraph()
        paragraph.alignment = RIGHT
        if number == 0 and box.text:
            paragraph.paragraph_format.space_before = Pt(size)
        official.write(paragraph, part, face=LABEL, size=size)
