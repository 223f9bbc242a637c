"""民主测评表: the blank ballots of each village and group, and how many to print."""

from __future__ import annotations

from accounts.models import Division
from assessments.models import Entry
from policy.words import GRADES
from reports.papers.assessment.matter import Matter
from reports.papers.assessment.votes import GroupLine
from reports.papers.document import Align, Column, Look, Paper, Paragraph, Table

MARK = "测评意见（在一格内打“√”）"
NOTE = (
    "填写说明：1. 本表无记名填写，当场投入票箱。2. 每人只选一档，多选、不选或改动不清的，"
    "对该人无效，不影响对其他人的测评。3. 不得在表上写姓名或做记号。"
)
LIST = (
    Column("序号", 0.8, is_number=True),
    Column("村（社区）", 2.2, is_merged=True),
    Column("投票人类别", 2.2),
    Column("应到人数", 1.2, is_number=True),
    Column("印制份数", 1.2, is_number=True),
    Column("每份人数", 1.2, is_number=True),
    Column("领取人签名", 1.8),
)


def papers(matter: Matter) -> tuple[Paper, ...]:
    """Give the list for the printer, then one ballot for each village and group."""
    ballots = [
        _ballot(matter, village, entries, came)
        for village, entries in matter.villages
        for came in matter.votes.lines[entries[0].pk]
        if came.expected != "0"  # a village without such a group needs no ballot
    ]
    return (_to_print(matter), *ballots)


def _to_print(matter: Matter) -> Paper:
    rows, total = [], 0
    for village, entries in matter.villages:
        for came in matter.votes.lines[entries[0].pk]:
            count = came.expected
            total += int(count or 0)
            rows.append((village.name, came.group, count, count, str(len(entries)), ""))
    numbered = tuple((str(at), *row) for at, row in enumerate(rows, 1))
    known = str(total) if total else ""
    return Paper(
        title="民主测评表印制清单",
        subtitle=f"（{matter.round.year} 年度）",
        head=(f"单位：{matter.place}", "按应到人数印制，一人一份"),
        blocks=(
            Table(
                LIST, numbered, ("合计", "", "", known, known, "", ""),
                note="应到人数在“述职测评”中登记以后自动填上；没有登记的，请按名册填写。"
                "测评表只发给到会人员，剩余的当场清点销毁。",
            ),
        ),
        name="印制清单",
    )  # fmt: skip


def _ballot(matter: Matter, village: Division, entries: list[Entry], came: GroupLine) -> Paper:
    columns = (
        Column("序号", 0.7, is_number=True),
        Column("姓　名", 1.4),
        Column("职　务", 2.2),
        *(Column(name, 1.1, group=MARK) for name in GRADES.values()),
    )
    rows = tuple(
        (str(at), entry.name, entry.posts, *("" for _ in GRADES))
        for at, entry in enumerate(entries, 1)
    )
    return Paper(
        title="村干部述职民主测评表",
        subtitle=f"（{matter.round.year} 年度　{village.name}）",
        head=(
            f"单位：{matter.place}",
            f"投票人类别：{came.group}",
            matter.votes.held_on(village.pk) or "　　　年　　月　　日",
        ),
        blocks=(
            Table(columns, rows, height=0.95),
            Paragraph(NOTE, Look.NOTE, Align.LEFT),
        ),
        name=f"{village.name} {came.group}",
    )
