"""Who is appraised: members of the villagers' committee and hired staff in office that day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.acting import Acting
from accounts.models import DivisionQuerySet
from cadres.models import Tenure, TenureQuerySet
from cadres.posts import ORDER, Post, label
from cadres.queries.places import villages
from policy.procedures.appraisal import POSTS
from policy.snapshot import words


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a village's roster, with all posts he holds in it."""

    person_id: int
    name: str
    posts: str


def members(
    *, of: Collection[int], on: date, rules: dict[str, Any], by: Acting
) -> dict[int, list[Member]]:
    """List, by village, who is appraised in a meeting of that day, the highest post first."""
    held: dict[tuple[int, int], list[Tenure]] = {}
    rows = Tenure.objects.visible_to(by).on(on).filter(village__in=of)
    fields = ("post", "village_id", "person__name")
    for tenure in rows.select_related("person").only(*fields).order_by("village_id", "pk"):
        held.setdefault((tenure.village_id, tenure.person_id), []).append(tenure)
    appraised = posts_of(rules)
    found: dict[int, list[tuple[int, Member]]] = {}
    for (village, person), tenures in held.items():
        posts = [Post(tenure.post) for tenure in tenures]
        if appraised & set(posts):
            one = Member(person, tenures[0].person.name, label([post.value for post in posts]))
            found.setdefault(village, []).append((min(ORDER[post] for post in posts), one))
    return {village: _in_order(rows) for village, rows in found.items()}


def posts_of(rules: dict[str, Any]) -> frozenset[Post]:
    """Give the posts whose holders are appraised, as the rulebook lists them."""
    listed = set(words(rules, POSTS))
    return frozenset(post for post in Post if post.label in listed)


def appraising(acting: Acting, day: date, rules: dict[str, Any]) -> DivisionQuerySet:
    """Give the villages of a day in which somebody is to be appraised."""
    return villages(acting).on(day).filter(Exists(in_office(acting, day, rules)))


def in_office(acting: Acting, day: date, rules: dict[str, Any]) -> TenureQuerySet:
    """Give whoever is to be appraised in the village of the outer query."""
    posts = [post.value for post in posts_of(rules)]
    rows = Tenure.objects.visible_to(acting).on(day).filter(post__in=posts)
    return rows.filter(village=OuterRef("pk"))


def _in_order(rows: Iterable[tuple[int, Member]]) -> list[Member]:
    return [one for _, one in sorted(rows, key=lambda pair: pair[0])]
