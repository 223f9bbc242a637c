"""Keep a text cell from being run as a formula by whatever opens a CSV, and take the guard off."""

from __future__ import annotations

GUARD = "'"
RUNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def guarded(text: str) -> str:
    """Put an apostrophe before what a spreadsheet might run, and before one that stands there."""
    return GUARD + text if text.startswith((*RUNS, GUARD)) else text


def unguarded(text: str) -> str:
    """Take off the apostrophe that `guarded` put there; other texts stay as they are."""
    return text[1:] if text.startswith(GUARD) and guarded(text[1:]) == text else text
