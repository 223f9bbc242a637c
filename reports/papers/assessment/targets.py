"""目标考核评分表: the plan's lines with their points, and the score of each aspect."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

from accounts.fields import plain
from assessments.models import Entry, Indicator
from assessments.states import Dimension
from reports.papers.assessment.matter import Matter
from reports.papers.document import Align, Column, Paper, Signatures, Table

EXTRA = (
    ("topic", Column("考核内容", 1.4)),
    ("name", Column("指　标", 2.6, Align.LEFT)),
    ("evidence", Column("查验材料", 2.2, Align.LEFT)),
    ("scoring", Column("计分办法", 2.8, Align.LEFT)),
)


def papers(matter: Matter) -> tuple[Paper, ...]:
    """Give each cadre a sheet; what is not scored yet is left to be filled in by hand."""
    shown = [
        (field, column)
        for field, column in EXTRA
        if field == "name" or any(getattr(one, field) for one in matter.indicators)
    ]
    return tuple(_sheet(matter, entry, shown) for entry in matter.entries)


def _sheet(matter: Matter, entry: Entry, shown: list[tuple[str, Column]]) -> Paper:
    return Paper(
        title="村干部年度目标考核评分表",
        subtitle=f"（{matter.round.year} 年度）",
        head=(
            f"单位：{matter.place}{entry.village.name}",
            f"姓名：{entry.name}",
            f"职务：{entry.posts}",
        ),
        blocks=(
            _table(matter, entry, shown),
            Signatures((("评分人：", "复核人：", "考核对象：", "　　年　　月　　日"),)),
        ),
        cell_size=10,
        about=entry.pk,
        name=f"{entry.name}（{entry.village.name}）",
    )


def _table(matter: Matter, entry: Entry, shown: list[tuple[str, Column]]) -> Table:
    ordered = sorted(matter.indicators, key=lambda one: Dimension.values.index(one.dimension))
    rows = (
        row
        for dimension, found in groupby(ordered, lambda one: one.dimension)
        for row in _rows(entry, Dimension(dimension), list(found), shown)
    )
    full = plain(sum((one.points for one in ordered), Decimal(0)))
    score = matter.row_of[entry.pk].target_score or ""
    columns = (
        Column("方面", 0.7, is_merged=True),
        *(column for _, column in shown),
        Column("分值", 0.8, is_number=True),
        Column("方面满分", 0.9, is_number=True, is_merged=True),
        Column("方面得分", 0.9, is_number=True, is_merged=True),
    )
    return Table(
        columns,
        tuple(rows),
        ("合计", *("" for _ in shown), full, full, score),
        note=f"依据{matter.county.name}{matter.plan_title}。每个方面在满分以内打分，"
        "最多两位小数；对照查验材料和计分办法，扣分的写明依据附后。",
        height=0.95,
    )


def _rows(
    entry: Entry, dimension: Dimension, found: list[Indicator], shown: list[tuple[str, Column]]
) -> list[tuple[str, ...]]:
    most = plain(sum((one.points for one in found), Decimal(0)))
    score = plain(getattr(entry, dimension.value))
    return [
        (
            dimension.label,
            *(str(getattr(one, field)) for field, _ in shown),
            plain(one.points),
            most,
            score,
        )
        for one in found
    ]
