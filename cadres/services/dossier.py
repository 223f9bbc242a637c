"""Write the rows of a person's file: schooling, career, family, rewards."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.clock import today
from audit.services import record
from cadres import codes, rules
from cadres.models import Person, Relative
from cadres.models.dossier import FileRow
from cadres.queries.editions import Since, row_changed_since

R = TypeVar("R", bound=FileRow)
OWN = {"id", "person_id", "scope_path"}  # what no form changes
CODED = {"level": "education", "degree": "degree", "political_status": "political_status"}


@transaction.atomic
def add_entry(*, model: type[R], person: Person, by: Acting, **values: Any) -> R:
    """Add a row to a file."""
    person = Person.objects.visible_to(by).locked().get(pk=person.pk)
    entry = model(person=person, scope_path=person.scope_path, **values)
    _ask(entry, by)

    entry.save(force_insert=True)
    record("dossier.added", by=by, about=entry, person=person.pk, kind=_kind(entry))
    return entry


@transaction.atomic
def correct_entry(*, entry: R, edition: int, by: Acting, **values: Any) -> R:
    """Correct a row; one that somebody changed since the form was made is shown first."""
    entry = _locked(entry, by)
    _nothing_newer(entry, edition, by)
    before = {field: getattr(entry, field) for field in values}
    for field, value in values.items():
        setattr(entry, field, value)
    _ask(entry, by)

    changed = [field for field in values if values[field] != before[field]]
    if changed:
        entry.save(update_fields=changed)
        kind, person = _kind(entry), entry.person_id
        record("dossier.corrected", by=by, about=entry, person=person, kind=kind, fields=changed)
    return entry


@transaction.atomic
def remove_entry(*, entry: FileRow, by: Acting) -> None:
    """Take a row out of a file; its history keeps what it was and who took it out."""
    entry = _locked(entry, by)
    (rules.may_record(by) & rules.file_stands(entry.person)).require()

    record("dossier.removed", by=by, about=entry, person=entry.person_id, kind=_kind(entry))
    entry.delete()


def _locked(entry: R, by: Acting) -> R:
    """Lock the row, and its file with it: the file decides whether it is still kept here."""
    model = type(entry)
    found: R = model.objects.visible_to(by).locked().get(pk=entry.pk)  # type: ignore[attr-defined]
    found.person = Person.objects.visible_to(by).get(pk=found.person_id)
    return found


def _ask(entry: FileRow, by: Acting) -> None:
    person = entry.person
    answer = rules.may_record(by) & rules.file_stands(person)
    answer &= rules.entry_stands(entry, born_on=person.born_on, today=today())
    answer.require()
    if isinstance(entry, Relative) and entry.cadre_id is not None:
        # The form offers only whom he may see; what is posted is asked again.
        Person.objects.visible_to(by).get(pk=entry.cadre_id)


def _nothing_newer(entry: FileRow, edition: int, by: Acting) -> None:
    names = [one.attname for one in type(entry)._meta.concrete_fields]
    fields = [name for name in names if name not in OWN]
    theirs = row_changed_since(entry, edition, fields, by)
    if theirs is None:
        raise Refused("这张表打开以后这一条已变动，请重新打开再改。")
    if theirs:
        raise Refused(*(_told(entry, field, since) for field, since in theirs.items()))


def _told(entry: FileRow, field: str, since: Since) -> str:
    label = str(type(entry)._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
    when = timezone.localtime(since.when)
    return (
        f"{since.who}在 {when:%Y-%m-%d %H:%M} 把{label}由“{_text(entry, field, since.was)}”"
        f"改为“{_text(entry, field, since.now)}”。仍要按您填的保存，请再点一次保存。"
    )


def _text(entry: FileRow, field: str, value: Any) -> str:
    if field == "cadre_id":
        return "已选定" if value else "空"
    if field in CODED:
        return codes.label(CODED[field], value) or "空"
    if isinstance(value, bool):
        return "是" if value else "否"
    show = getattr(type(entry)(**{field: value}), f"get_{field}_display", None)
    return str(show() if show else value or "空")


def _kind(entry: FileRow) -> str:
    return str(type(entry)._meta.verbose_name)
