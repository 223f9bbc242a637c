"""What the groups of voters said of each cadre, as the papers print it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from accounts.acting import Acting
from assessments.forms.grids import plain
from assessments.models import Meeting, Round, Tally, Turnout, VoterGroup
from policy import ballots
from policy.words import GRADES

COUNTS = tuple(GRADES)  # excellent, competent, basic, incompetent
EVERYBODY = "全体投票人"  # where the plan parts them into no groups


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group's ballots on one cadre; a count not known is empty."""

    group: str
    weight: str
    counts: tuple[str, ...]
    total: str
    mean: str


@dataclass(frozen=True, slots=True)
class Came:
    """One group at one village's meeting; what is not known is empty."""

    group: str
    expected: str = ""
    present: str = ""
    handed_out: str = ""
    returned: str = ""


@dataclass(frozen=True, slots=True)
class Votes:
    """All ballots of a round, and who came to the meetings."""

    groups: tuple[tuple[str, str], ...]  # name and weight in percent
    lines: dict[int, list[GroupLine]]  # by entry
    came: dict[int, list[Came]]  # by village
    held_on: dict[int, str]  # by village

    @property
    def is_empty(self) -> bool:
        return not any(line.total for lines in self.lines.values() for line in lines)

    def came_to(self, village: int) -> list[Came]:
        return self.came.get(village) or [Came(name) for name, _ in self.groups]

    def of(self, entry: int) -> list[GroupLine]:
        nothing = ("",) * len(COUNTS)
        return self.lines.get(entry) or [
            GroupLine(name, weight, nothing, "", "") for name, weight in self.groups
        ]


def votes_of(found: Round, rules: dict[str, Any], by: Acting) -> Votes:
    """Read the ballots of a round, in a number of questions that does not grow with its people."""
    groups = list(VoterGroup.objects.visible_to(by).filter(plan=found.plan_id))
    tallies = Tally.objects.visible_to(by).filter(round=found, group__in=groups)
    counted = {
        (entry, group): counts
        for entry, group, *counts in tallies.values_list("entry_id", "group_id", *COUNTS)
    }
    meetings = Meeting.objects.visible_to(by).filter(round=found)
    lines: dict[int, list[GroupLine]] = {}
    for entry in {entry for entry, _ in counted}:
        lines[entry] = [_line(one, counted.get((entry, one.pk)), rules) for one in groups]
    return Votes(
        groups=tuple((one.name, _percent(one.weight)) for one in groups) or ((EVERYBODY, ""),),
        lines=lines,
        came=_came(found, groups, by),
        held_on={one.village_id: day(one.held_on) for one in meetings},
    )


def rating_said(lines: list[GroupLine], rating: str | None) -> str:
    """Show how the groups' means make the rating."""
    voted = [line for line in lines if line.mean]
    if rating is None or len(voted) < 2:
        return rating or ""
    parts = " + ".join(f"{line.mean}×{line.weight}" for line in voted)
    if len(voted) < len(lines):  # a group that the village does not have
        whole = sum(Decimal(line.weight.rstrip("%")) for line in voted)
        parts = f"（{parts}）÷{plain(whole)}%"
    return f"{parts} = {rating}"


def day(value: Any) -> str:
    """Write a day as papers do: 2018 年 12 月 29 日."""
    return f"{value.year} 年 {value.month} 月 {value.day} 日" if value else ""


def _line(group: VoterGroup, found: list[int | None] | None, rules: dict[str, Any]) -> GroupLine:
    counts = found or [None] * len(COUNTS)
    known = {name: count for name, count in zip(COUNTS, counts, strict=True) if count is not None}
    full = len(known) == len(COUNTS)
    mean = ballots.report_rating(known, rules) if full else None
    return GroupLine(
        group=group.name,
        weight=_percent(group.weight),
        counts=tuple(plain(count) for count in counts),
        total=str(sum(known.values())) if full else "",
        mean="" if mean is None else two_places(mean),
    )


def _came(found: Round, groups: list[VoterGroup], by: Acting) -> dict[int, list[Came]]:
    rows = Turnout.objects.visible_to(by).filter(round=found, group__in=groups)
    names = ("expected", "present", "handed_out", "returned")
    known = {
        (village, group): [plain(one) for one in counts]
        for village, group, *counts in rows.values_list("meeting__village_id", "group_id", *names)
    }
    return {
        village: [Came(one.name, *known.get((village, one.pk), ())) for one in groups]
        for village in {village for village, _ in known}
    }


def two_places(mean: Fraction) -> str:
    """Write a mean as scores are shown."""
    exact = Decimal(mean.numerator) / Decimal(mean.denominator)
    return str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _percent(weight: Decimal) -> str:
    return f"{plain(weight)}%"
