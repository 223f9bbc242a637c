"""Those who log in to the demo city, and the roles they hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pypinyin import lazy_pinyin

from accounts.roles import Role
from reports.demo.chance import Chance, chance
from reports.demo.names import Names
from reports.demo.places import Unit

COUNTY_OF_ALL = ("耒阳市", "衡阳县")  # where every kind of account exists
SHOWCASE = "新市镇"
NEIGHBOUR = "遥田镇"  # beside it in one county: files go to and fro between the two
ELSEWHERE = "珠晖区"  # the other county of the small city
DEPARTMENTS = {
    "jiwei": "纪委监委",
    "gongan": "公安局",
    "fayuan": "法院",
    "xinfang": "信访局",
}
TITLES = {
    Role.TOWNSHIP_CLERK: "ganshi",
    Role.TOWNSHIP_COMMITTEE: "dangwei",
    Role.COUNTY_OFFICER: "zuzhibu",
    Role.CITY_OFFICER: "shiwei",
    Role.AUDITOR: "xuncha",
}
PROPOSER, APPROVER, LOG_KEEPER = "xitong-guanliyuan", "anquan-guanliyuan", "anquan-shenjiyuan"
ADMINISTRATORS = {
    PROPOSER: Role.SYSTEM_ADMIN,
    APPROVER: Role.SECURITY_ADMIN,
    LOG_KEEPER: Role.AUDIT_ADMIN,
}


@dataclass(frozen=True, slots=True)
class Held:
    """A role at a division; the administrators' are at none."""

    role: Role
    unit: Unit | None
    department: str = ""


@dataclass(slots=True, eq=False)
class Account:
    """Somebody who logs in; `key` is the row's number, once written."""

    username: str
    name: str
    held: list[Held]
    key: int = 0


@dataclass(slots=True)
class Cast:
    """Everybody who logs in, and who acts for each unit in the story."""

    accounts: list[Account] = field(default_factory=list)
    acting: dict[tuple[Role, int], Account] = field(default_factory=dict)

    def add(self, account: Account) -> Account:
        self.accounts.append(account)
        for held in account.held:
            if held.unit:  # the first one to come is the one who acts
                self.acting.setdefault((held.role, held.unit.id), account)
        return account

    def of(self, role: Role, unit: Unit) -> Account:
        """Give whoever acts for a unit in a role."""
        return self.acting[role, unit.id]


def administrators(names: Names, seed: int) -> Cast:
    """Give the three administrators alone."""
    dice, cast = chance(seed, "administrators"), Cast()
    for username, role in ADMINISTRATORS.items():
        cast.add(Account(username, _name(names, dice), [Held(role, None)]))
    return cast


def everybody(city: Unit, units: dict[Unit, list[Unit]], names: Names, seed: int) -> Cast:
    """Give the whole cast for counties and their townships with cadres."""
    cast = administrators(names, seed)
    dice = chance(seed, "cast")
    for number in ("1", "2"):
        _one(cast, f"hengyang-shiwei-{number}", names, dice, Held(Role.CITY_OFFICER, city))
    _one(cast, "hengyang-xuncha", names, dice, Held(Role.AUDITOR, city))
    for (county, townships), slug in zip(units.items(), slugs(units), strict=True):
        _county(cast, county, slug, names, dice)
        for township, own in zip(townships, slugs(townships), strict=True):
            for role in (Role.TOWNSHIP_CLERK, Role.TOWNSHIP_COMMITTEE):
                username = f"{slug}-{own}-{TITLES[role]}"
                _one(cast, username, names, dice, Held(role, township))
    _with_two_roles(cast, units, names, dice)
    return cast


def slugs(units: Iterable[Unit]) -> list[str]:
    """Spell units in letters, without 镇, 乡 and 县 unless two would then be the same."""
    units = list(units)
    short = [spell(_bare(unit.name)) for unit in units]
    return [
        spell(unit.name) if short.count(slug) > 1 or unit.name == "衡阳县" else slug
        for unit, slug in zip(units, short, strict=True)
    ]


def spell(name: str) -> str:
    """Spell a place's name."""
    return "".join(lazy_pinyin(name))


def _bare(name: str) -> str:
    for ending in ("街道", "开发区", "工业园", "镇", "乡", "市", "县", "区"):
        if name.endswith(ending) and len(name) - len(ending) > 1:
            return name.removesuffix(ending)
    return name


def _county(cast: Cast, county: Unit, slug: str, names: Names, dice: Chance) -> None:
    for number in ("1", "2"):
        username = f"{slug}-{TITLES[Role.COUNTY_OFFICER]}-{number}"
        _one(cast, username, names, dice, Held(Role.COUNTY_OFFICER, county))
    if county.name == COUNTY_OF_ALL[0]:
        _one(cast, f"{slug}-xuncha", names, dice, Held(Role.AUDITOR, county))
    if county.name in COUNTY_OF_ALL:
        for letters, department in DEPARTMENTS.items():
            held = Held(Role.DEPARTMENT, county, county.name + department)
            _one(cast, f"{slug}-{letters}", names, dice, held)


def _one(cast: Cast, username: str, names: Names, dice: Chance, *held: Held) -> None:
    cast.add(Account(username, _name(names, dice), list(held)))


def _with_two_roles(cast: Cast, units: dict[Unit, list[Unit]], names: Names, dice: Chance) -> None:
    """Add one who is clerk and committee of a township, and one who is clerk in two."""
    for county, slug in zip(units, slugs(units), strict=True):
        spare = [unit for unit in units[county] if unit.name != SHOWCASE]
        if county.name not in (COUNTY_OF_ALL[0], ELSEWHERE) or len(spare) < 2:
            continue
        both = (Held(Role.TOWNSHIP_CLERK, spare[0]), Held(Role.TOWNSHIP_COMMITTEE, spare[0]))
        _one(cast, f"{slug}-jianzhi", names, dice, *both)
        two = [Held(Role.TOWNSHIP_CLERK, unit) for unit in spare[:2]]
        _one(cast, f"{slug}-liangzhen", names, dice, *two)


def _name(names: Names, dice: Chance) -> str:
    sex = dice.choice("12")
    return names.draw(
        dice, sex=sex, born=dice.randint(1972, 1992), local=names.local_surnames(dice)
    )
