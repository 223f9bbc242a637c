"""Put papers and the photo into a person's file, and take them out without deleting them."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.acting import Acting
from accounts.answer import Answer, unless
from accounts.clock import today
from audit.redaction import redact
from audit.services import record
from cadres import rules
from cadres.filecheck import Checked
from cadres.models import Document, DossierClass, Person
from cadres.services.files import fingerprint, store


@transaction.atomic
def add_document(
    *,
    person: Person,
    dossier_class: DossierClass,
    title: str,
    checked: Checked,
    by: Acting,
    dated_on: date | None = None,
) -> Document:
    """Put a paper into one of the seven classes of a file."""
    person = Person.objects.visible_to(by).locked().get(pk=person.pk)
    document = Document(
        person=person,
        scope_path=person.scope_path,
        dossier_class=dossier_class,
        title=title.strip(),
        dated_on=dated_on,
        added_by=by.person_name,
        added_on=today(),
    )
    allowed = rules.may_archive(document, today=today(), by=by) & rules.file_stands(person)
    (allowed & _not_twice(person, checked, by)).require()

    document.file = store(checked, scope_path=person.scope_path)
    document.save(force_insert=True)
    sha256 = document.file.sha256
    record("document.added", by=by, about=document, person=person.pk, sha256=sha256)
    return document


@transaction.atomic
def withdraw_document(*, document: Document, reason: str, by: Acting) -> Document:
    """Take a paper out of a file, with the reason; the paper itself stays kept."""
    document = Document.objects.visible_to(by).locked().get(pk=document.pk)
    rules.may_withdraw_document(document, reason=reason, by=by).require()

    document.withdrawn_on = today()
    document.withdrawn_by = by.person_name
    document.withdrawn_why = reason.strip()
    document.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawn_why"])
    owner, why = document.person_id, redact(document.withdrawn_why)
    record("document.withdrawn", by=by, about=document, person=owner, reason=why)
    return document


@transaction.atomic
def set_photo(*, person: Person, checked: Checked, by: Acting) -> Person:
    """Put a portrait on the file; the one before stays kept."""
    person = Person.objects.visible_to(by).locked().get(pk=person.pk)
    (rules.may_record(by) & rules.file_stands(person)).require()

    person.photo = store(checked, scope_path=person.scope_path)
    person.save(update_fields=["photo"])
    record("cadre.photo_set", by=by, about=person, sha256=person.photo.sha256)
    return person


@transaction.atomic
def take_photo_down(*, person: Person, by: Acting) -> Person:
    """Show no portrait any more; the one that was shown stays kept."""
    person = Person.objects.visible_to(by).locked().get(pk=person.pk)
    (rules.may_record(by) & rules.file_stands(person)).require()

    if person.photo_id is not None:
        person.photo = None
        person.save(update_fields=["photo"])
        record("cadre.photo_taken_down", by=by, about=person)
    return person


def _not_twice(person: Person, checked: Checked, by: Acting) -> Answer:
    same = (
        Document.objects.visible_to(by)
        .standing()
        .filter(person=person, file__sha256=fingerprint(checked))
    )
    found = same.first()
    return unless(
        found is None,
        f"这份文件已归入{found.get_dossier_class_display()}类“{found.title}”，不必重复上传。"
        if found
        else "",
    )
