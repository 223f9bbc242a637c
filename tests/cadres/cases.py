"""Requests and verdicts about files, as they stand before anybody decides, and who decides them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from accounts.acting import Acting
from accounts.models import Division
from accounts.session import acting_as
from cadres import services
from cadres.models import Correction, Duplicate, Person, Transfer, number_index
from cadres.queries.corrections import packed
from cadres.queries.duplicates import common_path
from tests.cadres.factories import fresh_number, made_up_number, make_person

ASKED_ON = date(2018, 12, 1)
BORN = date(1970, 6, 6)
NUMBER = made_up_number(born_on=BORN, sequence=902)
RIGHT = made_up_number(born_on=date(1970, 6, 8), sequence=902)  # after a slip in two digits


def twin(place: Division, sequence: int, name: str = "曾国华") -> Person:
    """Open one of several files of one name and birth date."""
    return make_person(place, name, id_number=made_up_number(born_on=BORN, sequence=sequence))


def judge(
    by: Acting, pair: Sequence[Person], keep: Person | None = None, reason: str = "核对过身份证"
) -> Duplicate:
    """Propose that a pair is one person, of which one file stays, or that it is not."""
    said = {"verdict": "same" if keep else "not_same", "keep": keep, "reason": reason}
    with acting_as(by):
        return services.judge_pair(first=pair[0], second=pair[1], by=by, **said)


def confirm(by: Acting, duplicate: Duplicate) -> Duplicate:
    """Confirm what another proposed."""
    with acting_as(by):
        return services.confirm_verdict(duplicate=duplicate, by=by)


def verify(by: Acting, person: Person) -> Person:
    """Declare a file verified."""
    with acting_as(by):
        return services.verify_person(person=person, by=by)


def twin_of(person: Person, place=None, sequence: int = 985) -> Person:
    """Open a second file of the same name and birth date."""
    number = made_up_number(born_on=person.born_on, sequence=sequence)
    return make_person(place or person.unit, person.name, id_number=number)


def transfer(by: Acting, number: str = "", **fields) -> Transfer:
    """Ask for a file in the name of the clerk's township."""
    number = number or fresh_number()
    given = {"name": "罗海燕", "asked_by": by.username, "asked_on": ASKED_ON} | fields
    return Transfer.objects.create(
        township=by.division, scope_path=by.division.path, id_number=number,
        id_index=number_index(number), **given,
    )  # fmt: skip


def verdict(by: Acting, first: Person, second: Person, keep: Person | None = None) -> Duplicate:
    """Propose a verdict on a pair."""
    first, second = sorted((first, second), key=lambda one: one.pk)
    return Duplicate.objects.create(
        first=first, second=second, scope_path=common_path(first.scope_path, second.scope_path),
        verdict="same" if keep else "not_same", keep=keep, reason="核对过身份证",
        proposed_by=by.user, proposed_on=ASKED_ON,
    )  # fmt: skip


def correction(by: Acting, person: Person, **changes) -> Correction:
    """Ask that facts of a file be corrected."""
    return Correction.objects.create(
        person=person, scope_path=person.scope_path, reason="毕业证书如此", asked_by=by.user,
        changes=packed(person, changes or {"education": "21"}), asked_on=ASKED_ON,
    )  # fmt: skip
