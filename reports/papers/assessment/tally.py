"""民主测评汇总表: what came out of each village's ballots, with the arithmetic."""

from __future__ import annotations

from accounts.models import Division
from assessments.models import Entry
from policy.words import GRADES
from reports.papers.assessment.matter import Matter
from reports.papers.document import Column, Look, Paper, Paragraph, Signatures, Table

TURNOUT = (
    Column("投票人类别", 2),
    Column("应到", 1, is_number=True),
    Column("实到", 1, is_number=True),
    Column("发出票", 1, is_number=True),
    Column("收回票", 1, is_number=True),
)
COLUMNS = (
    Column("序号", 0.7, is_number=True, is_merged=True),
    Column("姓　名", 1.2, is_merged=True),
    Column("职　务", 1.5, is_merged=True),
    Column("投票人类别", 1.7),
    *(
        Column(name, 0.4 + 0.2 * len(name), group="票数", is_number=True)
        for name in GRADES.values()
    ),
    Column("有效票", 1, is_number=True),
    Column("平均分", 1, is_number=True),
    Column("权重", 1),
)
RATING = Column("测评得分", 1.3, is_number=True, is_merged=True)


def papers(matter: Matter) -> tuple[Paper, ...]:
    """Give a sheet a village."""
    return tuple(_sheet(matter, village, entries) for village, entries in matter.villages)


def _sheet(matter: Matter, village: Division, entries: list[Entry]) -> Paper:
    held = matter.votes.held_on(village.pk)
    came = tuple((one.group, *one.came) for one in matter.votes.lines[entries[0].pk])
    rows = tuple(
        row for at, entry in enumerate(entries, 1) for row in _rows(matter, entry, str(at))
    )
    return Paper(
        title="村干部述职民主测评汇总表",
        subtitle=f"（{matter.round.year} 年度　{village.name}）",
        head=(f"单位：{matter.place}", f"述职日期：{held}"),
        blocks=(
            Paragraph("一、到会和测评票", Look.HEADING),
            Table(TURNOUT, came),
            Paragraph("二、测评结果", Look.HEADING),
            Table((*COLUMNS, RATING), rows, note=_worth(matter)),
            Signatures((("计票人：", "监票人：", "会议主持人："),)),
        ),
        cell_size=9.5,
        name=village.name,
    )


def _rows(matter: Matter, entry: Entry, at: str) -> list[tuple[str, ...]]:
    rating = matter.row_of[entry.pk].report_rating or ""
    return [
        (
            at, entry.name, entry.posts, one.group, *one.counts, one.total, one.mean, one.weight,
            rating,
        )
        for one in matter.votes.lines[entry.pk]
    ]  # fmt: skip


def _worth(matter: Matter) -> str:
    """Say what a ballot is worth and how the groups are put together."""
    worth = "、".join(f"{name}票 {matter.ballot_worth(grade)} 分" for grade, name in GRADES.items())
    return (
        f"注：{worth}，各类别按有效票取平均分，再按权重合计为测评得分；"
        "本村没有的类别不计，其余类别的权重按原比例计。没有有效标记的票不计入有效票。"
    )
