"""What waits in the registry: vacant posts, terms that end, second files of one name and birth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cadres.models import Began, Ended
from cadres.posts import Post
from reports.demo.cast import COUNTY_OF_ALL, ELSEWHERE, NEIGHBOUR, SHOWCASE
from reports.demo.chance import Chance, chance
from reports.demo.days import ELECTION_2017
from reports.demo.humans import MASSES, Human, Humans
from reports.demo.schooling import SENIOR
from reports.demo.stories import Stint, Village

# After the cut-off in the showcase: its board shows the director it has always shown.
LEFT_SHOWCASE, LEFT_ELSEWHERE = date(2018, 12, 16), date(2018, 10, 31)
VACANT_ELSEWHERE = 3  # townships of the county
TERM_OVER, TERM_ENDS_SOON = date(2018, 11, 30), date(2019, 2, 28)
# As village clerks before the present term: no roster of an assessed year names them.
CLERK_FROM, CLERK_UNTIL = date(2014, 6, 1), date(2016, 9, 30)
FROM_AFAR = "湖南常宁"
BORN = (1970, 1990)  # of whom there is a second file: old enough to have been a clerk


@dataclass(frozen=True, slots=True)
class Pair:
    """Somebody in office, and the other file of his name and birth date."""

    known: Human
    other: Human


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of files by whose business they are, and those about which one has spoken."""

    township: Pair
    county: Pair
    city: Pair
    proposed: Pair
    proposed_across: Pair

    @property
    def others(self) -> list[Human]:
        found = (self.township, self.county, self.city, self.proposed, self.proposed_across)
        return [pair.other for pair in found]


def leave_open(villages: Sequence[Village], humans: Humans, seed: int) -> Pairs:
    """Leave something for each desk; how many are in office stays as it was."""
    shown, beside, away = (
        [v for v in villages if v.place.township.name == SHOWCASE],
        [v for v in villages if v.place.township.name == NEIGHBOUR],
        [v for v in villages if v.place.county.name == ELSEWHERE],
    )
    county = [v for v in villages if v.place.county.name == COUNTY_OF_ALL[0]]
    _vacate(shown, LEFT_SHOWCASE, townships=1)
    _vacate([v for v in county if v not in shown], LEFT_ELSEWHERE, townships=VACANT_ELSEWHERE)
    shown[0].terms[-1].last = beside[-1].terms[-1].last = TERM_OVER
    shown[1].terms[-1].last = TERM_ENDS_SOON
    return _pairs(shown, beside, away, humans, seed)


def _vacate(villages: Sequence[Village], last: date, *, townships: int) -> None:
    """Let one director a township lay that post down who goes on as deputy secretary."""
    done: set[int] = set()
    for village in villages:
        township = village.place.township.id
        held = _director_and_deputy(village)
        if held and township not in done and len(done) < townships:
            held.ended, held.ended_how = last, Ended.RESIGNATION
            done.add(township)


def _director_and_deputy(village: Village) -> Stint | None:
    open_ = [stint for stint in village.stints if stint.ended is None]
    deputies = {id(s.human) for s in open_ if s.post is Post.PARTY_DEPUTY}
    heads = (s for s in open_ if s.post is Post.VC_DIRECTOR and id(s.human) in deputies)
    return next(heads, None)


def _pairs(
    shown: Sequence[Village],
    beside: Sequence[Village],
    away: Sequence[Village],
    humans: Humans,
    seed: int,
) -> Pairs:
    dice = chance(seed, "second files")
    known = _newcomers(shown[4:])
    where = {
        "township": shown[2], "county": beside[0], "city": away[0],
        "proposed": shown[3], "proposed_across": away[1],
    }  # fmt: skip
    found = Pairs(**{
        name: _second_file(dice, next(known), village, humans)
        for name, village in where.items()
    })  # fmt: skip
    for pair in (found.proposed, found.proposed_across):  # of whom it is said that they are two
        pair.other.native_place, pair.other.education, pair.other.degree = FROM_AFAR, SENIOR, ""
        pair.other.status, pair.other.joined = MASSES, None
    return found


def _newcomers(villages: Sequence[Village]) -> Iterator[Human]:
    """List who came into office with the present term, one a village before the next of each."""
    found = [list(_new_in(village)) for village in villages]
    for rank in range(max(map(len, found))):
        yield from (humans[rank] for humans in found if rank < len(humans))


def _new_in(village: Village) -> Iterator[Human]:
    before = {id(s.human) for s in village.stints if s.began < ELECTION_2017[0]}
    for human in dict.fromkeys(s.human for s in village.stints if s.how is Began.ELECTED):
        if id(human) not in before and BORN[0] <= human.born.year <= BORN[1]:
            yield human


def _second_file(dice: Chance, known: Human, village: Village, humans: Humans) -> Pair:
    place = village.place
    number = humans.numbers.identity(dice, county=place.county.code, born=known.born, sex=known.sex)
    other = replace(
        known, number=number, phone=humans.numbers.phone(), merit=dice.gauss(0, 1), key=0,
        first_job=date(known.born.year + 19, 7, 1),
    )  # fmt: skip
    stint = Stint(
        other, place, Post.CLERK, CLERK_FROM, Began.HIRED, None, CLERK_UNTIL, Ended.RESIGNATION
    )
    village.stints.append(stint)
    return Pair(known, other)
