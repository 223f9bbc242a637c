"""The rows that could not be taken, as a workbook to mend and send again.

The clerk's own headers, order and texts, in full: it is his file. What stands against a row is a
comment on the cell it is about; the first and last column are ours and are not read back.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter

from accounts.acting import Acting
from cadres.models import Batch, BatchRow, Outcome
from cadres.rosters.cells import row_cell, text_of
from cadres.rosters.contents import guess
from cadres.rosters.fields import BY_KEY, recognise
from cadres.rosters.files import open_workbook
from cadres.rosters.lines import Sheet

FIRST, LAST = "原行号", "原因"
NOT_TAKEN = "不导入："  # before a header that people said means nothing here
SHEET = "不能导入的行"
# A text stays a text: what looks like a formula, an address or a number is none.
PLAINLY = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDEST = 40


@dataclass(frozen=True, slots=True)
class Returned:
    """One row of the workbook: what stands in it, and what stands against which column."""

    sheet_row: int
    texts: list[str]
    against: dict[int, list[str]]  # by column of the clerk's sheet; -1: no column of it
    why: str


def refused_workbook(batch: Batch, acting: Acting) -> bytes:
    """Give the refused rows of a batch as an xlsx."""
    sheet = _sheet_of(batch)
    rows = BatchRow.objects.visible_to(acting).filter(batch=batch, outcome=Outcome.REFUSED)
    found = [one for row in rows.order_by("sheet_row") for one in _returned(row, batch, sheet)]
    return _written(_heads(batch, sheet), found)


def _sheet_of(batch: Batch) -> Sheet:
    sheets = open_workbook(batch.file.body, batch.file.name).sheets
    return next(sheet for sheet in sheets if sheet.name == batch.sheet)


def _heads(batch: Batch, sheet: Sheet) -> list[str]:
    """Keep the clerk's headers; where one does not say what it was taken for, say that."""
    heads = []
    body = sheet.rows[max(batch.head_rows, default=0) :][:300]
    for column in range(_width(batch)):
        text = batch.heads[column] if column < len(batch.heads) else ""
        key, says = batch.columns.get(str(column)), recognise(text)
        if key:
            heads.append(text if says == key else BY_KEY[key].label)
        elif says or (says is None and guess([text_of(row_cell(row, column)) for row in body])):
            heads.append(f"{NOT_TAKEN}{text}")
        else:
            heads.append(text)
    return heads


def _width(batch: Batch) -> int:
    return max([len(batch.heads), *(int(column) + 1 for column in batch.columns)])


def _returned(row: BatchRow, batch: Batch, sheet: Sheet) -> Iterator[Returned]:
    payload = json.loads(row.payload)
    # A village that stands above its rows, or in a merged cell, stands in each of them here.
    above = {key: payload["values"].get(key, "") for key in ("village", "township")}
    texts = _texts(row.sheet_row, batch, sheet, above | payload["texts"])
    problems = [*payload["refused"], *payload["against"]]
    against: dict[int, list[str]] = defaultdict(list)
    for one in problems:
        against[_column_of(one["field"], batch)].append(one["sentence"])
    why = "；".join(one["sentence"].rstrip("。") for one in problems)
    yield Returned(row.sheet_row, texts, against, why)
    same = f"与第 {row.sheet_row} 行是同一人，请一并修改。"
    for other in payload["also"]:
        yield Returned(other, _texts(other, batch, sheet, {}), {}, same)


def _texts(number: int, batch: Batch, sheet: Sheet, known: dict[str, str]) -> list[str]:
    """Give a row as it was sent; a merged cell's text stands in each of its rows."""
    cells = sheet.rows[number - 1] if number <= len(sheet.rows) else []
    texts = []
    for column in range(_width(batch)):
        key = batch.columns.get(str(column), "")
        alone = key in BY_KEY and not BY_KEY[key].many
        texts.append((alone and known.get(key)) or text_of(row_cell(cells, column)))
    return texts


def _column_of(key: str, batch: Batch) -> int:
    return next((int(column) for column, held in batch.columns.items() if held == key), -1)


def _written(heads: list[str], rows: list[Returned]) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target, PLAINLY) as book:
        page = book.add_worksheet(SHEET)
        text = {"num_format": "@", "border": 1, "border_color": "#D8DEE4", "valign": "top"}
        head = book.add_format(text | {"bold": True, "bg_color": "#F4F5F7", "text_wrap": True})
        plain = book.add_format(text)
        wrong = book.add_format(text | {"bg_color": "#FDECEB", "font_color": "#B42318"})
        whole = book.add_format(text | {"text_wrap": True, "font_color": "#B42318"})
        page.write_row(0, 0, [FIRST, *heads, LAST], head)
        for line, row in enumerate(rows, start=1):
            page.write_number(line, 0, row.sheet_row, plain)
            for column, value in enumerate(row.texts):
                page.write_string(
                    line, column + 1, value, wrong if column in row.against else plain
                )
            page.write_string(line, len(heads) + 1, row.why, whole)
            _comment(page, line, row, len(heads))
        _set_widths(page, heads, rows)
        page.freeze_panes(1, 0)
    return target.getvalue()


def _comment(page: Any, line: int, row: Returned, width: int) -> None:
    for column, sentences in row.against.items():
        place = column + 1 if column >= 0 else width + 1
        page.write_comment(line, place, "\n".join(sentences), {"x_scale": 2})


def _set_widths(page: Any, heads: list[str], rows: list[Returned]) -> None:
    page.set_column(0, 0, 8)
    for column, head in enumerate(heads):
        longest = max([len(head), *(len(row.texts[column]) for row in rows)])
        page.set_column(column + 1, column + 1, min(longest * 1.6 + 2, WIDEST))
    page.set_column(len(heads) + 1, len(heads) + 1, 60)
