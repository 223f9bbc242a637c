"""Who may write down who held what, and what stands against it."""

from __future__ import annotations

from datetime import date

from accounts.acting import Acting
from accounts.answer import Answer, only_if, unless
from accounts.models import Division
from accounts.roles import Level, Role
from accounts.scope import SEGMENT
from cadres.models import Began, Ended, Person, Team, Tenure
from cadres.posts import SINGLE, Body, Post
from cadres.rules.dossier import file_stands
from cadres.rules.registry import holds, may_record

# How one comes into a post: nobody appoints a member of an elected committee
# (村民委员会组织法第十一条), nobody elects a hired clerk.
BEGINNINGS: dict[Body, tuple[Began, ...]] = {
    Body.PARTY: (Began.ELECTED, Began.APPOINTED, Began.BY_ELECTED, Began.CARRIED),
    Body.COMMITTEE: (Began.ELECTED, Began.BY_ELECTED, Began.CARRIED),
    Body.SUPERVISION: (Began.ELECTED, Began.BY_ELECTED, Began.CARRIED),
    Body.STAFF: (Began.HIRED, Began.CARRIED),
}
# How one leaves it (policy.md C6).
_ELECTED_ENDS = (
    Ended.TERM_OVER,
    Ended.RESIGNATION,
    Ended.ORDERED_RESIGNATION,
    Ended.RECALL,
    Ended.STATUTORY_TERMINATION,
    Ended.ELECTION_VOID,
    Ended.DIED,
    Ended.CARRIED,
)
ENDINGS: dict[Body, tuple[Ended, ...]] = {
    Body.PARTY: (
        Ended.TERM_OVER,
        Ended.DISMISSAL,
        Ended.RESIGNATION,
        Ended.ORDERED_RESIGNATION,
        Ended.STATUTORY_TERMINATION,
        Ended.MOVED,
        Ended.DIED,
        Ended.CARRIED,
    ),
    Body.COMMITTEE: _ELECTED_ENDS,
    Body.SUPERVISION: _ELECTED_ENDS,
    Body.STAFF: (
        Ended.TERM_OVER,
        Ended.CONTRACT_ENDED,
        Ended.RESIGNATION,
        Ended.MOVED,
        Ended.DIED,
        Ended.CARRIED,
    ),
}
CARRIERS = {
    Level.TOWNSHIP: Role.TOWNSHIP_CLERK,
    Level.COUNTY: Role.COUNTY_OFFICER,
    Level.CITY: Role.CITY_OFFICER,
}
# What a merger did is written by carrying people over, never typed by hand.
BY_HAND_BEGUN = {
    body: tuple(how for how in ways if how != Began.CARRIED) for body, ways in BEGINNINGS.items()
}
BY_HAND_ENDED = {
    body: tuple(how for how in ways if how != Ended.CARRIED) for body, ways in ENDINGS.items()
}
SHORTEST_REASON = 4  # characters that say what was wrong


def may_start(tenure: Tenure, *, today: date, by: Acting) -> Answer:
    """Ask whether a new tenure may be written down; clashes are for the database to find."""
    return (
        may_record(by)
        & file_stands(tenure.person)
        & unless(
            tenure.village.level == Level.VILLAGE and holds(by, tenure.village.path),
            "任职单位应是本辖区内的村（社区），请重新选择。",
        )
        & _begins_well(tenure, today)
    )


def may_end(tenure: Tenure, *, ended_on: date, ended_how: Ended, today: date, by: Acting) -> Answer:
    """Ask whether a tenure may end so (policy.md C0-1, C6)."""
    return (
        may_record(by)
        & unless(
            tenure.ended_on is None, f"这项任职已于 {tenure.ended_on} 离任，如日期有误请走更正。"
        )
        & _ends_well(tenure, ended_on, ended_how, today)
    )


def may_correct(tenure: Tenure, *, reason: str, today: date, by: Acting) -> Answer:
    """Ask whether a tenure may stand as it would after a correction."""
    answer = (
        may_record(by)
        & unless(bool(reason.strip()), "请写明更正原因，例如“任职文件日期为 2017-05-10”。")
        & _begins_well(tenure, today)
        & unless(
            (tenure.ended_on is None) is (not tenure.ended_how),
            "离任日期和离任方式要么都填，要么都不填。",
        )
    )
    if tenure.ended_on is None or not tenure.ended_how:
        return answer
    return answer & _ends_well(tenure, tenure.ended_on, Ended(tenure.ended_how), today)


def may_remove_tenure(tenure: Tenure, *, reason: str, by: Acting) -> Answer:
    """Ask whether a tenure that was entered by mistake may be taken out: one still open."""
    carried = Began.CARRIED in (tenure.began_how, tenure.ended_how)
    return (
        may_record(by)
        & unless(
            tenure.ended_on is None and not carried,
            "已离任的、由建制调整接续来的任职不能删除，请更正日期或方式。",
        )
        & unless(
            len(reason.strip()) >= SHORTEST_REASON,
            "请写明错在哪里，例如“登记到了同名的另一人名下”。确曾任职的，请登记离任，不要删除。",
        )
    )


def may_hand_over(leaving: Tenure, successor: Person) -> Answer:
    """Ask whether this one may follow on that one; the dates are asked by ending and starting."""
    return unless(
        Post(leaving.post) in SINGLE,
        f"{leaving.get_post_display()}可以同时有几人，不用交接：请分别登记离任和任职。",
    ) & unless(
        leaving.person_id != successor.pk,
        f"{successor.name}就是现任{leaving.get_post_display()}，请另选接任的人。",
    )


def _begins_well(tenure: Tenure, today: date) -> Answer:
    village, began_on = tenure.village, tenure.began_on
    post, how = Post(tenure.post), Began(tenure.began_how)
    allowed = BEGINNINGS[post.body]
    return (
        unless(
            _exists(village, began_on), f"{village}在 {began_on} 尚未设立或已撤并，请核对任职日期。"
        )
        & unless(began_on <= today, f"任职日期 {began_on} 晚于今天，请在任职当天或以后登记。")
        & unless(
            how in allowed,
            f"{post.body.label}的{post.label}不能以“{how.label}”方式任职，可选：{_list(BY_HAND_BEGUN[post.body])}。",
        )
    )


def _ends_well(tenure: Tenure, ended_on: date, ended_how: Ended, today: date) -> Answer:
    post, village = Post(tenure.post), tenure.village
    allowed = ENDINGS[post.body]
    why = "由村民选举产生，" if post.body is Body.COMMITTEE else ""
    return (
        unless(
            ended_on >= tenure.began_on,
            f"离任日期 {ended_on} 早于任职日期 {tenure.began_on}，请核对。",
        )
        & unless(ended_on <= today, f"离任日期 {ended_on} 晚于今天，请在离任当天或以后登记。")
        & unless(
            village.last_day is None or ended_on <= village.last_day,
            f"{village}已于 {village.last_day} 撤并，以后的离任不再登记在这个村："
            "请先在“建制调整”办理接续，再到接续的村登记离任。",
        )
        & unless(
            ended_how in allowed,
            f"{post.body.label}成员{why}不适用“{ended_how.label}”，可登记：{_list(BY_HAND_ENDED[post.body])}。",
        )
    )


def carrier_of(division: Division) -> Role:
    """Say who carries people over: whose range holds the ended unit and the one that follows.

    An ended township's clerk no longer acts and the successor's never saw its rows; row security
    is a range, so what crosses a township's border is the county's, a county's border the city's.
    """
    if division.successor is None:
        raise ValueError("carried over where nothing follows")
    old, new = division.path, division.successor.path
    shared = next(
        (
            level
            for level in (Level.TOWNSHIP, Level.COUNTY)
            if old[: SEGMENT * level] == new[: SEGMENT * level]
        ),
        Level.CITY,
    )
    return CARRIERS[shared]


def may_carry_over(division: Division, *, today: date, by: Acting) -> Answer:
    """Ask whether he may carry the people of an ended unit over to the one that follows."""
    role = carrier_of(division)
    last_day, successor = division.last_day, division.successor
    return (
        only_if(
            by.whole or by.has(role),
            f"您现在的角色是“{by.role_label}”，{division.title}的接续由{role.label}办理。",
        )
        & only_if(
            holds(by, division.path) and successor is not None and holds(by, successor.path),
            f"{division.title}和承继它的单位不都在您的辖区内，请报上级组织部办理接续。",
        )
        & unless(
            last_day is not None and last_day < today,
            f"{division.title}到 {last_day} 为止仍然存续，次日起才能办理接续。",
        )
    )


def may_form_team(
    *,
    village: Division,
    term: str,
    first_day: date,
    last_day: date | None,
    today: date,
    by: Acting,
) -> Answer:
    """Ask whether a village's team may be written down."""
    return (
        may_record(by)
        & unless(
            village.level == Level.VILLAGE and holds(by, village.path),
            "班子应登记在本辖区内的村（社区），请重新选择。",
        )
        & unless(bool(term.strip()), "请填写届次，例如“第十届”。")
        & unless(first_day <= today, f"起始日 {first_day} 晚于今天，请在选举产生以后登记。")
        & unless(
            last_day is None or last_day >= first_day,
            f"终止日 {last_day} 早于起始日 {first_day}，请核对。",
        )
    )


def may_end_team(team: Team, *, last_day: date, by: Acting) -> Answer:
    """Ask whether a team's term may end on that day."""
    return (
        may_record(by)
        & unless(team.last_day is None, f"{team}已于 {team.last_day} 届满，不必再登记。")
        & unless(
            last_day >= team.first_day, f"终止日 {last_day} 早于起始日 {team.first_day}，请核对。"
        )
    )


def _exists(division: Division, day: date) -> bool:
    return division.first_day <= day and (division.last_day is None or division.last_day >= day)


def _list(choices: tuple[Began, ...] | tuple[Ended, ...]) -> str:
    return "、".join(str(choice.label) for choice in choices)
