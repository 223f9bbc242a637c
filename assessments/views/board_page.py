"""The grading page's words: cards with their arithmetic, tags, buttons with their reasons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.acting import Acting
from accounts.answer import Answer
from accounts.fields import plain
from accounts.roles import Role
from assessments import rules
from assessments.models import Round
from assessments.queries import Board, BoardRow, board
from assessments.queries.lacks import named, said_of
from assessments.states import GRADED, RoundStatus
from assessments.views import grounds, steps

LEVELS = {"excellent": "ok", "basic": "attention", "incompetent": "stop", "tie": "attention"}
STAGES = {
    RoundStatus.ENTERING: "定等",
    RoundStatus.SUBMITTED: "待党委会审定",
    RoundStatus.DECIDED: "已审定，待公示",
    RoundStatus.NOTICE: "公示中",
    RoundStatus.FEEDBACK: "反馈本人",
    RoundStatus.REPORTED: "待县备案",
    RoundStatus.FINAL: "已办结",
}
# Where each step after the decision is taken, what the clerk's button says, and the others'.
CARRIED = {
    RoundStatus.DECIDED: ("notice", "去公示", "看公示"),
    RoundStatus.NOTICE: ("notice", "看公示和异议", "看公示和异议"),
    RoundStatus.FEEDBACK: ("letters", "去登记送达", "看告知书送达"),
}
GATES = {"grade.team": "班子", "grade.measure": "警示或处分"}


@dataclass(slots=True)
class Line:
    """One cadre as the tables show him."""

    pk: int
    rank: int | None
    name: str
    village: str
    posts: str
    report: str | None
    target: str | None
    composite: str | None
    tags: list[dict[str, str]]
    said: str = ""  # how the committee departed from the proposal


@dataclass(slots=True)
class Page:
    """All that the pages of a round show, whoever looks."""

    round: Round
    board: Board
    acting: Acting
    who: int | None = None

    @property
    def title(self) -> str:
        return f"{self.round.township} {self.round.year} 年度考核"

    @property
    def stage(self) -> str:
        return STAGES[RoundStatus(self.round.status)]

    @property
    def edition(self) -> str:
        return f"《{self.board.title}》"

    @property
    def report_share(self) -> str:
        return plain(self.round.plan.report_share)

    @property
    def target_share(self) -> str:
        return plain(self.round.plan.target_share)

    @property
    def steps(self) -> list[dict[str, Any]]:
        return steps.of(self.round, self.acting, gaps=self.board.gaps)

    @property
    def grade_heading(self) -> str:
        return "等次" if self.is_decided else "建议等次与约束"

    @property
    def taken_label(self) -> str:
        return "已定优秀" if self.is_decided else "建议优秀"

    @property
    def is_decided(self) -> bool:
        return self.round.status in GRADED

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Give the cards, each number with its arithmetic."""
        found, tied = self.board, len(self.board.tied)
        tail = f"{tied} 人并列，选 {found.to_choose} 人" if tied else ""
        cards = [
            _card("优秀名额", found.seats, found.seat_arithmetic),
            _card(self.taken_label, found.taken),
            _card("剩余", found.left, tail, "attention" if tied else ""),
            _card("不得优秀", len(found.barred), _gates(found.barred)),
        ]
        if self.round.status == RoundStatus.ENTERING:
            short = "补齐前不能提交" if found.missing else ""
            cards.append(_card("缺分", found.missing, short, "attention" if short else ""))
        return cards

    @property
    def rows(self) -> list[Line]:
        return [_line(row) for row in self.board.rows]

    @property
    def tied(self) -> list[Line]:
        return [_line(row) for row in self.board.tied]

    @property
    def ties(self) -> list[tuple[int, str]]:
        return [(row.entry.pk, row.entry.name) for row in self.board.tied]

    @property
    def tie_question(self) -> str:
        seats = self.board.to_choose
        return f"剩余 {seats} 个名额，{len(self.board.tied)} 人并列，请选 {seats} 人"

    @property
    def cut(self) -> str:
        found, barred = self.board, self.board.barred_above_cut
        but = f"（不含不得优秀 {barred} 人）" if barred else ""
        return f"以上 {found.taken} 人{but}占用优秀名额 {found.taken} / {found.seats}"

    @property
    def odd_votes(self) -> str:
        """Name whose ballots differ from their village's, until the committee has decided."""
        return "" if self.is_decided else odd_votes_said(self.board)

    @property
    def cut_after(self) -> int | None:
        return self.board.rows[self.board.cut - 1].entry.pk if self.board.cut else None

    @property
    def totals(self) -> str:
        counted = Counter(row.label for row in self.board.rows)
        return "，".join(f"{label} {number}" for label, number in counted.items())

    @property
    def why(self) -> dict[str, Any] | None:
        row = self.board.row_of(self.who) if self.who else None
        if row is None:
            return None
        title = f"{row.entry.name} · 为什么是“{row.label}”"
        chosen = choice_said(self.board, row)
        shown = {"title": title, "findings": grounds.shown(row.findings), "chosen": chosen}
        return shown | {"deviates": deviation_said(row)}

    @property
    def reach(self) -> str:
        """Say how many seats hang on what is missing, and whom a missing team result blocks."""
        return reach_said(self.board)

    @property
    def may_submit(self) -> Answer:
        return rules.may_submit(self.round, gaps=self.board.lacks, by=self.acting)

    @property
    def may_decide(self) -> Answer:
        return rules.may_decide(self.round, by=self.acting)

    @property
    def may_return(self) -> Answer:
        return rules.may_return(self.round, by=self.acting)

    @property
    def may_file(self) -> Answer:
        return rules.may_file(self.round, by=self.acting)

    @property
    def is_clerks_turn(self) -> bool:
        entering = self.round.status == RoundStatus.ENTERING
        return entering and self.acting.has(Role.TOWNSHIP_CLERK)

    @property
    def is_committees_turn(self) -> bool:
        submitted = self.round.status == RoundStatus.SUBMITTED
        return submitted and self.acting.has(Role.TOWNSHIP_COMMITTEE)

    @property
    def next_step(self) -> dict[str, str]:
        """Say where a decided round is carried on, or looked at, until the county has it."""
        if self.round.status not in CARRIED:
            return {}
        page, label, own = CARRIED[RoundStatus(self.round.status)]
        label = label if self.acting.has(Role.TOWNSHIP_CLERK) else own
        return {"label": label, "url": reverse(f"assessments:{page}", args=[self.round.pk])}

    @property
    def who_did(self) -> str:
        """Say who prepared, decided and filed, as far as it has come."""
        found, said = self.round, []
        if found.prepared_by:
            said.append(f"{found.prepared_by.name} {found.prepared_on} 提交")
        if found.decided_by:
            said.append(f"{found.decided_by.name} {found.decided_on} 审定，纪要 {found.minutes}")
        if found.noticed_on:
            said.append(f"{found.noticed_on} 公示至 {found.notice_until}")
        if found.reported_by:
            said.append(f"{found.reported_by.name} {found.reported_on} 报县")
        if found.filed_on:
            said.append(f"{found.filed_by_name} {found.filed_on} 备案")
        return " · ".join(said)


def of(found: Round, acting: Acting, *, who: int | None = None) -> Page:
    """Give a round's page to whoever looks at it; `who` is the line whose grounds are shown."""
    return Page(found, board(found), acting, who)


def _card(label: str, figure: int, sum: str = "", level: str = "") -> dict[str, Any]:  # noqa: A002
    return {"label": label, "figure": figure, "sum": sum, "level": level}


def _gates(barred: list[BoardRow]) -> str:
    counted = Counter(
        GATES.get(one["code"], "其他")
        for row in barred
        for one in row.findings
        if one["verdict"] == "barred"
    )
    return " · ".join(f"{label} {number}" for label, number in counted.items())


def _line(row: BoardRow) -> Line:
    first = {"label": row.label, "level": LEVELS.get(row.grade, "")}
    return Line(
        pk=row.entry.pk,
        rank=row.place,
        name=row.entry.name,
        village=row.entry.village.name,
        posts=row.entry.posts,
        report=row.report_rating,
        target=row.target_score,
        composite=row.composite,
        tags=[first, *({"label": tag.label, "level": tag.level} for tag in row.tags)],
        said=deviation_said(row),
    )


def deviation_said(row: BoardRow) -> str:
    """Say what was proposed and why the committee decided otherwise."""
    return f"与建议不同：建议{row.proposed}，理由：{row.reason}" if row.deviates else ""


def reach_said(found: Board) -> str:
    """Say in one sentence what is missing and how many seats stay open because of it."""
    missing, teams = found.reach, found.blocking
    if not missing:
        return ""
    parts = [f"{len(missing.unscored)} 人缺分"] if missing.unscored else []
    parts += [f"{len(teams)} 个村班子未报：{said_of(teams)}"] if teams else []
    start = "还有" + "，".join(parts)
    if not missing.seats:
        return f"{start}；都够不到优秀名额，不影响已列出的优秀。"
    return f"{start}；可能影响 {missing.seats} 个优秀名额，补齐以前这些名额待定。"


def choice_said(found: Board, row: BoardRow) -> str:
    """Say whom the committee chose among those who tied, why, and what became of this one."""
    if not row.was_tied:
        return ""
    tied = [one for one in found.rows if one.was_tied]
    chosen = "、".join(one.entry.name for one in tied if one.chosen)
    said = f"选定{chosen}" if chosen else "没有选定优秀"
    return (
        f"党委会在并列的 {len(tied)} 人中{said}，理由：{row.reason}；"
        f"会议纪要：{found.round.minutes}；本人按“{row.label}”确定。"
    )


def odd_votes_said(found: Board) -> str:
    """Name the cadres whose ballots do not add up as those of the others of the village."""
    odd = found.odd_votes
    names = [
        f"{row.entry.name}（{row.entry.village.name}，{odd[row.entry.pk].total} 张，"
        f"本村其他人 {odd[row.entry.pk].usual} 张）"
        for row in found.rows
        if row.entry.pk in odd
    ]
    if not names:
        return ""
    return f"{len(names)} 人的票数与本村其他人不同，请核对：{named(names)}。"
