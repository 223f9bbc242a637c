"""Grids of cells: what changed, what somebody else changed meanwhile, what cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.answer import Refused

Key = tuple[int, str]  # whose row, which column
Cells = dict[Key, Any]


class CellsRefused(Refused):
    """A grid that was not saved; `cells` says what is wrong at which cell."""

    def __init__(self, cells: Mapping[Key, str]) -> None:
        super().__init__(*dict.fromkeys(cells.values()))
        self.cells = dict(cells)


def changes(stored: Cells, typed: Cells, shown: Cells | None, label: Mapping[Key, str]) -> Cells:
    """Keep the cells that were really typed over; refuse those changed by somebody else since.

    `shown` is what the page showed: a cell typed the same as it was shown is not a wish to
    write it back over a colleague's.
    """
    wanted, refused = {}, {}
    for key, value in typed.items():
        if shown is not None and value == shown.get(key, stored[key]):
            continue
        if value == stored[key]:
            continue
        if shown is not None and stored[key] != shown.get(key, stored[key]):
            now = "空" if stored[key] is None else stored[key]
            refused[key] = f"{label[key]}刚由他人改为 {now}，请核对后再填。"
        wanted[key] = value
    if refused:
        raise CellsRefused(refused)
    return wanted
