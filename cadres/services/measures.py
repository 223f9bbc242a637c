"""Write warnings and sanctions down."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.acting import Acting
from accounts.clock import today
from audit.services import record
from cadres import rules
from cadres.models import Measure, Person


@transaction.atomic
def open_measure(
    *,
    person: Person,
    kind: Measure.Kind,
    title: str,
    taken_on: date,
    by: Acting,
    until: date | None = None,
    document: str = "",
) -> Measure:
    """Write a warning or a sanction down, with the last day of its influence if it has one."""
    person = Person.objects.visible_to(by).locked().get(pk=person.pk)
    (
        rules.may_open_measure(title=title, taken_on=taken_on, until=until, today=today(), by=by)
        & rules.file_stands(person)
    ).require()

    measure = Measure.objects.create(
        person=person,
        scope_path=person.scope_path,
        kind=kind,
        title=title.strip(),
        document=document.strip(),
        taken_on=taken_on,
        until=until,
    )
    record("measure.opened", by=by, about=measure, person=person.pk, taken_on=str(taken_on))
    return measure


@transaction.atomic
def withdraw_measure(*, measure: Measure, withdrawn_on: date, by: Acting) -> Measure:
    """Write down that a measure was withdrawn; from that day it weighs no more."""
    measure = Measure.objects.visible_to(by).locked().get(pk=measure.pk)
    rules.may_withdraw_measure(measure, withdrawn_on=withdrawn_on, today=today(), by=by).require()

    measure.withdrawn_on = withdrawn_on
    measure.save(update_fields=["withdrawn_on"])
    record(
        "measure.withdrawn",
        by=by,
        about=measure,
        person=measure.person_id,
        withdrawn_on=str(withdrawn_on),
    )
    return measure
