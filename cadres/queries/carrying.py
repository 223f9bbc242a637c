"""What a merger left behind: people still in posts of ended villages, files of ended townships."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q

from accounts.acting import Acting
from accounts.models import Division
from cadres.models import Person, PersonQuerySet, Tenure, TenureQuerySet
from cadres.posts import SINGLE, Post
from cadres.queries.places import ended
from cadres.queries.seats import BY_RANK, Held, held_by

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An ended unit with what still stands in it."""

    division: Division
    posts: int
    people: int
    files: int


@dataclass(frozen=True, slots=True)
class Line:
    """One post held in an ended village: what may become of it, and what is proposed."""

    held: Held
    posts: tuple[Post, ...]
    proposal: Post | None
    contested: str  # why nothing is proposed


def pending_tenures(acting: Acting, today: date) -> TenureQuerySet:
    """Give the posts that outlast the village they are in."""
    return (
        Tenure.objects.visible_to(acting)
        .filter(village__last_day__lt=today, village__successor__isnull=False)
        .filter(Q(ended_on=None) | Q(ended_on__gt=F("village__last_day")))
    )


def pending_files(acting: Acting, today: date) -> PersonQuerySet:
    """Give the files that are still kept by a township that has ended."""
    return Person.objects.visible_to(acting).filter(
        unit__last_day__lt=today, unit__successor__isnull=False
    )


def pending_in(division: Division, acting: Acting, today: date) -> TenureQuerySet:
    """Give those of one ended village, or of all villages of an ended township."""
    return pending_tenures(acting, today).filter(Q(village=division) | Q(village__parent=division))


def waiting(acting: Acting, today: date) -> list[Waiting]:
    """List what is left behind: under its township if that ended too, else by village."""
    held = (
        pending_tenures(acting, today)
        .order_by()
        .values("village", "village__parent", "village__parent__last_day")
        .annotate(posts=Count("pk"), people=Count("person", distinct=True))
    )
    posts: Counter[int] = Counter()
    people: Counter[int] = Counter()
    for row in held:
        gone = row["village__parent__last_day"]
        key = (row["village__parent"] if gone and gone < today else None) or row["village"]
        posts[key] += row["posts"]
        people[key] += row["people"]
    kept = pending_files(acting, today).order_by().values("unit").annotate(n=Count("pk"))
    files = {row["unit"]: row["n"] for row in kept}
    units = ended(acting).filter(pk__in={*posts, *files}).order_by("path")
    return [Waiting(unit, posts[unit.pk], people[unit.pk], files.get(unit.pk, 0)) for unit in units]


def lines(division: Division, acting: Acting, today: date) -> list[Line]:
    """Propose for everybody left behind: the same post, where nobody else has a claim to it."""
    tenures = list(
        pending_in(division, acting, today)
        .select_related("village__parent", "village__successor__parent")
        .order_by("scope_path", BY_RANK, "pk")
    )
    taken = _taken(tenures, acting)
    claims = _claims(tenures, acting, today)
    return [_line(one, taken, claims) for one in held_by(tenures, acting)]


Claim = tuple[int | None, str]


def _line(held: Held, taken: dict[Claim, Held], claims: dict[Claim, int]) -> Line:
    post = Post(held.tenure.post)
    successor = held.tenure.village.successor
    claim = (held.tenure.village.successor_id, held.tenure.post)
    posts = tuple(one for one in Post if one.body is post.body)
    if post not in SINGLE:
        return Line(held, posts, post, "")
    if claim in taken:
        why = f"{successor}{post.label}已由{taken[claim].name}担任"
        return Line(held, tuple(one for one in posts if one is not post), None, why)
    if claims[claim] > 1:
        why = f"{successor}{post.label}有 {claims[claim]} 人可接续，只能留一人，请选定"
        return Line(held, posts, None, why)
    return Line(held, posts, post, "")


def _taken(tenures: Iterable[Tenure], acting: Acting) -> dict[Claim, Held]:
    """Say which single posts of the successors are held from the next day on, and by whom."""
    successors = {one.village.successor_id: one.village.last_day for one in tenures}
    held = Tenure.objects.visible_to(acting).filter(village__in=successors, post__in=SINGLE)
    found = held.filter(
        Q(ended_on=None) | Q(ended_on__gt=min(filter(None, successors.values()), default=date.max))
    )
    return {(one.tenure.village_id, one.tenure.post): one for one in held_by(found, acting)}


def _claims(tenures: Iterable[Tenure], acting: Acting, today: date) -> dict[Claim, int]:
    """Count who could have each single post, those of the other merged villages among them."""
    successors = {one.village.successor_id for one in tenures}
    counted: dict[Claim, int] = defaultdict(int)
    for successor, post in (
        pending_tenures(acting, today)
        .filter(village__successor__in=successors, post__in=SINGLE)
        .values_list("village__successor", "post")
    ):
        counted[successor, post] += 1
    return counted
