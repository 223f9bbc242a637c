"""Make an exported file: choose the people, write the rows, put the file into the log."""

from __future__ import annotations

from datetime import date
from typing import IO

from accounts import work
from accounts.acting import Acting
from cadres import rules
from cadres.columns import COLUMNS
from reports.exports import delimited, workbook
from reports.exports.orders import Format, Order, Selection, look, selection
from reports.exports.rows import Progress, list_rows
from reports.produced import Imprint, Kind, Produced, imprint, produce

TITLE = "干部名册"
HEADS = [column.label for column in COLUMNS]


def make_list(
    order: Order,
    chosen: Selection | None = None,
    *,
    by: Acting,
    today: date,
    progress: Progress = work.silent,
) -> Produced:
    """Export a list as it is on the page; numbers in full only to whoever may, for a purpose."""
    if order.stated:
        (rules.may_unmask(by) & rules.purpose_stands(order.stated)).require()
    chosen = chosen or selection(order, by=by, today=today)
    mark = imprint(title=f"{by.where}{TITLE}", scope=by.where, day=chosen.day, by=by)
    return produce(
        imprint=mark,
        kind=Kind.XLSX if order.format == Format.XLSX else Kind.CSV,
        content=_written(order, chosen, mark, by, progress),  # type: ignore[arg-type]
        rows=len(chosen.keys),
        people=chosen.keys,
        purpose=order.stated,
        by=by,
    )


def _written(
    order: Order, chosen: Selection, mark: Imprint, by: Acting, progress: Progress
) -> IO[bytes]:
    lines = head_lines(order, chosen, mark, by)
    rows = list_rows(chosen.keys, day=chosen.day, look=look(order, by), progress=progress)
    if order.format == Format.XLSX:
        return workbook.write_list(title=mark.title, lines=lines, heads=HEADS, rows=rows)
    encoding = "gb18030" if order.format == Format.GB18030 else delimited.UTF8
    return delimited.write_list(
        lines=[mark.title, *lines], heads=HEADS, rows=rows, encoding=encoding
    )


def head_lines(order: Order, chosen: Selection, mark: Imprint, by: Acting) -> list[str]:
    """Say on the file which conditions it was made under, by whom, and how far it may be shown."""
    lines = [f"条件：{chosen.words}", mark.line(len(chosen.keys))]
    if order.stated:
        lines.append(watermark(order.stated, mark, by))
    else:
        lines.append("身份证号已遮盖。")
    return lines


def watermark(stated: str, mark: Imprint, by: Acting) -> str:
    """Say whose copy with full numbers this is, and what for."""
    return (
        f"本表含身份证号全文，仅供{by.person_name}（{by.where} {by.role_label}）用于“{stated}”，"
        f"编号 {mark.reference}，已记入审计日志，不得转发，用后删除。"
    )
