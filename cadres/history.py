"""Who changed what in a person's file, out of the history that the database keeps itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast

from accounts.acting import Acting
from cadres import codes
from cadres.models import Document, Education, Experience, Person, Relative, Reward
from cadres.showing import label_of

# Of these only is told that they changed. The blind index stands for the number, the sealed text
# for phone and account: a value of the history is never opened.
SECRET = {"id_index": "身份证号", "phone_sealed": "手机号", "bank_account_sealed": "银行账号"}
FIELD_OF = {"id_index": "id_number", "phone_sealed": "phone", "bank_account_sealed": "bank_account"}
TOLD = (
    "name", "ethnicity", "education", "degree", "political_status", "party_joined_on",
    "full_member_on", "health", "native_place", "birthplace", "first_job_on",
    "professional_title", "bank", "verified_on",
)  # fmt: skip
# Places and pictures are other rows: told by name, or only that there is another one.
PLACES = {"residence": "常住村", "unit": "管档单位"}
OTHERS = {"photo_id": "照片", "merged_into_id": "并入档案"}
# By what each kind of row is known; never by what is sealed.
ROWS = ((Education, "school"), (Experience, "text"), (Relative, "title"), (Reward, "title"))
OF_A_LINE = (
    "pgh_id", "pgh_obj", "pgh_created_at", "pgh_label", "pgh_context", "pgh_context__metadata",
)  # fmt: skip
PAPER = (Document, "title")
DOINGS = {"insert": "登记", "update": "更正", "delete": "删除"}
PAPERS = {"insert": "归档", "update": "撤出"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with what it was and what it is; both empty where they are not told."""

    label: str
    was: str = ""
    now: str = ""
    told: bool = True
    field: str = ""

    def __str__(self) -> str:
        if not self.told:
            return f"{self.label}已更正"
        return f"{self.label}由“{self.was or '空'}”改为“{self.now or '空'}”"


@dataclass(frozen=True, slots=True)
class Change:
    """One saving of the file: the first opened it, later ones corrected it or one of its rows."""

    at: datetime
    who: str
    role: str
    place: str
    fields: tuple[FieldChange, ...]
    opened: bool = False
    said: str = ""  # of a row: what was done to it
    kind: str = ""  # of a row: its kind
    moved: bool = False  # into another unit's keeping, with all its rows
    context: UUID | None = None  # what was written with it bears the same
    person: int = 0
    number: int = 0  # in order within a moment: a transaction has one time


NEWEST = attrgetter("at", "number")


def changes_of(person: Person, acting: Acting, *, ids: Sequence[int] | None = None) -> list[Change]:
    """List the file's changes, newest first, as far as the reader's division saw them.

    `ids` are those of the file and of what was merged into it: each has a history of its own.
    """
    lines = defaultdict(list)
    for line in _lines(ids or [person.pk], acting):
        lines[line["pgh_obj"]].append(line)
    changes = [change for own in lines.values() for change in _of_one_file(own)]
    return sorted(changes, key=NEWEST, reverse=True)


def row_changes_of(ids: Sequence[int], acting: Acting) -> list[Change]:
    """List what was done to the rows and papers of these files, newest first, in one query."""
    first, *others = (_rows(model, name, ids, acting) for model, name in (*ROWS, PAPER))
    changes = [_of_row(line) for line in first.union(*others, all=True)]
    return sorted(filter(attrgetter("said"), changes), key=NEWEST, reverse=True)


def writers(changes: Iterable[Change]) -> dict[str, UUID | None]:
    """Say of each field which saving gave it its value; "" stands for the opening of the file."""
    found: dict[str, UUID | None] = {}
    for change in changes:  # newest first
        for field in change.fields:
            found.setdefault(field.field, change.context)
        if change.opened:
            found.setdefault("", change.context)
    return found


def _lines(ids: Sequence[int], acting: Acting) -> QuerySet[Any, dict[str, Any]]:
    history = Person.events.rel.related_model._default_manager  # type: ignore[attr-defined]
    found: QuerySet[Any, dict[str, Any]] = (
        history.filter(pgh_obj__in=ids, scope_path__gte=acting.lo, scope_path__lt=acting.hi)
        .annotate(
            phone_sealed=Cast("phone", TextField()),
            bank_account_sealed=Cast("bank_account", TextField()),
        )
        .order_by("pgh_id")
        .values(*OF_A_LINE, *TOLD, *SECRET, *OTHERS, *PLACES, *(f"{one}__name" for one in PLACES))
    )
    return found


def _of_one_file(lines: list[dict[str, Any]]) -> list[Change]:
    changes = [_change(new, _differences(old, new)) for old, new in pairwise(lines)]
    if lines[0]["pgh_label"] == "insert":
        changes.insert(0, _change(lines[0], (), opened=True))
    else:  # what was before lies in another division
        changes.insert(0, _change(lines[0], (), said="档案转入", moved=True))
    return [change for change in changes if change.fields or change.opened or change.moved]


def _change(
    line: dict[str, Any],
    fields: tuple[FieldChange, ...],
    *,
    opened: bool = False,
    said: str = "",
    kind: str = "",
    moved: bool = False,
) -> Change:
    context = line["pgh_context__metadata"] or {}
    return Change(
        at=line["pgh_created_at"],
        who=context.get("name", ""),
        role=context.get("role", ""),
        place=context.get("place", ""),
        fields=fields,
        opened=opened,
        said=said,
        kind=kind,
        moved=moved or any(field.field == "unit" for field in fields),
        context=line["pgh_context"],
        person=line["pgh_obj"],
        number=line["pgh_id"],
    )


def _differences(old: dict[str, Any], new: dict[str, Any]) -> tuple[FieldChange, ...]:
    told = [
        FieldChange(label_of(name), _shown(name, old[name]), _shown(name, new[name]), field=name)
        for name in TOLD
        if old[name] != new[name]
    ]
    places = [
        FieldChange(label, old[f"{name}__name"] or "", new[f"{name}__name"] or "", field=name)
        for name, label in PLACES.items()
        if old[name] != new[name]
    ]
    hidden = [
        FieldChange(label, told=False, field=FIELD_OF.get(name, name))
        for name, label in (SECRET | OTHERS).items()
        if old[name] != new[name]
    ]
    return (*told, *places, *hidden)


def _shown(field: str, value: Any) -> str:
    if field in codes.TABLES:
        return codes.label(field, value)
    return "" if value is None else str(value)


def _rows(
    model: Any, name: str, ids: Sequence[int], acting: Acting
) -> QuerySet[Any, dict[str, Any]]:
    """Give one kind of row's history in the shape that all kinds share."""
    history = model.events.rel.related_model._default_manager
    found: QuerySet[Any, dict[str, Any]] = (
        history.filter(person__in=ids, scope_path__gte=acting.lo, scope_path__lt=acting.hi)
        .order_by()
        .annotate(at=F("pgh_created_at"), kind=Value(model._meta.model_name), known=F(name))
        .values(
            "pgh_id",
            "at",
            "kind",
            "known",
            "pgh_label",
            "person",
            "pgh_context",
            "pgh_context__metadata",
        )
    )
    return found


def _of_row(line: dict[str, Any]) -> Change:
    models = {model._meta.model_name: model for model, _ in (*ROWS, PAPER)}
    doings = PAPERS if line["kind"] == "document" else DOINGS
    doing = doings.get(line["pgh_label"], "")
    what = models[line["kind"]]._meta.verbose_name
    said = f"{doing}{what}：{line['known']}" if doing else ""
    shaped = {"pgh_created_at": line["at"], "pgh_obj": line["person"]}
    return _change(line | shaped, (), said=said, kind=line["kind"])
