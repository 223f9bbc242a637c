"""Questions to the registry: search, order, and the rows of a list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Replace

from accounts.acting import Acting
from cadres import identity
from cadres.models import Person, PersonQuerySet, Tenure, TenureQuerySet
from cadres.posts import label

LATIN = re.compile(r"[a-z ]+")

# What a list may be sorted by, and by which columns; "-" in front turns it round.
ORDERS: dict[str, tuple[str, ...]] = {
    "name": ("pinyin",),
    "age": ("-born_on",),
    "education": ("education",),
    "village": ("village_path",),
    "since": ("since",),
}
DEFAULT_ORDER = "name"


@dataclass(frozen=True, slots=True)
class Row:
    """A person on a list with what he held on its day; facts elsewhere are not among them."""

    person: Person
    day: date
    held: tuple[Tenure, ...]
    last: Tenure | None

    @property
    def village(self) -> str:
        """Name the village with its township, or the last one where he holds nothing now."""
        titles = dict.fromkeys(tenure.village.title for tenure in self.held)
        return "；".join(titles) or (self.last.village.title if self.last else "")

    @property
    def posts(self) -> str:
        if self.held:
            return label(list({tenure.post for tenure in self.held}))
        if self.last and self.last.ended_on:
            return f"不在任（原{self.last.get_post_display()}）"
        return "不在任"

    @property
    def since(self) -> date | None:
        return min((tenure.began_on for tenure in self.held), default=None)


def matching(people: PersonQuerySet, text: str, tenures: TenureQuerySet) -> PersonQuerySet:
    """Keep those whose name, pinyin, initials or village (of these tenures) answers to the text."""
    text = " ".join(text.split())
    # IN, not EXISTS: within an OR the planner hashes the one and repeats the other for each row.
    there = tenures.filter(village__name__contains=text).values("person")
    found = Q(name__contains="".join(text.split())) | Q(pk__in=there)
    if spelled := _spelled(text):
        people = people.alias(run_together=Replace("pinyin", Value(" "), Value("")))
        found |= Q(run_together__contains=spelled) | Q(initials__startswith=spelled)
    return people.filter(found)


def one_person(person: Person) -> list[int]:
    """Give the ids under which others wrote about this person: his file's and those merged into it.

    What another part wrote stays on the id it was written for; pages read all of them.
    """
    root = person.merged_into_id or person.pk
    absorbed = Person.objects.filter(merged_into=root).order_by("pk")
    return [root, *absorbed.values_list("pk", flat=True)]


def number_in(text: str) -> str:
    """Give the identity number a search text consists of, upgraded if it is an old one."""
    number = identity.normalise(text)
    if identity.is_legacy(number):
        return identity.upgrade(number)
    return number if identity.has_shape(number) else ""


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
    tenures = defaultdict(list)
    for tenure in (
        Tenure.objects.visible_to(acting)
        .filter(person__in=[person.pk for person in people], began_on__lte=day)
        .select_related("village__parent")
        .order_by("began_on", "pk")
    ):
        tenures[tenure.person_id].append(tenure)
    return [_row(person, day, tenures[person.pk]) for person in people]


def _row(person: Person, day: date, tenures: list[Tenure]) -> Row:
    held = tuple(t for t in tenures if t.ended_on is None or t.ended_on >= day)
    return Row(person, day, held, tenures[-1] if tenures else None)


def _spelled(text: str) -> str:
    """Give the letters of a text that may be pinyin: lower case, ü typed as v."""
    letters = text.lower().replace("ü", "v").replace("'", "")
    return letters.replace(" ", "") if LATIN.fullmatch(letters) else ""


def _with_tenure(people: PersonQuerySet, key: str, day: date, acting: Acting) -> PersonQuerySet:
    held: QuerySet[Tenure] = Tenure.objects.visible_to(acting).on(day)
    own = held.filter(person=OuterRef("pk")).order_by().values("person")
    if key == "village":
        return people.annotate(village_path=Subquery(own.annotate(v=Min("scope_path")).values("v")))
    return people.annotate(since=Subquery(own.annotate(v=Min("began_on")).values("v")))
