"""Grids of cells: what changed, what somebody else changed meanwhile, what cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from accounts.answer import Refused
from accounts.models import Division
from assessments.models import Entry, Round

Key = tuple[int, str]  # whose row, which column
Cells = dict[Key, Any]
Rows = Mapping[int, Mapping[str, Any]]  # by row, by column


# How cells may be filled other than by typing each, as the events keep it.
HOW = ("paste", "undo", "redo", "pledge", "file")


class CellsRefused(Refused):
    """A grid that was not saved; `cells` says what is wrong at which cell."""

    def __init__(self, cells: Mapping[Key, str], now: Cells | None = None) -> None:
        super().__init__(*dict.fromkeys(cells.values()))
        self.cells = dict(cells)
        self.now = now or {}  # what stands there, where a colleague was faster


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
            now = "空" if stored[key] in (None, "") else stored[key]
            refused[key] = f"{label[key]}刚由他人改为 {now}，请核对后再填。"
        wanted[key] = value
    if refused:
        raise CellsRefused(refused, {key: stored[key] for key in refused})
    return wanted


def flat(rows: Rows, known: Iterable[str]) -> Cells:
    """Give the cells of rows by row and column; columns that are not of the grid are left out."""
    allowed = set(known)
    return {
        (pk, column): value
        for pk, row in rows.items()
        for column, value in row.items()
        if column in allowed
    }


def labels(rows: Mapping[int, Any], columns: Mapping[str, str]) -> dict[Key, str]:
    """Name every cell by its row and its column."""
    return {
        (pk, column): f"{row.name} {label}"
        for pk, row in rows.items()
        for column, label in columns.items()
    }


def manner(how: str) -> dict[str, str]:
    """Keep for the event how cells were filled, where it was not by typing each."""
    return {"how": how} if how in HOW else {}


def entries_on(round: Round, asked: Iterable[int]) -> dict[int, Entry]:  # noqa: A002
    """Give the cadres asked for by id; refuse where one is no longer on the roster."""
    wanted = set(asked)
    rows = round.entries.filter(pk__in=wanted, on_roster=True).select_related("village")
    found = {one.pk: one for one in rows}
    if wanted - found.keys():
        raise Refused("名册有变动，有人已不在这份名册上。请刷新页面后再填。")
    return found


def villages_on(round: Round, asked: Iterable[int]) -> dict[int, Division]:  # noqa: A002
    """Give the villages asked for by id; refuse where one has nobody on the roster."""
    wanted = set(asked)
    on_roster = round.entries.filter(on_roster=True, village__in=wanted).values("village")
    found = {one.pk: one for one in Division.objects.filter(pk__in=on_roster)}
    if wanted - found.keys():
        raise Refused("名册有变动，有的村已不在这份名册上。请刷新页面后再填。")
    return found


def by_row(cells: Mapping[Key, Any]) -> dict[int, dict[str, Any]]:
    """Give cells by row and column."""
    found: dict[int, dict[str, Any]] = {}
    for (pk, column), value in cells.items():
        found.setdefault(pk, {})[column] = value
    return found
