"""Questions to the registry: order, and the rows of a list. Searching stands in `search`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import F, Min, OuterRef, QuerySet, Subquery

from accounts.acting import Acting
from cadres.models import Person, PersonQuerySet, Tenure
from cadres.posts import Post, label

# What a list may be sorted by, and by which columns; "-" in front turns it round.
ORDERS: dict[str, tuple[str, ...]] = {
    "name": ("pinyin",),
    "age": ("-born_on",),
    "education": ("education",),
    "village": ("village_path",),
    "since": ("since",),
}
DEFAULT_ORDER = "name"


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


@dataclass(frozen=True, slots=True)
class Row:
    """A person on a list with what he held on its day; facts elsewhere are not among them."""

    person: Person
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


def rows_of(people: Iterable[Person], day: date, acting: Acting) -> list[Row]:
    """Join a page of people with their tenures: one query, however many they are."""
    people = list(people)
    tenures: dict[int, list[Held]] = defaultdict(list)
    # Plain values: an export reads ten thousand of them.
    for person, *held in (
        Tenure.objects.visible_to(acting)
        .filter(person__in=[person.pk for person in people], began_on__lte=day)
        .order_by("began_on", "pk")
        .values_list(
            "person", "post", "began_on", "ended_on", "source", "village__name",
            "village__parent__name",
        )
    ):  # fmt: skip
        tenures[person].append(Held(*held))
    return [_row(person, day, tenures[person.pk]) for person in people]


def _row(person: Person, day: date, tenures: list[Held]) -> Row:
    held = tuple(t for t in tenures if t.ended_on is None or t.ended_on >= day)
    return Row(person, day, held, tenures[-1] if tenures else None)


def _with_tenure(people: PersonQuerySet, key: str, day: date, acting: Acting) -> PersonQuerySet:
    held: QuerySet[Tenure] = Tenure.objects.visible_to(acting).on(day)
    own = held.filter(person=OuterRef("pk")).order_by().values("person")
    if key == "village":
        return people.annotate(village_path=Subquery(own.annotate(v=Min("scope_path")).values("v")))
    return people.annotate(since=Subquery(own.annotate(v=Min("began_on")).values("v")))
