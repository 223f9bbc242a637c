"""What the clerk of the demo still has to enter for a township, drawn like the rest of its year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.acting import Acting
from assessments.models import Entry, Meeting, Round, Tally, TeamResult, Turnout, VoterGroup
from assessments.queries.ballots import COUNTS
from assessments.services.entering import maxima_of, save_targets, save_teams
from assessments.services.meetings import save_meetings
from assessments.services.votes import save_votes
from assessments.states import Dimension
from reports.demo.chance import Chance
from reports.demo.drafts import MIN_MONTHS

CENT = Decimal("0.01")
EXPECTED, PRESENT = 40, 36
HELD_ON = date(2018, 12, 18)
Rows = dict[int, dict[str, Any]]


def fill(found: Round, dice: Chance, by: Acting) -> int:
    """Enter what is missing, sheet by sheet, as the township's clerk; give the cells entered."""
    groups = list(found.plan.voter_groups.all())
    entries = list(Entry.objects.visible_to(by).filter(round=found, on_roster=True).order_by("pk"))
    villages = {one.village_id for one in entries}
    cells = save_meetings(round=found, meetings=_meetings(found, villages, groups), by=by)
    cells += save_votes(round=found, votes=_votes(found, entries, groups, dice), by=by)
    cells += save_targets(round=found, points=_points(entries, maxima_of(found), dice), by=by)
    cells += save_teams(round=found, results=_teams(found, villages, dice), by=by)
    return cells


def _graded(entry: Entry) -> bool:
    return not entry.excused and entry.months >= MIN_MONTHS


def _meetings(found: Round, villages: set[int], groups: list[VoterGroup]) -> Rows:
    met = set(Meeting.objects.filter(round=found).values_list("village_id", flat=True))
    came = {"expected": EXPECTED, "present": PRESENT, "handed_out": PRESENT, "returned": PRESENT}
    turnout = {f"{group.pk}-{name}": count for group in groups for name, count in came.items()}
    held_on = min(HELD_ON, found.cutoff_on.replace(month=12, day=18))
    return {village: {"held_on": held_on, **turnout} for village in sorted(villages - met)}


def _votes(found: Round, entries: list[Entry], groups: list[VoterGroup], dice: Chance) -> Rows:
    full = {
        (one.entry_id, one.group_id)
        for one in Tally.objects.filter(round=found)
        if None not in [getattr(one, count) for count in COUNTS]
    }
    returned = {
        (one.meeting.village_id, one.group_id): one.returned or one.present
        for one in Turnout.objects.filter(round=found).select_related("meeting")
    }
    rows: Rows = {}
    for entry in filter(_graded, entries):
        for group in groups:
            ballots = returned.get((entry.village_id, group.pk), 0)
            if (entry.pk, group.pk) not in full and ballots:
                rows.setdefault(entry.pk, {}).update(_split(group, ballots, dice))
    return rows


def _split(group: VoterGroup, ballots: int, dice: Chance) -> dict[str, int]:
    excellent = round(ballots * dice.uniform(0.5, 0.75))
    basic = dice.randint(0, min(2, ballots - excellent))
    counts = (excellent, ballots - excellent - basic, basic, 0)
    return {f"{group.pk}-{name}": count for name, count in zip(COUNTS, counts, strict=True)}


def _points(entries: list[Entry], most: Mapping[str, Decimal], dice: Chance) -> Rows:
    rows: Rows = {}
    for entry in filter(_graded, entries):
        for aspect in Dimension.values:
            if getattr(entry, aspect) is None:
                share = Decimal(dice.randint(82, 93)) / 100
                rows.setdefault(entry.pk, {})[aspect] = (most[aspect] * share).quantize(CENT)
    return rows


def _teams(found: Round, villages: set[int], dice: Chance) -> dict[int, str]:
    known = set(TeamResult.objects.filter(round=found).values_list("village_id", flat=True))
    return {pk: dice.choice(("excellent", "good", "good")) for pk in sorted(villages - known)}
