"""Two files side by side, line by line: what differs is marked, numbers are masked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from accounts.acting import Acting
from cadres import codes
from cadres.masking import Purpose, shown, told_apart
from cadres.models import (
    Document,
    Education,
    Experience,
    FormerNumber,
    Measure,
    Person,
    Relative,
    Reward,
    Tenure,
)

MASKED = (("phone", "手机号"), ("bank_account", "银行账号"))
CODED = (
    ("ethnicity", "民族"), ("education", "学历"), ("degree", "学位"),
    ("political_status", "政治面貌"), ("health", "健康状况"),
)  # fmt: skip
PLAIN: tuple[tuple[str, Callable[[Person], object]], ...] = (
    ("入党日期", lambda one: one.party_joined_on),
    ("参加工作日期", lambda one: one.first_job_on),
    ("籍贯", lambda one: one.native_place),
    ("出生地", lambda one: one.birthplace),
    ("专业技术职务", lambda one: one.professional_title),
    ("管档单位", lambda one: one.unit.title),
    ("核定", lambda one: one.verified_on),
)
# Rows of the file that go over when files are merged.
ROWS: tuple[tuple[str, Any], ...] = (
    ("学历教育", Education), ("简历", Experience), ("家庭成员", Relative), ("奖励", Reward),
    ("档案材料", Document), ("曾用号码", FormerNumber), ("警示与处分", Measure),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of both files as it may be seen."""

    label: str
    left: str
    right: str
    differs: bool


def lines(left: Person, right: Person, acting: Acting) -> list[Line]:
    """Compare two files the reader may see; what neither says is left out."""
    return [line for line in _all(left, right, acting) if line.left or line.right]


def _all(left: Person, right: Person, acting: Acting) -> list[Line]:
    return [
        _line("姓名", left.name, right.name),
        Line("档案编号", str(left.pk), str(right.pk), differs=False),
        _numbers(left, right),
        _line("性别", left.get_sex_display(), right.get_sex_display()),
        _line("出生日期", left.born_on, right.born_on),
        *(_line(label, _code(field, left), _code(field, right)) for field, label in CODED),
        *(_line(label, of(left), of(right)) for label, of in PLAIN),
        *(_masked(field, label, left, right, acting) for field, label in MASKED),
        *_facts(left, right, acting),
    ]


def _line(label: str, left: object, right: object) -> Line:
    one, other = ("" if value is None else str(value) for value in (left, right))
    return Line(label, one, other, one != other)


def _code(field: str, person: Person) -> str:
    return codes.label(field, getattr(person, field))


def _numbers(left: Person, right: Person) -> Line:
    one, other = told_apart(left.id_number, right.id_number)
    return Line("身份证号", one, other, left.id_number != right.id_number)


def _masked(field: str, label: str, left: Person, right: Person, acting: Acting) -> Line:
    one, other = (
        shown(field, getattr(person, field), viewer=acting, subject=person, purpose=Purpose.PAGE)
        for person in (left, right)
    )
    return Line(label, one, other, getattr(left, field) != getattr(right, field))


def _facts(left: Person, right: Person, acting: Acting) -> list[Line]:
    """Count what else each file holds, and list what each held."""
    both = [left.pk, right.pk]
    tenures = Tenure.objects.visible_to(acting).filter(person__in=both)
    held: dict[int, list[str]] = {pk: [] for pk in both}
    for tenure in tenures.select_related("village").order_by("began_on", "pk"):
        held[tenure.person_id].append(
            f"{tenure.village.name}{tenure.get_post_display()}"
            f"（{tenure.began_on:%Y.%m}—{f'{tenure.ended_on:%Y.%m}' if tenure.ended_on else '今'}）"
        )
    counts = [
        (label, dict(_rows_of(model, both, acting).values_list("person", "n")))
        for label, model in ROWS
    ]
    return [
        _line("任职", "；".join(held[left.pk]), "；".join(held[right.pk])),
        *(_line(label, _rows(n.get(left.pk)), _rows(n.get(right.pk))) for label, n in counts),
    ]


def _rows(number: int | None) -> str:
    return f"{number} 条" if number else ""


def _rows_of(model: Any, people: list[int], acting: Acting) -> Any:
    found = model.objects.visible_to(acting).filter(person__in=people)
    return found.values("person").annotate(n=Count("pk"))
