"""Who may do what to a pledge, and when; pure questions, days passed in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

from accounts.acting import Acting
from accounts.answer import Answer, only_if, unless
from accounts.models import Division
from accounts.roles import Role
from accounts.rules import acts_as
from supervision.models import Extension, Pledge, PledgeItem
from supervision.pledge_states import (
    BINDING,
    EXTENSION_MOVES,
    PLEDGE_MOVES,
    RUNNING,
    ExtensionStatus,
    PledgeStatus,
)
from supervision.queries.pledge_rules import begins

CLERK, COMMITTEE = Role.TOWNSHIP_CLERK, Role.TOWNSHIP_COMMITTEE
DRAFT, DISCUSSED, APPROVED, SIGNED, IN_PROGRESS, SCORED = PledgeStatus
WHOLE = Decimal(100)
# What has to be done first, by where a pledge was to go.
BEFORE: dict[PledgeStatus, str] = {
    DRAFT: "只有村级讨论后、签订前的承诺可以退回。",
    DISCUSSED: "只有起草中的承诺登记村级讨论。",
    APPROVED: "只有村级已讨论的承诺由乡镇党委批准。",
    SIGNED: "乡镇党委批准以后才能登记签订。",
    IN_PROGRESS: "签订以后才开始履行。",
    SCORED: "评分由组织干事提交以后，乡镇党委才能确认。",
}


def may_draft(township: Division, year: int, *, today: date, by: Acting) -> Answer:
    """A township's clerk drafts for his own cadres, this year's or the next's."""
    own = by.division is not None and by.division.pk == township.pk
    return (
        acts_as(by, CLERK)
        & only_if(own, f"{township}的目标承诺由{township}组织干事起草。")
        & unless(
            today.year <= year <= today.year + 1,
            f"只起草 {today.year} 年和 {today.year + 1} 年的承诺；以往年度不补。",
        )
    )


def may_edit(pledge: Pledge, *, by: Acting) -> Answer:
    """What is promised is written while it is a draft."""
    return acts_as(by, CLERK) & unless(
        pledge.status == DRAFT,
        f"{pledge}{pledge.get_status_display()}，承诺内容不再改动。"
        "确需改动的，签订以前请乡镇党委退回；签订以后可以在期限内申请延期。",
    )


def are_lines(year: int, lines: Collection[tuple[Decimal, date]]) -> Answer:
    """Weights are positive with at most two decimals, due days lie in the year."""
    answer = Answer()
    for number, (weight, due_on) in enumerate(lines, 1):
        answer &= unless(
            0 < weight <= WHOLE and weight == weight.quantize(Decimal("0.01")),
            f"第 {number} 项权重 {weight} 不对：应大于 0、不超过 100，最多两位小数。",
        )
        answer &= unless(
            due_on.year == year,
            f"第 {number} 项期限 {due_on} 不在 {year} 年内，请改为当年的日期。",
        )
    return answer


def are_whole(pledge: Pledge, weight: Decimal | None) -> Answer:
    """A pledge goes to the village once its weights sum to 100."""
    sum_ = Decimal(0) if weight is None else weight
    return unless(
        sum_ == WHOLE,
        f"{pledge.name}的承诺权重合计 {sum_.normalize():f}，应为 100。请先改好各项权重。",
    )


def may_discuss(pledge: Pledge, *, weight: Decimal | None, by: Acting) -> Answer:
    """The clerk writes down what the village's meeting said of a whole draft."""
    answer = acts_as(by, CLERK) & may_move(pledge, DISCUSSED)
    return answer & are_whole(pledge, weight) if answer else answer


def is_day(what: str, on: date, *, earliest: date, why: str, today: date) -> Answer:
    """A day written down later lies behind us, and not before the step before it."""
    return unless(on <= today, f"{what} {on} 还没有到，请在办理以后登记。") & unless(
        on >= earliest, f"{what} {on} 早于{why} {earliest}，请核对日期。"
    )


def may_approve(pledge: Pledge, *, by: Acting) -> Answer:
    """The committee approves what another person drafted and brought from the village."""
    mine = by.user is not None and by.user.pk in (pledge.drafted_by_id, pledge.discussed_by_id)
    return (
        acts_as(by, COMMITTEE)
        & only_if(not mine, "这份承诺由您本人起草或登记，须由党委会的另一位同志批准。")
        & may_move(pledge, APPROVED)
    )


def may_return(pledge: Pledge, *, by: Acting) -> Answer:
    """The committee sends back what is not signed yet."""
    return acts_as(by, COMMITTEE) & may_move(pledge, DRAFT)


def may_sign(pledge: Pledge, *, by: Acting) -> Answer:
    """The clerk writes down that the letter was signed."""
    return acts_as(by, CLERK) & may_move(pledge, SIGNED)


def is_running(pledge: Pledge) -> Answer:
    """Progress, finishing and more time belong to a pledge that is signed and not scored."""
    return unless(
        pledge.status in RUNNING,
        f"{pledge}{pledge.get_status_display()}。签订以后、评分确认以前才能登记。",
    )


def may_note(pledge: Pledge, *, by: Acting) -> Answer:
    """The clerk notes what is seen of a running pledge."""
    return acts_as(by, CLERK) & is_running(pledge)


def has_begun(year: int, quarter: int, *, today: date) -> Answer:
    """Nothing is noted of a quarter to come."""
    first = begins(year, quarter)
    return unless(first <= today, f"{year} 年第 {quarter} 季度从 {first} 起登记。")


def is_done(item: PledgeItem, *, done_on: date, evidence: str, today: date) -> Answer:
    """A promise is kept on a day of its year or later, and something shows it."""
    first = date(item.due_on.year, 1, 1)
    return is_day("完成日期", done_on, earliest=first, why="年初", today=today) & unless(
        bool(evidence.strip()), "请写明完成依据，例如验收单、会议记录或照片编号。"
    )


def may_ask_extension(item: PledgeItem, *, due: date, today: date, by: Acting) -> Answer:
    """More time is asked for an open promise, on its due day at the latest."""
    return (
        may_note(item.pledge, by=by)
        & unless(item.done_on is None, f"“{item.topic}”已经完成，不用延期。")
        & unless(
            today <= due,
            f"“{item.topic}”的期限 {due} 已过，不能再申请延期：延期须在到期以前由乡镇党委批准。"
            "请如实登记进展，由乡镇党委答复逾期如何处理。",
        )
    )


def is_extension(due: date, *, new_due_on: date, reason: str) -> Answer:
    """The new day is later, within the year, and there is a reason."""
    return (
        unless(new_due_on > due, f"延至 {new_due_on} 不晚于现在的期限 {due}，请改晚。")
        & unless(
            new_due_on.year == due.year,
            f"延至 {new_due_on} 超出了 {due.year} 年。年度承诺只能延到当年 12 月 31 日以前。",
        )
        & has_reason(reason, "请写明为什么不能按期完成、准备怎么办。")
    )


def may_decide_extension(extension: Extension, *, today: date, by: Acting) -> Answer:
    """The committee answers while the day it is about has not passed."""
    mine = by.user is not None and by.user.pk == extension.asked_by_id
    due = extension.due_before
    return (
        acts_as(by, COMMITTEE)
        & only_if(not mine, "这份延期由您本人申请，须由党委会的另一位同志办理。")
        & unless(
            ExtensionStatus.GRANTED in EXTENSION_MOVES[ExtensionStatus(extension.status)],
            f"这份申请{extension.get_status_display()}，不用再办。",
        )
        & is_running(extension.item.pledge)
        & unless(extension.item.done_on is None, "这一项已经完成，不用再延期。")
        & unless(
            today <= due,
            f"原期限 {due} 已过，申请没有在期限内批准，已经失效。这一项按逾期处理。",
        )
    )


def may_answer_overdue(
    item: PledgeItem, *, due: date, in_post: bool, answered: bool, today: date, by: Acting
) -> Answer:
    """The committee answers what is asked, and may put an answer of its own right later."""
    answer = acts_as(by, COMMITTEE)
    if answered:
        return answer
    return (
        answer
        & unless(item.pledge.status in BINDING, f"{item.pledge}还没有签订，没有逾期。")
        & unless(item.done_on is None, f"“{item.topic}”已经完成，没有要答复的逾期。")
        & unless(due < today, f"“{item.topic}”的期限是 {due}，还没有逾期。")
        & unless(in_post, f"{item.pledge.name}在期限 {due} 当天已不在任，不作为其本人的逾期。")
    )


def may_score(pledge: Pledge, *, score_from: date, today: date, by: Acting) -> Answer:
    """The clerk scores at the end of the year, until he hands the scores in."""
    return (
        may_note(pledge, by=by)
        & unless(score_from <= today, f"{pledge.year} 年承诺从 {score_from} 起评分。")
        & unless(
            not pledge.waits_for_confirmation,
            f"{pledge.name}的评分已提交乡镇党委，确认以前不再改；确需改动的，请党委先退回。",
        )
    )


def are_scored(pledge: Pledge, missing: Iterable[str]) -> Answer:
    """All promises of a pledge are scored before it is handed in."""
    topics = "、".join(missing)
    return unless(not topics, f"{pledge.name}还有事项没有评分：{topics}。")


def may_confirm(pledge: Pledge, *, by: Acting) -> Answer:
    """The committee confirms scores that another person gave."""
    mine = by.user is not None and by.user.pk == pledge.scored_by_id
    return (
        acts_as(by, COMMITTEE)
        & only_if(not mine, "这份评分由您本人提交，须由党委会的另一位同志确认。")
        & unless(pledge.waits_for_confirmation, f"{pledge}现在没有待确认的评分。{BEFORE[SCORED]}")
    )


def may_return_scores(pledge: Pledge, *, by: Acting) -> Answer:
    """The committee has scores given anew, before or after it confirmed them."""
    return acts_as(by, COMMITTEE) & unless(
        pledge.waits_for_confirmation or pledge.status == SCORED,
        f"{pledge}还没有提交评分，没有可退回的。",
    )


def has_reason(reason: str, sentence: str) -> Answer:
    """Ask for a reason in words."""
    return unless(bool(reason.strip()), sentence)


def may_move(pledge: Pledge, to: PledgeStatus) -> Answer:
    """Only the moves of `pledge_states.PLEDGE_MOVES` exist."""
    return unless(
        to in PLEDGE_MOVES[PledgeStatus(pledge.status)],
        f"{pledge}现在是“{pledge.get_status_display()}”。{BEFORE[to]}",
    )
