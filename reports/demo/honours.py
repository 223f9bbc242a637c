"""Commendations of made-up people: the better the work, the higher the level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cadres.models import Reward
from cadres.posts import Post
from reports.demo.chance import Chance
from reports.demo.humans import Human
from reports.demo.stories import Stint

Level = Reward.Level
GOOD, VERY_GOOD, BEST = 0.7, 1.4, 2.0  # merit; a seventh of people are better than the second
YEARS = (2015, 2016, 2017, 2018)


@dataclass(frozen=True, slots=True)
class Honour:
    """A commendation with who gave it, when and by which document."""

    title: str
    level: Reward.Level
    by: str
    on: date
    document: str


def honours(dice: Chance, human: Human, held: Sequence[Stint]) -> list[Honour]:
    """Draw the commendations of somebody whose work is good, each for a year he was in office."""
    levels = [
        (GOOD, Level.TOWNSHIP),
        (VERY_GOOD, Level.COUNTY),
        (BEST, Level.CITY),
    ]
    earned = [level for least, level in levels if human.merit >= least]
    years = [year for year in YEARS if any(s.covers(date(year, 6, 1)) for s in held)]
    chosen = sorted(dice.sample(years, min(len(earned), len(years))))
    return [
        _honour(dice, human, held, level, year) for level, year in zip(earned, chosen, strict=False)
    ]


def _honour(
    dice: Chance, human: Human, held: Sequence[Stint], level: Reward.Level, year: int
) -> Honour:
    county, township = held[0].place.county.name, held[0].place.township.name
    by, letter, where = {
        Level.TOWNSHIP: (f"中共{township}委员会", "新发", ""),
        Level.COUNTY: (f"中共{county}委员会", "耒发", county),
        Level.CITY: ("中共衡阳市委员会", "衡发", "衡阳市"),
    }[level]
    number = dice.randint(8, 39)
    title, on = _title(human, held, where or township, year)
    return Honour(title, level, by, on, f"{letter}〔{on.year}〕{number}号")


def _title(human: Human, held: Sequence[Stint], where: str, year: int) -> tuple[str, date]:
    """Name what is given: on 1 July to members of the Party, in spring to others."""
    if not human.is_member:
        return f"{where}{year - 1}年度先进工作者", date(year, 2, 26)
    leads = any(s.post is Post.PARTY_SECRETARY and s.covers(date(year, 7, 1)) for s in held)
    return f"{where}优秀{'党务工作者' if leads else '共产党员'}", date(year, 7, 1)
