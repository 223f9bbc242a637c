"""The tables of a person's paper: what each part of the file knows, a row a record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cadres import codes
from cadres.history import Change
from cadres.models import (
    Document,
    DossierClass,
    Education,
    Experience,
    Measure,
    Relative,
    Reward,
    Team,
    Tenure,
)
from cadres.queries.recusal import Conflict
from policy.finding import TAGS
from reports.happenings import Happening
from reports.timeline import AssessedYear

CLASSES = list(DossierClass.values)


@dataclass(frozen=True, slots=True)
class Section:
    """A table under a heading; `widths` are shares of the line."""

    title: str
    head: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[Sequence[str]]
    empty: str


def span(first: date | None, last: date | None) -> str:
    """Say from when to when; an open end lasts."""
    return f"{first or '不详'} 至 {last or '今'}"


def of_tenures(tenures: Iterable[Tenure]) -> Section:
    rows = [
        (
            one.village.title,
            one.get_post_display(),
            span(one.began_on, one.ended_on),
            one.get_began_how_display(),
            one.get_ended_how_display(),
            one.approved_by,
            one.get_source_display(),
        )
        for one in tenures
    ]
    head = ("村（社区）", "职务", "起止", "任职方式", "离任方式", "批准机关", "来源")
    return Section("任职", head, (2.2, 1.4, 3.2, 1.3, 1.3, 2.2, 1.3), rows, "没有任职记录。")


def of_teams(teams: Iterable[tuple[Team, str, str]]) -> Section:
    rows = [
        (title, team.term, span(team.first_day, team.last_day), posts)
        for team, title, posts in teams
    ]
    head = ("村（社区）", "届次", "任期", "班子中职务")
    return Section("村“两委”班子", head, (2.4, 1.2, 2.6, 2), rows, "没有班子任期记录。")


def of_educations(educations: Iterable[Education]) -> Section:
    rows = [
        (
            one.get_mode_display(),
            codes.label("education", one.level),
            codes.label("degree", one.degree),
            one.school,
            one.major,
            span(one.began_on, one.graduated_on) if one.began_on or one.graduated_on else "",
        )
        for one in educations
    ]
    head = ("类别", "学历", "学位", "毕业院校", "专业", "起止")
    return Section("学历教育", head, (1.5, 1.8, 1.3, 2, 1.6, 2.9), rows, "没有学历教育记录。")


def of_experiences(experiences: Iterable[Experience]) -> Section:
    rows = [(span(one.began_on, one.ended_on), one.text) for one in experiences]
    return Section("简历", ("起止", "单位和职务"), (1, 2.6), rows, "没有简历记录。")


def of_relatives(relatives: Iterable[Relative]) -> Section:
    rows = [
        (
            one.title,
            one.name,
            f"{one.born_on:%Y.%m}" if one.born_on else "",
            codes.label("political_status", one.political_status),
            one.work,
            "担任公职或村干部" if one.holds_office else "",
        )
        for one in relatives
    ]
    head = ("称谓", "姓名", "出生年月", "政治面貌", "工作单位及职务", "回避核对")
    return Section(
        "家庭成员和重要社会关系", head, (1, 1.2, 1.1, 1.2, 2.8, 1.9), rows, "没有家庭成员记录。"
    )


def of_rewards(rewards: Iterable[Reward]) -> Section:
    rows = [
        (str(one.granted_on), one.title, one.get_level_display(), one.granted_by, one.document)
        for one in rewards
    ]
    head = ("日期", "名称", "级别", "授予机关", "文号")
    return Section("奖励", head, (1.3, 2.8, 0.9, 2.2, 2), rows, "没有奖励记录。")


def of_conflicts(conflicts: Iterable[Conflict]) -> Section:
    """List who sits beside a relative in one village; without any there is nothing to print."""
    rows = [
        (
            f"{one.person.name}（{one.posts}）",
            f"{one.relation}{one.relative.name}（{one.relative_posts}）",
            one.village.title,
            f"{one.ground}（{TAGS[one.source]}）",
        )
        for one in conflicts
    ]
    return Section("任职回避", ("本人", "近亲属", "同在", "依据"), (1.6, 1.8, 1.6, 3), rows, "")


def of_measures(measures: Iterable[tuple[Measure, tuple[str, str]]]) -> Section:
    rows = [
        (
            one.get_kind_display(),
            one.title,
            one.document,
            str(one.taken_on),
            str(one.until or "未定"),
            f"{one.withdrawn_on} 撤销" if one.withdrawn_on else standing,
        )
        for one, (standing, _) in measures
    ]
    head = ("类别", "名称", "文号", "作出日期", "影响期至", "现状")
    return Section("警示与处分", head, (0.9, 2, 2.4, 1.4, 1.4, 1.8), rows, "没有警示或处分。")


def of_years(years: Iterable[AssessedYear]) -> Section:
    rows = [
        (
            str(one.year),
            one.entry.village.name,
            one.entry.posts,
            one.label,
            str(one.decided_on or ""),
            one.state,
        )
        for one in years
    ]
    head = ("年度", "村（社区）", "职务", "等次", "审定日期", "状态")
    return Section("年度考核", head, (0.8, 1.6, 1.6, 1.2, 1.4, 2), rows, "没有考核记录。")


def of_documents(documents: Iterable[Document]) -> Section:
    """List the papers by their class; what was taken out stays on the list, with the reason."""
    rows = [
        (
            one.get_dossier_class_display(),
            one.title,
            str(one.dated_on or ""),
            f"{one.added_on} {one.added_by}",
            f"{one.withdrawn_on} {one.withdrawn_why}" if one.withdrawn_on else "",
        )
        for one in sorted(documents, key=lambda one: CLASSES.index(one.dossier_class))
    ]
    head = ("类别", "材料名称", "材料日期", "归档", "撤出")
    return Section("档案材料", head, (1.2, 2.8, 1.4, 2, 1.8), rows, "没有归档材料。")


def of_changes(changes: Iterable[Change]) -> Section:
    rows = [
        (
            f"{timezone.localtime(one.at):%Y-%m-%d %H:%M}",
            " ".join(dict.fromkeys(filter(None, (one.place, one.role, one.who)))),
            "；".join(filter(None, (_done(one), *map(str, one.fields)))),
        )
        for one in changes
    ]
    return Section("档案更正", ("时间", "经办", "内容"), (1.3, 2.4, 3.6), rows, "没有更正记录。")


def _done(change: Change) -> str:
    return change.said or ("建立档案" if change.opened else "")


def of_timeline(happenings: Iterable[Happening]) -> Section:
    rows = [(str(one.day), one.text, one.ground) for one in happenings]
    return Section("大事记", ("日期", "事项", "说明"), (1, 2.6, 3.2), rows, "没有记录。")
