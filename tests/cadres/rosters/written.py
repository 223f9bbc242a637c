"""A made-up table as the file that a township would send."""

from __future__ import annotations

import csv
import io
from datetime import date
from random import Random

import xlsxwriter

from tests.cadres.rosters.old_workbook import old_workbook

Rows = list[list[object]]
Ranges = list[tuple[int, int, int, int]]
PEOPLE = ["姓名", "身份证号", "村", "职务"]


def as_csv(rows: Rows, merged: Ranges, dice: Random) -> bytes:
    text = io.StringIO()
    separator = dice.choice((",", ",", ",", ";", "\t"))
    ends = dice.choice(("\r\n", "\n"))
    csv.writer(text, delimiter=separator, lineterminator=ends).writerows(rows)
    encoding = dice.choice(("utf-8", "utf-8-sig", "gb18030", "gb18030", "utf-16"))
    return text.getvalue().encode(encoding)


def as_xls(rows: Rows, merged: Ranges, dice: Random) -> bytes:
    before = {"填表说明": [["请勿改动表头"]]} if dice.random() < 0.2 else {}
    if before:  # ranges belong to the first sheet
        return old_workbook({"Sheet1": rows} | before, merged)
    return old_workbook({"Sheet1": rows}, merged)


def as_xlsx(rows: Rows, merged: Ranges, dice: Random) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    if dice.random() < 0.4:
        book.add_worksheet("填表说明").write(0, 0, "请勿改动表头")
    if dice.random() < 0.2:
        sample = book.add_worksheet("样表")
        sample.write_row(0, 0, PEOPLE)
        sample.write_row(1, 0, ["张三", "430422196911299056", "某某村", "书记"])
    sheet = book.add_worksheet("花名册")
    shown = dice.choice(("yyyy.mm", "yyyy年m月", "yyyy-mm-dd", "yyyy/m/d"))
    _write(sheet, rows, merged, book.add_format({"num_format": shown}))
    if dice.random() < 0.2:
        old = book.add_worksheet("2017年")
        old.hide()
        for row in range(99):
            old.write_row(row, 0, PEOPLE)
    book.close()
    return target.getvalue()


def _write(sheet, rows: Rows, merged: Ranges, style) -> None:
    for top, left, bottom, right in merged:
        sheet.merge_range(top, left, bottom, right, "")
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, column, cell, style)
            elif isinstance(cell, str) and cell:
                sheet.write_string(row, column, cell)
            elif cell != "":
                sheet.write(row, column, cell)


WRITERS = {"csv": as_csv, "xls": as_xls, "xlsx": as_xlsx}
