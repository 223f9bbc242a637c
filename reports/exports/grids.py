"""Write an entry grid as a workbook to be filled in and sent back; names and ids are locked.

Two hidden columns go along: whose row it is, and what stood there when the file was made. By the
second a file that comes back is compared as a page is: what a colleague changed meanwhile is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from accounts.acting import Acting
from assessments.forms.grids import Row
from assessments.services.entering import maxima_of
from assessments.services.meetings import HEAD as MEETING_HEAD
from assessments.states import Dimension, TeamGrade
from assessments.views.sheets import Roster, Sheet, Targets, Teams
from assessments.views.sheets_voting import Ballots, Meetings
from reports.exports.workbook import HEAD, NOTE, TITLE
from reports.produced import Imprint, Kind, Produced, imprint, produce

MARK = "村干部年度考核录入表"
ID, WAS, FIRST = 0, 1, 2  # columns: whose row, what stood there, the first to be seen
TITLE_AT, NOTE_AT, KEYS_AT, HEAD_AT, ROWS_AT = range(5)


@dataclass(frozen=True, slots=True)
class Grid:
    """One of the grids: its sheet, what it is called and what its filler must know."""

    sheet: type[Sheet]
    title: str
    note: str


GRIDS = {
    "meeting": Grid(
        Meetings,
        "述职会议",
        "一村一行。本村没有的一类投票人，应到填 0。实到不多于应到，发出不多于实到，收回不多于发出。"
        "日期写成 2018-12-28。",
    ),
    "ballots": Grid(
        Ballots,
        "测评票",
        "一人一行，四档票数都要填，没有人投的填 0。各档合计不得多于收回的票，少的算弃权或作废。",
    ),
    "targets": Grid(Targets, "目标考核", "一人一行，五个方面都要打分，最多两位小数，满分见表头。"),
    "teams": Grid(Teams, "班子结果", "一村一行，从下拉列表中选一项；没有定的空着。"),
}
COMMON = (
    "只填没有底色的格；姓名、村名和行的先后不要改动。填好后在原页面上传，先看改动，确认以后才保存。"
)


def make_grid(kind: str, sheet: Sheet, *, by: Acting, today: date) -> Produced:
    """Write a round's grid as it stands, and enter the file in the log."""
    found = sheet.round
    title = f"{found.township}{found.year}年度考核{GRIDS[kind].title}录入表"
    mark = imprint(title=title, scope=by.where, day=today, by=by)
    return produce(
        imprint=mark,
        kind=Kind.XLSX,
        content=_written(kind, sheet, mark),
        rows=len(sheet.grid.rows),
        people=[one.person_id for one in sheet.entries] if isinstance(sheet, Roster) else [],
        by=by,
        about=found,
    )


def marker(kind: str, sheet: Sheet) -> str:
    """Give what the first cell says: which grid of which round and plan this is."""
    return f"{MARK}|{kind}|{sheet.round.pk}|{sheet.round.plan_id}"


def fixed_of(sheet: Sheet) -> list[str]:
    """List the locked columns: for cadres the village, the name and the posts."""
    return ["村", "姓名", "职务"] if isinstance(sheet, Roster) else ["村"]


def fixed(sheet: Sheet, row: Row) -> list[str]:
    """Give a row's locked cells."""
    who = row.about
    return [who.village.name, who.name, who.posts] if isinstance(sheet, Roster) else [who.name]


def labels(sheet: Sheet) -> dict[str, str]:
    """Name the columns to be filled; a dimension with its highest points."""
    if not isinstance(sheet, Targets):
        return dict(sheet.columns)
    most = maxima_of(sheet.round)
    return {key: f"{label}（{most[key].normalize():f}）" for key, label in sheet.columns.items()}


def _written(kind: str, sheet: Sheet, mark: Imprint) -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet(GRIDS[kind].title)
    locked = book.add_format({"bg_color": "#f4f5f7", "border": 1, "border_color": "#d8dee4"})
    free = book.add_format({"locked": False, "border": 1, "border_color": "#d8dee4"})
    _heads(page, kind, sheet, mark, book.add_format(TITLE), book.add_format(NOTE))
    head = book.add_format(HEAD | {"text_wrap": True})
    heads = [*fixed_of(sheet), *labels(sheet).values()]
    for at, text in enumerate(heads, FIRST):
        page.write_string(HEAD_AT, at, text, head)
    for at, row in enumerate(sheet.grid.rows, ROWS_AT):
        _row(page, at, sheet, row, locked, free)
    _valid(page, sheet, len(sheet.grid.rows))
    _shape(page, sheet)
    book.close()
    return file.getvalue()


def _heads(
    page: Worksheet, kind: str, sheet: Sheet, mark: Imprint, title: Format, note: Format
) -> None:
    page.write_string(TITLE_AT, ID, marker(kind, sheet))
    page.write_string(TITLE_AT, FIRST, mark.title, title)
    last = FIRST + len(fixed_of(sheet)) + len(sheet.columns) - 1
    said = f"{GRIDS[kind].note}{COMMON}\n{mark.line(len(sheet.grid.rows))}"
    page.merge_range(NOTE_AT, FIRST, NOTE_AT, max(last, FIRST + 1), said, note)
    page.write_string(KEYS_AT, ID, "id")
    page.write_string(KEYS_AT, WAS, "was")
    for at, key in enumerate(sheet.columns, FIRST + len(fixed_of(sheet))):
        page.write_string(KEYS_AT, at, key)


def _row(page: Worksheet, at: int, sheet: Sheet, row: Row, locked: Format, free: Format) -> None:
    page.write_string(at, ID, str(row.pk))
    page.write_string(at, WAS, row.shown)
    names = fixed(sheet, row)
    for column, text in enumerate(names, FIRST):
        page.write_string(at, column, text, locked)
    for column, (key, cell) in enumerate(
        zip(sheet.columns, row.cells, strict=True), FIRST + len(names)
    ):
        text = TeamGrade(cell.text).label if key == "result" and cell.text else cell.text
        if text and text.replace(".", "", 1).isdecimal():
            page.write_number(at, column, float(text), free)
        elif text:
            page.write_string(at, column, text, free)
        else:
            page.write_blank(at, column, None, free)


def _valid(page: Worksheet, sheet: Sheet, count: int) -> None:
    """Let Excel refuse at once what could only be refused later."""
    most = maxima_of(sheet.round) if isinstance(sheet, Targets) else {}
    for at, key in enumerate(sheet.columns, FIRST + len(fixed_of(sheet))):
        rule = _rule(key, {name: float(points) for name, points in most.items()})
        if rule and count:
            page.data_validation(ROWS_AT, at, ROWS_AT + count - 1, at, rule)


def _rule(key: str, most: dict[str, float]) -> dict[str, object]:
    if key == "result":
        return {"validate": "list", "source": list(TeamGrade.labels)}
    if key in Dimension.values:
        said = {"error_title": "分数不对", "error_message": f"应在 0 至 {most[key]:g} 分之间。"}
        return {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": most[key],
            **said,
        }
    if key in MEETING_HEAD:
        return {}
    said = {"error_title": "数不对", "error_message": "请填 0 以上的整数。"}
    return {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 9999, **said}


def _shape(page: Worksheet, sheet: Sheet) -> None:
    names = fixed_of(sheet)
    page.set_column(ID, WAS, None, None, {"hidden": True})
    for at, name in enumerate(names, FIRST):
        page.set_column(at, at, 10 if name == "姓名" else 16)
    first = FIRST + len(names)
    page.set_column(first, first + len(sheet.columns) - 1, 11)
    page.set_row(KEYS_AT, None, None, {"hidden": True})
    page.set_row(NOTE_AT, 48)
    page.freeze_panes(ROWS_AT, first)
    page.protect("", {"format_columns": True, "select_locked_cells": True, "sort": False})
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEAD_AT)
