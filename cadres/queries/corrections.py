"""Requests that facts of a file be corrected: what was asked, and what the file says now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.acting import Acting
from cadres.masking import told_apart
from cadres.models import Correction, Person
from cadres.models.cases import CorrectionQuerySet
from cadres.showing import text_of

# In the order of the form.
LABELS = {
    "name": "姓名",
    "id_number": "身份证号",
    "party_joined_on": "入党日期",
    "first_job_on": "参加工作日期",
    "education": "学历",
    "degree": "学位",
}
DAYS = ("party_joined_on", "first_job_on")


@dataclass(frozen=True, slots=True)
class Asked:
    """One field of a request as it may be seen; `now` only where the file changed meanwhile."""

    label: str
    was: str
    wanted: str
    now: str = ""
    is_stale: bool = False


def corrections(acting: Acting) -> CorrectionQuerySet:
    """Give the requests of the reader's range."""
    return Correction.objects.visible_to(acting).select_related(
        "person__unit__parent", "asked_by", "reviewed_by"
    )


def packed(person: Person, changes: Mapping[str, Any]) -> str:
    """Write down field by field what the file says and what it should say."""
    return json.dumps(
        {field: [plain(getattr(person, field)), plain(changes[field])] for field in changes},
        ensure_ascii=False,
    )


def unpacked(correction: Correction) -> dict[str, tuple[str, str]]:
    """Read what the file said and what it should say, in the order of the form."""
    asked = json.loads(correction.changes)
    return {field: tuple(asked[field]) for field in LABELS if field in asked}


def wanted_of(correction: Correction) -> dict[str, Any]:
    """Give the asked values as the file takes them."""
    return {field: _value(field, wanted) for field, (_, wanted) in unpacked(correction).items()}


def is_stale(correction: Correction, person: Person) -> bool:
    """Tell whether an asked field of the file was changed since the request."""
    asked = unpacked(correction)
    return any(plain(getattr(person, field)) != was for field, (was, _) in asked.items())


def asked_of(correction: Correction, acting: Acting) -> list[Asked]:
    """List the fields of a request; of two numbers only the digits that differ are shown."""
    is_open = correction.status == Correction.Status.ASKED
    return [
        _asked(field, was, wanted, correction.person if is_open else None, acting)
        for field, (was, wanted) in unpacked(correction).items()
    ]


def plain(value: Any) -> str:
    """Give a value as a request keeps it."""
    return "" if value is None else str(value)


def _asked(field: str, was: str, wanted: str, person: Person | None, acting: Acting) -> Asked:
    now = plain(getattr(person, field)) if person else was
    if field == "id_number":
        one, other = told_apart(was, wanted)
        shown = (one, other, told_apart(now, wanted)[0])
    else:
        one, other, last = (
            text_of(field, text, viewer=acting, subject=person) for text in (was, wanted, now)
        )
        shown = (one, other, last)
    return Asked(LABELS[field], *shown, is_stale=now != was)


def _value(field: str, text: str) -> Any:
    if field in DAYS:
        return date.fromisoformat(text) if text else None
    return text
