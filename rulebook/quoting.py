"""Put words in quotation marks as GB/T 15834 has it: double outside, single within."""

from __future__ import annotations

INNER = str.maketrans("“”", "‘’")


def quoted(words: str) -> str:
    """Give words in quotation marks; nothing for nothing."""
    return f"“{words.translate(INNER)}”" if words else ""
