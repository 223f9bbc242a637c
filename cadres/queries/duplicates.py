"""Pairs of files of one name and birth date: the queue, and what was said of a pair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, overload

from django.db import connection
from django.db.models import Q

from accounts.acting import Acting
from accounts.roles import Level
from accounts.scope import SEGMENT
from cadres.models import Duplicate, Person
from cadres.models.cases import DuplicateQuerySet
from cadres.queries.people import one_person

# Both walls and the first rule of a pair: neither file is merged, nothing stands about the two.
PAIRS = """
    FROM cadres_person a
    JOIN cadres_person b ON b.name = a.name AND b.born_on = a.born_on AND b.id > a.id
    WHERE a.merged_into_id IS NULL AND b.merged_into_id IS NULL
      AND a.scope_path >= %(lo)s AND a.scope_path < %(hi)s
      AND b.scope_path >= %(lo)s AND b.scope_path < %(hi)s
      AND (left(a.scope_path, %(below)s) = left(b.scope_path, %(below)s)) = %(inside)s
      AND NOT EXISTS (
          SELECT FROM cadres_duplicate d
          WHERE d.first_id = a.id AND d.second_id = b.id AND d.status IN ('proposed', 'confirmed'))
"""
COUNT = f"SELECT count(*) {PAIRS}"
LIST = f"SELECT a.id, b.id {PAIRS} ORDER BY a.pinyin, a.id, b.id LIMIT %(limit)s OFFSET %(offset)s"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files that may be one person's."""

    first: Person
    second: Person


class Queue(Sequence[Pair]):
    """The pairs nobody has spoken about that a level has to judge, page by page.

    A township judges what lies wholly in it, a county what lies across its townships, the city
    what lies across counties; `inside` gives the ones that a level below judges.
    """

    def __init__(self, acting: Acting, *, inside: bool = False) -> None:
        self.acting = acting
        own = Level(len(acting.lo) // SEGMENT) if acting.lo else Level.PROVINCE
        self.given: dict[str, Any] = {
            "lo": acting.lo, "hi": acting.hi, "below": (own + 1) * SEGMENT,
            # Within a township there is no level below: all its pairs are its own.
            "inside": inside or own == Level.TOWNSHIP,
        }  # fmt: skip

    def __len__(self) -> int:
        if not self.acting.hi:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(COUNT, self.given)
            return int(cursor.fetchone()[0])

    @overload
    def __getitem__(self, part: int) -> Pair: ...
    @overload
    def __getitem__(self, part: slice) -> list[Pair]: ...
    def __getitem__(self, part: int | slice) -> Pair | list[Pair]:
        if isinstance(part, int):
            return self[part : part + 1][0]
        if not self.acting.hi:
            return []
        limits = {"offset": part.start or 0, "limit": part.stop - (part.start or 0)}
        with connection.cursor() as cursor:
            cursor.execute(LIST, self.given | limits)
            ids = cursor.fetchall()
        people = (
            Person.objects.visible_to(self.acting)
            .select_related("unit__parent")
            .in_bulk({one for pair in ids for one in pair})
        )
        return [Pair(people[first], people[second]) for first, second in ids]


def common_path(one: str, other: str) -> str:
    """Give the path of the smallest division that holds both."""
    same = 0
    while same < len(one) and one[same : same + SEGMENT] == other[same : same + SEGMENT]:
        same += SEGMENT
    return one[:same]


def alike(person: Person, acting: Acting) -> list[Person]:
    """List the other standing files of the same name and birth date in the reader's range."""
    found = Person.objects.visible_to(acting).standing().exclude(pk=person.pk)
    same = found.filter(name=person.name, born_on=person.born_on)
    return list(same.select_related("unit__parent").order_by("pk"))


def duplicates(acting: Acting) -> DuplicateQuerySet:
    """Give what was said of pairs in the reader's range."""
    return Duplicate.objects.visible_to(acting).select_related(
        "first__unit__parent", "second__unit__parent", "keep", "proposed_by", "reviewed_by"
    )


def pairs_of(people: Iterable[int], acting: Acting) -> DuplicateQuerySet:
    """Give what was said of pairs these files belong to."""
    ids = list(people)
    return duplicates(acting).filter(Q(first__in=ids) | Q(second__in=ids))


def verdicts_about(person: Person, acting: Acting) -> list[Duplicate]:
    """List the confirmed verdicts on a person's files, newest first, for his timeline."""
    confirmed = pairs_of(one_person(person), acting).filter(status=Duplicate.Status.CONFIRMED)
    return list(confirmed.order_by("-reviewed_on", "-pk"))


def standing_on(first: Person, second: Person, acting: Acting) -> Duplicate | None:
    """Give the proposal or the confirmed verdict on a pair, if there is one."""
    low, high = sorted((first.pk, second.pk))
    standing = (Duplicate.Status.PROPOSED, Duplicate.Status.CONFIRMED)
    return duplicates(acting).filter(first=low, second=high, status__in=standing).first()
