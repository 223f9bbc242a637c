"""What the groups of voters said of each cadre, as the papers print it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.acting import Acting
from accounts.fields import plain
from assessments.models import Entry, Meeting, Round
from assessments.queries.ballots import GroupBallots, ballots_of
from policy.figures import two_places


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group's ballots on one cadre, and who of it came; what is not known is empty."""

    group: str
    weight: str
    counts: tuple[str, ...]
    total: str
    mean: str
    came: tuple[str, ...]  # expected, present, ballots handed out, returned

    @property
    def expected(self) -> str:
        return self.came[0]


@dataclass(frozen=True, slots=True)
class Votes:
    """All ballots of a round by entry, and the days of the meetings by village."""

    lines: dict[int, list[GroupLine]]
    held: dict[int, date | None]

    @property
    def is_empty(self) -> bool:
        return not any(line.total for lines in self.lines.values() for line in lines)

    def held_on(self, village: int) -> str:
        return day(self.held.get(village))


def votes_of(found: Round, entries: Sequence[Entry], by: Acting) -> Votes:
    """Read the ballots of a round, in a number of questions that does not grow with its people."""
    meetings = Meeting.objects.visible_to(by).filter(round=found)
    return Votes(
        {pk: [_line(one) for one in said.groups] for pk, said in ballots_of(entries).items()},
        dict(meetings.values_list("village_id", "held_on")),
    )


def _line(found: GroupBallots) -> GroupLine:
    return GroupLine(
        group=found.group.name,
        weight=f"{plain(found.group.weight)}%",
        counts=tuple(map(plain, found.counts)),
        total=plain(found.total),
        mean="" if found.mean is None else two_places(found.mean),
        came=tuple(map(plain, found.came)),
    )


def rating_said(lines: Sequence[GroupLine], rating: str | None) -> str:
    """Show how the groups' means make the rating; groups that the village has not are left out."""
    voted = [line for line in lines if line.mean]
    if rating is None or len(voted) < 2:
        return rating or ""
    parts = " + ".join(f"{line.mean}×{line.weight}" for line in voted)
    if len(voted) < len(lines):
        whole = sum(Decimal(line.weight.rstrip("%")) for line in voted)
        parts = f"（{parts}）÷{plain(whole)}%"
    return f"{parts} = {rating}"


def day(value: date | None) -> str:
    """Write a day as papers do: 2018 年 12 月 29 日."""
    return f"{value.year} 年 {value.month} 月 {value.day} 日" if value else ""
