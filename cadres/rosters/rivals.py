"""What stands between two lines of one sheet: one file twice, one single post for two people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from cadres.posts import SINGLE
from cadres.rosters.judged import Judged, post_label
from cadres.rosters.lines import Problem


class Claim(NamedTuple):
    """What a line lays claim to; small, since a whole sheet of them is kept."""

    sheet_row: int
    person: int | None
    seats: tuple[tuple[int, str], ...]


def claim(one: Judged) -> Claim | None:
    """Give what a line claims; one that is refused claims nothing."""
    if one.refused:
        return None
    seats = tuple(
        (village, post) for village, posts in one.places for post in posts if post in SINGLE
    )
    return Claim(one.line.sheet_row, one.person.pk if one.person else None, seats)


def rivals(claims: Iterable[Claim]) -> dict[int, list[Problem]]:
    """Give, by sheet row, what stands against lines that claim the same; which is right, we ask."""
    files: dict[int, list[int]] = defaultdict(list)
    seats: dict[tuple[int, str], list[int]] = defaultdict(list)
    for one in claims:
        if one.person is not None:
            files[one.person].append(one.sheet_row)
        for seat in one.seats:
            seats[seat].append(one.sheet_row)
    found: dict[int, list[Problem]] = defaultdict(list)
    for rows in files.values():
        _against(found, rows, "duplicate_in_file", "name", "与第 {} 行是同一份档案，请只留一行。")
    for (_, post), rows in seats.items():
        sentence = f"与第 {{}} 行同为本村{post_label(post)}，同一时间只能有一人，请核对。"
        _against(found, rows, "single_post_twice", "posts", sentence)
    return found


def _against(
    found: dict[int, list[Problem]], rows: list[int], code: str, field: str, sentence: str
) -> None:
    for row in rows if len(rows) > 1 else ():
        others = "、".join(str(other) for other in rows if other != row)
        found[row].append(Problem(code, field, sentence.format(others)))
