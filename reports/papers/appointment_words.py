"""What a person's file says, in the words and the order of the 干部任免审批表."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from accounts.acting import Acting
from accounts.models import Division
from cadres import codes
from cadres.models import (
    Education,
    Experience,
    Measure,
    Person,
    Relative,
    Reward,
    StoredFile,
    Tenure,
)
from cadres.posts import ORDER, Post
from cadres.queries.people import one_person
from reports.timeline import UNDECIDED, assessed_years

R = TypeVar("R", str, tuple[str, ...])
YEARS = 3  # the form asks for the last three
NONE = "无"
# Schooling as forms name it, by GB/T 4658; whatever was not finished keeps its word.
SCHOOLING = {
    "1": "研究生", "2": "大学", "3": "大专", "40": "中专", "41": "中专", "42": "中专", "43": "中专",
    "44": "职高", "45": "职高", "46": "职高", "47": "技校", "48": "技校", "49": "技校",
    "6": "高中", "7": "初中", "8": "小学",
}  # fmt: skip
FINISHED = ("毕业", "教育")
POSTS = {
    Post.PARTY_SECRETARY: "党组织书记",
    Post.PARTY_DEPUTY: "党组织副书记",
    Post.PARTY_MEMBER: "党组织委员",
    Post.VC_DIRECTOR: "{committee}主任",
    Post.VC_DEPUTY: "{committee}副主任",
    Post.VC_MEMBER: "{committee}委员",
    Post.SUPERVISION_MEMBER: "监督委员会成员",
    Post.CLERK: "文书",
}
# The order in which the form lists a family.
NEAR = tuple(Relative.Relation.values)


@dataclass(frozen=True, slots=True)
class Words:
    """The cells of the form that the file fills."""

    name: str
    sex: str
    born: str
    ethnicity: str
    native_place: str
    birthplace: str
    party: str
    first_job: str
    health: str
    professional_title: str
    photo: StoredFile | None
    full_time: tuple[str, str]
    in_service: tuple[str, str]
    posts: str
    resume: Sequence[str]
    rewards: str
    grades: str
    family: Sequence[tuple[str, ...]]

    @property
    def empty(self) -> list[str]:
        """Name the cells for which the file has nothing."""
        cells = {
            "照片": self.photo, "籍贯": self.native_place, "出生地": self.birthplace,
            "参加工作时间": self.first_job, "健康状况": self.health,
            "学历学位": self.full_time[0] or self.in_service[0], "现任职务": self.posts,
            "简历": self.resume, "年度考核结果": self.grades, "家庭主要成员": self.family,
        }  # fmt: skip
        return [name for name, found in cells.items() if not found]


def words_of(person: Person, day: date, by: Acting) -> Words:
    """Read a person's file, and those merged into it, as far as the reader sees them."""
    mine = {"person__in": one_person(person)}
    tenures = list(
        Tenure.objects.visible_to(by)
        .filter(**mine, began_on__lte=day)
        .select_related("village__parent__parent")
        .order_by("began_on", "pk")
    )
    schools = list(Education.objects.visible_to(by).filter(**mine).order_by("level", "-pk"))
    lines = Experience.objects.visible_to(by).filter(**mine).order_by("began_on", "pk")
    family = sorted(Relative.objects.visible_to(by).filter(**mine).order_by("pk"), key=_nearness)
    return Words(
        **_personal(person, day),
        full_time=_school(one for one in schools if one.mode == Education.Mode.FULL_TIME),
        in_service=_school(one for one in schools if one.mode == Education.Mode.IN_SERVICE),
        posts=_posts(one for one in tenures if one.ended_on is None or one.ended_on >= day),
        resume=_once(resume_line(one.began_on, one.ended_on, one.text) for one in lines)
        or _once(resume_line(one.began_on, one.ended_on, _post(one)) for one in tenures),
        rewards=_rewards(mine, day, by),
        grades=_grades(mine["person__in"], by),
        family=_once(map(_relative, family)),
    )


def _once(rows: Iterable[R]) -> list[R]:
    """Give each row once: two merged files may tell the same."""
    return list(dict.fromkeys(rows))


def _personal(person: Person, day: date) -> dict[str, Any]:
    return {
        "name": person.name,
        "sex": person.get_sex_display(),
        "born": f"{month(person.born_on)}\n（{person.age_on(day)}岁）",
        "ethnicity": codes.label("ethnicity", person.ethnicity),
        "native_place": person.native_place,
        "birthplace": person.birthplace,
        "party": _party(person),
        "first_job": month(person.first_job_on),
        "health": codes.label("health", person.health).split("或")[0],  # a form says 健康 alone
        "professional_title": person.professional_title,
        "photo": person.photo,
    }


def month(day: date | None) -> str:
    """Write a day as forms do: 1975.08."""
    return f"{day:%Y.%m}" if day else ""


def resume_line(began_on: date, ended_on: date | None, text: str) -> str:
    """Write a line as the form prescribes: 1999.09--2002.07  text; an open end is left blank."""
    return f"{month(began_on)}--{month(ended_on):7}  {text}"


def _party(person: Person) -> str:
    """Give the month of joining; a member of another party names it, everybody else nothing."""
    if person.party_joined_on:
        return month(person.party_joined_on)
    others = [code for code in codes.political_status().labels if "04" <= code <= "11"]
    other = person.political_status in others
    return codes.label("political_status", person.political_status) if other else ""


def _school(found: Iterable[Education]) -> tuple[str, str]:
    """Give the highest schooling of a kind with its degree, and where."""
    best = next(iter(found), None)
    if best is None:
        return "", ""
    degree = codes.label("degree", best.degree).removesuffix("学位")
    major = f"{best.major.removesuffix('专业')}专业" if best.major else ""
    return "\n".join(filter(None, (schooling(best.level), degree))), best.school + major


def schooling(level: str) -> str:
    """Name a level of schooling as forms do; one that was not finished says so."""
    name = codes.label("education", level)
    short = SCHOOLING.get(level) or SCHOOLING.get(level[:1])
    if short is None:
        return name
    return short if name.endswith(FINISHED) else short + name[-2:]


def _posts(held: Iterable[Tenure]) -> str:
    """Name all the posts somebody holds, those of one village together."""
    of_village: dict[Division, list[Tenure]] = {}
    for one in sorted(held, key=lambda one: ORDER[Post(one.post)]):
        of_village.setdefault(one.village, []).append(one)
    return "；".join(
        _place(village) + "、".join(_title(one) for one in tenures)
        for village, tenures in of_village.items()
    )


def _post(one: Tenure) -> str:
    return _place(one.village) + _title(one)


def _place(village: Division) -> str:
    above = village.parent
    county = above.parent if above else None
    return "".join(one.name for one in (county, above, village) if one is not None)


def _title(one: Tenure) -> str:
    return POSTS[Post(one.post)].format(committee=one.village.committee_type or "村民委员会")


def _rewards(mine: dict[str, Any], day: date, by: Acting) -> str:
    """List commendations, sanctions that were not withdrawn, and a warning that still weighs."""
    rewards = Reward.objects.visible_to(by).filter(**mine)
    measures = Measure.objects.visible_to(by).filter(**mine, taken_on__lte=day)
    said = [(one.granted_on, f"{one.title}（{one.granted_by}）") for one in rewards] + [
        (one.taken_on, f"{one.title}{f'（{one.document}）' if one.document else ''}")
        for one in measures
        if (one.kind == Measure.Kind.SANCTION and not one.withdrawn_on) or one.in_force_on(day)
    ]
    return "\n".join(_once(f"{month(day)}，{text}" for day, text in sorted(said))) or NONE


def _grades(ids: Sequence[int], by: Acting) -> str:
    decided = [one for one in assessed_years(ids, by) if one.label != UNDECIDED]
    return "，".join(f"{one.year}年{one.label}" for one in reversed(decided[:YEARS]))


def _relative(one: Relative) -> tuple[str, ...]:
    status = codes.label("political_status", one.political_status)
    return one.title, one.name, month(one.born_on), status, one.work


def _nearness(one: Relative) -> tuple[int, date]:
    return NEAR.index(one.relation), one.born_on or date.max
