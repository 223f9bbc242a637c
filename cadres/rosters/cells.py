"""Cells as texts: how a number or a date of a sheet would have been typed."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

# Come along when a text is copied from a chat or a web page; nobody sees them.
INVISIBLE = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF, 0xAD, 0xFFFE], None
)
# What people write into a cell that has nothing to say.
NOTHING = frozenset(
    (*r"/\-—－、.…*", "", "无", "没有", "暂无", "无。", "//", "--", "---", "——", "空", "略", "不详")
)
LONGEST_NOTHING = 3
EXACT = 1e15  # a float of this size has lost digits


def text_of(cell: Any) -> str:
    """Give a cell as it would stand in the sheet, nothing trimmed."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return f"{cell:.5E}" if abs(cell) >= EXACT else f"{round(cell, 6):.15g}"
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def plain(text: str) -> str:
    """Make half-width, drop what nobody sees, make every run of space one space."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFKC", text).translate(INVISIBLE).split())


def tight(text: str) -> str:
    """Make half-width and drop every space."""
    return plain(text).replace(" ", "")


def says_nothing(text: str) -> bool:
    """Tell a cell that is blank, or filled in with a dash or a 无."""
    if not text:
        return True
    bare = text.strip()
    return not bare or (len(bare) <= LONGEST_NOTHING and tight(bare) in NOTHING)


def row_cell(row: list[Any], column: int) -> Any:
    """Give a cell; rows end where their content ends."""
    return row[column] if column < len(row) else ""
