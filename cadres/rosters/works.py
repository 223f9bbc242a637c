"""What the worker is asked to do with a roster: the names of its tasks, choices as JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from cadres.rosters.writing import Choice, Choices

CHECK, CONFIRM, UNDO = "cadres.check_roster", "cadres.confirm_roster", "cadres.undo_roster"


def packed(choices: Choices) -> list[list[Any]]:
    """Give what people chose as JSON can hold it."""
    return [
        [tenure, one.take, one.on.isoformat() if one.on else "", one.how]
        for tenure, one in choices.items()
    ]


def unpacked(choices: list[list[Any]]) -> dict[int, Choice]:
    """Read what `packed` wrote."""
    return {
        tenure: Choice(take, date.fromisoformat(on) if on else None, how)
        for tenure, take, on, how in choices
    }
