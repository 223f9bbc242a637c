"""Plain text out of what people and Excel write: half-width, without spaces and odd characters."""

from __future__ import annotations

import unicodedata


def clean(text: str) -> str:
    """Make half-width, drop every space and whatever cannot be seen."""
    half_width = unicodedata.normalize("NFKC", text)
    return "".join(c for c in half_width if not c.isspace() and unicodedata.category(c)[0] != "C")
