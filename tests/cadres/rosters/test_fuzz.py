"""Whatever becomes of a file on its way, it is read or refused in words: never anything else."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest

from cadres.rosters.files import open_workbook
from tests.cadres.rosters.damage import NAMES, check, check_sheet, damaged, scrambled, whole

COPIES, SCRAMBLES, AT_ONCE = 500, 200, 50


@pytest.mark.parametrize("name", NAMES)
def test_the_whole_file_is_read(name):
    assert check(name, whole(name)) == "read"


@pytest.mark.parametrize("start", range(0, COPIES, AT_ONCE))
def test_damaged_copies_are_read_or_refused(start):
    outcomes = {check(*damaged(seed)) for seed in range(start, start + AT_ONCE)}

    assert len(outcomes) > 1  # not one answer to everything


@pytest.mark.parametrize("start", range(0, SCRAMBLES, AT_ONCE))
def test_scrambled_sheets_give_lines_that_hold_together(start):
    for seed in range(start, start + AT_ONCE):
        dice = Random(seed)
        check_sheet(scrambled(_sheet(dice.choice(NAMES)), dice))


@cache
def _sheet(name):
    return open_workbook(whole(name), name).sheets[0]
