"""Who may do what to a democratic appraisal, and when; pure questions, days passed in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from accounts.acting import Acting
from accounts.answer import YES, Answer, only_if, unless
from accounts.models import Division, User
from accounts.roles import Level, Role
from accounts.rules import acts_as
from supervision.appraisal_states import (
    APPRAISAL_MOVES,
    AppraisalStatus,
    Assembly,
    Verdict,
)
from supervision.models import Appraisal, AppraisalResult

CLERK, COMMITTEE = Role.TOWNSHIP_CLERK, Role.TOWNSHIP_COMMITTEE
NOTICED, HELD, SUBMITTED, ANNOUNCED = AppraisalStatus
# Why a move is not there, by where the appraisal stands and where it was to go.
NO_MOVE: dict[AppraisalStatus, dict[AppraisalStatus, str]] = {
    NOTICED: {
        NOTICED: "还没有召开，告知内容可以直接改。",
        SUBMITTED: "还没有召开，请先录入会议情况和票数。",
        ANNOUNCED: "还没有召开，请等组织干事录入会议情况和票数。",
    },
    HELD: {
        HELD: "还在录票，没有可退回的内容；请组织干事直接改。",
        ANNOUNCED: "票数还没有提交，请组织干事先提交。",
    },
    SUBMITTED: {SUBMITTED: "票数已经提交，不用再交。"},
    ANNOUNCED: {
        SUBMITTED: "结果已经公布，不用再交；发现错误的，请乡镇党委退回更正。",
        ANNOUNCED: "结果已经公布；发现错误的，请乡镇党委退回更正后重新公布。",
    },
}
CLOSED: dict[AppraisalStatus, str] = {
    SUBMITTED: "票数已经提交，不再改动；确需改动的，请乡镇党委先退回。",
    ANNOUNCED: "结果已经公布，不再改动；发现错误的，请乡镇党委退回更正。",
}


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as it was typed in."""

    held_on: date
    host: str
    assembly: str
    expected: int
    present: int
    handed_out: int
    returned: int


def may_give_notice(
    village: Division, *, year: int, open_ones: int, today: date, by: Acting
) -> Answer:
    """A clerk announces a meeting in a village, one at a time, of this year."""
    return (
        acts_as(by, CLERK)
        & unless(village.level == Level.VILLAGE, f"{village}不是村（社区），请选择村。")
        & unless(
            village.last_day is None or village.last_day >= today,
            f"{village}已于 {village.last_day} 撤并，请到承继的村登记。",
        )
        & unless(
            year == today.year,
            f"定于 {year} 年召开，不在本年度；本年度的评议应在 {today.year}-12-31 以前召开。",
        )
        & unless(
            not open_ones, f"{village}还有一次民主评议没有公布结果，公布以后才能再登记下一次。"
        )
    )


def is_notice(*, noticed_on: date, planned_on: date, today: date) -> Answer:
    """A notice was given already; whether in time, the rulebook says and nobody is stopped."""
    return unless(
        noticed_on <= today, f"告知日期 {noticed_on} 还没有到，请在书面告知以后登记。"
    ) & unless(
        planned_on >= noticed_on,
        f"定于 {planned_on} 召开，早于告知日期 {noticed_on}，请核对。",
    )


def may_change_notice(appraisal: Appraisal, *, by: Acting) -> Answer:
    """A notice is put right until the meeting was held."""
    return acts_as(by, CLERK) & unless(
        appraisal.status == NOTICED, f"{appraisal}已经召开，告知内容留作记录，不再改动。"
    )


def may_enter(appraisal: Appraisal, *, by: Acting) -> Answer:
    """The township's clerk enters meeting and ballots until they are handed on."""
    return acts_as(by, CLERK) & unless(
        appraisal.status in (NOTICED, HELD),
        f"{appraisal}{CLOSED.get(AppraisalStatus(appraisal.status), '')}",
    )


def is_meeting(
    appraisal: Appraisal, meeting: Meeting, *, previous_on: date | None, today: date
) -> dict[str, str]:
    """Say at each field what cannot be: returned ≤ handed out ≤ present ≤ expected."""
    wrong: dict[str, str] = {}
    held = meeting.held_on
    if held > today:
        wrong["held_on"] = f"评议日期 {held} 还没有到，请在会后录入。"
    elif held.year != appraisal.year:
        wrong["held_on"] = f"评议日期 {held} 不在 {appraisal.year} 年度，请核对会议记录。"
    elif held < appraisal.noticed_on:
        wrong["held_on"] = f"评议日期 {held} 早于告知日期 {appraisal.noticed_on}，请核对。"
    elif previous_on is not None and held <= previous_on:
        wrong["held_on"] = f"本村上次评议是 {previous_on}，本次应在其后，请核对日期。"
    if not meeting.host.strip():
        wrong["host"] = "请填写主持评议的村务监督委员会人员：评议由村务监督机构主持。"
    if meeting.assembly not in Assembly.values:
        wrong["assembly"] = "请选择是村民会议还是村民代表会议。"
    pairs = (
        ("present", "expected", "实到", "应到", "人"),
        ("handed_out", "present", "发出", "实到", "票"),
        ("returned", "handed_out", "收回", "发出", "票"),
    )
    for less, more, part, whole, unit in pairs:
        few, many = getattr(meeting, less), getattr(meeting, more)
        if few > many:
            wrong[less] = f"{part} {few} {unit}，多于{whole} {many}，请核对会议记录。"
    return wrong


def may_submit(appraisal: Appraisal, *, missing: Collection[str], by: Acting) -> Answer:
    """A clerk hands on what is complete."""
    names = "、".join(missing)
    return (
        acts_as(by, CLERK)
        & may_move(appraisal, SUBMITTED)
        & unless(not missing, f"还有 {len(missing)} 人没有录票：{names}。没有人投的填 0。")
    )


def may_return(appraisal: Appraisal, *, by: Acting) -> Answer:
    """The committee sends back what was handed on, or opens announced results for correction."""
    noticed = appraisal.status == NOTICED  # from there the clerk alone goes on to the meeting
    return (
        acts_as(by, COMMITTEE)
        & unless(not noticed, f"{appraisal}还没有召开，没有可退回的票数。")
        & may_move(appraisal, HELD)
    )


def may_announce(appraisal: Appraisal, *, by: Acting) -> Answer:
    """The committee confirms and announces what another person handed on (four eyes)."""
    return (
        acts_as(by, COMMITTEE)
        & other_eyes(appraisal.prepared_by, by)
        & may_move(appraisal, ANNOUNCED)
    )


def is_announcement(appraisal: Appraisal, *, announced_on: date, today: date) -> Answer:
    """Results are announced after the meeting, and on a day that has come."""
    held = appraisal.held_on or announced_on
    return unless(
        announced_on <= today, f"公布日期 {announced_on} 还没有到，请在公布以后登记。"
    ) & unless(announced_on >= held, f"公布日期 {announced_on} 早于评议日期 {held}，请核对。")


def may_rule(appraisal: Appraisal, *, broken: bool, by: Acting) -> Answer:
    """Only on a meeting that was not rightly called there is something to say."""
    status = AppraisalStatus(appraisal.status)
    return (
        acts_as(by, COMMITTEE)
        & other_eyes(appraisal.prepared_by, by)
        & unless(
            status in (SUBMITTED, ANNOUNCED), f"{appraisal}票数还没有提交，提交以后再认定是否计入。"
        )
        & unless(broken, f"{appraisal}告知和间隔都合规定，自然计入，不用认定。")
    )


def may_check(result: AppraisalResult, *, by: Acting) -> Answer:
    """The township verifies what the rulebook proposes for two in a row."""
    appraisal = result.appraisal
    proposed = result.run is not False and result.verdict == Verdict.INCOMPETENT
    return (
        acts_as(by, COMMITTEE)
        & other_eyes(appraisal.prepared_by, by)
        & unless(proposed, f"{result.appraised.name}没有连续两次被评议为不称职，不用核实。")
        & unless(appraisal.status == ANNOUNCED, f"{appraisal}正在更正，重新公布以后再核实。")
        & unless(
            result.revision == appraisal.revision,
            f"{result.appraised.name}的这一结果已由更正后的结果代替，请核实新的结果。",
        )
    )


def other_eyes(prepared_by: User | None, by: Acting) -> Answer:
    """Nobody confirms what he handed on himself."""
    own = prepared_by is not None and by.user is not None and prepared_by.pk == by.user.pk
    return only_if(not own, "票数由您本人提交，须由党委会的另一位同志办理。")


def may_move(appraisal: Appraisal, to: AppraisalStatus) -> Answer:
    """Only the moves of `APPRAISAL_MOVES` exist."""
    now = AppraisalStatus(appraisal.status)
    return unless(to in APPRAISAL_MOVES[now], f"{appraisal}{NO_MOVE[now].get(to, '')}")


def has_reason(reason: str, what: str) -> Answer:
    """Ask for the reason that is kept with what is decided."""
    return YES if reason.strip() else unless(holds=False, objection=what)
