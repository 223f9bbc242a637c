"""Who may do what to a plan or a round, and when; pure questions, days passed in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from accounts.acting import Acting
from accounts.answer import YES, Answer, only_if, unless
from accounts.models import Division
from accounts.roles import Role
from accounts.rules import acts_as
from assessments.models import Entry, OwnIndicator, Plan, Round
from assessments.models.plans import BALLOTS, BANDS
from assessments.rules.sentences import CLOSED, NO_MOVE, RETURNS
from assessments.states import MOVES, PLAN_MOVES, GradeLabel, PlanStatus, RoundStatus
from policy.finding import Finding
from policy.record import Outcome

CLERK, COMMITTEE, OFFICER = Role.TOWNSHIP_CLERK, Role.TOWNSHIP_COMMITTEE, Role.COUNTY_OFFICER
ENTERING = RoundStatus.ENTERING


def may_write_plan(county: Division, *, by: Acting) -> Answer:
    """Plans are written by the organization department of their own county."""
    own = by.division is not None and by.division.pk == county.pk
    return acts_as(by, OFFICER) & only_if(own, f"{county}的考核方案由{county}县委组织部制定。")


def may_save(plan: Plan, *, by: Acting) -> Answer:
    """A plan is changed while it is a draft."""
    return may_write_plan(plan.county, by=by) & unless(
        plan.status == PlanStatus.DRAFT,
        f"{plan}{plan.get_status_display()}，内容不再改动。如需调整，请先起草新版。",
    )


def may_adopt(plan: Plan, *, outcome: Outcome, final: int, by: Acting) -> Answer:
    """A draft that the rulebook finds usable replaces the version before it."""
    answer = may_write_plan(plan.county, by=by) & unless(
        PlanStatus.ADOPTED in PLAN_MOVES[PlanStatus(plan.status)],
        f"{plan}{plan.get_status_display()}，不能再采用。",
    )
    return answer & may_replace(final) & Answer(objections=tuple(failings(outcome)))


def is_confirmed(confirmed: int, *, running: int) -> Answer:
    """Whoever restarts rounds has been told how many."""
    return unless(
        confirmed == running,
        f"采用新版将使 {running} 个乡镇的考核重新开始，与确认时看到的 {confirmed} 个不同。"
        "请重新打开采用页，看清以后再确认。",
    )


def failings(outcome: Outcome) -> Iterable[str]:
    """List the sentences by which the rulebook finds a plan unusable."""
    if outcome.result["usable"]:
        return []
    return [
        finding["sentence"]
        for finding in outcome.findings
        if finding["verdict"] in ("failed", "unknown")
    ]


def may_replace(final: int) -> Answer:
    """A plan by which grades are on record is replaced no more (domain.md 3)."""
    return unless(
        not final,
        f"已有 {final} 个乡镇的考核备案办结，本年度方案不能再改版：已备案的等次是按它定的。"
        "调整写进下一年度的方案。",
    )


def may_revise(plan: Plan, *, final: int, drafts: int, by: Acting) -> Answer:
    """An adopted plan gets a new version while no township's year is closed."""
    return (
        may_write_plan(plan.county, by=by)
        & unless(plan.status == PlanStatus.ADOPTED, "只有已采用的方案才要改版；草稿可以直接修改。")
        & may_replace(final)
        & unless(not drafts, f"{plan.year} 年方案已有一份草稿，请在草稿上修改。")
    )


def is_reason(reason: str, longest: int) -> Answer:
    """A new version has a reason, and it fits where the townships read it."""
    return unless(bool(reason.strip()), "请写明改版的理由。") & unless(
        len(reason.strip()) <= longest, f"改版的理由请写在 {longest} 字以内。"
    )


def are_figures(figures: Mapping[str, Decimal | None]) -> Answer:
    """A county's own figures are given all or none of a kind, and fall; the check says more."""
    answer = YES
    for columns, what in ((BANDS, "分数线"), (BALLOTS, "票折分")):
        own = [figures.get(column) for column in columns.values()]
        known = [one for one in own if one is not None]
        labels = "、".join(GradeLabel(grade).label for grade in columns)
        answer &= unless(
            len(known) in (0, len(own)),
            f"{what}要么都填（{labels}），要么都空着按《办法》办理；现在只填了 {len(known)} 项。",
        )
        answer &= unless(
            all(0 <= one <= 100 for one in known) and all(a > b for a, b in pairwise(known)),
            f"{what}应在 0 至 100 之间，{labels}依次降低，请改后再保存。",
        )
    return answer


def is_pick(codes: Collection[str], forms: Collection[str], offered: Collection[str]) -> Answer:
    """What is taken from the library is in force, and it is said for which form."""
    return (
        unless(bool(codes), "还没有选指标，请在要选入的指标前打勾。")
        & unless(bool(forms), "请选择放进述职测评还是目标考核，也可以两种都选。")
        & unless(
            set(codes) <= set(offered),
            "选中的指标有的已经停用，请刷新指标库后再选。",
        )
    )


def may_write_library(county: Division, *, by: Acting) -> Answer:
    """A county's own indicators are kept by its organization department."""
    own = by.division is not None and by.division.pk == county.pk
    return acts_as(by, OFFICER) & only_if(own, f"{county}的县定指标由{county}县委组织部维护。")


def may_retire(indicator: OwnIndicator, *, last_day: date) -> Answer:
    """A line is retired once, on or after the day it began."""
    return unless(
        indicator.last_day is None, f"“{indicator}”已于 {indicator.last_day} 停用，不用再办。"
    ) & unless(
        last_day >= indicator.first_day,
        f"停用日期 {last_day} 早于起用日期 {indicator.first_day}，请改填起用日期或以后。",
    )


def may_open(plan: Plan, *, today: date, by: Acting) -> Answer:
    """Rounds are opened from the cut-off day on: the roster of a coming day is not known."""
    return (
        may_write_plan(plan.county, by=by)
        & unless(plan.status == PlanStatus.ADOPTED, "方案还没有采用，请先采用方案再开放考核。")
        & unless(
            plan.cutoff_on <= today,
            f"在册截止日是 {plan.cutoff_on}，名册要到那一天才能定。"
            f"请在 {plan.cutoff_on} 及以后开放。",
        )
    )


def is_entering(round: Round) -> Answer:  # noqa: A002
    """What was entered is changed while the round is on the clerk's desk."""
    return unless(
        round.status == RoundStatus.ENTERING,
        f"{round}{CLOSED.get(RoundStatus(round.status), '')}",
    )


def may_enter(round: Round, *, by: Acting) -> Answer:  # noqa: A002
    """The township's clerk enters, nobody else."""
    return acts_as(by, CLERK) & is_entering(round)


def may_excuse(entry: Entry, *, by: Acting) -> Answer:
    """Only who is on the roster is graded or left without a grade."""
    on_roster = unless(entry.on_roster, f"{entry.name}已不在这份名册上，不用办理。")
    return may_enter(entry.round, by=by) & on_roster


def may_refresh(round: Round, *, by: Acting) -> Answer:  # noqa: A002
    """The roster follows a corrected registry while the round is being entered."""
    return acts_as(by, CLERK, OFFICER) & is_entering(round)


def is_meeting_day(year: int, *, on: date, today: date) -> Answer:
    """A report meeting took place in or just after the year (draft)."""
    first, last = date(year, 1, 1), date(year + 1, 1, 31)
    return unless(on <= today, f"会议日期 {on} 还没有到，请在会后录入。") & unless(
        first <= on <= last, f"会议日期 {on} 不在 {year} 年度，应在 {first} 至 {last} 之间。"
    )


def may_submit(round: Round, *, gaps: Collection[str], by: Acting) -> Answer:  # noqa: A002
    """A clerk hands on what is complete."""
    return (
        acts_as(by, CLERK) & may_move(round, RoundStatus.SUBMITTED) & Answer(objections=tuple(gaps))
    )


def may_return(round: Round, *, by: Acting) -> Answer:  # noqa: A002
    """Whoever has a round before him may send it back: committee or county."""
    answer = acts_as(by, COMMITTEE, OFFICER)
    if round.status in RETURNS:
        turn, sentence = RETURNS[RoundStatus(round.status)]
        answer &= only_if(by.has(turn), f"{round}{sentence}")
    return answer & may_move(round, ENTERING)


def may_decide(round: Round, *, by: Acting) -> Answer:  # noqa: A002
    """The committee decides what another person prepared (domain.md 1: four eyes)."""
    prepared = by.user is not None and by.user.pk == round.prepared_by_id
    return (
        acts_as(by, COMMITTEE)
        & only_if(not prepared, "这份等次建议由您本人提交，须由党委会的另一位同志审定。")
        & may_move(round, RoundStatus.DECIDED)
    )


def may_file(round: Round, *, by: Acting) -> Answer:  # noqa: A002
    """The county files what a township has reported."""
    return acts_as(by, OFFICER) & may_move(round, RoundStatus.FINAL)


def may_settle(*, by: Acting) -> Answer:
    """A year is settled from above the townships, or by the command line."""
    above = by.has(OFFICER, Role.CITY_OFFICER) or is_command_line(by)
    return only_if(above, f"您现在的角色是“{by.role_label}”，年度结算由市、县委组织部办理。")


def may_file_in_settlement(*, by: Acting) -> Answer:
    """The county files; the command line files what was reported, it decides nothing."""
    return only_if(by.has(OFFICER) or is_command_line(by), "备案由县委组织部办理。")


def is_command_line(by: Acting) -> bool:
    """Tell the command line without `--by`, which has no person and sees every division."""
    return by.whole and by.user is None


def may_move(round: Round, to: RoundStatus) -> Answer:  # noqa: A002
    """Only the moves of `states.MOVES` exist."""
    now = RoundStatus(round.status)
    return unless(to in MOVES[now], f"{round}{NO_MOVE[now].get(to, '')}")


def may_sit(
    *, number: str, held_on: date, attended: str, not_before: date | None, today: date
) -> Answer:
    """A sitting is known by its minutes, took place, and had before it what it decided."""
    answer = unless(bool(number.strip()), "请填写会议纪要编号：等次由党委会研究决定。")
    answer &= unless(held_on <= today, f"会议日期 {held_on} 还没有到，请在会后审定。")
    answer &= unless(bool(attended.strip()), "请填写到会人员。")
    return answer & unless(
        not_before is None or held_on >= not_before,
        f"会议日期 {held_on} 早于提交日期 {not_before}：会上研究的应是提交以后的等次建议。",
    )


def may_change(
    names: Mapping[str, str], found: Mapping[str, Finding], reasons: Mapping[str, str]
) -> Answer:
    """A committee departs from a proposal where the rulebook lets it, each time with a reason."""
    refused = [
        f"{names[pk]}：{one['sentence']}" for pk, one in found.items() if one["verdict"] != "met"
    ]
    silent = [names[pk] for pk in found if not reasons[pk].strip()]
    unsaid = f"{'、'.join(silent)}：与建议不同的，每个人都要写明理由。"
    return Answer(objections=tuple(refused)) & unless(not silent, unsaid)


def is_choice(
    result: dict[str, Any], *, chosen: Collection[str], reason: str, freed: int = 0
) -> Answer:
    """Among those who tie the committee chooses, never more than the seats left."""
    tied, left = result["tied"], max(0, result["left"] + freed)
    answer = unless(
        set(chosen) <= set(tied), "只能在末位同分的人员中选定优秀，其余人员的等次由分数和名额决定。"
    )
    answer &= unless(
        len(chosen) <= left,
        f"选了 {len(chosen)} 人，优秀名额只剩 {left} 个，请减到 {left} 人以内。",
    )
    if not tied:
        return answer
    return answer & unless(
        bool(reason.strip()),
        f"有 {len(tied)} 人末位同分、名额剩 {left} 个，请写明选定（或不选）的理由。",
    )
