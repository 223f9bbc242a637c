"""What a reader reads in each format of an official paper, all of it in one line."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
from django.template.loader import render_to_string

from reports.papers.document import File
from reports.papers.layout import laid
from reports.produced import Kind
from tests.reports import papers_read as read

FORMATS = (Kind.PDF, Kind.XLSX, Kind.DOCX)


def squeezed(text: str) -> str:
    """Leave out spaces and line ends: a cell may break a line anywhere."""
    return "".join(text.split())


def on_page(file: File) -> str:
    """Give the words of every sheet as the page shows it, markup and all."""
    parts = (
        render_to_string("reports/parts/official.html", {"paper": laid(paper)})
        for paper in file.papers
    )
    return squeezed("".join(parts))


def in_file(content: bytes, kind: Kind) -> str:
    """Give the words of a file."""
    if kind == Kind.PDF:
        return read.text(content)
    if kind == Kind.DOCX:
        said = [paragraph.text for paragraph in read.form(content).paragraphs]
        return squeezed("".join([*said, *read.cells(content)]))
    cells = (cell for row in openpyxl.load_workbook(BytesIO(content)).active for cell in row)
    return squeezed("|".join(shown(cell) for cell in cells if cell.value is not None))


def shown(cell: Any) -> str:
    """Give a number with the places that the sheet shows."""
    if isinstance(cell.value, int | float) and cell.number_format.startswith("0"):
        return f"{cell.value:.{len(cell.number_format.partition('.')[2])}f}"
    return str(cell.value)
