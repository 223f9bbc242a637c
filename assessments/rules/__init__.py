"""Who may do what to a plan or a round, and when; pure questions, days passed in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from accounts.acting import Acting
from accounts.answer import Answer, only_if, unless
from accounts.models import Division
from accounts.roles import Role
from assessments.models import Entry, Plan, Round
from assessments.rules.sentences import CLOSED, NO_MOVE, RETURNS
from assessments.states import MOVES, PLAN_MOVES, PlanStatus, RoundStatus
from policy.finding import Finding
from policy.record import Outcome

CLERK, COMMITTEE, OFFICER = Role.TOWNSHIP_CLERK, Role.TOWNSHIP_COMMITTEE, Role.COUNTY_OFFICER
ENTERING = RoundStatus.ENTERING


def acts_as(by: Acting, *roles: Role) -> Answer:
    """Forbid whoever holds none of these roles."""
    named = "、".join(role.label for role in roles)
    return only_if(by.has(*roles), f"您现在的角色是“{by.role_label}”，这一步由{named}办理。")


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


def may_adopt(plan: Plan, *, outcome: Outcome, in_use: int, by: Acting) -> Answer:
    """A draft that the rulebook finds usable replaces the version nobody has used yet."""
    answer = may_write_plan(plan.county, by=by) & unless(
        PlanStatus.ADOPTED in PLAN_MOVES[PlanStatus(plan.status)],
        f"{plan}{plan.get_status_display()}，不能再采用。",
    )
    return answer & may_replace(in_use) & Answer(objections=tuple(failings(outcome)))


def failings(outcome: Outcome) -> Iterable[str]:
    """List the sentences by which the rulebook finds a plan unusable."""
    if outcome.result["usable"]:
        return []
    return [
        finding["sentence"]
        for finding in outcome.findings
        if finding["verdict"] in ("failed", "unknown")
    ]


def may_replace(in_use: int) -> Answer:
    """A plan by which townships already assess is not changed (domain.md 3)."""
    return unless(
        not in_use,
        f"方案已用于 {in_use} 个乡镇的考核，不能修改：已录入的分数是按它打的。"
        "请按现行方案完成本年度考核，调整写进下一年度的方案。",
    )


def may_revise(plan: Plan, *, in_use: int, drafts: int, by: Acting) -> Answer:
    """An adopted plan that no township uses yet gets a new version."""
    return (
        may_write_plan(plan.county, by=by)
        & unless(plan.status == PlanStatus.ADOPTED, "只有已采用的方案才要改版；草稿可以直接修改。")
        & may_replace(in_use)
        & unless(not drafts, f"{plan.year} 年方案已有一份草稿，请在草稿上修改。")
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
