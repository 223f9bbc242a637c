"""Warnings and sanctions: 306 people warned in 2018, as the seed article says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from cadres.models import Measure
from cadres.posts import PRINCIPALS, Post
from reports.demo.chance import Chance, chance, day_between, weighted
from reports.demo.days import plus_months
from reports.demo.humans import Human
from reports.demo.places import SECRETARIES, Place
from reports.demo.stories import Stint, Village
from reports.demo.turnover import Departure

WARNED = {2016: 182, 2017: 231, 2018: 306}  # people; 2018 of STAT-WARN-EXIT
SANCTIONED = {2016: 29, 2017: 41, 2018: 46}
WARNED_BEFORE_EXIT = 42  # of 2018's exits: the warning did not help
WARNING_MONTHS = 3  # WARN-PERIOD
REASONS = {  # policy.md B3
    "不能按期完成年度工作目标任务": 38,
    "不按要求参加组织生活": 18,
    "在岗不达标，无故缺值班": 14,
    "对交办的重点任务推诿拖延": 10,
    "不按规定公开村务财务": 8,
    "对群众合理诉求久拖不决": 7,
    "闹不团结，影响村务": 5,
}
SANCTIONS = {  # months of influence; those of 政务 since the supervision law of 2018
    2016: {("党内警告", 12): 7, ("党内严重警告", 18): 3},
    2017: {("党内警告", 12): 7, ("党内严重警告", 18): 3},
    2018: {("党内警告", 12): 6, ("党内严重警告", 18): 2, ("政务警告", 6): 2, ("政务记过", 12): 1},
}
PRINCIPAL_POSTS = set(PRINCIPALS)
FIRST, LAST = (1, 8), (12, 8)


@dataclass(frozen=True, slots=True)
class Taken:
    """A measure against somebody, in the place where he was in office."""

    human: Human
    place: Place
    kind: Measure.Kind
    title: str
    document: str
    on: date
    until: date
    withdrawn: date | None = None


def take(
    villages: list[Village],
    exits: list[Departure],
    seed: int,
    *,
    quiet: set[int],
    already: int,
) -> list[Taken]:
    """Warn and sanction people of every year, nobody twice; `already` were warned in 2018."""
    share = len(villages) / SECRETARIES
    serials: Counter[tuple[int, int]] = Counter()
    taken: list[Taken] = []
    for year in WARNED:
        dice = chance(seed, "measures", year)
        pool = _pool(villages, year, quiet)
        dice.shuffle(pool)
        before = [e for e in exits if _time_for_a_warning(e, year)] if year == 2018 else []
        before = before[: scaled(WARNED_BEFORE_EXIT, share)]
        taken += [_warned_before(dice, e, serials) for e in before]
        leaving = {id(e.human) for e in exits}
        pool = [stint for stint in pool if id(stint.human) not in leaving]
        settled = len(before) + (already if year == 2018 else 0)
        for _ in range(scaled(WARNED[year], share) - settled):
            taken.append(_warn(dice, _weakest(pool), year, serials))
        for _ in range(scaled(SANCTIONED[year], share)):
            taken.append(_sanction(dice, _weakest(pool), year, serials))
    return taken


def showcase_warning(villages: list[Village], township: str) -> list[Taken]:
    """Warn one able member of the showcase, so that its board has somebody barred to explain."""
    able = [
        stint
        for village in villages
        if village.place.township.name == township
        for stint in village.stints
        if stint.ended is None and not PRINCIPAL_POSTS & set(_posts_of(village, stint.human))
    ]
    if not able:
        return []
    best = max(able, key=lambda stint: stint.human.merit)
    title, document = next(iter(REASONS)), f"{township}警示〔2018〕1号"
    return [warning(best.human, best.place, date(2018, 5, 16), title, document)]


def _posts_of(village: Village, human: Human) -> list[Post]:
    return [s.post for s in village.stints if s.human is human and s.ended is None]


def scaled(count: int, share: float) -> int:
    """Give a smaller city its share, one at least."""
    return count if share >= 1 else max(1, round(count * share))


def warning(human: Human, place: Place, on: date, title: str, document: str) -> Taken:
    """Give a warning with its three months."""
    until = plus_months(on, WARNING_MONTHS)
    return Taken(human, place, Measure.Kind.WARNING, title, document, on, until)


def _pool(villages: list[Village], year: int, quiet: set[int]) -> list[Stint]:
    """List one stint for everybody who was in office the whole year or since its election."""
    chosen: dict[int, Stint] = {}
    for village in villages:
        if village.place.township.id in quiet:
            continue
        for stint in village.stints:
            if stint.began < date(year, 6, 30) and (not stint.ended or stint.ended.year > year):
                chosen.setdefault(id(stint.human), stint)
    return list(chosen.values())


def _weakest(pool: list[Stint]) -> Stint:
    """Take the one with the least merit of the next eight: warnings mostly meet the right ones."""
    next_ones = pool[-8:]
    found = min(next_ones, key=lambda stint: stint.human.merit)
    pool.remove(found)
    return found


def _time_for_a_warning(departure: Departure, year: int) -> bool:
    return departure.on >= date(year, 5, 15) and departure.on.year == year


def _warned_before(dice: Chance, departure: Departure, serials: Counter[tuple[int, int]]) -> Taken:
    latest = departure.on - timedelta(days=100)
    on = day_between(dice, date(departure.on.year, *FIRST), latest)
    return _warning_of(dice, departure.human, departure.village.place, on, serials)


def _warn(dice: Chance, stint: Stint, year: int, serials: Counter[tuple[int, int]]) -> Taken:
    on = day_between(dice, max(stint.began, date(year, *FIRST)), date(year, *LAST))
    return _warning_of(dice, stint.human, stint.place, on, serials)


def _warning_of(
    dice: Chance, human: Human, place: Place, on: date, serials: Counter[tuple[int, int]]
) -> Taken:
    serials[place.township.id, on.year] += 1
    number = serials[place.township.id, on.year]
    document = f"{place.township.name}警示〔{on.year}〕{number}号"
    return warning(human, place, on, weighted(dice, REASONS), document)


def _sanction(dice: Chance, stint: Stint, year: int, serials: Counter[tuple[int, int]]) -> Taken:
    on = day_between(dice, max(stint.began, date(year, *FIRST)), date(year, *LAST))
    title, months = weighted(dice, SANCTIONS[year])
    if not stint.human.is_member:
        title, months = ("政务警告", 6) if year == 2018 else ("诫勉", 6)
    serials[stint.place.county.id, year] += 1
    document = f"{stint.place.county.name}纪〔{year}〕{serials[stint.place.county.id, year]}号"
    until = plus_months(on, months)
    return Taken(stint.human, stint.place, Measure.Kind.SANCTION, title, document, on, until)
