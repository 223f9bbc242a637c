"""Who serves beside a close relative in one village on one day (任职回避)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.acting import Acting
from accounts.models import Division
from cadres.models import Person, Relative, Tenure
from cadres.posts import Body, Post, label

BODIES = (Body.PARTY, Body.COMMITTEE, Body.SUPERVISION)
POSTS = [post for post in Post if post.body in BODIES]
# 村民委员会组织法第三十二条: who sits on the villagers' committee, and his close relatives, may not
# be members of the body that supervises it. For the other pairs no text of ours is at hand.
BY_LAW = "村民委员会成员的近亲属不得担任村务监督机构成员（村民委员会组织法第三十二条）"
BY_ASSUMPTION = "近亲属在同一村班子任职，是否需要回避请县委组织部核定"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two relatives with posts in the bodies of one village on the day."""

    person: Person
    relative: Person
    relation: str  # what the second is to the first, as his file says
    village: Division
    posts: str
    relative_posts: str
    by_law: bool

    @property
    def ground(self) -> str:
        return BY_LAW if self.by_law else BY_ASSUMPTION

    @property
    def source(self) -> str:
        """Give the tag of where the ground comes from."""
        return "law" if self.by_law else "assume"


def conflicts(acting: Acting, day: date) -> list[Conflict]:
    """List every pair in the reader's division, each once, in two queries."""
    return _among(_links(acting), acting, day)


def conflicts_of(ids: Sequence[int], acting: Acting, day: date) -> list[Conflict]:
    """List the pairs one person belongs to, whoever's file names the other."""
    return _among(_links(acting, Q(person__in=ids) | Q(cadre__in=ids)), acting, day)


def _links(acting: Acting, which: Q | None = None) -> list[Relative]:
    found = Relative.objects.visible_to(acting).filter(which or Q(), cadre__isnull=False)
    people = Person.objects.visible_to(acting)
    found = found.filter(person__in=people, cadre__in=people)
    return list(found.select_related("person", "cadre").order_by("pk"))


def _among(links: Iterable[Relative], acting: Acting, day: date) -> list[Conflict]:
    links = list(links)
    people = {pk for link in links for pk in (link.person_id, link.cadre_id)}
    if not people:
        return []
    held: dict[int, dict[Division, list[str]]] = defaultdict(lambda: defaultdict(list))
    tenures = Tenure.objects.visible_to(acting).on(day)
    for tenure in tenures.filter(person__in=people, post__in=POSTS).select_related(
        "village__parent"
    ):
        held[tenure.person_id][tenure.village].append(tenure.post)
    pairs: dict[tuple[frozenset[int], Division], Conflict] = {}
    for link in links:
        for conflict in _together(link, held):
            pair = frozenset((link.person_id, link.cadre_id or 0))
            pairs.setdefault((pair, conflict.village), conflict)
    return sorted(pairs.values(), key=lambda one: (one.village.path, one.person.pinyin))


def _together(link: Relative, held: dict[int, dict[Division, list[str]]]) -> list[Conflict]:
    cadre = link.cadre
    if cadre is None:
        return []
    own, others = held.get(link.person_id, {}), held.get(cadre.pk, {})
    return [
        Conflict(
            person=link.person,
            relative=cadre,
            relation=link.title,
            village=village,
            posts=label(posts),
            relative_posts=label(others[village]),
            by_law=_barred(posts, others[village]),
        )
        for village, posts in own.items()
        if village in others
    ]


def _barred(posts: Iterable[str], others: Iterable[str]) -> bool:
    """Tell whether one side sits on the committee and the other supervises it."""
    mine = {Post(post).body for post in posts}
    theirs = {Post(post).body for post in others}
    pair = {Body.COMMITTEE, Body.SUPERVISION}
    return any(pair == {one, other} for one in mine & pair for other in theirs & pair)
