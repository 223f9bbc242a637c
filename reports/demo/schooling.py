"""What made-up people learned and where, so that it fits their age, first job and schooling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reports.demo.chance import Chance, happens
from reports.demo.humans import Human

MASTER, BACHELOR, COLLEGE, TECHNICAL, SENIOR, JUNIOR = "14", "21", "31", "41", "61", "71"
LONG = {MASTER: 3, BACHELOR: 4, COLLEGE: 3, TECHNICAL: 3, SENIOR: 3, JUNIOR: 3}
USUAL_END = {MASTER: 25, BACHELOR: 22, COLLEGE: 21, TECHNICAL: 19, SENIOR: 19, JUNIOR: 16}
SHORT_SCHOOL = 17  # senior school of two years, as it was, ended before that age
LAST_SUMMER = 2018
COUNTY_UNTIL = 1986  # 耒阳 was a county before it became a city
# From which year on a school bore its name.
FULL_TIME = {
    MASTER: ((1994, "湖南农业大学", "农业推广"),),
    BACHELOR: (
        (1994, "湖南农业大学", "农学"),
        (1999, "衡阳师范学院", "法学"),
        (2000, "南华大学", "会计学"),
    ),
    COLLEGE: (
        (1980, "衡阳师范专科学校", "中文"),
        (2001, "湖南环境生物职业技术学院", "园林技术"),
        (2003, "湖南财经工业职业技术学院", "会计电算化"),
    ),
    TECHNICAL: (
        (1960, "衡阳农业学校", "农学"),
        (1960, "湖南省耒阳师范学校", "普通师范"),
        (1978, "衡阳财经学校", "财务会计"),
    ),
}
IN_SERVICE = {
    MASTER: ((1994, "湖南农业大学", "农村与区域发展"),),
    BACHELOR: (
        (1985, "中央党校函授学院", "经济管理"),
        (2002, "中央广播电视大学", "行政管理"),
        (2012, "国家开放大学", "行政管理"),
    ),
    COLLEGE: (
        (1985, "湖南省委党校函授学院", "农村经济管理"),
        (2004, "湖南广播电视大学", "农村行政管理"),
        (2004, "湖南广播电视大学", "畜牧兽医"),
    ),
    TECHNICAL: ((1981, "中央农业广播电视学校耒阳分校", "农业经济管理"),),
    SENIOR: ((1960, "耒阳成人中等文化学校", ""),),
}
ENDED = {"中央党校函授学院": 2010, "湖南省委党校函授学院": 2010, "中央广播电视大学": 2011}


@dataclass(frozen=True, slots=True)
class Course:
    """A course of study that ended with a certificate."""

    level: str
    school: str
    major: str
    began: date
    graduated: date
    full_time: bool
    degree: str = ""


def courses(dice: Chance, human: Human, township: str, in_office: date) -> list[Course]:
    """Draw the courses that made a person's schooling; full-time ones end before the first job.

    Whoever came as a graduate began to work with his certificate: his first job moves there.
    """
    by_job = human.first_job.year - (human.first_job.month < 7)
    if _came_from_college(dice, human, in_office):
        return [_full_time(dice, human, human.education, township, 0)]
    if USUAL_END[human.education] <= by_job - human.born.year or human.education == JUNIOR:
        return [_full_time(dice, human, human.education, township, by_job)]
    if human.education in (SENIOR, TECHNICAL) and by_job - human.born.year >= SHORT_SCHOOL - 1:
        return [_full_time(dice, human, human.education, township, by_job)]
    ground = _ground(dice, by_job - human.born.year)
    return [
        _full_time(dice, human, ground, township, by_job),
        *_in_service(dice, human),
    ]


def _came_from_college(dice: Chance, human: Human, in_office: date) -> bool:
    """Tell whether somebody went on to college before he worked at all."""
    end = human.born.year + USUAL_END[human.education]
    young = human.born.year >= 1980 and human.education in (MASTER, BACHELOR, COLLEGE)
    likely = human.source == "graduate" or happens(dice, 0.3)
    return young and end < min(in_office.year, LAST_SUMMER) and likely


def _ground(dice: Chance, age: int) -> str:
    """Say with what somebody left school who went on learning later."""
    if age < SHORT_SCHOOL:
        return JUNIOR
    return SENIOR if happens(dice, 0.75) else TECHNICAL


def _full_time(dice: Chance, human: Human, level: str, township: str, by_job: int) -> Course:
    end = human.born.year + USUAL_END[level]
    if by_job:
        end = min(end, by_job)
    years = LONG[level]
    if level == SENIOR and end - human.born.year < SHORT_SCHOOL + 1:
        years = 2
    began = end - years
    if level in (SENIOR, JUNIOR):
        school, major = _school(dice, level, township, began), ""
    else:
        _, school, major = _open(dice, FULL_TIME[level], began)
    days = date(began, 9, 1), date(end, 6, 30)
    return Course(level, school, major, *days, full_time=True, degree=_degree(human, level))


def _in_service(dice: Chance, human: Human) -> Iterator[Course]:
    level = human.education
    first = max(human.first_job.year + 1, human.born.year + 21, 1985)
    last = LAST_SUMMER - LONG[level]
    began = dice.randint(min(first, last), max(min(first + 16, last), min(first, last)))
    _, school, major = _open(dice, IN_SERVICE[level], began)
    days = date(began, 9, 1), date(began + LONG[level], 7, 10)
    yield Course(level, school, major, *days, full_time=False, degree=_degree(human, level))


def _degree(human: Human, level: str) -> str:
    return human.degree if level == BACHELOR else ""


def _open(
    dice: Chance, schools: tuple[tuple[int, str, str], ...], year: int
) -> tuple[int, str, str]:
    """Draw one of the schools that took pupils in that year."""
    known = [one for one in schools if one[0] <= year <= ENDED.get(one[1], LAST_SUMMER)]
    return dice.choice(known or list(schools[:1]))


def _school(dice: Chance, level: str, township: str, year: int) -> str:
    place = "耒阳市" if year >= COUNTY_UNTIL else "耒阳县"
    if level == JUNIOR:
        return f"{place}{township}中学"
    return f"{place}第{dice.choice('一二三四')}中学"
