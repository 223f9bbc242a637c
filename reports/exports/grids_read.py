"""Read a filled-in grid back: by its hidden ids and its names, cell by cell, or say why not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assessments.forms.grids import BETWEEN, Row, tidy
from assessments.services.cells import Key
from assessments.states import TeamGrade
from assessments.views.sheets import Sheet
from cadres.rosters.files import open_workbook
from cadres.rosters.lines import Unreadable
from reports.exports.grids import (
    FIRST,
    GRIDS,
    ID,
    KEYS_AT,
    MARK,
    ROWS_AT,
    WAS,
    fixed,
    fixed_of,
    marker,
)

DIGITS = 6  # decimals after which a workbook's own arithmetic is noise
NAMED = 5
ANEW = "请重新下载这一张表，填好后再上传。"
LABELS = {label: value for value, label in TeamGrade.choices}


@dataclass(slots=True)
class Read:
    """What a file brings: the cells typed over, as they stood when the file was made, faults."""

    typed: dict[Key, Any] = field(default_factory=dict)
    shown: dict[Key, Any] = field(default_factory=dict)
    places: dict[Key, str] = field(default_factory=dict)  # the address of each cell
    faults: list[str] = field(default_factory=list)


def read_grid(content: bytes, name: str, kind: str, sheet: Sheet) -> Read:
    """Read a file for a grid; with any fault nothing of it is to be saved."""
    try:
        sheets = open_workbook(content, name).sheets
    except Unreadable as refused:
        return Read(faults=[refused.sentence])
    rows: list[list[Any]] = sheets[0].rows if sheets else []
    if fault := _foreign(rows, kind, sheet):
        return Read(faults=[fault])
    read = Read()
    lines = _lines(rows, sheet, read)
    for row in sheet.grid.rows:
        if row.pk in lines:
            at, cells = lines[row.pk]
            _take(read, sheet, row, cells, at)
    return read


def _foreign(rows: list[list[Any]], kind: str, sheet: Sheet) -> str:
    """Say why this is not the file of this grid; empty if it is."""
    said = _text(_at(rows, 0, ID))
    if not said.startswith(f"{MARK}|"):
        return f"这不是从本页下载的“{GRIDS[kind].title}”录入表。{ANEW}"
    if said == marker(kind, sheet):
        return "" if _keys(rows, sheet) == list(sheet.columns) else f"表的列被改动过。{ANEW}"
    parts = said.split("|")
    other = GRIDS.get(parts[1]) if len(parts) > 1 else None
    if other and parts[1] != kind:
        return f"这是“{other.title}”的录入表，请在“{other.title}”那一页上传。"
    title = _text(_at(rows, 0, FIRST))
    if len(parts) > 2 and parts[2] == str(sheet.round.pk):
        return f"考核方案已改版，这张表是按旧方案做的。{ANEW}"
    return f"这张表是“{title}”，不是{sheet.round.township}{sheet.round.year}年度的。{ANEW}"


def _keys(rows: list[list[Any]], sheet: Sheet) -> list[str]:
    first = FIRST + len(fixed_of(sheet))
    keys = rows[KEYS_AT] if len(rows) > KEYS_AT else []
    return [_text(key) for key in keys[first : first + len(sheet.columns)]]


def _lines(rows: list[list[Any]], sheet: Sheet, read: Read) -> dict[int, tuple[int, list[Any]]]:
    """Find each row of the grid; all have to be there, once, under their names."""
    known = {str(row.pk): row for row in sheet.grid.rows}
    found: dict[int, tuple[int, list[Any]]] = {}
    for at, cells in enumerate(rows[ROWS_AT:], ROWS_AT):
        if not any(_text(cell) for cell in cells):
            continue
        row = known.get(_text(_cell(cells, ID)))
        if row is None:
            read.faults.append(f"第 {at + 1} 行不是表里原有的行，不能自己加行。{ANEW}")
        elif row.pk in found:
            read.faults.append(f"第 {at + 1} 行与第 {found[row.pk][0] + 1} 行是同一行。{ANEW}")
        else:
            read.faults.extend(_renamed(sheet, row, cells, at))
            found[row.pk] = at, cells
    missing = [row.about.name for row in sheet.grid.rows if row.pk not in found]
    if missing:
        shown = "、".join(missing[:NAMED])
        read.faults.append(
            f"表里少了 {len(missing)} 行：{shown}{'等' * (len(missing) > NAMED)}。{ANEW}"
        )
    return found


def _renamed(sheet: Sheet, row: Row, cells: list[Any], at: int) -> list[str]:
    faults = []
    for column, (head, name) in enumerate(
        zip(fixed_of(sheet), fixed(sheet, row), strict=True), FIRST
    ):
        text = _text(_cell(cells, column))
        if text != name and head != "职务":
            faults.append(f"{address(at, column)}：{head}应是“{name}”，表里是“{text}”。{ANEW}")
    return faults


def _take(read: Read, sheet: Sheet, row: Row, cells: list[Any], at: int) -> None:
    """Take over the cells of a row that differ from what stood there when the file was made."""
    first = FIRST + len(fixed_of(sheet))
    was = _text(_cell(cells, WAS), trim=False).split(BETWEEN)
    if len(was) != len(sheet.columns):
        read.faults.append(f"第 {at + 1} 行的隐藏列被改动过。{ANEW}")
        return
    for column, (key, before) in enumerate(zip(sheet.columns, was, strict=True), first):
        text = _text(_cell(cells, column))
        text = LABELS.get(text, text) if key == "result" else text
        place = address(at, column)
        try:
            value, stood = sheet.read(key, text), sheet.read(key, before)
        except ValueError as unreadable:
            read.faults.append(f"{place}：“{text}”{_said(str(unreadable))}")
            continue
        if value != stood:
            read.typed[row.pk, key], read.shown[row.pk, key] = value, stood
            read.places[row.pk, key] = place


def _said(sentence: str) -> str:
    return f"读不出来，{sentence}。"


def address(row: int, column: int) -> str:
    """Give a cell's address as Excel shows it, from numbers that begin with nought."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def _at(rows: list[list[Any]], row: int, column: int) -> Any:
    return _cell(rows[row], column) if len(rows) > row else None


def _cell(cells: list[Any], column: int) -> Any:
    return cells[column] if len(cells) > column else None


def _text(cell: Any, *, trim: bool = True) -> str:
    """Write a cell as a person would type it."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{cell:.{DIGITS}f}".rstrip("0").rstrip(".")
    return tidy(str(cell)) if trim else str(cell)
