"""Which village a line belongs to where its own cell is blank."""

from __future__ import annotations

from collections.abc import Mapping

from cadres.rosters.lines import Heads, Line, Problem, Sheet

OFTEN = 3  # from every third row on, blanks are a way of writing, not an omission
MISSING = "没有填写所在村（社区），请补填。"
PLACES = ("county", "township")


def complete(
    lines: list[Line],
    sections: list[str],
    sheet: Sheet,
    heads: Heads,
    columns: Mapping[int, str],
) -> None:
    """Take blank villages from the heading or the row above, or refuse them."""
    merged = _merged(sheet, heads, columns)
    for key in PLACES:
        if key not in merged:
            _carry(lines, key)
    blanks = [line for line in lines if "village" not in line.values]
    carries = "village" not in merged and len(blanks) * OFTEN >= len(lines)
    above = before = ""
    for line, section in zip(lines, sections, strict=True):
        if "village" in line.values:
            above, before = line.values["village"], section
            continue
        if section != before:
            above = before = section
        if above and (carries or section == above):
            line.values["village"] = above
            sentence = f"所在村未填写，按上方行填为“{above}”，请核对。"
            line.warned.append(Problem("village_from_above", "village", sentence))
        else:
            line.refused.append(Problem("village_missing", "village", MISSING))


def _carry(lines: list[Line], key: str) -> None:
    above = ""
    for line in lines:
        above = line.values.setdefault(key, above) or above
        if not line.values[key]:
            del line.values[key]


def _merged(sheet: Sheet, heads: Heads, columns: Mapping[int, str]) -> set[str]:
    """Name the fields whose cells are merged downwards below the headers."""
    return {
        columns[left]
        for top, left, bottom, right in sheet.merged
        if bottom > top >= heads.rows[-1] and left == right and left in columns
    }
