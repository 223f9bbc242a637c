"""The three rosters of the repository give their keys."""

from __future__ import annotations

import json

import pytest

from tests.cadres.rosters.reading import read_file, refused
from tests.cadres.rosters.test_files import SAMPLES

LATER = {"unknown_village"}  # only the registry knows which villages there are


@pytest.mark.parametrize("name", ["roster-a.xlsx", "roster-b.xlsx", "roster-c.csv"])
def test_a_sample_gives_its_key(name):
    key = json.loads((SAMPLES / name).with_suffix(".expected.json").read_text())

    lines = read_file((SAMPLES / name).read_bytes(), name)

    assert len(lines) == key["people"]
    assert {str(line.sheet_row): refused(line) for line in lines if line.refused} == {
        row: codes for row, codes in key["errors"].items() if not set(codes) & LATER
    }
    assert {str(line.sheet_row): line.tolerated for line in lines if line.tolerated} == (
        key["read_all_the_same"]
    )
    assert sum(len(line.values.get("posts", ())) == 2 for line in lines) == key["dual_post_people"]


def test_a_sample_gives_what_its_cells_say():
    line = read_file((SAMPLES / "roster-a.xlsx").read_bytes())[1]

    assert line.sheet_row == 5
    assert line.texts["name"] == "石\u3000秀兰"
    assert line.values["name"] == "石秀兰"
    assert line.values["village"] == "云丰村"  # merged over its people
    assert line.values["township"] == "金桥镇"
    assert (line.values["education"], line.values["ethnicity"]) == ("31", "01")
    assert (line.values["political_status"], line.values["sex"]) == ("01", "2")
    assert line.values["posts"] == ["vc_deputy"]
    assert (line.values["since"].year, line.values["since"].month) == (2017, 5)
    assert line.values["phone"] == "13738138293"
