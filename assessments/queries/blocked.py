"""Whom a team result that has not come in keeps waiting, and which seats hang on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from assessments.queries.board import Board, BoardRow
from assessments.queries.lacks import named, villages_named
from assessments.states import OPEN_ENDED, Proposed


@dataclass(slots=True)
class Blocked:
    """By village who waits for its result; and a sentence about the township's seats."""

    villages: dict[int, str] = field(default_factory=dict)
    seats: str = ""


def blocked(found: Board, reported: Collection[int]) -> Blocked:
    """Name the principals of villages whose result is not in; `reported` are those that are."""
    waiting: dict[int, list[BoardRow]] = {}
    for row in found.rows:
        village = row.entry.team_village_id or row.entry.village_id
        if row.entry.is_principal and village not in reported and row.grade in OPEN_ENDED:
            waiting.setdefault(village, []).append(row)
    said = {
        village: f"{'、'.join(_who(row) for row in rows)}暂不能定优秀"
        for village, rows in waiting.items()
    }
    return Blocked(said, _seats(found, waiting.values()))


def _who(row: BoardRow) -> str:
    return f"{row.entry.posts}{row.entry.name}"


def _seats(found: Board, waiting: Iterable[list[BoardRow]]) -> str:
    """Say how many seats cannot be given yet, and who all waits for them."""
    pending = [row.entry.name for row in found.rows if row.grade == Proposed.PENDING]
    villages = list(dict.fromkeys(row.entry.village.name for rows in waiting for row in rows))
    if not villages:
        return ""
    said = f"班子结果未报：{villages_named(villages)}。"
    if not pending:
        return f"{said}优秀名额 {found.seats} 个，等这些村的班子结果和缺的分数齐了再定。"
    return (
        f"{said}优秀名额 {found.seats} 个，已能定 {found.taken} 个，其余 {found.left} 个"
        f"要等这些结果，待定 {len(pending)} 人：{named(pending)}。"
    )
