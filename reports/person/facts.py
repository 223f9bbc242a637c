"""What stands on the head card, each value with the roster it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.acting import Acting
from cadres.masking import Purpose
from cadres.models import Person
from cadres.queries.dossier import Written
from cadres.showing import label_of, text_of

# In the order of the card; a field of the table or one of OWN.
SHOWN = (
    "sex", "born_on", "id_number", "phone", "ethnicity", "native_place", "birthplace",
    "residence", "education", "degree", "professional_title", "political_status",
    "full_member_on", "first_job_on", "health", "bank", "bank_account", "unit",
)  # fmt: skip
LABELS = {"first_job_on": "参加工作"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the head card."""

    label: str
    value: str
    source: Written | None = None


def head_facts(
    person: Person,
    day: date,
    *,
    viewer: Acting,
    stated: str = "",
    purpose: Purpose = Purpose.PAGE,
    sources: Mapping[str, Written] | None = None,
) -> list[Fact]:
    """List what stands on the head card; numbers are masked unless a purpose was stated."""
    known = sources or {}
    asked: dict[str, Any] = {"viewer": viewer, "stated": stated, "purpose": purpose}
    return [
        Fact(
            LABELS.get(field, label_of(field)),
            _text(person, field, day, asked),
            known.get(field),
        )
        for field in SHOWN
    ]


def _text(person: Person, field: str, day: date, asked: dict[str, Any]) -> str:
    if field == "sex":
        return person.get_sex_display()
    if field == "born_on":
        return f"{person.born_on}（{person.age_on(day)} 岁）"
    if field == "unit":
        return person.unit.title
    if field == "residence":
        return person.residence.title if person.residence else ""
    text = text_of(field, getattr(person, field), subject=person, **asked)
    joined = person.party_joined_on
    return f"{text}（{joined} 入党）" if field == "political_status" and joined else text
