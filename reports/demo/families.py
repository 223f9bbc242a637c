"""Families of made-up people: parents, spouse and children by age, and cadres who are related."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cadres.models import Relative
from cadres.posts import Body
from reports.demo.careers import POSTS
from reports.demo.chance import Chance, day_between, happens, weighted
from reports.demo.days import BUSINESS_DAY
from reports.demo.humans import FEMALE, MALE, MASSES, MEMBER, Human
from reports.demo.names import Names
from reports.demo.stories import Stint, Village

Relation = Relative.Relation
MARRIED_AT, OLDEST_PARENT = 26, 88
TIED_UNTIL = 1985  # year of birth: who is related by marriage has been married for some time
WORK = {"务农": 5, "在广东务工": 3, "个体经营": 2}
IN_OFFICE = (
    "耒阳市自然资源局干部",
    "耒阳市公安局新市派出所民警",
    "耒阳市农业农村局干部",
    "新市镇人民政府干部",
)
OFFICE_SHARE = 0.05
BODIES = (Body.PARTY, Body.COMMITTEE, Body.SUPERVISION)


@dataclass(slots=True, eq=False)
class Kin:
    """A member of somebody's family; `cadre` where he has a file of his own."""

    relation: Relative.Relation
    title: str
    name: str
    born: date
    status: str
    work: str
    holds_office: bool = False
    cadre: Human | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """Two serving cadres who are related: what the second is to the first, and the first to him."""

    one: Human
    other: Human
    relation: Relative.Relation
    title: str
    back: str

    @property
    def husband(self) -> Human:
        """Give the one who is married to the other's sister."""
        return self.one if self.title == "妻弟" else self.other

    @property
    def brother(self) -> Human:
        return self.other if self.husband is self.one else self.one


def family(dice: Chance, human: Human, names: Names, wife: str = "") -> list[Kin]:
    """Draw the family of somebody: spouse, children and parents as his age has them.

    `wife` is her family name where her brother is a cadre too.
    """
    age = _age(human.born)
    father = names.surname_of(human.name)
    found: list[Kin] = []
    if wife or (age >= MARRIED_AT and happens(dice, 0.94)):
        spouse = _spouse(dice, human, names)
        if wife:
            spouse.name = wife + spouse.name.removeprefix(names.surname_of(spouse.name))
        found.append(spouse)
        name = father if human.sex == MALE else names.surname_of(spouse.name)
        found += _children(dice, max(human.born, spouse.born), name, names)
    found += _parents(dice, human, father, names)
    return found


def ties(villages: Sequence[Village]) -> list[Tie]:
    """Find who may be related: one pair within a village, two across villages.

    In the village one sits on the committee and the other supervises it, which the law forbids.
    """
    serving = [s for v in villages for s in v.stints if s.ended is None and s.post.body in BODIES]
    inside = _within(serving)
    taken = {id(human) for human in inside}
    across = _across([s for s in serving if id(s.human) not in taken])
    found = [_tie(*inside)] if inside else []
    return found + [_tie(*pair) for pair in across]


def said_of(tie: Tie, held: Sequence[Stint], *, back: bool = False) -> Kin:
    """Write the one of two related cadres down in the other's file."""
    shown = tie.one if back else tie.other
    posts = [s for s in held if s.ended is None]
    place = posts[0].place.township.name + posts[0].place.name
    return Kin(
        tie.relation,
        tie.back if back else tie.title,
        shown.name,
        shown.born,
        shown.status,
        place + "、".join(POSTS[s.post] for s in posts),
        holds_office=True,
        cadre=shown,
    )


def _within(serving: Sequence[Stint]) -> tuple[Human, ...]:
    for watcher in (s for s in serving if s.post.body is Body.SUPERVISION):
        for stint in (s for s in serving if s.post.body is Body.COMMITTEE):
            if stint.place is watcher.place and _may_tie(stint.human, watcher.human):
                return stint.human, watcher.human
    return ()


def _across(serving: Sequence[Stint]) -> list[tuple[Human, Human]]:
    """Pair men of one age and different villages, nobody twice."""
    found: list[tuple[Human, Human]] = []
    used: set[int] = set()
    for one in serving:
        for other in serving:
            apart = one.place is not other.place and not {id(one.human), id(other.human)} & used
            if apart and _may_tie(one.human, other.human):
                found.append((one.human, other.human))
                used |= {id(one.human), id(other.human)}
            if len(found) == 2:
                return found
    return found


def _may_tie(one: Human, other: Human) -> bool:
    near = abs((one.born - other.born).days) < 8 * 365
    men = one.sex == other.sex == MALE
    return one is not other and men and near and max(one.born, other.born).year <= TIED_UNTIL


def _tie(one: Human, other: Human) -> Tie:
    """Say how two men of different families are related: by the one's wife."""
    if one.born < other.born:
        return Tie(one, other, Relation.IN_LAW, "妻弟", "姐夫")
    return Tie(one, other, Relation.IN_LAW, "姐夫", "妻弟")


def _spouse(dice: Chance, human: Human, names: Names) -> Kin:
    sex = FEMALE if human.sex == MALE else MALE
    shift = dice.randint(0, 4) * (1 if human.sex == MALE else -1)
    born = _day_in(dice, human.born.year + shift)
    name = names.draw(dice, sex=sex, born=born.year, local=names.local_surnames(dice))
    title = "妻子" if human.sex == MALE else "丈夫"
    status = weighted(dice, {MASSES: 4, MEMBER: 1})
    work, office = _work(dice)
    return Kin(Relation.SPOUSE, title, name, born, status, work, office)


def _children(dice: Chance, younger: date, surname: str, names: Names) -> Iterator[Kin]:
    """Draw up to two children; the elder of one sex is 长, the only one is named alike."""
    counted = {MALE: 0, FEMALE: 0}
    year = younger.year + dice.randint(21, 26)
    for _ in range(dice.choice((1, 2, 2))):
        born = _day_in(dice, year)
        if born >= BUSINESS_DAY:
            return
        sex = dice.choice((MALE, FEMALE))
        rank, counted[sex] = ("长", "次")[counted[sex]], counted[sex] + 1
        title = rank + ("子" if sex == MALE else "女")
        name = surname + names.given(dice, sex, born.year)
        work, status = _of_a_child(dice, _age(born))
        yield Kin(Relation.CHILD, title, name, born, status, work)
        year += dice.randint(2, 6)


def _of_a_child(dice: Chance, age: int) -> tuple[str, str]:
    if age < 6:
        return "学龄前儿童", MASSES
    if age < 19:
        return "学生", MASSES if age < 14 else "03"
    if age < 23 and happens(dice, 0.5):
        return "大学在读", "03"
    return weighted(dice, WORK), MASSES


def _parents(dice: Chance, human: Human, surname: str, names: Names) -> Iterator[Kin]:
    for title, sex, years in (("父亲", MALE, (22, 32)), ("母亲", FEMALE, (20, 29))):
        born = _day_in(dice, human.born.year - dice.randint(*years))
        age = _age(born)
        name = surname + names.given(dice, MALE, born.year)
        if sex == FEMALE:
            name = names.draw(dice, sex=sex, born=born.year, local=names.local_surnames(dice))
        if age < OLDEST_PARENT and happens(dice, 1 - max(0, age - 60) / 40):
            status = MEMBER if sex == MALE and happens(dice, 0.2) else MASSES
            yield Kin(Relation.PARENT, title, name, born, status, "务农")


def _work(dice: Chance) -> tuple[str, bool]:
    if happens(dice, OFFICE_SHARE):
        return dice.choice(IN_OFFICE), True
    return weighted(dice, WORK), False


def _day_in(dice: Chance, year: int) -> date:
    return day_between(dice, date(year, 1, 1), date(year, 12, 31))


def _age(born: date) -> int:
    return (BUSINESS_DAY - born).days // 365
