"""Make a calibration table a file, with what it was asked of and that it decides nothing."""

from __future__ import annotations

from datetime import date
from typing import IO

from accounts.acting import Acting
from accounts.models import Division
from assessments.views.calibration_tables import Table
from reports.exports import delimited, workbook
from reports.exports.rows import Cells
from reports.produced import Kind, Produced, imprint, produce

SAID = "只作提示，供备案前问一问乡镇；等次由乡镇党委定。未审定的乡镇按建议等次。"


def make_table(
    table: Table, year: int, *, place: Division, kind: Kind, by: Acting, day: date
) -> Produced:
    """Export a table in full, numbers as numbers."""
    title = f"{place.name}{year}年{table.title}"
    mark = imprint(title=title, scope=place.name, day=day, by=by)
    lines = [SAID, mark.line(len(table.rows))]
    return produce(
        imprint=mark,
        kind=kind,
        content=_written(table, mark.title, lines, kind),  # type: ignore[arg-type]
        rows=len(table.rows),
        people=table.people,
        by=by,
    )


def _written(table: Table, title: str, lines: list[str], kind: Kind) -> IO[bytes]:
    rows: list[Cells] = [[cell.value for cell in row] for row in (*table.rows, table.foot) if row]
    if kind == Kind.XLSX:
        return workbook.write_list(title=title, lines=lines, heads=table.heads, rows=rows)
    return delimited.write_list(
        lines=[title, *lines], heads=table.heads, rows=rows, encoding=delimited.UTF8
    )
