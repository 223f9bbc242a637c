"""Single posts that nobody holds: where, since when, and who held them last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Substr

from accounts.acting import Acting
from accounts.models import Division, DivisionQuerySet
from accounts.roles import Level
from accounts.scope import SEGMENT
from cadres.models import Tenure, TenureQuerySet
from cadres.posts import SINGLE, Post
from cadres.queries.places import registered
from cadres.queries.seats import Held, held_by

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A vacant seat; `last` held it before, `waits` may be carried over into it."""

    village: Division
    post: Post
    last: Held | None
    waits: Held | None
    day: date

    @property
    def since(self) -> date | None:
        """Give its first vacant day; None where nobody was ever registered in it."""
        return (
            self.last.tenure.ended_on + ONE_DAY if self.last and self.last.tenure.ended_on else None
        )

    @property
    def days(self) -> int | None:
        return (self.day - self.since).days + 1 if self.since else None


@dataclass(frozen=True, slots=True)
class Tally:
    """Vacancies of one unit below the reader's."""

    unit: Division | None
    villages: int
    secretaries: int
    directors: int

    @property
    def total(self) -> int:
        return self.secretaries + self.directors

    @classmethod
    def total_of(cls, tallies: Iterable[Tally]) -> Tally:
        """Add the units up."""
        found = list(tallies)
        return cls(
            None,
            sum(one.villages for one in found),
            sum(one.secretaries for one in found),
            sum(one.directors for one in found),
        )


def with_vacancies(acting: Acting, day: date) -> DivisionQuerySet:
    """Give the registered villages of a day with what each lacks."""
    lacking = {f"no_{post}": ~Exists(_holding(acting, day, post)) for post in SINGLE}
    return registered(acting, day).annotate(**lacking)


def vacant(villages: DivisionQuerySet, post: str = "") -> DivisionQuerySet:
    """Keep the villages where that single post is vacant, or any of them."""
    wanted = Q()
    for one in [post] if post else SINGLE:
        wanted |= Q(**{f"no_{one}": True})
    return villages.filter(wanted)


def tallies(villages: DivisionQuerySet, level: Level) -> list[Tally]:
    """Count vacancies by unit of a level; two queries, however many villages."""
    rows = (
        villages.order_by()
        .annotate(unit=Substr("path", 1, SEGMENT * level))
        .values("unit")
        .annotate(**_counted())
        .values_list("unit", *_counted())
    )
    found = {path: figures for path, *figures in rows}
    units = Division.objects.filter(path__in=found).order_by("path")
    return [Tally(unit, *found[unit.path]) for unit in units]


def total(villages: DivisionQuerySet) -> Tally:
    """Count the vacancies of all these villages at once."""
    found = villages.order_by().aggregate(**_counted())
    return Tally(None, found["n"], found["secretaries"], found["directors"])


def _counted() -> dict[str, Count]:
    secretary, director = SINGLE
    return {
        "n": Count("pk"),
        "secretaries": Count("pk", filter=Q(**{f"no_{secretary}": True})),
        "directors": Count("pk", filter=Q(**{f"no_{director}": True})),
    }


def vacancies(
    villages: Iterable[Division], day: date, acting: Acting, post: str = ""
) -> list[Vacancy]:
    """Give the vacant seats of these villages with who held them last; two queries."""
    villages = list(villages)
    before = (
        Tenure.objects.visible_to(acting)
        .filter(Q(village__in=villages) | Q(village__successor__in=villages))
        .filter(post__in=SINGLE, began_on__lte=day)
        .select_related("village")
        .order_by("began_on", "pk")
    )
    latest: dict[tuple[int, str], Tenure] = {}
    pks = {village.pk for village in villages}
    for tenure in before:
        place = tenure.village_id if tenure.village_id in pks else tenure.village.successor_id
        latest[place or 0, tenure.post] = tenure
    held = dict(zip(latest, held_by(latest.values(), acting), strict=True))
    return [
        _vacancy(village, one, held.get((village.pk, one)), day)
        for village in villages
        for one in ([Post(post)] if post else SINGLE)
        if getattr(village, f"no_{one}")
    ]


def _vacancy(village: Division, post: Post, held: Held | None, day: date) -> Vacancy:
    over = held is not None and held.tenure.ended_on is not None and held.tenure.ended_on < day
    return Vacancy(village, post, held if over else None, None if over else held, day)


def _holding(acting: Acting, day: date, post: Post) -> TenureQuerySet:
    return Tenure.objects.visible_to(acting).on(day).filter(village=OuterRef("pk"), post=post)
