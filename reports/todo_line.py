"""One line of a to-do list, as every part that has something waiting writes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Todo:
    """One line: how pressing in words, what, on what ground, and the button that lands there."""

    when: str
    level: str
    title: str
    ground: str
    url: str
    action: str
