"""Questions to rosters on their way in: what a batch found, row by row."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from accounts.acting import Acting
from cadres.models import Batch, BatchRow


@dataclass(slots=True)
class Findings:
    """By sheet row, as text: the codes of what was refused and tolerated, hand-overs in words."""

    refused: dict[str, list[str]] = field(default_factory=dict)
    tolerated: dict[str, list[str]] = field(default_factory=dict)
    hand_over: dict[str, list[str]] = field(default_factory=dict)


def found_in(batch: Batch, acting: Acting) -> Findings:
    """List what is remarkable about a batch's rows, in the order of the sheet."""
    found = Findings()
    rows = BatchRow.objects.visible_to(acting).filter(batch=batch).order_by("sheet_row")
    for row in rows.defer("payload"):
        key = str(row.sheet_row)
        if row.refused:
            found.refused[key] = row.refused
        if row.tolerated:
            found.tolerated[key] = row.tolerated
    for row in rows.filter(hands_over=True):
        remarks = json.loads(row.payload)["remarks"]
        said = [one["sentence"] for one in remarks if one["code"] == "hand_over"]
        found.hand_over[str(row.sheet_row)] = said
    return found
