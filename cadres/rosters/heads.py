"""Where the headers of a sheet stand and what each column holds; which sheet is the roster."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cadres.rosters.cells import row_cell, text_of, tight
from cadres.rosters.contents import guess
from cadres.rosters.fields import BY_KEY, head_text, is_name, recognise
from cadres.rosters.lines import Heads, Sheet, Workbook
from cadres.rosters.posts import body_of

REQUIRED = ("name", "id_number", "village", "posts")
SEARCHED = 20  # rows from the top
FEWEST = 3  # fields that a row of headers names at least
# What a cell of a person looks like, and no cell of headers.
OF_PEOPLE = ("id_number", "phone", "sex", "political_status", "education", "ethnicity")
GROUP = 10  # characters of a group's name at most
SAMPLE = 300  # rows that show what a column without a header holds


def missing(columns: Mapping[int, str]) -> list[str]:
    """Name the fields without which no row can be read."""
    return [BY_KEY[key].label for key in REQUIRED if key not in columns.values()]


def choose_sheet(workbook: Workbook) -> str | None:
    """Name the sheet that is the roster: most of the needed columns, then most people."""
    best, name = (0, 0, 0), None
    for sheet in workbook.sheets:
        heads = find_heads(sheet)
        if heads is None:
            continue
        worth = (
            len(REQUIRED) - len(missing(heads.columns)),
            _people(sheet, heads),
            len(heads.columns),
        )
        if worth > best:
            best, name = worth, sheet.name
    return name


def _people(sheet: Sheet, heads: Heads) -> int:
    """Count roughly: rows with a name or a number."""
    columns = [column for column, key in heads.columns.items() if key in ("name", "id_number")]
    rows = sheet.rows[heads.rows[-1] :]
    return sum(any(row_cell(row, column) != "" for column in columns) for row in rows)


@dataclass(frozen=True, slots=True)
class _Found:
    rows: tuple[int, ...]  # from 0
    texts: list[str]
    keys: list[str | None]

    detail: int = 0  # columns that a second row says more about

    @property
    def fields(self) -> int:
        return len({key for key in self.keys if key})

    @property
    def worth(self) -> tuple[int, int, int]:
        return self.fields, sum(map(bool, self.keys)), self.detail


def find_heads(sheet: Sheet) -> Heads | None:
    """Find the row or two rows of headers among the first, or nothing that looks like them."""
    grid = _grid(sheet, SEARCHED + 1)
    best: _Found | None = None
    for row in range(min(SEARCHED, len(grid))):
        for found in _candidates(grid, row):
            names = {"name", "id_number"} & set(found.keys)
            if names and found.fields >= FEWEST and (best is None or found.worth > best.worth):
                best = found
    if best is None:
        return None
    return Heads(
        rows=tuple(row + 1 for row in best.rows),
        texts=best.texts,
        columns=_columns(best, sheet),
        signature=_signature(best.texts),
    )


def _candidates(grid: list[list[str]], row: int) -> Iterable[_Found]:
    """Read one row as headers, then it and the next as group and detail."""
    upper = grid[row]
    yield _Found((row,), upper, [recognise(text) for text in upper])
    if row + 1 == len(grid) or not any(grid[row + 1]) or not _names_groups(upper):
        return
    pairs = _pairs(upper, grid[row + 1])
    if not any(_is_value(top, sub) for top, sub in pairs):
        texts = [top if top == sub else f"{top} {sub}".strip() for top, sub in pairs]
        detail = sum(bool(sub) and sub != top and recognise(sub) is not None for top, sub in pairs)
        yield _Found((row, row + 1), texts, [_combined(*pair) for pair in pairs], detail)


def _names_groups(upper: list[str]) -> bool:
    """Tell a row of groups from a title above the headers."""
    texts = {text for text in upper if text}
    if any(guess([text]) in OF_PEOPLE for text in texts):
        return False
    short = [text for text in texts if len(text) <= GROUP]
    return len(texts) > 1 and any(recognise(text) or body_of(text) for text in short)


def _is_value(top: str, sub: str) -> bool:
    """Tell a second row that is a person already: somebody's name stands under 姓名."""
    if guess([sub]) in OF_PEOPLE:
        return True
    under = recognise(top) in ("name", "id_number")
    return under and bool(sub) and sub != top and recognise(sub) is None


def _pairs(upper: list[str], lower: list[str]) -> list[tuple[str, str]]:
    """Put group and detail together; a group reaches over the blanks right of it."""
    width = max(len(upper), len(lower))
    tops = upper + [""] * (width - len(upper))
    subs = lower + [""] * (width - len(lower))
    for column in range(1, width):
        if not tops[column] and subs[column] and subs[column - 1] and tops[column - 1]:
            tops[column] = tops[column - 1]
    return list(zip(tops, subs, strict=True))


def _combined(top: str, sub: str) -> str | None:
    """Say what a group and a detail mean together."""
    if not top or not sub or top == sub:
        return recognise(top or sub)
    above, below = recognise(top), recognise(sub)
    if above == "":  # 配偶 over 姓名: none of ours
        return ""
    if above == "posts" and below in ("village", None) and body_of(sub):
        return above  # 村委 under 职务
    if below and (above is None or is_name(sub)):
        return below
    for joined in (top + sub, sub + top):
        if (key := recognise(joined)) is not None:
            return key
    return below if below is not None else above


def _columns(found: _Found, sheet: Sheet) -> dict[int, str]:
    """Let headers speak first, then contents for what no header names."""
    columns: dict[int, str] = {}
    taken: set[str] = set()
    for column, key in enumerate(found.keys):
        if key and (key not in taken or BY_KEY[key].many):
            columns[column] = key
            taken.add(key)
    body = sheet.rows[found.rows[-1] + 1 :][:SAMPLE]
    width = max(map(len, body), default=0)
    for column in range(width):
        known = found.keys[column] if column < len(found.keys) else None
        if known is None and (key := guess(_cells(body, column))) and key not in taken:
            columns[column] = key
            taken.add(key)
    return dict(sorted(_with_village(columns, body).items()))


def _with_village(columns: dict[int, str], body: list[list[Any]]) -> dict[int, str]:
    """Take a column of units for the villages if villages stand in it and no other has them."""
    if "village" in columns.values():
        return columns
    units = [column for column, key in columns.items() if key == "township"]
    return columns | {c: "village" for c in units if guess(_cells(body, c)) == "village"}


def _cells(rows: list[list[Any]], column: int) -> list[str]:
    return [text for row in rows if (text := text_of(row_cell(row, column)).strip())]


def _grid(sheet: Sheet, rows: int) -> list[list[str]]:
    """Give the first rows as texts, merged cells filled."""
    grid = [[text_of(cell).strip() for cell in row] for row in sheet.rows[:rows]]
    for top, left, bottom, right in sheet.merged:
        if top >= len(grid) or left >= len(grid[top]) or right - left > 200:
            continue
        text = grid[top][left]
        for row in grid[top : min(bottom, top + 1) + 1]:
            row.extend([""] * (right + 1 - len(row)))
            row[left : right + 1] = [text] * (right + 1 - left)
    return grid


def _signature(texts: list[str]) -> str:
    layout = "\n".join(tight(head_text(text)) for text in texts)
    return hashlib.sha256(layout.encode()).hexdigest()
