"""The story of one village: its two teams, and who came and went between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from cadres.models import Began, Ended
from cadres.posts import Body, Post
from reports.demo.chance import Chance, chance, day_between, happens
from reports.demo.days import ELECTION_2014, ELECTION_2017, TERM_2014, TERM_2017
from reports.demo.humans import Human, Humans, Wanted
from reports.demo.places import Place
from reports.demo.villages import AGES, Posts, Seat, layout, lead, needs_party, women

DAY = timedelta(days=1)
STAYED = 0.64  # of those in office in 2014, still there after the election of 2017
EARLY_CHANGE = 0.05
PROMOTED = 0.3  # of new secretaries and directors, from among the village's own team
EDGES_2016 = (date(2016, 7, 1), date(2016, 7, 2))  # the last day that counts six months, the next

EndKind = Callable[[Post], Ended]


@dataclass(slots=True, eq=False)
class Term:
    """A team in office; `key` is its row's number, once written."""

    name: str
    first: date
    last: date | None = None
    key: int = 0


@dataclass(slots=True, eq=False)
class Stint:
    """One person in one post from a day to a day."""

    human: Human
    place: Place
    post: Post
    began: date
    how: Began
    term: Term | None
    ended: date | None = None
    ended_how: Ended | None = None

    def covers(self, day: date) -> bool:
        return self.began <= day and (self.ended is None or day <= self.ended)


@dataclass(slots=True, eq=False)
class Chair:
    """A seat as the story goes on: what it holds and who sits in it."""

    posts: Posts
    holder: Human | None = None
    stints: list[Stint] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Village:
    """A village and everything that happened in its offices."""

    place: Place
    humans: Humans
    dice: Chance
    local: list[str]
    terms: list[Term]
    chairs: list[Chair] = field(default_factory=list)
    stints: list[Stint] = field(default_factory=list)

    def somebody(self, posts: Posts, on: date) -> Human:
        """Make up a person fit for these posts."""
        wanted = Wanted(
            on=on,
            ages=AGES[lead(posts)],
            party=needs_party(posts),
            women=women(posts),
            county=self.place.county.code,
            county_name=self.place.county.name,
        )
        return self.humans.make(self.dice, wanted, self.local)

    def seat(
        self,
        chair: Chair,
        human: Human,
        on: date,
        how: Began = Began.ELECTED,
        posts: Posts | None = None,
    ) -> None:
        """Let somebody take the posts of a chair, all unless some are named."""
        term = next(t for t in reversed(self.terms) if t.first <= on)
        chair.holder = human
        for post in posts or chair.posts:
            if any(s.human is human and s.post == post and s.ended is None for s in self.stints):
                continue  # hired staff go on when a term ends
            stint = Stint(human, self.place, post, on, _how(post, how), _term_of(post, term))
            chair.stints.append(stint)
            self.stints.append(stint)

    def vacate(self, chair: Chair, on: date, kind: EndKind) -> Human | None:
        """Let the holder leave all posts of a chair; the day is his last in office."""
        for stint in chair.stints:
            if stint.ended is None:
                stint.ended, stint.ended_how = on, kind(stint.post)
        left, chair.holder, chair.stints = chair.holder, None, []
        return left

    def chair_of(self, post: Post) -> Chair:
        """Find the chair that holds a post."""
        return next(chair for chair in self.chairs if post in chair.posts)


def tell(place: Place, humans: Humans, seed: int) -> Village:
    """Tell a village's story up to the election of 2017 and the team it brought."""
    dice = chance(seed, "village", place.code)
    # A county votes within one week; the seed of the county keeps its townships together.
    voting = chance(seed, "election", place.county.code)
    first, second = day_between(voting, *ELECTION_2014), day_between(voting, *ELECTION_2017)
    terms = [Term(TERM_2014, first, second - DAY), Term(TERM_2017, second)]
    village = Village(place, humans, dice, humans.names.local_surnames(dice), terms)
    seats = layout(dice)
    before = [_first_holder(village, seat, first, second) for seat in seats]
    _elect(village, seats, before, second)
    return village


def _first_holder(village: Village, seat: Seat, first: date, second: date) -> Chair:
    """Seat the team of 2014, and whoever came for somebody who left early."""
    chair = Chair(seat.before)
    village.chairs.append(chair)
    village.seat(chair, village.somebody(seat.before, first), first)
    if happens(village.dice, EARLY_CHANGE):
        _change_early(village, chair, second)
    return chair


def _change_early(village: Village, chair: Chair, second: date) -> None:
    dice = village.dice
    begins = (
        dice.choice(EDGES_2016)
        if happens(dice, 0.25)
        else day_between(dice, date(2014, 10, 1), second - 120 * DAY)
    )
    left = begins - dice.randint(1, 45) * DAY
    kind = dice.choice((Ended.RESIGNATION, Ended.RESIGNATION, Ended.DIED))
    village.vacate(chair, left, lambda _: kind)
    village.seat(chair, village.somebody(chair.posts, begins), begins, Began.BY_ELECTED)


def _elect(village: Village, seats: list[Seat], before: list[Chair], day: date) -> None:
    """End the old team and seat the new one, partly of the same people."""
    old = [chair.holder for chair in before]
    new = [_successor(village, seat, holder, day) for seat, holder in zip(seats, old, strict=True)]
    _promote(village, seats, old, new, day)
    staying = {id(human) for human in new if human}
    for chair in before:
        _end_term(village, chair, day - DAY, staying)
    village.chairs = []
    for seat, human in zip(seats, new, strict=True):
        if human:
            chair = Chair(seat.now)
            village.chairs.append(chair)
            village.seat(chair, human, day)
            chair.stints = [s for s in village.stints if s.human is human and s.ended is None]


def _successor(village: Village, seat: Seat, holder: Human | None, day: date) -> Human | None:
    if not seat.now:
        return None
    if holder and happens(village.dice, STAYED):
        return holder
    return village.somebody(seat.now, day)


def _promote(
    village: Village,
    seats: list[Seat],
    old: list[Human | None],
    new: list[Human | None],
    day: date,
) -> None:
    """Now and then let a member of the old team become secretary or director."""
    rising = [
        place
        for place, seat in enumerate(seats)
        if place and new[place] and new[place] is old[place] and Post.VC_DIRECTOR not in seat.now
    ]
    for head, seat in enumerate(seats):
        if Post.PARTY_SECRETARY not in seat.now and Post.VC_DIRECTOR not in seat.now:
            continue
        risen = next((p for p in rising if (h := new[p]) and _may_lead(h, seat.now, day)), None)
        if new[head] is not old[head] and risen is not None and happens(village.dice, PROMOTED):
            rising.remove(risen)
            new[head], new[risen] = new[risen], village.somebody(seats[risen].now, day)


def _may_lead(human: Human, posts: Posts, day: date) -> bool:
    youngest, oldest = AGES[lead(posts)]
    return human.is_member and youngest <= (day - human.born).days / 365.25 < oldest


def _end_term(village: Village, chair: Chair, last: date, staying: set[int]) -> None:
    for stint in chair.stints:
        if stint.ended is None and not (
            stint.post.body is Body.STAFF and id(stint.human) in staying
        ):
            stint.ended, stint.ended_how = last, Ended.TERM_OVER


def _how(post: Post, how: Began) -> Began:
    return Began.HIRED if post.body is Body.STAFF else how


def _term_of(post: Post, term: Term) -> Term | None:
    """Give the team a post belongs to: 两委 are the Party's and the villagers' committee."""
    return term if post.body in (Body.PARTY, Body.COMMITTEE) else None
