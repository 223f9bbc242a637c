"""Write a roster as a workbook to be filled in: drop-down lists, text cells, a word on how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from cadres.rosters.fields import BY_KEY, EDITION, FILE_NUMBER
from reports.exports.rows import Cells
from reports.exports.workbook import HEAD, NOTE, OPTIONS, write_rows

SHEET, LISTS = "花名册", "选项"
SPARE = 300  # rows below the last one that have drop-down lists too
TEXT = {"num_format": "@"}
OWN = TEXT | {"font_color": "#57606a", "bg_color": "#f4f5f7"}
NOT_OURS = (FILE_NUMBER, EDITION)
NOTE_HEIGHT = 64
# Several may stand in a cell, or one that the list does not hold: it is offered, not forced.
OFFERED = ("posts",)


@dataclass(frozen=True, slots=True)
class Form:
    """What a roster sheet consists of beside its rows."""

    note: str
    line: str  # whose sheet it is, under the note
    fields: Sequence[tuple[str, int]]  # key and width of each column
    choices: Mapping[str, Sequence[str]]

    @property
    def heads(self) -> list[str]:
        return [BY_KEY[key].label for key, _ in self.fields]


def write_roster(form: Form, rows: Iterable[Cells] = (), *, count: int = 0) -> IO[bytes]:
    """Write the sheet; give the open file."""
    file = TemporaryFile()  # noqa: SIM115 -- handed on open; it has no name and goes with its handle
    book = xlsxwriter.Workbook(file, OPTIONS)
    sheet = book.add_worksheet(SHEET)
    top = _head(book, sheet, form)
    ranges = _lists(form)
    for at, (key, _) in enumerate(form.fields):
        if key in ranges:
            _offer(sheet, (top + 1, at, top + count + SPARE, at), key, ranges[key])
    write_rows(sheet, rows, top + 1, _formats(book, form))
    _write_lists(book, form)
    book.close()
    file.seek(0)
    return file


def _head(book: xlsxwriter.Workbook, sheet: Worksheet, form: Form) -> int:
    """Write note, line and headers; give the row of the headers."""
    own, text = book.add_format(OWN), book.add_format(TEXT)
    for at, (key, width) in enumerate(form.fields):
        sheet.set_column(at, at, width, own if key in NOT_OURS else text)
    sheet.set_row(0, NOTE_HEIGHT)
    last = len(form.fields) - 1
    sheet.merge_range(0, 0, 0, last, form.note, book.add_format(NOTE))
    sheet.merge_range(1, 0, 1, last, form.line, book.add_format(NOTE))
    head = book.add_format(HEAD)
    for at, label in enumerate(form.heads):
        sheet.write_string(2, at, label, head)
    sheet.freeze_panes(3, form.heads.index(BY_KEY["name"].label) + 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    return 2


def _formats(book: xlsxwriter.Workbook, form: Form) -> list[Any]:
    """Give each column's cell format: a cell that is written forgets that of its column."""
    own, text = book.add_format(OWN), book.add_format(TEXT)
    return [own if key in NOT_OURS else text for key, _ in form.fields]


def _lists(form: Form) -> dict[str, str]:
    """Say where on the sheet of lists each one stands: no list in a cell may exceed 255 signs."""
    found = {}
    for column, (key, values) in enumerate(form.choices.items()):
        letter = chr(ord("A") + column)
        if values:
            found[key] = f"='{LISTS}'!${letter}$1:${letter}${len(values)}"
    return found


def _write_lists(book: xlsxwriter.Workbook, form: Form) -> None:
    sheet = book.add_worksheet(LISTS)
    for row in range(max((len(values) for values in form.choices.values()), default=0)):
        for column, values in enumerate(form.choices.values()):
            if row < len(values):
                sheet.write_string(row, column, values[row])
    sheet.hide()


def _offer(sheet: Worksheet, cells: tuple[int, int, int, int], key: str, source: str) -> None:
    label = BY_KEY[key].label
    several = key in OFFERED
    sheet.data_validation(
        *cells,
        {
            "validate": "list",
            "source": source,
            "error_type": "information" if several else "stop",
            "error_title": label,
            "error_message": "表中没有这一项；一人多职用顿号隔开。"
            if several
            else "请从下拉表中选择。",
        },
    )
