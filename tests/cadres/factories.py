"""Made-up people for tests: valid numbers whose sequence codes nobody bears (901 to 989)."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from accounts.models import Division
from cadres.identity import check_character
from cadres.models import (
    Began,
    Education,
    Experience,
    Measure,
    Person,
    Relative,
    Reward,
    Team,
    Tenure,
    number_index,
    tail_index,
)
from cadres.pinyin import read_name
from cadres.posts import Post

_numbers = count()
GIVEN = ("国华", "建军", "秀英", "永胜", "光辉", "志强", "桂兰", "明生", "海燕", "春生")
SURNAMES = ("曾", "刘", "陈", "周", "谭", "彭", "肖", "罗", "欧阳", "单", "李")


def made_up_number(
    *, region: str = "430481", born_on: date = date(1970, 6, 6), sequence: int = 901
) -> str:
    """Compose a number nobody bears; an odd sequence is a man's."""
    first17 = f"{region}{born_on:%Y%m%d}{sequence:03d}"
    return first17 + check_character(first17)


def fresh_number() -> str:
    """Give a number no other call of this run gave."""
    turn = next(_numbers)
    day, sequence = divmod(turn, 84)  # the last five of a day are left to tests that choose one
    return made_up_number(
        born_on=date.fromordinal(date(1960, 1, 1).toordinal() + day), sequence=901 + sequence
    )


def make_person(township: Division, name: str = "", **fields: Any) -> Person:
    """Put a person's file into a township's keeping."""
    number = fields.pop("id_number", None) or fresh_number()
    turn = next(_numbers)
    name = name or SURNAMES[turn % len(SURNAMES)] + GIVEN[turn % len(GIVEN)]
    pinyin, initials = read_name(name)
    return Person.objects.create(
        unit=township,
        scope_path=township.path,
        name=name,
        pinyin=pinyin,
        initials=initials,
        id_number=number,
        id_index=number_index(number),
        tail_index=tail_index(number),
        sex="1" if int(number[16]) % 2 else "2",
        born_on=date(int(number[6:10]), int(number[10:12]), int(number[12:14])),
        **{"education": "31", "political_status": "01", "phone": "13900000000"} | fields,
    )


def make_tenure(
    person: Person,
    village: Division,
    post: Post = Post.PARTY_MEMBER,
    began_on: date = date(2017, 5, 1),
    **fields: Any,
) -> Tenure:
    """Put a person into a post."""
    began_how = Began.HIRED if post == Post.CLERK else Began.ELECTED
    return Tenure.objects.create(
        person=person,
        village=village,
        scope_path=village.path,
        post=post,
        began_on=began_on,
        **{"began_how": began_how} | fields,
    )


def make_measure(person: Person, taken_on: date = date(2018, 3, 1), **fields: Any) -> Measure:
    """Write a warning down."""
    return Measure.objects.create(
        person=person,
        scope_path=person.scope_path,
        taken_on=taken_on,
        **{"kind": Measure.Kind.WARNING, "title": "警示谈话"} | fields,
    )


def make_team(village: Division, first_day: date = date(2017, 5, 1), **fields: Any) -> Team:
    """Form a village's team."""
    return Team.objects.create(
        village=village,
        scope_path=village.path,
        first_day=first_day,
        **{"term": "第十届"} | fields,
    )


def make_education(person: Person, **fields: Any) -> Education:
    """Write a certificate down."""
    given = {"mode": "full_time", "level": "31", "school": "衡阳师范学院"} | fields
    return Education.objects.create(person=person, scope_path=person.scope_path, **given)


def make_experience(
    person: Person,
    began_on: date = date(1999, 9, 1),
    text: str = "衡阳市农业学校学习",
    **fields: Any,
) -> Experience:
    """Write a line of the résumé."""
    return Experience.objects.create(
        person=person, scope_path=person.scope_path, began_on=began_on, text=text, **fields
    )


def make_relative(person: Person, **fields: Any) -> Relative:
    """Write a member of the family down."""
    given = {"relation": "spouse", "title": "妻子", "name": "李桂兰", "work": "在家务农"} | fields
    return Relative.objects.create(person=person, scope_path=person.scope_path, **given)


def make_reward(person: Person, **fields: Any) -> Reward:
    """Write a commendation down."""
    given = {
        "title": "优秀共产党员", "level": "county", "granted_by": "中共耒阳市委",
        "granted_on": date(2016, 7, 1),
    }  # fmt: skip
    return Reward.objects.create(person=person, scope_path=person.scope_path, **(given | fields))
