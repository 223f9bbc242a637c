"""Made-up people: who they are, before they hold any post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cadres.models import Source
from reports.demo.chance import Chance, day_between, happens, weighted
from reports.demo.identities import Numbers
from reports.demo.names import Names

MALE, FEMALE = "1", "2"
MEMBER, PROBATIONER, LEAGUE, MASSES = "01", "02", "03", "13"  # GB/T 4762
BACHELOR = "4"  # GB/T 6864, the head of the group
YEAR = timedelta(days=365)
# GB/T 4658: bachelor, college, technical school, high school, middle school.
SCHOOLING = {
    1900: {"31": 2, "41": 6, "61": 42, "71": 50},
    1965: {"21": 1, "31": 10, "41": 14, "61": 53, "71": 22},
    1975: {"21": 5, "31": 24, "41": 21, "61": 40, "71": 10},
    1985: {"14": 1, "21": 22, "31": 43, "41": 16, "61": 18},
}
ETHNICITIES = {"01": 975, "06": 6, "13": 5, "15": 7, "03": 3, "08": 2, "11": 2}
HEALTH = {"10": 93, "20": 5, "31": 1, "37": 1}
SOURCES = {
    Source.LOCAL: 64, Source.RETURNED: 14, Source.VETERAN: 9, Source.ENTREPRENEUR: 9,
    Source.SENT_DOWN: 2, Source.GRADUATE: 2,
}  # fmt: skip


@dataclass(slots=True, eq=False)
class Human:
    """A made-up person; `merit` is how good he is at the work, around 0."""

    name: str
    sex: str
    born: date
    number: str
    phone: str
    ethnicity: str
    education: str
    degree: str
    status: str
    joined: date | None
    health: str
    native_place: str
    first_job: date
    source: Source
    merit: float
    key: int = 0  # the row's number, once the city is written

    @property
    def is_member(self) -> bool:
        return self.status == MEMBER


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a post asks of whoever is to hold it from a day on."""

    on: date
    ages: tuple[int, int]
    party: bool
    women: float
    county: str
    county_name: str


@dataclass(frozen=True, slots=True)
class Humans:
    """Make people up."""

    names: Names
    numbers: Numbers

    def make(self, dice: Chance, wanted: Wanted, local: list[str]) -> Human:
        """Make up somebody who can take the post on the day it begins."""
        sex = FEMALE if happens(dice, wanted.women) else MALE
        born = _born(dice, wanted)
        status = _status(dice, wanted, born)
        education = weighted(dice, SCHOOLING[max(y for y in SCHOOLING if y <= born.year)])
        return Human(
            name=self.names.draw(dice, sex=sex, born=born.year, local=local),
            sex=sex,
            born=born,
            number=self.numbers.identity(dice, county=wanted.county, born=born, sex=sex),
            phone=self.numbers.phone(),
            ethnicity=weighted(dice, ETHNICITIES),
            education=education,
            degree=BACHELOR if education == "21" and happens(dice, 0.5) else "",
            status=status,
            joined=_joined(dice, wanted, born) if status == MEMBER else None,
            health=weighted(dice, HEALTH),
            native_place="湖南" + wanted.county_name.rstrip("市县区"),
            first_job=date(born.year + dice.randint(17, 21), dice.choice((2, 7, 9)), 1),
            source=_source(dice, sex, born, education),
            merit=dice.gauss(0, 1),
        )


def _born(dice: Chance, wanted: Wanted) -> date:
    youngest, oldest = wanted.ages
    age = round(dice.triangular(youngest, oldest, youngest + 0.6 * (oldest - youngest)))
    last = wanted.on - timedelta(days=round(age * 365.25) + 1)
    return day_between(dice, last - YEAR + timedelta(days=2), last)


def _status(dice: Chance, wanted: Wanted, born: date) -> str:
    if wanted.party or happens(dice, 0.55):
        return MEMBER
    young = born.year > 1991
    return weighted(dice, {MASSES: 80, PROBATIONER: 8, LEAGUE: 12 if young else 0})


def _joined(dice: Chance, wanted: Wanted, born: date) -> date:
    """Let him have been a member for two years when the post begins."""
    first = date(born.year + 19, 7, 1)
    last = max(first, min(wanted.on - 2 * YEAR, date(born.year + 42, 1, 1)))
    return day_between(dice, first, last)


def _source(dice: Chance, sex: str, born: date, education: str) -> Source:
    drawn = weighted(dice, SOURCES)
    fits = {
        Source.GRADUATE: education in ("21", "31") and born.year > 1980,
        Source.VETERAN: sex == MALE,
    }
    return drawn if fits.get(drawn, True) else Source.LOCAL
