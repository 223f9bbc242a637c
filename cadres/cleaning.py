"""Plain text out of what people and Excel write: half-width, without spaces and odd characters."""

from __future__ import annotations

import unicodedata


def clean(text: str) -> str:
    """Make half-width, drop every space and whatever cannot be seen."""
    half_width = unicodedata.normalize("NFKC", text)
    return "".join(c for c in half_width if not c.isspace() and unicodedata.category(c)[0] != "C")


def named(text: str) -> str:
    """Give a name without spaces and without marks nobody sees: two names that look alike are one.

    Signs of a private area stay: rare characters stand there.
    """
    return "".join(
        c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf", "Cs")
    )
