"""Questions about pledges: a township's list, a county's sums, the scores of many people."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from accounts.acting import Acting
from accounts.clock import today
from accounts.models import Division
from accounts.roles import Level
from accounts.scope import SEGMENT
from cadres.models import Tenure
from supervision.models import (
    OverdueAnswer,
    Pledge,
    PledgeItem,
    PledgeItemQuerySet,
    Progress,
)
from supervision.pledge_states import BINDING, Dimension, ItemState, PledgeStatus
from supervision.queries.pledge_roster import Member, held_on, in_post

WEIGHTS = 100


@dataclass(frozen=True, slots=True)
class PledgeScore:
    """A year's pledge of one person as the assessment starts from it.

    `score` and the scores by aspect, 0 to 100, are there once the committee has confirmed them;
    an aspect in which nothing was promised has none.
    """

    score: Fraction | None = None
    done: int = 0
    overdue: int = 0
    total: int = 0
    by_dimension: dict[str, Fraction | None] = field(
        default_factory=lambda: dict.fromkeys(Dimension.values, None)
    )
    status: str = ""  # empty where there is no pledge within reach


def scores_of(persons: Collection[int], year: int, by: Acting) -> dict[int, PledgeScore]:
    """Give everybody's pledge of a year, in two queries however many they are."""
    pledges = Pledge.objects.visible_to(by).filter(year=year, person__among=list(persons))
    found = {one.pk: one for one in pledges.only("person_id", "status")}
    items: dict[int, list[PledgeItem]] = {pk: [] for pk in found}
    rows = PledgeItem.objects.visible_to(by).filter(pledge__among=list(found))
    for item in _with_due(rows):
        items[item.pledge_id].append(item)
    scored = {one.person_id: _score(one.status, items[pk]) for pk, one in found.items()}
    return {person: scored.get(person, PledgeScore()) for person in persons}


def weighted(items: Iterable[PledgeItem]) -> Fraction | None:
    """Give the mean of scores by weight; None while one is missing or there is none."""
    items = list(items)
    if not items or any(one.score is None for one in items):
        return None
    scored = [(Fraction(one.weight), Fraction(one.score)) for one in items if one.score is not None]
    points = sum((weight * score for weight, score in scored), Fraction(0))
    return points / sum(weight for weight, _ in scored)


def _score(status: str, items: list[PledgeItem]) -> PledgeScore:
    states, day = [], today()
    if status in BINDING:
        states = [one.state_on(day) for one in items]
    confirmed = status == PledgeStatus.SCORED
    own = {key: [one for one in items if one.dimension == key] for key in Dimension.values}
    return PledgeScore(
        score=weighted(items) if confirmed else None,
        done=sum(state in (ItemState.DONE, ItemState.LATE) for state in states),
        overdue=sum(state == ItemState.OVERDUE for state in states),
        total=len(items),
        by_dimension={key: weighted(own[key]) if confirmed else None for key in own},
        status=status,
    )


@dataclass(slots=True)
class Line:
    """A cadre of a township's list with his pledge, or without one."""

    name: str
    village: Division
    posts: str
    person_id: int
    pledge: Pledge | None = None
    items: list[PledgeItem] = field(default_factory=list)
    in_post: bool = True

    @property
    def weight(self) -> str:
        return f"{self.total.normalize():f}"

    @property
    def total(self) -> Decimal:
        return sum((one.weight for one in self.items), Decimal(0))

    @property
    def is_whole(self) -> bool:
        return self.total == WEIGHTS

    @property
    def score(self) -> Fraction | None:
        return weighted(self.items)

    def count(self, *states: ItemState) -> int:
        """Count the promises that stand so today; before it is signed none do."""
        if self.pledge is None or self.pledge.status not in BINDING:
            return 0
        day = today()
        return sum(one.state_on(day) in states for one in self.items)

    @property
    def done(self) -> int:
        return self.count(ItemState.DONE, ItemState.LATE)

    @property
    def overdue(self) -> int:
        return self.count(ItemState.OVERDUE)


def township_lines(township: Division, year: int, by: Acting) -> list[Line]:
    """List a township's cadres in post with their pledges of a year, and pledges of who left.

    Three queries, however many people there are.
    """
    day = min(today(), date(year, 12, 31))
    members = in_post(township, max(day, date(year, 1, 1)), by)
    rows = Pledge.objects.visible_to(by).filter(year=year, scope_path=township.path)
    pledges = {one.person_id: one for one in rows.select_related("village")}
    items: dict[int, list[PledgeItem]] = {}
    for item in _with_due(
        PledgeItem.objects.visible_to(by).filter(pledge__year=year, scope_path=township.path)
    ):
        items.setdefault(item.pledge_id, []).append(item)
    lines = [_line(one, pledges.pop(one.person_id, None)) for one in members]
    lines += [_left(one) for one in pledges.values()]
    for line in lines:
        line.items = items.get(line.pledge.pk, []) if line.pledge else []
    return sorted(lines, key=lambda line: line.village.path)


def _line(one: Member, pledge: Pledge | None) -> Line:
    posts = one.posts_label
    return Line(one.name, one.village, posts, one.person_id, pledge)


def _left(one: Pledge) -> Line:
    return Line(one.name, one.village, one.posts, one.person_id, one, in_post=False)


def _with_due(rows: PledgeItemQuerySet) -> PledgeItemQuerySet:
    return rows.with_due().order_by("pledge", "place", "pk")


@dataclass(slots=True)
class Sums:
    """How a township, or several, stand with a year's pledges."""

    division: Division
    cadres: int = 0
    stages: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PledgeStatus.values, 0))
    overdue: int = 0
    unanswered: int = 0

    @property
    def pledges(self) -> int:
        return sum(self.stages.values())

    @property
    def bound(self) -> int:
        return sum(self.stages[status] for status in BINDING)

    @property
    def missing(self) -> int:
        return max(0, self.cadres - self.bound)

    def add(self, other: Sums) -> None:
        """Count another one in."""
        self.cadres += other.cadres
        self.overdue += other.overdue
        self.unanswered += other.unanswered
        for status, number in other.stages.items():
            self.stages[status] += number


def township_sums(division: Division, year: int, by: Acting) -> list[Sums]:
    """Sum up every township below a division that has cadres or pledges; five queries."""
    day = min(max(today(), date(year, 1, 1)), date(year, 12, 31))
    towns = Division.objects.under(division).filter(level=Level.TOWNSHIP).select_related("parent")
    found = {one.path: Sums(one) for one in towns}
    unit = Substr("scope_path", 1, SEGMENT * Level.TOWNSHIP)
    held = Tenure.objects.visible_to(by).on(day).order_by().annotate(unit=unit)
    for path, cadres in held.values_list("unit").annotate(n=Count("person", distinct=True)):
        if path in found:
            found[path].cadres = cadres
    rows = Pledge.objects.visible_to(by).filter(year=year).order_by()
    for path, status, number in rows.values_list("scope_path", "status").annotate(n=Count("pk")):
        if path in found:
            found[path].stages[status] = number
    questions = overdue_items(by, year=year).order_by()
    counted = questions.values("scope_path").annotate(
        n=Count("pk", distinct=True), open=Count("pk", filter=Q(answers=None), distinct=True)
    )
    for row in counted:
        if row["scope_path"] in found:
            one = found[row["scope_path"]]
            one.overdue, one.unanswered = row["n"], row["open"]
    return [one for one in found.values() if one.cadres or one.pledges]


def overdue_items(by: Acting, *, year: int | None = None) -> PledgeItemQuerySet:
    """Give the promises that are overdue today, of people who were in post on the day."""
    items: PledgeItemQuerySet = PledgeItem.objects.visible_to(by)
    rows = items.filter(done_on=None, pledge__status__in=BINDING, due_on__lt=today())
    if year is not None:
        rows = rows.filter(pledge__year=year)
    late: PledgeItemQuerySet = rows.with_due().filter(Q(("due__lt", today())))
    return late.filter(held_on("due", "pledge__person", by))


def unanswered(by: Acting, *, year: int | None = None) -> PledgeItemQuerySet:
    """Give the overdue promises about which the committee has not been heard."""
    return overdue_items(by, year=year).filter(answers=None)


def leads(by: Acting) -> QuerySet[OverdueAnswer]:
    """List the overdue promises that a committee took for warning leads (W-01); newest first.

    The part on warning talks picks them up from here; nothing starts by itself.
    """
    standing = OverdueAnswer.objects.visible_to(by).filter(superseded_by=None, is_lead=True)
    joined = standing.select_related("item__pledge__village__parent", "answered_by")
    return joined.order_by("-answered_on", "-pk")


def years_of(by: Acting) -> list[int]:
    """List the years with pledges, and this one; newest first."""
    rows = Pledge.objects.visible_to(by).order_by().values_list("year", flat=True).distinct()
    return sorted({*rows, today().year}, reverse=True)


def latest_notes(items: Iterable[PledgeItem], by: Acting) -> dict[tuple[int, int], Progress]:
    """Give the last note of each promise and quarter; one query."""
    rows = Progress.objects.visible_to(by).filter(item__among=[one.pk for one in items])
    last = rows.select_related("noted_by").order_by("item_id", "quarter", "-pk")
    return {(one.item_id, one.quarter): one for one in last.distinct("item_id", "quarter")}
