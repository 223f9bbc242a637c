"""结果告知书: each cadre's grade, its ground, what he may do against it, and his receipt."""

from __future__ import annotations

from assessments.models import Entry, Letter
from assessments.queries import BoardRow
from policy.snapshot import count
from reports.papers.assessment.matter import Matter
from reports.papers.assessment.votes import day
from reports.papers.assessment.words import SIGN_DATE, barred_by, said, ungraded_by
from reports.papers.document import Block, Look, Paper, Paragraph, Signatures


def papers(matter: Matter) -> tuple[Paper, ...]:
    """Give the letters that were issued."""
    return tuple(
        _letter(matter, entry, matter.letters[entry.pk])
        for entry in matter.entries
        if entry.pk in matter.letters
    )


def _letter(matter: Matter, entry: Entry, letter: Letter) -> Paper:
    row, year = matter.row_of[entry.pk], matter.round.year
    return Paper(
        title="村干部年度考核结果告知书",
        subtitle=letter.number,
        blocks=(
            Paragraph(f"{entry.name} 同志：", Look.PLAIN),
            Paragraph(
                f"根据{matter.instrument}和{matter.county.name}{matter.plan_title}，"
                f"经{matter.committee} {matter.decided_on}会议研究决定{_noticed(matter)}，"
                f"您（{entry.village.name} {entry.posts}）{year} 年度{_grade(row)}"
            ),
            Paragraph(f"依据：{_ground(row)}"),
            Paragraph(_rights(matter)),
            Signatures(((matter.committee,), (day(letter.issued_on),))),
            *_receipt(matter, entry, letter, row),
        ),
        size=13,
        about=entry.pk,
        name=f"{entry.name}（{entry.village.name}）",
    )


def _noticed(matter: Matter) -> str:
    found = matter.round
    if not found.noticed_on:
        return ""
    return f"，并于 {day(found.noticed_on)}至 {day(found.notice_until)}公示"


def _grade(row: BoardRow) -> str:
    if row.grade == "none":
        return "考核不定等次。"
    return f"考核等次确定为：{row.label}。"


def _ground(row: BoardRow) -> str:
    if row.grade == "none":
        return ungraded_by(row)
    reason = f"党委会说明：{row.reason}。".replace("。。", "。") if row.reason else ""
    band = "".join(one["sentence"] for one in row.findings if one["code"].startswith("grade.band."))
    return said(row, "grade.composite") + band + barred_by(row) + reason


def _rights(matter: Matter) -> str:
    """Say where to turn and within how many days, as the rules have it."""
    file, answer, second, last, more = (
        count(matter.rules, f"deadline.appeal.{key}")
        for key in ("file", "answer", "second_file", "second_answer", "second_extension")
    )
    return (
        f"对考核结果有异议的，可以自收到本告知书次日起 {file} 日内，"
        f"向{matter.committee}书面申请复核，{answer} 日内答复；"
        f"对复核结果不服的，可以自收到答复次日起 {second} 日内，"
        f"向{matter.department}申诉，{last} 日内办结，情况复杂的可以延长 {more} 日。"
        "复核、申诉期间不停止结果的执行，不因申请复核、申诉而加重处理。"
    )


def _receipt(matter: Matter, entry: Entry, letter: Letter, row: BoardRow) -> tuple[Block, ...]:
    grade = "不定等次" if row.grade == "none" else row.label
    manner = letter.get_manner_display() if letter.manner else "　　　　　　"
    return (
        Paragraph("沿此线裁开，回执由乡镇党委存档", Look.CUT),
        Paragraph("回　执", Look.HEADING),
        Paragraph(
            f"{matter.round.year} 年度考核结果告知书（{letter.number}）收到，"
            f"{entry.village.name} {entry.name}，考核结果：{grade}。"
        ),
        Paragraph("本人意见：", Look.PLAIN),
        Signatures(
            (
                (
                    f"送达方式：{manner}",
                    f"签收人：{letter.receiver or '　　　　　　'}",
                    day(letter.served_on) or SIGN_DATE,
                ),
            )
        ),
    )
