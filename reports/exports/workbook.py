"""Write rows as an Excel workbook, keeping one row in memory at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from reports.exports.rows import Cells

OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
TITLE = {"bold": True, "font_size": 14}
NOTE = {"font_color": "#57606a", "text_wrap": True, "valign": "top"}
HEAD = {"bold": True, "bg_color": "#f4f5f7", "border": 1, "border_color": "#d8dee4"}
NARROW, WIDE = 9, 22  # characters
WIDTHS = {"村（社区）": 26, "学历": 16, "身份证号": 21, "职务": 18, "现职起": 12, "政治面貌": 14}


def write_list(
    *, title: str, lines: Sequence[str], heads: Sequence[str], rows: Iterable[Cells]
) -> IO[bytes]:
    """Write a title, the lines below it, the headers and the rows; give the open file."""
    file = TemporaryFile()  # noqa: SIM115 -- handed on open; it has no name and goes with its handle
    book = xlsxwriter.Workbook(file, OPTIONS)
    sheet = book.add_worksheet(title[:31])
    for column, head in enumerate(heads):
        sheet.set_column(column, column, WIDTHS.get(head, NARROW))
    sheet.write_string(0, 0, title, book.add_format(TITLE))
    soft = book.add_format({"font_color": NOTE["font_color"]})
    for at, line in enumerate(lines, 1):
        sheet.write_string(at, 0, line, soft)
    top = len(lines) + 1
    head_format = book.add_format(HEAD)
    for column, head in enumerate(heads):
        sheet.write_string(top, column, head, head_format)
    sheet.freeze_panes(top + 1, 1)
    last = write_rows(sheet, rows, top + 1)
    if last > top:
        sheet.autofilter(top, 0, last, len(heads) - 1)
    _on_paper(sheet, top)
    book.close()
    file.seek(0)
    return file


def write_rows(
    sheet: Worksheet, rows: Iterable[Cells], first: int, formats: Sequence[Any] = ()
) -> int:
    """Write rows from the first on, cells in their column's format; give the last row's number."""
    text, number, at = sheet.write_string, sheet.write_number, first - 1
    for at, cells in enumerate(rows, first):
        for column, cell in enumerate(cells):
            form = formats[column] if formats else None
            if cell.__class__ is str:
                text(at, column, cell, form)
            else:
                number(at, column, cell, form)
    return at


def _on_paper(sheet: Worksheet, top: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.set_footer("&C第 &P 页，共 &N 页")
