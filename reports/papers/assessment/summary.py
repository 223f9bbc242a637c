"""乡镇汇总表: the ranked roster with the arithmetic of its seats, and what stands out."""

from __future__ import annotations

from collections import Counter

from assessments.queries import BoardRow
from assessments.states import GradeLabel
from reports.papers.assessment.matter import Matter
from reports.papers.assessment.words import NOTHING, barred_by, ungraded_by
from reports.papers.document import (
    Align,
    Block,
    Column,
    Fields,
    Line,
    Look,
    Paper,
    Paragraph,
    Signatures,
    Table,
    label,
    value,
)

GRADES = ("excellent", "competent", "basic", "incompetent", "none")


def papers(matter: Matter) -> tuple[Paper, ...]:
    """Give the township's one sheet."""
    return (
        Paper(
            title=f"{matter.place} {matter.round.year} 年度村干部考核等次汇总表",
            head=(
                f"填报单位：{matter.committee}",
                f"名册截止：{matter.round.cutoff_on}",
                f"审定日期：{matter.decided_on or '未审定'}",
            ),
            blocks=(
                Paragraph("一、优秀名额", Look.HEADING),
                _seats(matter),
                Paragraph("二、等次分布", Look.HEADING),
                _distribution(matter),
                Paragraph("三、名册", Look.HEADING),
                _roster(matter),
                Paragraph("四、不得优秀", Look.HEADING),
                _reasons([(row, barred_by(row)) for row in matter.board.rows if _is_barred(row)]),
                Paragraph("五、末位同分和选定", Look.HEADING),
                Paragraph(_ties(matter), Look.PLAIN),
                Paragraph("六、本年度不定等次", Look.HEADING),
                _reasons(
                    [(row, ungraded_by(row)) for row in matter.board.rows if row.grade == "none"]
                ),
                Signatures((("制表人：", "审核人：", "党委负责人：", "　　年　　月　　日"),)),
            ),
            size=11,
            cell_size=9.5,
        ),
    )


def _seats(matter: Matter) -> Fields:
    found, board = matter.round, matter.board
    outside = len(matter.entries) - found.headcount
    base = f"{found.headcount} 人"
    if outside > 0:
        base += f"（名册 {len(matter.entries)} 人，不计入基数的聘用人员 {outside} 人）"
    return Fields(
        (1, 3, 1, 3, 1, 1, 1, 1),
        (
            Line((
                label("名额基数"), value(base),
                label("名额计算"), value(f"{board.seat_arithmetic}，得 {board.seats} 名"),
                label("已用名额"), value(board.taken),
                label("剩余名额"), value(board.left),
            )),
        ),
    )  # fmt: skip


def _distribution(matter: Matter) -> Table:
    counted = Counter(row.grade for row in matter.board.rows)
    names = [GradeLabel(grade).label for grade in GRADES]
    counts = [str(counted[grade]) for grade in GRADES]
    open_ended = len(matter.board.rows) - sum(map(int, counts))
    return Table(
        tuple(Column(name, 1, is_number=True) for name in (*names, "待定", "合计")),
        ((*counts, str(open_ended), str(len(matter.board.rows))),),
    )


def _roster(matter: Matter) -> Table:
    columns = (
        Column("序号", 0.6, is_number=True),
        Column("村（社区）", 1.7),
        Column("姓　名", 1.2),
        Column("职　务", 2.6),
        Column("班子结果", 1.1),
        Column("述职测评", 1, Align.RIGHT, is_number=True),
        Column("目标考核", 1, Align.RIGHT, is_number=True),
        Column("综合", 1, Align.RIGHT, is_number=True),
        Column("名次", 0.7, is_number=True),
        Column("建议等次", 1.1),
        Column("审定等次", 1.1),
        Column("备　注", 2.2, Align.LEFT),
    )
    rows = tuple(_row(matter, at, row) for at, row in enumerate(matter.board.rows, 1))
    share = matter.round.plan
    return Table(
        columns, rows,
        ("合计", f"{len(rows)} 人", *("" for _ in columns[2:])),
        note=f"综合 = 述职测评 × {share.report_share:.0f}% + 目标考核 × {share.target_share:.0f}%，"
        "显示两位小数，名次和等次按没有舍入的数定。",
        height=0.65,
        empty="名册上没有人",
    )  # fmt: skip


def _row(matter: Matter, at: int, row: BoardRow) -> tuple[str, ...]:
    entry = row.entry
    return (
        str(at),
        entry.village.name,
        entry.name,
        entry.posts,
        matter.team_of(entry),
        row.report_rating or "—",
        row.target_score or "—",
        row.composite or "—",
        "—" if row.place is None else str(row.place),
        matter.proposed.get(entry.pk, row.label),
        row.label if matter.is_decided else "",
        _remark(row),
    )


def _is_barred(row: BoardRow) -> bool:
    """Leave out who has no grade at all: nothing is barred to him, and no gate was asked."""
    return row.barred and row.grade != "none"


def _remark(row: BoardRow) -> str:
    said = []
    if _is_barred(row):
        said.append("不得优秀")
    if row.was_tied:
        said.append("末位同分，选定" if row.chosen else "末位同分，未选定")
    elif row.reason:
        said.append(row.reason)
    if row.grade == "none":
        said.append("不定等次")
    return "；".join(said)


def _reasons(found: list[tuple[BoardRow, str]]) -> Block:
    if not found:
        return Paragraph(f"{NOTHING}。", Look.PLAIN)
    rows = tuple(
        (row.entry.village.name, row.entry.name, row.entry.posts, why) for row, why in found
    )
    columns = (
        Column("村（社区）", 1.5),
        Column("姓　名", 1),
        Column("职　务", 1.7),
        Column("理　由", 8, Align.LEFT),
    )
    return Table(columns, rows)


def _ties(matter: Matter) -> str:
    """Say who stood level at the last seat, whom the committee chose and why."""
    board = matter.board
    level = [row for row in board.rows if row.was_tied or row.is_tied]
    if not level:
        return "没有末位同分的人员。"
    names = "、".join(f"{row.entry.name}（{row.entry.village.name}）" for row in level)
    if not matter.is_decided:
        return f"末位同分 {len(level)} 人：{names}；剩余名额 {board.to_choose} 名，待党委会选定。"
    chosen = "、".join(row.entry.name for row in level if row.chosen) or "没有选定"
    reason = next((row.reason for row in level if row.reason), "")
    return f"末位同分 {len(level)} 人：{names}；党委会选定：{chosen}；理由：{reason}。"
