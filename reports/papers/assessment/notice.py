"""公示: the names and the grades decided, how long, where to object, and nothing else."""

from __future__ import annotations

from policy.snapshot import count
from reports.papers.assessment.matter import Matter
from reports.papers.assessment.votes import day
from reports.papers.document import Column, Look, Paper, Paragraph, Signatures, Table

# A year without a grade has its reasons in somebody's life: it is told to him, not to the village.
SHOWN = ("excellent", "competent", "basic", "incompetent")
COLUMNS = (
    Column("序号", 0.7, is_number=True),
    Column("村（社区）", 2.5),
    Column("姓　名", 2),
    Column("考核等次", 2),
)
BLANK_DAY = "　　　年　　月　　日"


def papers(matter: Matter) -> tuple[Paper, ...]:
    """Give the sheet that hangs on the villages' boards."""
    year, rows = matter.round.year, _rows(matter)
    return (
        Paper(
            title=f"关于 {year} 年度村干部考核等次的公示",
            blocks=(
                Paragraph("各村（社区）、各位党员和村民代表：", Look.PLAIN),
                Paragraph(
                    f"根据{matter.instrument}和{matter.county.name}{matter.plan_title}，"
                    f"经{matter.committee} {matter.decided_on}会议研究，"
                    f"拟定 {len(rows)} 名村干部 {year} 年度考核等次，现予公示。"
                ),
                Paragraph(_period(matter)),
                Paragraph(
                    f"公示期间对拟定等次有异议的，可以向{matter.committee}（组织办）书面、来电或者当面反映。"
                    "反映情况应当具体、真实，并请署真实姓名、留联系方式，我们对反映人保密。"
                ),
                Paragraph("受理地点：　　　　　　　　　　　　　联系电话：", Look.PLAIN),
                Table(COLUMNS, rows, height=0.7),
                Signatures(((matter.committee,), (day(matter.round.noticed_on) or BLANK_DAY,))),
            ),
        ),
    )


def _period(matter: Matter) -> str:
    found = matter.round
    days = count(matter.rules, "deadline.assessment.notice")
    first, last = day(found.noticed_on) or BLANK_DAY, day(found.notice_until) or BLANK_DAY
    return f"公示期：{first}至 {last}（{days} 个工作日）。"


def _rows(matter: Matter) -> tuple[tuple[str, ...], ...]:
    """List by grade, then by village: no order that would tell a score."""
    place = {entry.pk: at for at, entry in enumerate(matter.entries)}
    graded = [row for row in matter.board.rows if row.grade in SHOWN]
    graded.sort(key=lambda row: (SHOWN.index(row.grade), place[row.entry.pk]))
    return tuple(
        (str(at), row.entry.village.name, row.entry.name, row.label)
        for at, row in enumerate(graded, 1)
    )
