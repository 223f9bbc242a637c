"""Requests for files that are kept elsewhere: where the file lies, as far as the officer sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef

from accounts.acting import Acting
from accounts.models import User
from cadres.models import Person, Tenure, TenureQuerySet, Transfer
from cadres.models.cases import TransferQuerySet
from cadres.queries.numbers import Found, find_by_number, registered_elsewhere


class Lies(StrEnum):
    """Where the file lies that a request asks for."""

    HERE = "here"  # in the officer's range, in another township than the asking one
    ARRIVED = "arrived"  # with the asking township by now
    AWAY = "away"  # beyond the officer's range; where is not for him to know
    NOWHERE = "nowhere"  # nobody bears the number any more


@dataclass(frozen=True, slots=True)
class Sought:
    """What an officer may know of the file that a request asks for."""

    lies: Lies
    found: Found | None = None
    held: tuple[Tenure, ...] = ()  # open tenures, which stay where they are

    @property
    def person(self) -> Person | None:
        return self.found.person if self.found else None


def transfers(acting: Acting) -> TransferQuerySet:
    """Give the requests of the reader's range."""
    return Transfer.objects.visible_to(acting).select_related(
        "township__parent", "person", "decided_by"
    )


def askers(requests: Iterable[Transfer]) -> dict[str, str]:
    """Give the names behind the accounts that asked; the command line keeps its own."""
    accounts = {one.asked_by for one in requests}
    users = User.objects.filter(username__in=accounts).values_list("username", "name")
    return {account: account for account in accounts} | dict(users)


def sought_by(transfer: Transfer, acting: Acting) -> Sought:
    """Look for the file a request asks for."""
    found = find_by_number(transfer.id_number, acting)
    if found is None:
        away = registered_elsewhere([transfer.id_number], transfer.township, acting)
        return Sought(Lies.AWAY if away else Lies.NOWHERE)
    if found.person.unit_id == transfer.township_id:
        return Sought(Lies.ARRIVED, found)
    held = Tenure.objects.visible_to(acting).filter(person=found.person, ended_on=None)
    return Sought(
        Lies.HERE, found, tuple(held.select_related("village__parent").order_by("began_on", "pk"))
    )


def earlier_of(transfer: Transfer, acting: Acting) -> TransferQuerySet:
    """Give what was decided before on the same number for the same township."""
    return (
        transfers(acting)
        .filter(township=transfer.township_id, id_index=transfer.id_index)
        .exclude(pk=transfer.pk)
        .order_by("-pk")
    )


def tenures_of_files_elsewhere(acting: Acting) -> TenureQuerySet:
    """Give the tenures that happened here of people whose file another unit keeps.

    A former unit keeps its facts, not the file: the name stands in the file.
    """
    files = Person.objects.visible_to(acting).filter(pk=OuterRef("person"))
    return (
        Tenure.objects.visible_to(acting)
        .filter(~Exists(files))
        .select_related("village__parent")
        .order_by("-began_on", "-pk")
    )
