"""Who was in post in a county's townships on the cut-off day, and for how long that year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from django.db import connection
from django.db.models import QuerySet

from accounts.acting import Acting
from accounts.models import Division
from cadres.models import Tenure
from cadres.posts import ORDER, PRINCIPALS, Body, Post, label
from policy import dates

Span = tuple[date, date]
SERVICE = "SELECT person_id, began_on, ended_on FROM assessments_service(%s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a township's roster."""

    person_id: int
    name: str
    village_id: int
    posts: str
    is_principal: bool
    is_staff: bool
    months: int


def members(*, under: Division, cutoff_on: date, year: int, by: Acting) -> dict[int, list[Member]]:
    """List, by township, everybody who held a post in it on the cut-off day."""
    held: dict[tuple[int, int], list[Tenure]] = {}
    for tenure in _tenures(under, cutoff_on, by):
        township = cast(int, tenure.village.parent_id)
        held.setdefault((township, tenure.person_id), []).append(tenure)
    months = months_of({person for _, person in held}, year)
    found: dict[int, list[Member]] = {}
    for (township, person), tenures in held.items():
        found.setdefault(township, []).append(_member(tenures, months.get(person, 0)))
    return found


def months_of(persons: Iterable[int], year: int) -> dict[int, int]:
    """Count each person's full months in any post of the year, wherever he served."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    spans: dict[int, list[Span]] = {}
    with connection.cursor() as cursor:
        cursor.execute(SERVICE, [sorted(persons), first, last])
        for person, began, ended in cursor.fetchall():
            spans.setdefault(person, []).append((max(began, first), min(ended or last, last)))
    return {person: full_months(served) for person, served in spans.items()}


def full_months(spans: Sequence[Span]) -> int:
    """Count full months in spans of days, both ends included; overlaps count once."""
    return sum(dates.whole_months(first, last) for first, last in union(spans))


def union(spans: Iterable[Span]) -> list[Span]:
    """Join spans that overlap or follow each other without a day between."""
    joined: list[Span] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1] + timedelta(days=1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _tenures(under: Division, cutoff_on: date, by: Acting) -> QuerySet[Tenure]:
    return (
        Tenure.objects.visible_to(by)
        .on(cutoff_on)
        .filter(village__path__gte=under.path, village__path__lt=under.path + ":")
        .select_related("person", "village")
        .only("post", "person__name", "village__parent_id", "village__path")
        .order_by("village__path", "pk")
    )


def _member(tenures: list[Tenure], months: int) -> Member:
    # A principal's own village first: its team answers for him. Otherwise the highest post's.
    main = min(tenures, key=lambda one: (one.post not in PRINCIPALS, ORDER[Post(one.post)]))
    posts = sorted({tenure.post for tenure in tenures}, key=lambda post: ORDER[Post(post)])
    return Member(
        person_id=main.person_id,
        name=main.person.name,
        village_id=main.village_id,
        posts=label(posts),
        is_principal=any(post in PRINCIPALS for post in posts),
        is_staff=all(Post(post).body == Body.STAFF for post in posts),
        months=months,
    )
