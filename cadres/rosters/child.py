"""Read one workbook in a process of its own: a file that breaks the reader breaks only this.

Run by path, with nothing but the standard library and calamine. The workbook comes over standard
input; what goes back are frames: eight bytes of length, then a marshalled tuple.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import io
import marshal
import os
import resource
import signal
import sys
from collections.abc import Iterator
from typing import Any

sys.path.append(sys.argv[3])  # only calamine's folder: without the site's packages start is cheap

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 200_000, 200, 4_000_000
MAX_TEXT = 2_000  # characters of a cell; no roster says more
FRAME_ROWS = 2_000
# No database takes a NUL, and no clerk typed the others.
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
EXACT = 1e15  # from here on a float may have lost digits: it stays a float
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG

Row = list[Any]


def main() -> None:
    """Answer with the sheets or with a code; never with a traceback."""
    try:
        sheets = _visible(CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())))
        cells = 0
        for name, sheet in sheets:
            _send(("sheet", name.translate(CONTROLS), _merged(sheet)))
            cells = _send_rows(sheet, cells)
        _send(("end",))
    except TooBigError:
        _send(("refused", "too_big_inside"))
    except MacrosError:
        _send(("refused", "macros"))
    except PasswordError:
        _send(("refused", "encrypted"))
    except BaseException as error:  # calamine's panics are no Exceptions
        big = isinstance(error, MemoryError) or "capacity overflow" in str(error)
        _send(("refused", "too_big_inside" if big else "damaged"))


class TooBigError(Exception):
    pass


class MacrosError(Exception):
    pass


def _visible(book: CalamineWorkbook) -> Iterator[tuple[str, CalamineSheet]]:
    """Give the sheets that people see: a hidden one may be last year's."""
    metadata = book.sheets_metadata
    if any(sheet.typ == SheetTypeEnum.MacroSheet for sheet in metadata):
        raise MacrosError
    grids = [sheet for sheet in metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    seen = [sheet for sheet in grids if sheet.visible == SheetVisibleEnum.Visible]
    for sheet in seen or grids:
        yield sheet.name, book.get_sheet_by_name(sheet.name)


def _merged(sheet: CalamineSheet) -> list[tuple[int, int, int, int]]:
    ranges = sheet.merged_cell_ranges or []
    return [(*first, *last) for first, last in ranges if first[1] < MAX_COLUMNS]


def _send_rows(sheet: CalamineSheet, cells: int) -> int:
    """Send a sheet's rows by the thousand; give the count of cells so far."""
    known: dict[str, str] = {}
    frame: list[Row] = []
    dates: list[tuple[int, int, int]] = []
    blank = 0
    # Rows come from the sheet's first on, columns from the first that holds anything.
    left = [""] * min(sheet.start[1], MAX_COLUMNS) if sheet.start else []
    for number, raw in enumerate(sheet.iter_rows(), 1):
        row = _row(left + raw if left else raw, known)
        if not row:
            blank += 1
            continue
        cells += len(row)
        if number > MAX_ROWS or cells > MAX_CELLS:
            raise TooBigError
        frame.extend([] for _ in range(blank))
        blank = 0
        if _has_dates(row):
            dates.extend(_take_dates(row, len(frame)))
        frame.append(row)
        if len(frame) >= FRAME_ROWS:
            _send(("rows", frame, dates))
            known, frame, dates = {}, [], []
    _send(("rows", frame, dates))
    return cells


def _row(raw: Row, known: dict[str, str]) -> Row:
    """Cut a row's empty end off; equal texts become one Any, which also travels once."""
    row = raw[:MAX_COLUMNS]
    while row and row[-1] == "":
        row.pop()
    for at, cell in enumerate(row):
        if type(cell) is str:
            row[at] = known.get(cell) or _new_text(cell, known)
        elif type(cell) is float:
            row[at] = int(cell) if cell.is_integer() and abs(cell) < EXACT else cell
        else:
            row[at] = _other(cell)
    return row


def _new_text(cell: str, known: dict[str, str]) -> str:
    text = cell if cell.isprintable() else cell.translate(CONTROLS)
    return known.setdefault(cell, text[:MAX_TEXT])


def _other(cell: Any) -> Any:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, (dt.date, int)):
        return cell
    return "" if cell is None else str(cell)


def _has_dates(row: Row) -> bool:
    return any(type(cell) is dt.date for cell in row)


def _take_dates(row: Row, at: int) -> list[tuple[int, int, int]]:
    """Marshal knows no dates: their places are told, and numbers stand for them."""
    found = []
    for column, cell in enumerate(row):
        if type(cell) is dt.date:
            found.append((at, column, cell.toordinal()))
            row[column] = ""
    return found


def _send(answer: tuple[Any, ...]) -> None:
    frame = marshal.dumps(answer)
    sys.stdout.buffer.write(len(frame).to_bytes(8, "big") + frame)
    sys.stdout.buffer.flush()


def _limit(memory: int, seconds: int, parent: int) -> None:
    """Bound what a hostile file can cost, and die when nobody waits any more."""
    for what, most in (
        (resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


if __name__ == "__main__":
    _limit(*map(int, (sys.argv[1], sys.argv[2], sys.argv[4])))
    main()
