"""What the registry knows that a roster touches: loaded once, whatever the number of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Max, Q

from accounts.acting import AFTER_DIGITS, Acting
from accounts.models import Division
from accounts.roles import Level
from cadres import identity
from cadres.models import FormerNumber, Person, Team, Tenure, number_index
from cadres.rosters import copying  # noqa: F401  (registers one_of)
from cadres.rosters.lines import Line
from cadres.rosters.places import Villages


class Held(NamedTuple):
    """A tenure as the judge needs it."""

    pk: int
    person: int
    village: int
    post: str
    began_on: date
    ended_on: date | None


@dataclass(slots=True)
class Registry:
    """One township's part of the registry, and which of the numbers asked for lie elsewhere."""

    township: Division
    today: date
    villages: Villages
    by_number: dict[str, Person] = field(default_factory=dict)
    former: dict[str, Person] = field(default_factory=dict)
    by_pk: dict[int, Person] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    seats: dict[tuple[int, str], list[Held]] = field(default_factory=lambda: defaultdict(list))
    held: dict[int, list[Held]] = field(default_factory=lambda: defaultdict(list))
    names: dict[int, str] = field(default_factory=dict)
    teams: dict[int, list[tuple[date, date | None, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    latest: dict[int, int] = field(default_factory=dict)
    bases: dict[int, dict[str, Any]] = field(default_factory=dict)

    def name_of(self, person: int) -> str:
        """Name a holder unless his file lies elsewhere: facts stay here, files do not."""
        return self.names.get(person, "他人")

    def standing(self, person: Person | None) -> Person | None:
        """Give the file that one was merged into, or itself; none where that lies elsewhere."""
        while person is not None and person.merged_into_id:
            person = self.by_pk.get(person.merged_into_id)
        return person

    def team_on(self, village: int, day: date) -> int | None:
        """Give the team in office in a village on a day."""
        for first, last, pk in self.teams.get(village, ()):
            if first <= day and (last is None or last >= day):
                return pk
        return None


def load(
    villages: Villages, lines: Iterable[Line], *, by: Acting, today: date, lock: bool = False
) -> Registry:
    """Read what these lines need; with `lock` the people's rows are held until the end."""
    lines = list(lines)
    found = Registry(villages.township, today, villages)
    _load_people(found, lines, by, lock=lock)
    _load_tenures(found, lines, by)
    _load_editions(found, lines)
    return found


def full_number(line: Line) -> str:
    """Give the line's number, an old one as the 18 characters it became; empty if masked."""
    number = str(line.values.get("id_number", ""))
    return identity.upgrade(number) if identity.is_legacy(number) else number


def villages_of(township: Division) -> Villages:
    """Read a township's villages, with those that ended in favour of one of them."""
    within = Division.objects.filter(level=Level.VILLAGE).filter(
        Q(parent=township) | Q(successor__parent=township)
    )
    return Villages(township, within.select_related("successor__successor"))


def _load_people(found: Registry, lines: list[Line], by: Acting, *, lock: bool) -> None:
    numbers = {number for line in lines if (number := full_number(line))}
    indexes = {number_index(number): number for number in numbers}
    asked = {line.values["file_number"] for line in lines if "file_number" in line.values}
    own = Person.objects.visible_to(by).filter(
        scope_path__gte=found.township.path, scope_path__lt=found.township.path + ":"
    )
    if lock:
        own = own.locked()
    people = own.filter(Q(id_index__one_of=list(indexes)) | Q(pk__in=asked)).order_by("pk")
    found.by_pk = {person.pk: person for person in people}
    _follow_merged(found, own)
    for person in found.by_pk.values():
        standing = found.standing(person)
        if person.id_index in indexes and standing is not None:
            found.by_number[indexes[person.id_index]] = standing
    missing = {index: number for index, number in indexes.items() if number not in found.by_number}
    _load_former(found, own, missing, by)
    _load_elsewhere(found, missing, by)


def _follow_merged(found: Registry, own: Any) -> None:
    while missing := {
        person.merged_into_id
        for person in found.by_pk.values()
        if person.merged_into_id and person.merged_into_id not in found.by_pk
    }:
        kept = own.in_bulk(missing)
        if not kept:
            return  # the file that stands has just gone elsewhere
        found.by_pk |= kept


def _load_former(found: Registry, own: Any, missing: dict[str, str], by: Acting) -> None:
    """A number that was corrected leads to whoever bore it, once: two such tell nothing."""
    former: dict[str, set[int]] = defaultdict(set)
    for index, person in (
        FormerNumber.objects.visible_to(by)
        .filter(id_index__one_of=list(missing))
        .values_list("id_index", "person")
    ):
        former[missing[index]].add(person)
    single = {number: next(iter(pks)) for number, pks in former.items() if len(pks) == 1}
    for person in own.filter(pk__in=set(single.values()) - found.by_pk.keys()):
        found.by_pk[person.pk] = person
    _follow_merged(found, own)
    for number, pk in single.items():
        standing = found.standing(found.by_pk.get(pk))
        if standing is not None:
            found.former[number] = standing


def _load_elsewhere(found: Registry, missing: dict[str, str], by: Acting) -> None:
    """Ask which numbers somebody else's file bears: of those nothing else may be known."""
    if not missing:
        return
    taken: set[str] = set()
    if (by.lo, by.hi) != (found.township.path, found.township.path + AFTER_DIGITS):
        visible = Person.objects.visible_to(by).filter(id_index__one_of=list(missing))
        taken |= set(visible.values_list("id_index", flat=True))
    if not by.whole:
        with connection.cursor() as cursor:
            cursor.execute("SELECT cadres_registered_elsewhere(%s)", [list(missing)])
            taken |= {index for (index,) in cursor.fetchall()}
    found.elsewhere = {missing[index] for index in taken} - found.by_number.keys()


def _load_tenures(found: Registry, lines: list[Line], by: Acting) -> None:
    texts = {line.values["village"] for line in lines if "village" in line.values}
    texts |= {text for line in lines for text, _ in line.elsewhere}
    named = (found.villages.find(text).village for text in texts)
    villages = {village.pk for village in named if village is not None}
    columns = ("pk", "person", "village", "post", "began_on", "ended_on")
    # Two questions, each answered by its index: joined by OR the whole table would be read.
    seen = Tenure.objects.visible_to(by)
    path = found.township.path
    here = seen.filter(scope_path__gte=path, scope_path__lt=path + AFTER_DIGITS)
    asked = [here.filter(village__one_of=villages)]
    if found.by_pk:
        away = seen.filter(person__one_of=list(found.by_pk), ended_on=None)
        asked.append(away.exclude(village__one_of=villages))
    for row in chain.from_iterable(rows.values_list(*columns) for rows in asked):
        held = Held(*row)
        found.seats[held.village, held.post].append(held)
        found.held[held.person].append(held)
    holders = {held.person for seat in found.seats.values() for held in seat}
    found.names = dict(
        Person.objects.visible_to(by).filter(pk__one_of=holders).values_list("pk", "name")
    )
    teams = Team.objects.visible_to(by).filter(village__one_of=villages)
    for village, first, last, pk in teams.values_list("village", "first_day", "last_day", "pk"):
        found.teams[village].append((first, last, pk))


def _load_editions(found: Registry, lines: list[Line]) -> None:
    """Read each file as it was when the sheet was exported, where the sheet says so."""
    editions = {line.values["edition"] for line in lines if "edition" in line.values}
    if not editions:
        return
    events = Person.events.rel.related_model.objects  # type: ignore[attr-defined]
    for row in events.filter(pgh_id__in=editions, pgh_obj__in=found.by_pk).values():
        found.bases[row["pgh_id"]] = row
    asked = {row["pgh_obj_id"] for row in found.bases.values()}
    latest = events.filter(pgh_obj__in=asked).values_list("pgh_obj").annotate(Max("pgh_id"))
    found.latest = dict(latest.order_by())
