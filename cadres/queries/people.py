"""Questions to the registry: order, and the rows of a list. Searching stands in `search`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import F, Min, OuterRef, QuerySet, Subquery

from accounts.acting import Acting
from accounts.models import Division
from cadres.identity import age_on
from cadres.models import Person, PersonQuerySet, Sex, Tenure, TenureQuerySet
from cadres.posts import Post, label
from cadres.queries import lookups  # noqa: F401 -- makes `among` known

HELD = ("person", "post", "began_on", "ended_on", "source")
Places = dict[int, tuple[str, str]]

# What a list may be sorted by, and by which columns; "-" in front turns it round.
ORDERS: dict[str, tuple[str, ...]] = {
    "name": ("pinyin",),
    "age": ("-born_on",),
    "education": ("education",),
    "village": ("village_path",),
    "since": ("since",),
}
DEFAULT_ORDER = "name"
SEXES = dict(Sex.choices)


class Held(NamedTuple):
    """A post somebody holds or held, with what a list says of it."""

    post: str
    began_on: date
    ended_on: date | None
    source: str
    village: str
    township: str

    @property
    def place(self) -> str:
        return f"{self.township} · {self.village}"


class Listed(NamedTuple):
    """What a list reads of a person; an export makes ten thousand of them."""

    pk: int
    scope_path: str
    name: str
    pinyin: str
    initials: str
    sex: str
    born_on: date
    education: str
    political_status: str
    id_number: str

    def get_sex_display(self) -> str:
        return SEXES[self.sex]

    def age_on(self, day: date) -> int:
        return age_on(self.born_on, day)


@dataclass(frozen=True, slots=True)
class Row:
    """A person on a list with what he held on its day; facts elsewhere are not among them."""

    person: Person | Listed
    day: date
    held: tuple[Held, ...]
    last: Held | None

    @property
    def village(self) -> str:
        """Name the village with its township, or the last one where he holds nothing now."""
        titles = dict.fromkeys(held.place for held in self.held)
        return "；".join(titles) or (self.last.place if self.last else "")

    @property
    def posts(self) -> str:
        if self.held:
            return label(list({tenure.post for tenure in self.held}))
        if self.last and self.last.ended_on:
            return f"不在任（原{Post(self.last.post).label}）"
        return "不在任"

    @property
    def since(self) -> date | None:
        return min((tenure.began_on for tenure in self.held), default=None)


def one_person(person: Person) -> list[int]:
    """Give the ids under which others wrote about this person: his file's and those merged into it.

    What another part wrote stays on the id it was written for; pages read all of them.
    """
    root = person.merged_into_id or person.pk
    absorbed = Person.objects.filter(merged_into=root).order_by("pk")
    return [root, *absorbed.values_list("pk", flat=True)]


def ordered(people: PersonQuerySet, order: str, day: date, acting: Acting) -> PersonQuerySet:
    """Sort by one of ORDERS; anything else is the default, so that no column leaks by sorting."""
    key = order.removeprefix("-")
    if key not in ORDERS:
        order = key = DEFAULT_ORDER
    if key in ("village", "since"):
        people = _with_tenure(people, key, day, acting)
    turned = order.startswith("-")
    columns = [
        F(name.removeprefix("-")).desc(nulls_last=True)
        if name.startswith("-") is not turned
        else F(name.removeprefix("-")).asc(nulls_last=True)
        for name in ORDERS[key]
    ]
    return people.order_by(*columns, "pinyin", "pk")


def rows_of(people: Iterable[Person | Listed], day: date, acting: Acting) -> list[Row]:
    """Join a page of people with their tenures: one query, however many they are."""
    people = list(people)
    tenures: dict[int, list[Held]] = defaultdict(list)
    found = _tenures([person.pk for person in people], day, acting)
    for person, *held in found.values_list(*HELD, "village__name", "village__parent__name"):
        tenures[person].append(Held(*held))
    return [_row(person, day, tenures[person.pk]) for person in people]


def rows_knowing(
    people: Iterable[Person | Listed], day: date, acting: Acting, places: Places
) -> list[Row]:
    """Do the same for thousands, with the places known beforehand."""
    people = list(people)
    tenures: dict[int, list[Held]] = defaultdict(list)
    found = _tenures([person.pk for person in people], day, acting)
    for person, post, began_on, ended_on, source, village in found.values_list(*HELD, "village"):
        tenures[person].append(Held(post, began_on, ended_on, source, *places[village]))
    return [_row(person, day, tenures[person.pk]) for person in people]


def places_within(acting: Acting) -> Places:
    """Give each place's name and that of the one above it."""
    within = Division.objects.filter(path__gte=acting.lo, path__lt=acting.hi)
    found = within.values_list("pk", "name", "parent__name")
    return {pk: (name, above) for pk, name, above in found}


def _tenures(keys: list[int], day: date, acting: Acting) -> TenureQuerySet:
    held = Tenure.objects.visible_to(acting).filter(person__among=keys, began_on__lte=day)
    return held.order_by("began_on", "pk")


def _row(person: Person | Listed, day: date, tenures: list[Held]) -> Row:
    held = tuple(t for t in tenures if t.ended_on is None or t.ended_on >= day)
    return Row(person, day, held, tenures[-1] if tenures else None)


def _with_tenure(people: PersonQuerySet, key: str, day: date, acting: Acting) -> PersonQuerySet:
    held: QuerySet[Tenure] = Tenure.objects.visible_to(acting).on(day)
    own = held.filter(person=OuterRef("pk")).order_by().values("person")
    if key == "village":
        return people.annotate(village_path=Subquery(own.annotate(v=Min("scope_path")).values("v")))
    return people.annotate(since=Subquery(own.annotate(v=Min("began_on")).values("v")))
