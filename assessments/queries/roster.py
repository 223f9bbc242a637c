"""Who was in post in a county's townships on the cut-off day, and for how long that year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db import connection
from django.db.models import QuerySet

from accounts.acting import Acting
from accounts.models import Division
from cadres.models import Tenure
from cadres.posts import ORDER, PRINCIPALS, Body, Post, label
from policy.service import Held, months_of_year, team_led

SERVICE = "SELECT person_id, began_on, ended_on FROM assessments_service(%s, %s, %s)"
LED = "SELECT person_id, village_id, began_on, ended_on FROM assessments_led(%s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a township's roster."""

    person_id: int
    name: str
    village_id: int
    team_village_id: int | None  # only where it is another than his own village
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
    led = teams_led(_principals(held.values()), year, cutoff_on)
    found: dict[int, list[Member]] = {}
    for (township, person), tenures in held.items():
        found.setdefault(township, []).append(_member(tenures, months.get(person, 0), led))
    return found


def _principals(held: Iterable[list[Tenure]]) -> set[int]:
    return {one.person_id for tenures in held for one in tenures if one.post in PRINCIPALS}


def months_of(persons: Iterable[int], year: int) -> dict[int, int]:
    """Count each person's full months in any post of the year, wherever he served."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    spans: dict[int, list[Held]] = {}
    with connection.cursor() as cursor:
        cursor.execute(SERVICE, [sorted(persons), first, last])
        for person, began, ended in cursor.fetchall():
            spans.setdefault(person, []).append((began, ended))
    return {person: months_of_year(held, year) for person, held in spans.items()}


def teams_led(persons: Iterable[int], year: int, until: date) -> dict[int, int]:
    """Give the village whose team each principal led longest in a year, wherever he led it.

    A village that went into another by `until` counts as the one it is part of then.
    """
    led: dict[int, dict[int, list[Held]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(LED, [sorted(persons), year, until])
        for person, village, began, ended in cursor.fetchall():
            led.setdefault(person, {}).setdefault(village, []).append((began, ended))
    found = {person: team_led(villages, year) for person, villages in led.items()}
    return {person: village for person, village in found.items() if village is not None}


def _tenures(under: Division, cutoff_on: date, by: Acting) -> QuerySet[Tenure]:
    return (
        Tenure.objects.visible_to(by)
        .on(cutoff_on)
        .filter(village__path__gte=under.path, village__path__lt=under.path + ":")
        .select_related("person", "village")
        .only("post", "person__name", "village__parent_id", "village__path")
        .order_by("village__path", "pk")
    )


def _member(tenures: list[Tenure], months: int, led: dict[int, int]) -> Member:
    # A principal's own village first: its team answers for him. Otherwise the highest post's.
    main = min(tenures, key=lambda one: (one.post not in PRINCIPALS, ORDER[Post(one.post)]))
    team = led.get(main.person_id)
    posts = sorted({tenure.post for tenure in tenures}, key=lambda post: ORDER[Post(post)])
    return Member(
        person_id=main.person_id,
        name=main.person.name,
        village_id=main.village_id,
        team_village_id=None if team == main.village_id else team,
        posts=label(posts),
        is_principal=any(post in PRINCIPALS for post in posts),
        is_staff=all(Post(post).body == Body.STAFF for post in posts),
        months=months,
    )
