"""Write an assessed year: plans, rounds with their frozen rosters, and what was entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.acting import Acting, acting_in, command_line
from accounts.models import Division, RoleGrant
from accounts.roles import Role
from assessments.models import (
    Entry,
    Meeting,
    Plan,
    Round,
    Tally,
    TeamResult,
    Turnout,
    VoterGroup,
)
from assessments.queries.ballots import COUNTS
from assessments.queries.roster import members
from assessments.queries.rulebook import rules_of
from assessments.services.plan_lines import lines_of
from assessments.services.plans import adopt_plan, draft_plan, save_plan
from assessments.states import Dimension
from policy.procedures.grade_entry import read_rules, seats_of
from reports.demo.cast import SHOWCASE, Account, Cast
from reports.demo.chance import Chance, chance, happens
from reports.demo.drafts import Draft, Line, Stage, draft, leave_gaps, show, tie
from reports.demo.measures import Taken
from reports.demo.places import Unit
from reports.demo.timetable import Days, days_of, standing_on
from reports.demo.writing import analyze, write

TIED = {  # share of townships whose cut goes through a tie, in 2018
    Stage.FULL: 0.06,
    Stage.GAPS: 0.0,
    Stage.SUBMITTED: 0.6,
    Stage.DECIDED: 0.4,
    Stage.NOTICE: 0.3,
    Stage.FEEDBACK: 0.3,
    Stage.REPORTED: 0.3,
    Stage.FINAL: 0.2,
}
USUALLY_TIED = 0.15


@dataclass(frozen=True, slots=True)
class Written:
    """A township's round as written, and how far it is to go."""

    round: Round
    unit: Unit
    county: Unit
    stage: Stage


@dataclass(frozen=True, slots=True)
class Ground:
    """What a year is built on."""

    seed: int
    city: Division
    units: dict[Unit, list[Unit]]
    cast: Cast
    merits: dict[int, float]
    taken: Sequence[Taken]


def write_plans(ground: Ground, year: int) -> dict[int, Plan]:
    """Let every county draft and adopt its plan, through the services; by county id."""
    days = days_of(year)
    found = {}
    with standing_on(days.planned):
        for county in ground.units:
            by = acting(ground.cast.of(Role.COUNTY_OFFICER, county), Role.COUNTY_OFFICER, county)
            plan = draft_plan(county=Division.objects.get(pk=county.id), year=year, by=by)
            if days.cutoff != plan.cutoff_on:
                plan = _with_cutoff(plan, days, by)
            found[county.id] = adopt_plan(plan=plan, by=by)
    return found


def acting(account: Account, role: Role, unit: Unit) -> Acting:
    """Give what an account's log-in in a role would give."""
    grants = RoleGrant.objects.select_related("user", "division__parent")
    return acting_in(grants.get(user=account.key, role=role, division=unit.id))


def _with_cutoff(plan: Plan, days: Days, by: Acting) -> Plan:
    return save_plan(
        plan=plan,
        report_share=plan.report_share,
        target_share=plan.target_share,
        cutoff_on=days.cutoff,
        staff_in_base=plan.staff_in_base,
        indicators=lines_of(plan),
        by=by,
    )


def write_rounds(
    ground: Ground, year: int, plans: Mapping[int, Plan], stages: Mapping[int, Stage]
) -> list[Written]:
    """Open every township's round and enter what its clerk has entered."""
    days = days_of(year)
    roster = members(under=ground.city, cutoff_on=days.cutoff, year=year, by=command_line())
    barred = {one.human.key for one in ground.taken if one.on.year == year}
    found: list[tuple[Written, Draft]] = []
    for county, units in ground.units.items():
        for unit in (unit for unit in units if unit.id in roster):
            stage = stages.get(unit.id, Stage.FINAL)
            dice = chance(ground.seed, "year", year, unit.path)
            held = draft(
                dice, roster[unit.id], ground.merits, barred=barred, meeting_from=days.meeting
            )
            round_ = _round(plans[county.id], unit, held)
            _arrange(dice, held, round_, unit, stage)
            found.append((Written(round_, unit, county, stage), held))
    write([one.round for one, _ in found])
    entries = [(_entry(one.round, line), line) for one, held in found for line in held.lines]
    write([entry for entry, _ in entries])
    _write_voting(found, entries)
    write([result for one, held in found for result in _results(one.round, held)])
    analyze(Round, Entry, TeamResult, Meeting, Turnout, Tally)
    return [one for one, _ in found]


def _arrange(dice: Chance, held: Draft, round_: Round, unit: Unit, stage: Stage) -> None:
    """Let scores tie at some cuts and be missing in some places."""
    if round_.year == 2018 and unit.name == SHOWCASE:
        show(held, round_.seats)
    elif happens(dice, TIED[stage] if round_.year == 2018 else USUALLY_TIED):
        tie(held, round_.seats)
    if stage is Stage.GAPS:
        leave_gaps(dice, held)


def _round(plan: Plan, unit: Unit, held: Draft) -> Round:
    """Open a round as `open_rounds` does; every plan of the demo counts hired staff."""
    headcount = len(held.lines)
    need = read_rules(rules_of(plan.year, plan.cutoff_on, unit.code))
    return Round(
        township_id=unit.id,
        scope_path=unit.path,
        plan=plan,
        year=plan.year,
        cutoff_on=plan.cutoff_on,
        headcount=headcount,
        seats=seats_of(headcount, need)[0] or 0,
    )


def _entry(round_: Round, line: Line) -> Entry:
    member = line.member
    return Entry(
        round=round_,
        scope_path=round_.scope_path,
        person_id=member.person_id,
        name=member.name,
        village_id=member.village_id,
        posts=member.posts,
        is_principal=member.is_principal,
        months=member.months,
        **dict(zip(Dimension.values, line.points, strict=True)),
    )


def _write_voting(
    found: Sequence[tuple[Written, Draft]], entries: Sequence[tuple[Entry, Line]]
) -> None:
    """Write the villages' meetings with their turnout, and everybody's ballots."""
    plans = {one.round.plan_id for one, _ in found}
    groups = {one.plan_id: one for one in VoterGroup.objects.filter(plan__in=plans)}
    met = [
        (Meeting(village_id=village, held_on=held.held_on, **_own(one.round)), held)
        for one, held in found
        if held.held_on
        for village in held.meetings
    ]
    write([meeting for meeting, _ in met])
    write([_turnout(meeting, held, groups[meeting.round.plan_id]) for meeting, held in met])
    write(
        [
            Tally(
                entry=entry,
                group=groups[entry.round.plan_id],
                **_own(entry.round),
                **dict(zip(COUNTS, line.votes, strict=True)),
            )
            for entry, line in entries
            if None not in line.votes
        ]
    )


def _turnout(meeting: Meeting, held: Draft, group: VoterGroup) -> Turnout:
    came = held.meeting_of(meeting.village_id)
    return Turnout(
        meeting=meeting,
        group=group,
        expected=came.expected,
        present=came.present,
        handed_out=came.present,
        returned=held.returned(meeting.village_id),
        **_own(meeting.round),
    )


def _own(round_: Round) -> dict[str, Any]:
    return {"round": round_, "scope_path": round_.scope_path}


def _results(round_: Round, held: Draft) -> list[TeamResult]:
    return [
        TeamResult(round=round_, scope_path=round_.scope_path, village_id=village, result=result)
        for village, result in held.teams.items()
        if village not in held.no_team
    ]
