"""目标承诺责任书: what each cadre of a township promises for the year, to be signed."""

from __future__ import annotations

from accounts.acting import Acting
from accounts.fields import plain
from accounts.models import Division
from reports.papers.assessment.matter import committee_of
from reports.papers.assessment.votes import day
from reports.papers.assessment.words import SIGN_DATE
from reports.papers.document import Align, Column, File, Look, Paper, Paragraph, Signatures, Table
from supervision.models import Pledge, PledgeItem
from supervision.pledge_states import BINDING, PledgeStatus

# Before the township has approved it there is nothing to be signed.
APPROVED = (PledgeStatus.APPROVED, *BINDING)
COLUMNS = (
    Column("序号", 0.6, is_number=True),
    Column("方面", 0.6, is_merged=True),
    Column("事　项", 1.5),
    Column("承诺内容", 3.4, Align.LEFT),
    Column("完成标准", 2.4, Align.LEFT),
    Column("权重", 0.7, is_number=True),
    Column("完成期限", 1.3),
)
TITLE = "村干部年度工作目标承诺责任书"


def file_of(township: Division, year: int, by: Acting, only: int | None = None) -> File:
    """Give a sheet for each approved pledge of a township's year, or for one of them."""
    found = Pledge.objects.visible_to(by).filter(
        year=year, scope_path=township.path, status__in=APPROVED
    )
    if only is not None:
        found = found.filter(pk=only)
    pledges = list(found.select_related("village").order_by("village__path", "pk"))
    promised: dict[int, list[PledgeItem]] = {one.pk: [] for one in pledges}
    for item in PledgeItem.objects.visible_to(by).with_due().filter(pledge__in=pledges):
        promised[item.pledge_id].append(item)
    name = f" {pledges[0].name}" if only is not None and pledges else ""
    return File(
        title=f"{_place(township)}{name} {year} 年度目标承诺责任书",
        kind="目标承诺责任书",
        papers=tuple(_paper(one, promised[one.pk], township) for one in pledges),
        rows=len(pledges),
        people=tuple(one.person_id for one in pledges),
    )


def _place(township: Division) -> str:
    return f"{township.parent}{township}"


def _paper(pledge: Pledge, items: list[PledgeItem], township: Division) -> Paper:
    committee = committee_of(_place(township))
    return Paper(
        title=TITLE,
        subtitle=f"（{pledge.year} 年度）",
        head=(
            f"单位：{_place(township)}{pledge.village}",
            f"姓名：{pledge.name}",
            f"职务：{pledge.posts}",
        ),
        blocks=(
            Paragraph(
                f"本人就 {pledge.year} 年度工作目标作出以下承诺，"
                f"{_discussed(pledge)}{committee} {day(pledge.approved_on)}批准："
            ),
            _table(items),
            Paragraph(
                "以上事项按期完成。确需延期的，在期限到来以前提出申请，经乡镇党委批准后按新的期限执行；"
                "年度目标考核从承诺事项的完成情况评起。"
            ),
            Signatures((
                ("承诺人：", "村党组织（盖章）：", f"{committee}（盖章）"),
                (day(pledge.signed_on) or SIGN_DATE, SIGN_DATE, SIGN_DATE),
            )),
            Paragraph("本责任书一式三份，本人、村党组织、乡镇党委各执一份。", Look.NOTE),
        ),
        size=11,
        cell_size=10,
        about=pledge.pk,
        name=f"{pledge.name}（{pledge.village}）",
    )  # fmt: skip


def _discussed(pledge: Pledge) -> str:
    if not pledge.discussed_on:
        return ""
    return f"经 {day(pledge.discussed_on)}{pledge.get_discussed_at_display()}讨论，"


def _table(items: list[PledgeItem]) -> Table:
    rows = tuple(
        (
            str(at), one.get_dimension_display(), one.topic, one.promise, one.measure,
            plain(one.weight), f"{one.due:%Y.%m.%d}",
        )
        for at, one in enumerate(items, 1)
    )  # fmt: skip
    whole = plain(sum(one.weight for one in items)) if items else ""
    return Table(COLUMNS, rows, ("合计", "", "", "", "", whole, ""), height=0.95)
