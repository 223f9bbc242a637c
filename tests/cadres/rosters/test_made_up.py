"""Rosters of every layout we know give what was put into them."""

from __future__ import annotations

import pytest

from tests.cadres.rosters.layouts import made_up
from tests.cadres.rosters.reading import read_file, refused, warned

SEEDS = 240
ELSEWHERE = "region_elsewhere"  # a remark on numbers from elsewhere, no matter of the layout


@pytest.mark.parametrize("start", range(0, SEEDS, 24))
def test_made_up_rosters_give_what_was_put_into_them(start):
    for seed in range(start, start + 24):
        roster = made_up(seed)

        lines = read_file(roster.content, roster.name)

        rows = {row for line in lines for row in (line.sheet_row, *line.also)}
        assert rows == set(roster.refused), seed
        for line in lines:
            row = line.sheet_row
            where = (seed, row, line.texts)
            assert set(refused(line)) == roster.refused[row], where
            assert set(line.tolerated) == roster.tolerated[row], where
            assert set(warned(line)) - {ELSEWHERE} == roster.warned[row], where
            assert sorted(line.values.get("posts", [])) == sorted(roster.posts[row]), where
            assert line.values.get("village") == roster.villages[row], where
