"""Which papers a round has, when each can be made, and why not yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from accounts.answer import Answer, unless
from reports.papers.assessment import (
    ballot,
    cover,
    letter,
    notice,
    register,
    summary,
    tally,
    targets,
)
from reports.papers.assessment.matter import Matter
from reports.papers.document import File, Paper


@dataclass(frozen=True, slots=True)
class Kind:
    """A paper of the year; `each` says of what there is one."""

    key: str
    name: str
    what: str
    each: str
    draw: Callable[[Matter], tuple[Paper, ...]]
    may: Callable[[Matter], Answer]
    landscape: bool = False


def _has_roster(matter: Matter) -> Answer:
    return unless(
        bool(matter.entries),
        f"名册是空的：{matter.round.cutoff_on} 没有在任的村干部。请先核对任职登记，再更新名册。",
    )


def _has_votes(matter: Matter) -> Answer:
    return _has_roster(matter) & unless(
        not matter.votes.is_empty, "还没有录入测评票。述职会议开完、测评票录入以后再制作。"
    )


def _is_submitted(matter: Matter) -> Answer:
    return _has_roster(matter) & unless(
        matter.is_submitted,
        "还在录入，等次建议会随录入变动。乡镇组织干事提交党委会以后再制作。",
    )


def _is_decided(matter: Matter) -> Answer:
    return _has_roster(matter) & unless(
        matter.is_decided, "等次还没有审定。乡镇党委审定以后再制作。"
    )


def _is_told(matter: Matter) -> Answer:
    return _is_decided(matter) and (
        unless(matter.is_told, "公示还没有期满。公示期满、开始反馈本人以后再制作。")
        & unless(
            not matter.is_told or bool(matter.letters),
            "这一年度没有制发过结果告知书。",
        )
    )


KINDS = (
    Kind("cover", "述职报告封面", "述职人基本情况、述职内容提要和审核栏", "每人一份",
         cover.papers, _has_roster),
    Kind("ballot", "民主测评表", "空白测评表和印制清单，会前印好", "每村每类投票人一份",
         ballot.papers, _has_roster),
    Kind("tally", "民主测评汇总表", "到会、发票收票和每个人的得票、平均分", "每村一份",
         tally.papers, _has_votes),
    Kind("targets", "目标考核评分表", "方案的指标、分值和各方面得分，没有评的留空", "每人一份",
         targets.papers, _has_roster),
    Kind("register", "年度考核登记表", "从基本情况到县里备案，一人一表", "每人一份",
         register.papers, _is_submitted),
    Kind("summary", "乡镇汇总表", "名额计算、等次分布、名册、不得优秀和不定等次的理由",
         "全乡镇一份",
         summary.papers, _is_submitted, landscape=True),
    Kind("notice", "考核等次公示", "只列姓名和等次，张贴在村务公开栏", "全乡镇一份",
         notice.papers, _is_decided),
    Kind("letter", "结果告知书", "等次、依据、复核和申诉的期限，附回执", "每人一份",
         letter.papers, _is_told),
)  # fmt: skip
BY_KEY = {kind.key: kind for kind in KINDS}


def file_of(kind: Kind, matter: Matter, only: int | None = None) -> File:
    """Draw a kind's papers, or the one about this entry; Refused where it is too early."""
    kind.may(matter).require()
    papers = kind.draw(matter)
    name = ""
    if only is not None:
        papers = tuple(paper for paper in papers if paper.about == only)
        name = next((f" {one.name}" for one in matter.entries if one.pk == only), "")
    shown = {paper.about for paper in papers}
    people = [one for one in matter.entries if None in shown or one.pk in shown]
    return File(
        title=f"{matter.place}{name} {matter.round.year} 年度{kind.name.removeprefix('年度')}",
        kind=kind.name,
        papers=papers,
        rows=len(people),
        people=tuple(one.person_id for one in people),
        landscape=kind.landscape,
    )
