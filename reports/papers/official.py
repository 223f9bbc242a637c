"""The pieces of a fixed official form in DOCX: named Chinese fonts, cells, pictures."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as Form
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from reports.produced import Imprint

# Named, not embedded: offices have them, and WPS and Word put their own in place where they lack.
TITLE, LABEL, VALUE = "方正小标宋简体", "宋体", "仿宋_GB2312"
GREY = RGBColor(0x80, 0x80, 0x80)
CENTRE, LEFT, RIGHT = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
)
MIDDLE, BOTTOM = WD_CELL_VERTICAL_ALIGNMENT.CENTER, WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
# What XML 1.0 cannot hold at all; everything else, < and & too, is escaped when written.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def a4(margin: float, *, landscape: bool = False) -> Form:
    """Begin an A4 sheet, upright unless it is to lie; the margins in centimetres."""
    form = Document()
    section = form.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    sides = (Cm(29.7), Cm(21)) if landscape else (Cm(21), Cm(29.7))
    section.page_width, section.page_height = sides
    section.left_margin = section.right_margin = Cm(margin)
    section.top_margin, section.bottom_margin = Cm(2), Cm(1.6)
    section.footer_distance = Cm(0.8)
    normal = form.styles["Normal"]
    normal.paragraph_format.space_after = Pt(0)
    return form


def write(
    paragraph: Paragraph, text: str, *, face: str, size: float, colour: RGBColor | None = None
) -> Run:
    """Add text in a named face; Chinese signs take it by the attribute eastAsia alone."""
    run = paragraph.add_run(UNWRITABLE.sub("", text))
    run.font.size = Pt(size)
    run.font.name = face
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), face)
    if colour is not None:
        run.font.color.rgb = colour
    return run


def grid(form: Form, widths: Sequence[float], heights: Sequence[float]) -> Table:
    """Add a ruled table of fixed columns (cm); rows grow where the text needs it."""
    table: Table = form.add_table(rows=len(heights), cols=len(widths), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row, height in zip(table.rows, heights, strict=True):
        row.height, row.height_rule = Cm(height), WD_ROW_HEIGHT_RULE.AT_LEAST
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    _narrow_margins(table)
    return table


def ruled(form: Form, widths: Sequence[int]) -> Table:
    """Add a ruled table of fixed columns (EMU) that has no row yet."""
    table: Table = form.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Length(width)
    _narrow_margins(table)
    return table


def put(
    cell: _Cell,
    text: str | Iterable[str],
    *,
    face: str = VALUE,
    size: float = 12,
    align: WD_ALIGN_PARAGRAPH = CENTRE,
    vertical: WD_CELL_VERTICAL_ALIGNMENT = MIDDLE,
    hanging: Length | None = None,
) -> None:
    """Fill a cell, a paragraph a line; `hanging` indents whatever follows in a paragraph."""
    cell.vertical_alignment = vertical
    lines = text.split("\n") if isinstance(text, str) else list(text)
    for number, line in enumerate(lines or [""]):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.alignment = align
        if hanging is not None:
            paragraph.paragraph_format.left_indent = hanging
            paragraph.paragraph_format.first_line_indent = Length(-hanging)
        write(paragraph, line, face=face, size=size)


def label(cell: _Cell, text: str, *, size: float = 12) -> None:
    """Fill a cell with the printed words of the form."""
    put(cell, text, face=LABEL, size=size)


def picture(cell: _Cell, content: bytes, width: float, height: float) -> None:
    """Put a photo into a cell so that it fits both ways; sizes in centimetres."""
    cell.vertical_alignment = MIDDLE
    paragraph = cell.paragraphs[0]
    paragraph.alignment = CENTRE
    shape = paragraph.add_run().add_picture(io.BytesIO(content))
    scale = min(Cm(width) / shape.width, Cm(height) / shape.height)
    shape.width, shape.height = Length(int(shape.width * scale)), Length(int(shape.height * scale))
    for side in ("distT", "distB", "distL", "distR"):  # left out, some programs keep a distance
        shape._inline.set(side, "0")


def say_what_it_is(form: Form, imprint: Imprint, rows: int) -> None:
    """Print what every produced file carries at the foot, where the form itself has nothing."""
    foot = form.sections[0].footer.paragraphs[0]
    write(foot, imprint.line(rows), face=LABEL, size=7.5, colour=GREY)
    about = form.core_properties
    about.title, about.author = imprint.title, imprint.made_by[:255]
    about.keywords, about.comments = imprint.reference, imprint.line(rows)[:255]
    about.created = about.modified = imprint.made_at.replace(tzinfo=None, microsecond=0)


def saved(form: Form) -> bytes:
    """Give the finished file."""
    content = io.BytesIO()
    form.save(content)
    return content.getvalue()


def _narrow_margins(table: Table) -> None:
    """Leave a millimetre at the sides of each cell, as the printed form does."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "57")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    properties.insert(properties.index(properties.find(qn("w:tblLook"))), margins)
