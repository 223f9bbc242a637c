"""Open and correct people's files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction

from accounts.acting import Acting
from accounts.clock import today
from accounts.models import Division
from audit.redaction import redact
from audit.services import record
from cadres import clashes, identity, rules
from cadres.clashes import clashes_refused
from cadres.cleaning import named
from cadres.models import FormerNumber, Person, number_index, tail_index
from cadres.pinyin import read_name
from cadres.queries.numbers import find_by_number
from cadres.services.transfers import ask_transfer

_WRITTEN = (
    "name", "pinyin", "initials", "id_number", "id_index", "tail_index", "sex", "born_on",
    *sorted(rules.DETAILS),
)  # fmt: skip
_DERIVED = ("pinyin", "initials", "id_index", "tail_index")


@transaction.atomic
def add_person(*, unit: Division, name: str, id_number: str, by: Acting, **details: Any) -> Person:
    """Open a person's file at a township; sex and birth date come from the number."""
    name = named(name)
    reading = identity.read(id_number, today=today())
    rules.may_add(unit, name, reading, by).require()
    (
        rules.details_stand(details, born_on=_born(reading), today=today())
        & rules.not_given_up(name, find_by_number(reading.number, by))
    ).require()

    person = Person(unit=unit, scope_path=unit.path, **details)
    _take_name(person, name)
    _take_number(person, reading)
    with clashes_refused({clashes.NUMBER_ONCE: lambda: _taken(person, by)}):
        person.save(force_insert=True)
    record("cadre.added", by=by, about=person, warnings=list(reading.warnings))
    return person


def _taken(person: Person, by: Acting) -> str:
    """Say who bears the number; where that is not for him to know, the county hears of it."""
    wanted = {"township": person.unit, "name": person.name, "id_number": person.id_number}
    ask_transfer(**wanted, by=by)
    return clashes.number_taken(person.id_number, by, unit=person.unit)


@transaction.atomic
def correct_person(*, person: Person, by: Acting, reason: str = "", **changes: Any) -> Person:
    """Correct a file: name, number or details. What did not change is not written."""
    person = Person.objects.visible_to(by).locked().get(pk=person.pk)
    (
        rules.may_record(by) & rules.file_stands(person) & rules.verified_stands(person, changes)
    ).require()
    return change_file(person, changes, by=by, reason=reason)


def change_file(person: Person, changes: Mapping[str, Any], *, by: Acting, reason: str) -> Person:
    """Write what differs into a locked file; a number that is replaced is kept as a former one.

    It is a step of a service that has asked who may change what; whether it can be true of
    anybody is asked here.
    """
    name, reading, details = read_changes(person, changes)
    before = {field: getattr(person, field) for field in _WRITTEN}
    for field, value in details.items():
        setattr(person, field, value)
    _take_name(person, name)
    _take_number(person, reading)
    changed = [field for field in _WRITTEN if getattr(person, field) != before[field]]
    if not changed:
        return person
    taken = partial(clashes.number_taken, reading.number, by, unit=person.unit)
    with clashes_refused({clashes.NUMBER_ONCE: taken}):
        person.save(update_fields=changed)
    if "id_number" in changed:
        _keep_former(person, before["id_number"], reason)
    said = [field for field in changed if field not in _DERIVED]
    record("cadre.corrected", by=by, about=person, fields=said, reason=redact(reason))
    return person


def read_changes(
    person: Person, changes: Mapping[str, Any]
) -> tuple[str, identity.Reading, dict[str, Any]]:
    """Give name, number and changed details as the file takes them; refuse what cannot be true."""
    details = dict(changes)
    name = named(details.pop("name", person.name))
    reading = identity.read(details.pop("id_number", person.id_number), today=today())
    before = {field: getattr(person, field) for field in rules.DETAILS}
    known = rules.details_stand(before, born_on=person.born_on, today=today())
    after = rules.details_stand(before | details, born_on=_born(reading), today=today())
    # What the file said wrongly before, a roster's slip perhaps, must not bar another correction.
    answer = rules.number_stands(reading) & after.beyond(known)
    if name != person.name:
        answer &= rules.name_stands(name)
    answer.require()
    return name, reading, details


def _keep_former(person: Person, number: str, reason: str) -> None:
    FormerNumber.objects.create(
        person=person,
        scope_path=person.scope_path,
        id_number=number,
        id_index=number_index(number),
        replaced_on=today(),
        reason=reason[:200],
    )


@transaction.atomic
def unmask(*, person: Person, purpose: str, by: Acting) -> Person:
    """Hand out a file whose numbers may be shown; who asked, and what for, is written down."""
    person = Person.objects.visible_to(by).select_related("unit__parent").get(pk=person.pk)
    (rules.may_unmask(by) & rules.purpose_stands(purpose)).require()
    record("cadre.unmasked", by=by, about=person, purpose=purpose.strip()[:100])
    return person


def _take_name(person: Person, name: str) -> None:
    person.name = name
    person.pinyin, person.initials = read_name(name)


def _take_number(person: Person, reading: identity.Reading) -> None:
    person.id_number = reading.number
    person.id_index = number_index(reading.number)
    person.tail_index = tail_index(reading.number)
    person.sex = reading.sex
    person.born_on = _born(reading)


def _born(reading: identity.Reading) -> date:
    """Give the birth date of a reading; one without errors has it."""
    return reading.born_on or date.min
