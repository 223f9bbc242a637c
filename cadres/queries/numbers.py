"""Who bears a number, or bore it before it was corrected: one question for page and roster."""  # noqa: A005  (in a package it hides nothing)

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection

from accounts.acting import Acting
from accounts.models import Division
from cadres import identity
from cadres.models import FormerNumber, Person, number_index


class How(StrEnum):
    """By which way a number leads to a file."""

    CURRENT = "current"
    MERGED = "merged"
    FORMER = "former"


NOTES = {
    How.CURRENT: "",
    How.MERGED: "此号码的档案已并入本档案",
    How.FORMER: "曾用号码，已更正",
}


@dataclass(frozen=True, slots=True)
class Found:
    """The file a number leads to; never one that was merged into another."""

    person: Person
    how: How

    @property
    def note(self) -> str:
        """Say in a few words why the file bears another number; nothing where it does not."""
        return NOTES[self.how]


def canonical(text: str) -> str:
    """Give a number as it is kept: half-width, capital X, 15 digits turned into the 18."""
    number = identity.normalise(text)
    return identity.upgrade(number) if identity.is_legacy(number) else number


def find_by_number(number: str, acting: Acting) -> Found | None:
    """Find whose number it is in the reader's range: now, by a merged file, or formerly."""
    return find_by_numbers([number], acting).get(number)


def find_by_numbers(numbers: Iterable[str], acting: Acting) -> dict[str, Found]:
    """Answer `find_by_number` for many, in two queries; keys are the numbers as they were given."""
    indexes = {number: number_index(canonical(number)) for number in numbers}
    found = _borne(set(indexes.values()), acting)
    found |= _borne_before(set(indexes.values()) - found.keys(), acting)
    return {number: found[index] for number, index in indexes.items() if index in found}


def registered_elsewhere(numbers: Iterable[str], township: Division, acting: Acting) -> set[str]:
    """Tell which of these numbers are borne by people whose file another unit keeps.

    Beyond the asker's range the database answers with nothing but yes; within it (the command
    line sees everything) a file of another township is elsewhere just as well.
    """
    indexes = {number: number_index(canonical(number)) for number in numbers}
    wanted = sorted(set(indexes.values()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT cadres_registered_elsewhere(%s)", [wanted])
        away = {index for (index,) in cursor.fetchall()}
    visible = Person.objects.visible_to(acting).filter(id_index__in=wanted)
    away |= set(visible.exclude(scope_path=township.path).values_list("id_index", flat=True))
    return {number for number, index in indexes.items() if index in away}


def _borne(indexes: set[str], acting: Acting) -> dict[str, Found]:
    people = Person.objects.visible_to(acting).filter(id_index__in=indexes)
    return {
        one.id_index: Found(one.merged_into or one, How.MERGED if one.merged_into else How.CURRENT)
        for one in people.select_related("unit", "merged_into__unit")
    }


def _borne_before(indexes: set[str], acting: Acting) -> dict[str, Found]:
    """Look where nobody bears the number now; of several files the one corrected last."""
    if not indexes:
        return {}
    former = FormerNumber.objects.visible_to(acting).filter(id_index__in=indexes)
    joined = former.select_related("person__unit", "person__merged_into__unit")
    return {
        one.id_index: Found(one.person.merged_into or one.person, How.FORMER)
        for one in joined.order_by("replaced_on", "pk")
    }
