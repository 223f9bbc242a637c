"""年度考核登记表: one form a cadre, from his basic data to the county's filing."""

from __future__ import annotations

from accounts.fields import plain
from assessments.models import Entry
from assessments.queries import BoardRow
from assessments.states import Dimension
from cadres import codes
from policy.words import GRADES
from reports.papers.assessment.matter import Matter
from reports.papers.assessment.votes import day, rating_said
from reports.papers.assessment.words import (
    NOTHING,
    SEALED,
    SIGNED,
    barred_by,
    month,
    said,
    ungraded_by,
)
from reports.papers.document import Align, Cell, Fields, Line, Paper, label, opinion, value

WIDTHS = (1.0,) * 14
LOW = 0.8


def papers(matter: Matter) -> tuple[Paper, ...]:
    """Give every cadre on the roster his form."""
    return tuple(_form(matter, entry) for entry in matter.entries)


def _form(matter: Matter, entry: Entry) -> Paper:
    row = matter.row_of[entry.pk]
    return Paper(
        title="村干部年度考核登记表",
        subtitle=f"（{matter.round.year} 年度）",
        head=(f"单位：{matter.place}", f"名册截止：{matter.round.cutoff_on}"),
        blocks=(
            Fields(
                WIDTHS,
                (
                    *_basic(matter, entry),
                    _serving(matter, entry),
                    *_ballots(matter, entry, row),
                    *_targets(matter, entry, row),
                    *_result(matter, row),
                    *_opinions(matter, entry, row),
                ),
            ),
        ),
        cell_size=10,
        about=entry.pk,
        name=f"{entry.name}（{entry.village.name}）",
    )


def _basic(matter: Matter, entry: Entry) -> tuple[Line, ...]:
    person = matter.people.get(entry.person_id)
    since = month(matter.since.get(entry.person_id))
    coded = {
        field: codes.label(field, getattr(person, field)) if person else ""
        for field in ("ethnicity", "education", "political_status")
    }
    return (
        Line(
            (
                label("姓　名", 2), value(entry.name, 2),
                label("性别"), value(person.get_sex_display() if person else ""),
                label("出生年月", 2), value(month(person.born_on) if person else "", 2),
                label("政治面貌", 2), value(coded["political_status"], 2),
            ),
            LOW,
        ),
        Line(
            (
                label("学　历", 2), value(coded["education"], 2),
                label("民族"), value(coded["ethnicity"]),
                label("任现职时间", 2), value(since, 2),
                label("本年任职", 2), value(f"{entry.months} 个整月", 2),
            ),
            LOW,
        ),
    )  # fmt: skip


def _serving(matter: Matter, entry: Entry) -> Line:
    return Line(
        (
            label("村及职务", 2), value(f"{entry.village.name} {entry.posts}", 4),
            label("村干部类别", 2), value("村主干" if entry.is_principal else "其他", 2),
            label("班子结果", 2), value(matter.team_of(entry), 2),
        ),
        LOW,
    )  # fmt: skip


def _ballots(matter: Matter, entry: Entry, row: BoardRow) -> tuple[Line, ...]:
    lines = matter.votes.lines[entry.pk]
    names = tuple(GRADES.values())
    head = (
        label("述职\n测评", 2, down=len(lines) + 2),
        label("投票人类别", 3), label("权重"), label(names[0]), label(names[1]),
        label(names[2], 2), label(names[3], 2), label("平均分", 2),
    )  # fmt: skip
    body = (
        Line(
            (
                value(one.group, 3), value(one.weight), value(one.counts[0]), value(one.counts[1]),
                value(one.counts[2], 2), value(one.counts[3], 2), value(one.mean, 2),
            ),
            LOW,
        )
        for one in lines
    )  # fmt: skip
    held = matter.votes.held_on(entry.village_id)
    last = (
        label("测评得分", 3),
        value(rating_said(lines, row.report_rating), 4),
        label("述职日期", 2),
        value(held, 3),
    )
    return (Line(head, LOW), *body, Line(last, LOW))


def _targets(matter: Matter, entry: Entry, row: BoardRow) -> tuple[Line, ...]:
    most: dict[str, str] = {}
    for dimension in Dimension:
        found = [one.points for one in matter.indicators if one.dimension == dimension]
        most[dimension] = plain(sum(found)) if found else ""
    plan = f"依据{matter.county.name}{matter.plan_title}评分"
    head = (
        label("目标\n考核", 2, down=3),
        label("方面", 2), *(label(one.label) for one in Dimension), label("合计", 2),
        Cell(plan, across=3, down=3),
    )  # fmt: skip
    whole = plain(sum(one.points for one in matter.indicators)) if matter.indicators else ""
    full = (label("满分", 2), *(value(most[one]) for one in Dimension), value(whole, 2))
    points = (value(plain(getattr(entry, one.value))) for one in Dimension)
    return (
        Line(head, LOW),
        Line(full, LOW),
        Line((label("得分", 2), *points, value(row.target_score, 2)), LOW),
    )


def _result(matter: Matter, row: BoardRow) -> tuple[Line, ...]:
    sum_said = said(row, "grade.composite") or ungraded_by(row)
    place = "" if row.place is None else f"第 {row.place} 名"
    proposed = matter.proposed.get(row.entry.pk, row.label)
    return (
        Line(
            (
                label("综合得分", 2), value(sum_said, 8, align=Align.LEFT),
                label("名　次", 2), value(place, 2),
            ),
            LOW,
        ),
        Line((label("评优限制", 2), value(barred_by(row) or NOTHING, 12, align=Align.LEFT)), LOW),
        Line(
            (
                label("建议等次", 2), value(proposed, 3),
                label("审定等次", 2), value(row.label if matter.is_decided else "", 3),
                label("优秀名额", 2), value(f"{matter.board.seats} 名", 2),
            ),
            LOW,
        ),
    )  # fmt: skip


def _opinions(matter: Matter, entry: Entry, row: BoardRow) -> tuple[Line, ...]:
    boxes = (
        ("乡镇党委\n审定意见", _decided(matter, row), SEALED, 2.6),
        ("公示情况", _noticed(matter, entry), SEALED, 1.9),
        ("本人意见", _received(matter, entry), SIGNED, 2.1),
        ("县委组织部\n备案意见", _filed(matter), SEALED, 2.1),
    )
    return tuple(
        Line((label(name, 2), opinion(text, foot, across=12)), height)
        for name, text, foot, height in boxes
    )


def _decided(matter: Matter, row: BoardRow) -> str:
    if not matter.is_decided:
        return ""
    sitting, found = matter.sitting, matter.round
    number = sitting.number if sitting else found.minutes
    parts = [f"经 {matter.decided_on}党委会研究（纪要：{number}），确定为{row.label}。"]
    if row.reason:
        parts.append(f"理由：{row.reason}。".replace("。。", "。"))
    if sitting:
        parts.append(f"到会：{sitting.attended}。")
        parts.append(f"回避：{sitting.recused or NOTHING}。")
    return "".join(parts)


def _noticed(matter: Matter, entry: Entry) -> str:
    found = matter.round
    if not found.noticed_on:
        return ""
    where = f"在{found.notice_place}" if found.notice_place else ""
    said = f"{day(found.noticed_on)}至 {day(found.notice_until)}{where}公示。"
    if not matter.is_told:
        return said
    several = matter.objections[entry.pk]
    return said + (
        f"公示期间收到对本人等次的异议 {several} 件。"
        if several
        else "公示期间没有收到对本人等次的异议。"
    )


def _received(matter: Matter, entry: Entry) -> str:
    """Say what the receipt says; his own opinion he writes himself."""
    letter = matter.letters.get(entry.pk)
    if letter is None or letter.served_on is None:
        return ""
    return (
        f"结果告知书（{letter.number}）{day(letter.served_on)}{letter.get_manner_display()}，"
        f"签收人：{letter.receiver}。"
    )


def _filed(matter: Matter) -> str:
    found = matter.round
    if not found.filed_on:
        return ""
    return f"{day(found.filed_on)}备案，备案人：{found.filed_by_name}。"
