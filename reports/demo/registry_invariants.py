"""What must be true of the registry's part of a demo city: every queue holds something, rightly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Model

from accounts.acting import Acting
from accounts.models import Division
from accounts.roles import Level, Role
from cadres import identity
from cadres.models import (
    Correction,
    Document,
    Duplicate,
    Education,
    Experience,
    FormerNumber,
    Person,
    Relative,
    Reward,
    Transfer,
)
from cadres.queries.carrying import pending_tenures
from cadres.queries.duplicates import Queue
from cadres.queries.recusal import conflicts
from cadres.queries.terms import current_teams, ends_by, lengths
from cadres.queries.transfers import Lies, sought_by
from cadres.queries.vacancies import total, with_vacancies
from policy.dates import add_months
from reports.demo.cast import SHOWCASE
from reports.demo.days import BUSINESS_DAY
from reports.demo.openings import VACANT_ELSEWHERE

DESKS = {
    Level.TOWNSHIP: Role.TOWNSHIP_CLERK,
    Level.COUNTY: Role.COUNTY_OFFICER,
    Level.CITY: Role.CITY_OFFICER,
}
FILE_ROWS: tuple[type[Model], ...] = (
    Education, Experience, Relative, Reward, Document, FormerNumber, Correction,
)  # fmt: skip
ASTRAY = """SELECT count(*) FROM "{table}" r JOIN cadres_person p ON p.id = r.person_id
  WHERE r.scope_path <> p.scope_path"""
STORED_ASTRAY = """
SELECT count(*) FROM cadres_storedfile f WHERE NOT EXISTS (
    SELECT FROM cadres_person p WHERE p.photo_id = f.id AND p.scope_path = f.scope_path)
  AND NOT EXISTS (
    SELECT FROM cadres_document d WHERE d.file_id = f.id AND d.scope_path = f.scope_path)
  AND NOT EXISTS (
    SELECT FROM cadres_correction c WHERE c.evidence_id = f.id AND c.scope_path = f.scope_path)
  AND NOT EXISTS (
    SELECT FROM cadres_batch b WHERE b.file_id = f.id AND b.scope_path = f.scope_path)
"""
OUT_OF_LIFE = """
SELECT count(*) FROM cadres_experience e JOIN cadres_person p ON p.id = e.person_id
  WHERE e.began_on < p.born_on OR e.began_on > %s OR e.ended_on > %s OR EXISTS (
    SELECT FROM cadres_experience o WHERE o.person_id = e.person_id AND o.id <> e.id
      AND daterange(o.began_on, o.ended_on, '[]') && daterange(e.began_on, e.ended_on, '[]'))
"""
NOT_LEARNED = """
SELECT count(*) FROM cadres_person p WHERE EXISTS (
    SELECT FROM cadres_education e WHERE e.person_id = p.id)
  AND NOT EXISTS (
    SELECT FROM cadres_education e WHERE e.person_id = p.id AND e.level = p.education)
"""


def broken() -> Iterator[str]:
    """Give a sentence for everything about the registry that is not as it must be."""
    shown = Division.objects.get(level=Level.TOWNSHIP, name=SHOWCASE)
    township, county, city = (_at(shown), _at(_above(shown)), _at(_above(_above(shown))))
    for check in (_requests(county, city), _pairs(township, county, city),
                  _posts(township, county), _files(township), _numbers(county, city)):  # fmt: skip
        yield from check


def _requests(county: Acting, city: Acting) -> Iterator[str]:
    for desk, status in ((county, Transfer.Status.COUNTY), (city, Transfer.Status.CITY)):
        if not Transfer.objects.visible_to(desk).filter(status=status).exists():
            yield f"{desk.where}没有待办理的转入申请。"
    if not Correction.objects.visible_to(county).open().exists():
        yield f"{county.where}没有待审核的更正申请。"
    if not Person.objects.visible_to(county).exclude(verified_on=None).exists():
        yield f"{county.where}没有核定过的档案。"


def _pairs(*desks: Acting) -> Iterator[str]:
    for desk in desks:
        if not len(Queue(desk)):
            yield f"{desk.where}没有待判断的疑似重复。"
        proposed = Duplicate.objects.visible_to(desk).filter(status=Duplicate.Status.PROPOSED)
        if not proposed.exists():
            yield f"{desk.where}没有待复核的疑似重复。"


def _posts(township: Acting, county: Acting) -> Iterator[str]:
    for desk, least in ((township, 1), (county, 2)):
        found = total(with_vacancies(desk, BUSINESS_DAY)).total
        if not least <= found <= least + VACANT_ELSEWHERE + 1:
            yield f"{desk.where}有 {found} 个职务空缺，不是少数几个。"
    known, then = lengths(BUSINESS_DAY), add_months(BUSINESS_DAY, 3)
    ending = current_teams(township, BUSINESS_DAY).filter(ends_by(then, known)).count()
    if ending != 2:
        yield f"{township.where}有 {ending} 个班子届满或将届满，应为 2 个。"
    if not pending_tenures(county, BUSINESS_DAY).exists():
        yield f"{county.where}没有建制调整待接续的任职。"


def _files(township: Acting) -> Iterator[str]:
    for model in FILE_ROWS:
        if wrong := _count(ASTRAY.format(table=model._meta.db_table)):
            yield f"{model._meta.verbose_name}有 {wrong} 行不在档案所在的单位。"
    if wrong := _count(STORED_ASTRAY):
        yield f"有 {wrong} 份文件不属于任何档案。"
    if wrong := _count(OUT_OF_LIFE, BUSINESS_DAY, BUSINESS_DAY):
        yield f"有 {wrong} 行简历前后重叠或日期不对。"
    if wrong := _count(NOT_LEARNED):
        yield f"有 {wrong} 人的学历与学历教育不符。"
    told = Experience.objects.visible_to(township).values("person")
    if Person.objects.visible_to(township).in_post(BUSINESS_DAY).exclude(pk__in=told).exists():
        yield f"{township.where}有在任干部没有简历。"
    found = conflicts(township, BUSINESS_DAY)
    if not any(one.by_law for one in found):
        yield f"{township.where}没有需要回避的近亲属。"


def _numbers(county: Acting, city: Acting) -> Iterator[str]:
    """Let former numbers be valid and nobody's now, and requests ask for files that are away."""
    for former in FormerNumber.objects.all():
        taken = Person.objects.filter(id_index=former.id_index).exists()
        if taken or identity.read(former.id_number, today=BUSINESS_DAY).problems:
            yield f"曾用号码不合规或有人正在使用（{identity.mask(former.id_number)}）。"
    for desk, status in ((county, Transfer.Status.COUNTY), (city, Transfer.Status.CITY)):
        for asked in Transfer.objects.visible_to(desk).filter(status=status):
            if sought_by(asked, desk).lies is not Lies.HERE:
                yield f"转入{asked.name}的申请，档案不在{desk.where}。"


def _at(division: Division) -> Acting:
    return Acting(role=DESKS[Level(division.level)], division=division)


def _above(division: Division) -> Division:
    if division.parent is None:
        raise ValueError(f"{division} has nothing above it")
    return division.parent


def _count(sql: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.fetchone()[0])
