"""How complete a person's file is (信息完整度), and what is missing where."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet, Value
from django.urls import reverse

from accounts.acting import Acting
from cadres.codes import PARTY_MEMBERS
from cadres.models import Document, Education, Experience, Person, Relative

MANY = 500  # people: a longer list of ids costs more than reading all rows of the division
FULL_MEMBER = PARTY_MEMBERS[0]
HELD = {"education": Education, "experience": Experience, "relative": Relative,
        "document": Document}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """Something a file should hold: how much it weighs, for whom, and where it is filled in."""

    key: str
    label: str
    weight: int
    page: str = "cadres:edit"
    place: str = ""  # of the field on that page
    holds: Callable[[Person], Any] | None = None  # of a row of the file: whether there is one
    concerns: Callable[[Person], bool] | None = None  # whom it is asked of; None: everybody


@dataclass(frozen=True, slots=True)
class Missing:
    """What a file lacks."""

    item: Item
    person: int

    @property
    def label(self) -> str:
        return self.item.label

    @property
    def url(self) -> str:
        """Give the address where it is filled in; only what is shown asks for it."""
        return reverse(self.item.page, args=[self.person]) + self.item.place


@dataclass(frozen=True, slots=True)
class Completeness:
    """Full points in per cent, rounded down: 100 means that nothing is missing."""

    score: int
    missing: tuple[Missing, ...]

    @property
    def level(self) -> str:
        return "ok" if self.score == 100 else "attention" if self.score >= 60 else "stop"


def _field(
    name: str, label: str, weight: int, concerns: Callable[[Person], bool] | None = None
) -> Item:
    return Item(name, label, weight, place=f"#id_{name}", holds=attrgetter(name), concerns=concerns)


def _is_member(person: Person) -> bool:
    return person.political_status in PARTY_MEMBERS


def _is_full_member(person: Person) -> bool:
    return person.political_status == FULL_MEMBER


# The one table of weights. Name, number, sex and birth date are always there and weigh nothing.
ITEMS = (
    _field("phone", "手机号", 10),
    Item("residence", "常住村", 6, place="#id_residence", holds=attrgetter("residence_id")),
    _field("education", "学历", 8),
    _field("political_status", "政治面貌", 8),
    _field("party_joined_on", "入党日期", 8, _is_member),
    _field("full_member_on", "转正日期", 4, _is_full_member),
    _field("health", "健康状况", 4),
    _field("native_place", "籍贯", 5),
    _field("birthplace", "出生地", 3),
    _field("first_job_on", "参加工作日期", 6),
    _field("bank_account", "银行账号", 6),
    Item("photo", "照片", 6, "cadres:photo_set", holds=attrgetter("photo_id")),
    Item("education_row", "学历教育", 7, "cadres:education_add"),
    Item("experience_row", "简历", 7, "cadres:experience_add"),
    Item("relative_row", "家庭成员", 7, "cadres:relative_add"),
    Item("document_row", "档案材料", 5, "cadres:document_add"),
)


def completeness(person: Person, held: Collection[str]) -> Completeness:
    """Weigh a file; `held` names the kinds of rows of HELD that it has."""
    asked = [item for item in ITEMS if item.concerns is None or item.concerns(person)]
    lacking = [item for item in asked if not _holds(item, person, held)]
    full, lost = (sum(item.weight for item in items) for items in (asked, lacking))
    missing = tuple(Missing(item, person.pk) for item in lacking)
    return Completeness((full - lost) * 100 // full, missing)


def completeness_of(people: Iterable[Person], acting: Acting) -> dict[int, Completeness]:
    """Weigh many files, by id, in one query however many they are."""
    people = list(people)
    held: dict[int, set[str]] = {person.pk: set() for person in people}
    first, *others = (_having(key, held, acting) for key in HELD)
    for pk, key in first.union(*others):
        if pk in held:
            held[pk].add(key)
    return {person.pk: completeness(person, held[person.pk]) for person in people}


def _having(key: str, pks: Collection[int], acting: Acting) -> QuerySet[Any, tuple[int, str]]:
    rows = HELD[key].objects.visible_to(acting)  # type: ignore[attr-defined]
    if len(pks) <= MANY:
        rows = rows.filter(person__in=list(pks))
    if key == "document":
        rows = rows.standing()
    found: QuerySet[Any, tuple[int, str]] = (
        rows.order_by().annotate(kind=Value(key)).values_list("person", "kind")
    )
    return found


def _holds(item: Item, person: Person, held: Collection[str]) -> bool:
    if item.holds is None:
        return item.key.removesuffix("_row") in held
    return bool(item.holds(person))
