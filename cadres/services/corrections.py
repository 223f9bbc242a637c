"""Verify a file; ask that verified facts be corrected, and have the county review it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.clock import today
from accounts.models import User
from audit.services import record
from cadres import clashes, rules
from cadres.clashes import clashes_refused
from cadres.filecheck import Checked
from cadres.models import Correction, Person
from cadres.queries.corrections import is_stale, packed, wanted_of
from cadres.queries.editions import edition_of
from cadres.queries.numbers import find_by_number, registered_elsewhere
from cadres.rules.corrections import ONE_AT_A_TIME, differing
from cadres.services.files import store
from cadres.services.people import change_file, read_changes

STALE = "档案在申请以后又有变动，下面已列出现在的值。请看清后再审核一次。"


@transaction.atomic
def verify_person(*, person: Person, by: Acting) -> Person:
    """Declare a file verified (三龄两历认定): its facts then change by request only."""
    person = _file(person, by)
    asked = Correction.objects.visible_to(by).open().filter(person=person)
    rules.verify_ready(person, has_open_request=asked.exists(), by=by).require()

    person.verified_on = today()
    person.verified_by = by.person_name
    person.save(update_fields=["verified_on", "verified_by"])
    record("cadre.verified", by=by, about=person)
    return person


@transaction.atomic
def ask_correction(
    *,
    person: Person,
    changes: Mapping[str, Any],
    reason: str,
    by: Acting,
    evidence: Checked | None = None,
) -> Correction:
    """Ask the county to correct facts of a file; what is the same as before is not asked for."""
    person = _file(person, by)
    asked = Correction.objects.visible_to(by).open().filter(person=person)
    (
        rules.may_ask_correction(person, has_open_request=asked.exists(), by=by)
        & rules.reason_stands(reason)
    ).require()
    wanted = _wanted(person, changes, by)
    correction = Correction(
        person=person,
        scope_path=person.scope_path,
        changes=packed(person, wanted),
        reason=reason.strip(),
        asked_by=_user(by),
        asked_on=today(),
    )
    if evidence is not None:
        correction.evidence = store(evidence, scope_path=person.scope_path)
    with clashes_refused({clashes.ONE_CORRECTION: lambda: ONE_AT_A_TIME}):
        correction.save(force_insert=True)
    about: dict[str, Any] = {
        "person": person.pk,
        "fields": list(wanted),
    }
    record("correction.asked", by=by, about=correction, **about)
    return correction


@transaction.atomic
def approve_correction(
    *, correction: Correction, seen: int, by: Acting, review: str = ""
) -> Correction:
    """Write what was asked for into the file; `seen` is the edition the reviewer looked at.

    A file that changed since the request is approved only as somebody has seen it.
    """
    correction = _locked(correction, by)
    rules.may_review_correction(correction, by).require()
    person = _file(correction.person, by)
    rules.file_stands(person).require()
    if is_stale(correction, person) and seen != edition_of(person):
        raise Refused(STALE)

    change_file(person, wanted_of(correction), by=by, reason=correction.reason)
    return _closed(correction, Correction.Status.APPROVED, review, by)


@transaction.atomic
def refuse_correction(*, correction: Correction, review: str, by: Acting) -> Correction:
    """Leave the file as it is; the township reads why."""
    correction = _locked(correction, by)
    (rules.may_review_correction(correction, by) & rules.reason_stands(review)).require()
    return _closed(correction, Correction.Status.REFUSED, review, by)


@transaction.atomic
def withdraw_correction(*, correction: Correction, by: Acting) -> Correction:
    """Take one's own request back."""
    correction = _locked(correction, by)
    rules.may_withdraw_correction(correction, by).require()
    return _closed(correction, Correction.Status.WITHDRAWN, "", by)


def _wanted(person: Person, changes: Mapping[str, Any], by: Acting) -> dict[str, Any]:
    """Give what would change, as the file takes it: without the spaces somebody typed."""
    wanted = {field: changes[field] for field in sorted(differing(person, changes))}
    if not wanted:
        raise Refused("没有要更正的内容：各项都与档案相同。")
    name, reading, details = read_changes(person, wanted)
    _number_free(person, reading.number, by)
    named = {"name": name, "id_number": reading.number}
    return {field: named.get(field, details.get(field)) for field in wanted}


def _number_free(person: Person, number: str, by: Acting) -> None:
    """Say early that somebody else bears the number; at the approval the database would."""
    if number == person.id_number:
        return
    found = find_by_number(number, by)
    borne = found is not None and found.person.pk != person.pk and not found.note
    if borne or registered_elsewhere([number], person.unit, by):
        raise Refused(clashes.number_taken(number, by, unit=person.unit))


def _closed(
    correction: Correction, status: Correction.Status, review: str, by: Acting
) -> Correction:
    correction.status = status
    correction.reviewed_by = _user(by)
    correction.reviewed_on = today()
    correction.review = review.strip()
    correction.save(update_fields=["status", "reviewed_by", "reviewed_on", "review"])
    about: dict[str, Any] = {"person": correction.person_id, "reason": correction.review}
    record(f"correction.{status}", by=by, about=correction, **about)
    return correction


def _file(person: Person, by: Acting) -> Person:
    return Person.objects.visible_to(by).select_related("unit").locked().get(pk=person.pk)


def _locked(correction: Correction, by: Acting) -> Correction:
    return Correction.objects.visible_to(by).locked().get(pk=correction.pk)


def _user(by: Acting) -> User:
    if by.user is None:
        raise PermissionDenied("命令行不能办理更正申请，请以本人账号办理。")
    return by.user
