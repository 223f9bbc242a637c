"""Who changed what in a person's file, out of the history that the database keeps itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from accounts.acting import Acting
from cadres import codes
from cadres.models import Person

# Of these only is told that they changed. The blind index stands for the number, the sealed text
# for the phone: a value of the history is never opened.
SECRET = {"id_index": "身份证号", "phone_sealed": "手机号"}
TOLD = (
    "name", "ethnicity", "education", "degree", "political_status",
    "party_joined_on", "health", "native_place", "first_job_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with what it was and what it is; both empty where they are not told."""

    label: str
    was: str = ""
    now: str = ""
    told: bool = True

    def __str__(self) -> str:
        if not self.told:
            return f"{self.label}已更正"
        return f"{self.label}由“{self.was or '空'}”改为“{self.now or '空'}”"


@dataclass(frozen=True, slots=True)
class Change:
    """One saving of the file: the first opened it, later ones corrected it."""

    at: datetime
    who: str
    role: str
    place: str
    fields: tuple[FieldChange, ...]
    opened: bool = False


def changes_of(person: Person, acting: Acting) -> list[Change]:
    """List the file's changes, newest first, as far as the reader's division saw them."""
    events = list(
        person.events.filter(  # type: ignore[attr-defined]
            scope_path__gte=acting.lo, scope_path__lt=acting.hi
        )
        .annotate(phone_sealed=Cast("phone", TextField()))
        .order_by("pgh_id")
        .values("pgh_created_at", "pgh_label", "pgh_context__metadata", *TOLD, *SECRET)
    )
    changes = [_change(new, _differences(old, new)) for old, new in pairwise(events)]
    if events and events[0]["pgh_label"] == "insert":
        changes.insert(0, _change(events[0], (), opened=True))
    return [change for change in reversed(changes) if change.fields or change.opened]


def _change(
    event: dict[str, Any], fields: tuple[FieldChange, ...], *, opened: bool = False
) -> Change:
    context = event["pgh_context__metadata"] or {}
    return Change(
        at=event["pgh_created_at"],
        who=context.get("name", ""),
        role=context.get("role", ""),
        place=context.get("place", ""),
        fields=fields,
        opened=opened,
    )


def _differences(old: dict[str, Any], new: dict[str, Any]) -> tuple[FieldChange, ...]:
    told = [
        FieldChange(_label(field), _shown(field, old[field]), _shown(field, new[field]))
        for field in TOLD
        if old[field] != new[field]
    ]
    secret = [
        FieldChange(label, told=False)
        for field, label in SECRET.items()
        if old[field] != new[field]
    ]
    return (*told, *secret)


def _label(field: str) -> str:
    return str(Person._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


def _shown(field: str, value: Any) -> str:
    if field in codes.TABLES:
        return codes.label(field, value)
    return "" if value is None else str(value)
