"""Which cadres of a township are in post on a day, for whom a pledge is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from accounts.acting import Acting
from accounts.models import Division
from cadres.models import Tenure, TenureQuerySet
from cadres.posts import ORDER, PRINCIPALS, Post, label
from cadres.queries import lookups  # noqa: F401 -- makes `among` known


@dataclass(frozen=True, slots=True)
class Member:
    """One person with the village he answers for and his posts there, highest first."""

    person_id: int
    name: str
    village: Division
    posts: tuple[str, ...]

    @property
    def posts_label(self) -> str:
        return label(list(self.posts))


def in_post(township: Division, day: date, by: Acting) -> list[Member]:
    """List a township's cadres in post, by village and rank; one query."""
    held: dict[int, list[Tenure]] = {}
    tenures = (
        Tenure.objects.visible_to(by)
        .on(day)
        .filter(scope_path__gte=township.path, scope_path__lt=township.path + ":")
        .select_related("person", "village")
        .only("post", "person__name", "village__name", "village__path")
    )
    for tenure in tenures.order_by("village__path", "pk"):
        held.setdefault(tenure.person_id, []).append(tenure)
    found = [_member(tenures) for tenures in held.values()]
    return sorted(found, key=lambda one: (one.village.path, ORDER[Post(one.posts[0])]))


def held_on(day_column: str, person_column: str, by: Acting) -> Exists:
    """Ask of a row whether its person held a post within reach on the day of a column."""
    own: TenureQuerySet = Tenure.objects.visible_to(by)
    begun = own.filter(person=OuterRef(person_column), began_on__lte=OuterRef(day_column))
    return Exists(begun.exclude(ended_on__lt=OuterRef(day_column)))


def _member(tenures: list[Tenure]) -> Member:
    # A principal's own village first: for its work he answers. Otherwise the highest post's.
    main = min(tenures, key=lambda one: (one.post not in PRINCIPALS, ORDER[Post(one.post)]))
    posts = sorted({one.post for one in tenures}, key=lambda post: ORDER[Post(post)])
    return Member(main.person_id, main.person.name, main.village, tuple(posts))
