"""Who leaves between elections and who comes in his place; the city's yearly figures are exact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cadres.models import Began, Ended
from cadres.posts import Body, Post
from reports.demo.chance import Chance, chance, day_between, happens, weighted
from reports.demo.days import CUTOFF_2018
from reports.demo.humans import Human
from reports.demo.places import SECRETARIES
from reports.demo.stories import DAY, Chair, EndKind, Village

EXITS_2018 = 115  # of the seed article (STAT-WARN-EXIT)
# Made to leave; whoever resigned, moved or died left of himself.
FORCED = (
    Ended.DISMISSAL,
    Ended.ORDERED_RESIGNATION,
    Ended.RECALL,
    Ended.STATUTORY_TERMINATION,
    Ended.ELECTION_VOID,
    Ended.CONTRACT_ENDED,
)
ROUTES: dict[Body, dict[Ended, float]] = {  # policy.md C6
    Body.PARTY: {Ended.DISMISSAL: 7, Ended.ORDERED_RESIGNATION: 3},
    Body.COMMITTEE: {
        Ended.ORDERED_RESIGNATION: 60,
        Ended.RECALL: 12,
        Ended.STATUTORY_TERMINATION: 25,
        Ended.ELECTION_VOID: 3,
    },
    Body.SUPERVISION: {Ended.ORDERED_RESIGNATION: 75, Ended.RECALL: 25},
    Body.STAFF: {Ended.CONTRACT_ENDED: 1},
}
EMPTY_DIRECTORS = 2
REPLACED = 0.68
EDGE_SHARE = 0.7  # of those who follow somebody who left in spring
MAKE_ROOM = timedelta(days=75)  # a principal leaves early enough to be followed before the cut-off

Free = list[tuple[Village, Chair]]


@dataclass(frozen=True, slots=True)
class Season:
    """How many leave in a year, and between which days."""

    first: date
    last: date
    forced: int
    natural: int

    def scaled(self, villages: int) -> Season:
        """Give a smaller city its share, enough to have something to look at."""
        share = villages / SECRETARIES
        return replace(
            self,
            forced=max(4, round(self.forced * share)),
            natural=max(2, round(self.natural * share)),
        )


SEASONS = (
    Season(date(2017, 5, 10), date(2017, 12, 12), forced=48, natural=60),
    Season(date(2018, 1, 8), date(2018, 12, 7), forced=EXITS_2018, natural=42),
)


@dataclass(frozen=True, slots=True)
class Departure:
    """Somebody who was made to leave, with his first and last day in the chair."""

    human: Human
    village: Village
    since: date
    on: date


def turn_over(villages: list[Village], seed: int, *, quiet: set[int]) -> list[Departure]:
    """Let people leave and come in 2017 and 2018; no chair changes twice. Give the forced exits.

    `quiet` are ids of townships in which nothing happens by chance.
    """
    dice = chance(seed, "turnover")
    free = [
        (village, chair)
        for village in villages
        if village.place.township.id not in quiet
        for chair in village.chairs
        if all(stint.how is not Began.APPOINTED for stint in chair.stints)
    ]
    dice.shuffle(free)
    exits: list[Departure] = []
    for season in (season.scaled(len(villages)) for season in SEASONS):
        forced = season.forced
        if season.last.year == 2018:
            exits += _leave_empty(free, dice)
            forced -= EMPTY_DIRECTORS
        for _ in range(forced):
            exits.append(_change(*free.pop(), dice, season, _route(dice)))
        for _ in range(season.natural):
            _change(*free.pop(), dice, season, _of_himself(dice))
    return exits


def _leave_empty(free: Free, dice: Chance) -> list[Departure]:
    """Let two directors go in November, too late for a by-election before the cut-off."""
    found = [pair for pair in free if pair[1].posts[0] is Post.VC_DIRECTOR][:EMPTY_DIRECTORS]
    gone = []
    for village, chair in found:
        free.remove((village, chair))
        on = day_between(dice, date(2018, 11, 5), date(2018, 11, 28))
        gone.append(_vacate(village, chair, on, _route(dice)))
    return gone


def _change(
    village: Village, chair: Chair, dice: Chance, season: Season, kind: EndKind
) -> Departure:
    principal = {Post.PARTY_SECRETARY, Post.VC_DIRECTOR} & set(chair.posts)
    last = min(season.last, CUTOFF_2018 - MAKE_ROOM) if principal else season.last
    gone = _vacate(village, chair, day_between(dice, season.first, last), kind)
    _follow(village, chair, gone.on, dice, sure=bool(principal))
    return gone


def _vacate(village: Village, chair: Chair, on: date, kind: EndKind) -> Departure:
    since = max(stint.began for stint in chair.stints)
    human = village.vacate(chair, on, kind)
    assert human
    return Departure(human, village, since, on)


def _follow(village: Village, chair: Chair, left: date, dice: Chance, *, sure: bool) -> None:
    """Seat a successor: a secretary the next day by appointment, others after a by-election."""
    elected = _by_election(dice, left)
    if Post.PARTY_SECRETARY in chair.posts:
        human = village.somebody(chair.posts, left + DAY)
        village.seat(chair, human, left + DAY, Began.APPOINTED, posts=(Post.PARTY_SECRETARY,))
        if rest := tuple(post for post in chair.posts if post is not Post.PARTY_SECRETARY):
            village.seat(chair, human, elected, Began.BY_ELECTED, posts=rest)
    elif elected < CUTOFF_2018 and (sure or happens(dice, REPLACED)):
        human = village.somebody(chair.posts, elected)
        village.seat(chair, human, elected, Began.BY_ELECTED)


def _by_election(dice: Chance, left: date) -> date:
    """Give its day; some fall on 1 or 2 July, on either side of six months."""
    if left.month in (5, 6) and left.day < 25 and happens(dice, EDGE_SHARE):
        return date(left.year, 7, dice.choice((1, 2)))
    return left + timedelta(days=dice.randint(15, 70))


def _route(dice: Chance) -> EndKind:
    return _each_post(lambda post: weighted(dice, ROUTES[post.body]))


def _of_himself(dice: Chance) -> EndKind:
    kind = Ended.DIED if happens(dice, 0.2) else Ended.RESIGNATION
    return lambda _post: kind


def _each_post(draw: Callable[[Post], Ended]) -> EndKind:
    """Draw once for each body: two posts of one body are left in the same way."""
    drawn: dict[Body, Ended] = {}
    return lambda post: drawn.setdefault(post.body, draw(post))


def swap_secretaries(villages: list[Village], seed: int, *, quiet: set[int]) -> list[Human]:
    """Exchange some secretaries on 1 March 2018, most within a township, some beyond it.

    Give those whose township has become another one.
    """
    dice = chance(seed, "transfers")
    plain = [
        village
        for village in villages
        if village.place.township.id not in quiet
        and village.chairs[0].posts == (Post.PARTY_SECRETARY,)
    ]
    dice.shuffle(plain)
    pairs = _pairs(plain, near=True, count=8) + _pairs(plain, near=False, count=4)
    return [human for one, other in pairs for human in _swap(one, other)]


def _pairs(pool: list[Village], *, near: bool, count: int) -> list[tuple[Village, Village]]:
    found: list[tuple[Village, Village]] = []
    for one in list(pool):
        other = next((o for o in pool if o is not one and _neighbours(one, o) is near), None)
        if one in pool and other and len(found) < count:
            pool.remove(one)
            pool.remove(other)
            found.append((one, other))
    return found


def _neighbours(one: Village, other: Village) -> bool | None:
    """Say True within a township, False within a county, None beyond it."""
    if one.place.county.id != other.place.county.id:
        return None
    return one.place.township.id == other.place.township.id


def _swap(one: Village, other: Village) -> list[Human]:
    last, first = date(2018, 2, 28), date(2018, 3, 1)
    chairs = one.chairs[0], other.chairs[0]
    humans = [
        village.vacate(chair, last, lambda _post: Ended.MOVED)
        for village, chair in zip((one, other), chairs, strict=True)
    ]
    for village, chair, human in zip((other, one), reversed(chairs), humans, strict=True):
        if human:
            village.seat(chair, human, first, Began.APPOINTED)
    return [h for h in humans if h and not _neighbours(one, other)]
