"""How the value of a person's field reads: codes as words, numbers masked, places by name."""

from __future__ import annotations

from typing import Any

from accounts.acting import Acting
from cadres import codes, masking
from cadres.masking import Purpose
from cadres.models import Person


def label_of(field: str) -> str:
    """Give the Chinese name of a person's field."""
    return str(Person._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


def text_of(
    field: str,
    value: Any,
    *,
    viewer: Acting,
    subject: Person | None,
    purpose: Purpose = Purpose.PAGE,
    stated: str = "",
) -> str:
    """Give a field's value as this viewer may read it; nothing stands for empty."""
    if field in codes.TABLES:
        return codes.label(field, value or "")
    plain = "" if value is None else str(value)
    return masking.shown(
        field, plain, viewer=viewer, subject=subject, purpose=purpose, stated=stated
    )
