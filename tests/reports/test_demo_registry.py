"""What the demo city shows of the registry: full files, and work in every queue."""

from __future__ import annotations

import pytest

from accounts.acting import Acting, acting_in
from accounts.clock import today
from accounts.models import Division, RoleGrant
from cadres.models import (
    Correction,
    Duplicate,
    Education,
    Experience,
    Person,
    Relative,
    Transfer,
)
from cadres.queries.completeness import completeness_of
from reports import todo
from reports.demo import registry_invariants

pytestmark = pytest.mark.usefixtures("demo_city")


def acting(username: str) -> Acting:
    grant = RoleGrant.objects.select_related("user", "division__parent").get(
        user__username=username
    )
    return acting_in(grant)


def waiting(username: str) -> str:
    """Join what the to-do page of an account says."""
    return "\n".join(line.title for line in todo.of(acting(username)))


@pytest.mark.parametrize(
    "sentence",
    ["判断 1 对疑似重复", "没有转入", "个书记、主任职务空缺", "班子已届满", "个月内届满"],
)
def test_the_showcase_clerk_finds_work_of_every_kind(sentence):
    assert sentence in waiting("leiyang-xinshi-ganshi")


@pytest.mark.parametrize(
    "sentence",
    ["办理 1 件转入申请", "审核 1 件更正申请", "复核 1 对疑似重复的判断", "判断 1 对疑似重复"],
)
def test_the_county_finds_what_its_townships_asked(sentence):
    assert sentence in waiting("leiyang-zuzhibu-1")


@pytest.mark.parametrize(
    "sentence",
    ["办理 1 件转入申请", "复核 1 对疑似重复的判断", "判断 1 对疑似重复"],
)
def test_the_city_finds_what_lies_across_counties(sentence):
    assert sentence in waiting("hengyang-shiwei-1")


def test_the_clerk_beside_the_showcase_has_people_to_carry_over():
    assert "的干部" in waiting("leiyang-yaotian-ganshi")


@pytest.mark.parametrize(
    ("of", "sentence"),
    [
        (lambda: Transfer.objects.filter(status=Transfer.Status.COUNTY), "没有待办理的转入申请"),
        (lambda: Transfer.objects.filter(status=Transfer.Status.CITY), "没有待办理的转入申请"),
        (lambda: Correction.objects.filter(status=Correction.Status.ASKED), "没有待审核的更正申请"),
        (lambda: Duplicate.objects.all(), "没有待复核的疑似重复"),
        (lambda: Relative.objects.exclude(cadre=None), "没有需要回避的近亲属"),
        (lambda: Experience.objects.all(), "没有简历"),
    ],
)
def test_a_build_without_work_in_a_queue_is_not_kept(of, sentence):
    of().delete()

    assert sentence in "".join(registry_invariants.broken())


def test_a_row_beside_its_file_is_found():
    elsewhere = Division.objects.get(name="遥田镇").path
    shown = Education.objects.filter(person__unit__name="新市镇").first()
    Education.objects.filter(pk=shown.pk).update(scope_path=elsewhere)

    assert "学历教育有 1 行不在档案所在的单位。" in list(registry_invariants.broken())


def test_files_are_full_in_the_showcase_and_thin_elsewhere():
    clerk, other = acting("leiyang-xinshi-ganshi"), acting("zhuhui-dongyangdu-ganshi")
    here = completeness_of(Person.objects.visible_to(clerk).in_post(today()), clerk)
    there = completeness_of(Person.objects.visible_to(other).in_post(today()), other)

    assert min(one.score for one in here.values()) >= 75
    assert max(one.score for one in here.values()) == 100
    assert there
    assert max(one.score for one in there.values()) < 75


@pytest.mark.parametrize(
    "username",
    ["leiyang-xinshi-ganshi", "leiyang-yaotian-ganshi", "leiyang-zuzhibu-1", "hengyang-shiwei-1"],
)
def test_nothing_is_to_be_done_twice(username):
    said = waiting(username).splitlines()

    assert len(said) == len(set(said))
