"""Rosters of every layout we know give what was put into them."""

from __future__ import annotations

import pytest

from cadres.rosters.lines import Line
from tests.cadres.rosters.layouts import Row, made_up
from tests.cadres.rosters.reading import read_file, refused, warned

SEEDS, AT_ONCE = 240, 24
ELSEWHERE = "region_elsewhere"  # a remark on numbers from elsewhere, no matter of the layout


@pytest.mark.parametrize("start", range(0, SEEDS, AT_ONCE))
def test_made_up_rosters_give_what_was_put_into_them(start):
    for seed in range(start, start + AT_ONCE):
        assert differences(seed) == [], seed


def differences(seed: int) -> list[object]:
    """List where reading the roster of a seed gives something else than was put into it."""
    roster = made_up(seed)
    lines = read_file(roster.content, roster.name)
    also = {row: line.sheet_row for line in lines for row in line.also}
    found = {line.sheet_row: line for line in lines}
    if found.keys() != roster.rows.keys() or also != roster.also:
        return [found.keys() ^ roster.rows.keys(), also, roster.also]
    return [
        (row, what, have, want, found[row].texts)
        for row, expected in roster.rows.items()
        for what, have, want in _compared(found[row], expected)
        if have != want
    ]


def _compared(line: Line, row: Row) -> list[tuple[str, object, object]]:
    values = dict(line.values)
    if since := values.get("since"):
        values["since"] = (since.year, since.month)
    return [
        ("refused", set(refused(line)), row.refused),
        ("tolerated", set(line.tolerated), row.tolerated),
        ("warned", set(warned(line)) - {ELSEWHERE}, row.warned),
        ("posts", sorted(values.get("posts", [])), sorted(row.posts)),
        ("values", {key: values.get(key) for key in row.values}, row.values),
    ]
