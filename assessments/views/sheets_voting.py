"""The two sheets of the report meetings: a line for each village, and everybody's ballots."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Any

from accounts.acting import Acting
from assessments.forms import grids
from assessments.forms.grids import Row
from assessments.models import Entry, Round
from assessments.queries import ballots
from assessments.queries.odd_votes import odd_votes
from assessments.services import meetings, votes
from assessments.states import GradeLabel
from assessments.views import rows
from assessments.views.sheets import Changed, Roster, Sheet
from policy.figures import percent, two_places
from policy.snapshot import ratio, text

QUORUM = {"met": "符合", "failed": "不足，须重新开会", "unknown": "未录齐"}


class Meetings(Sheet):
    """A line for each village that has somebody on the roster."""

    key = "meeting"

    def __init__(
        self, found: Round, acting: Acting, data: Any = None, only: Collection[int] | None = None
    ) -> None:
        self.groups = list(found.plan.voter_groups.all())
        self.columns = meetings.columns_of(self.groups)
        super().__init__(found, acting, data, only)

    @cached_property
    def villages(self) -> list[Any]:
        entries = rows.roster(self.round, self.acting)
        if self.only is not None:
            entries = entries.filter(village__in=self.only)
        return list({entry.village_id: entry.village for entry in entries}.values())

    @cached_property
    def held(self) -> ballots.Counted:
        return ballots.meetings_of([self.round])

    def items(self) -> Iterable[tuple[Any, Mapping[str, Any]]]:
        held = {one.village_id: one for one in self.round.meetings.visible_to(self.acting)}
        for village in self.villages:
            meeting = held.get(village.pk)
            values = {name: getattr(meeting, name, None) for name in meetings.HEAD}
            came = self.held.turnout(self.round, village.pk)
            for group, at in zip(self.groups, came, strict=True):
                values |= {f"{group.pk}-{name}": getattr(at, name) for name in meetings.CAME}
            yield village, values

    def read(self, column: str, text: str) -> Any:
        if column == "held_on":
            return grids.day(text, self.round.year)
        return text if column == "host" else grids.count(text)

    def write(self, cells: Changed, shown: Changed, how: str = "") -> int:
        return meetings.save_meetings(
            round=self.round, meetings=cells, expected=shown, by=self.acting, how=how
        )

    def told(self, rows: int) -> str:
        return f"{rows} 个村的述职会议已保存。"

    def sums(self, row: Row) -> dict[str, str]:
        """Say of a village whether enough came."""
        came = self.held.turnout(self.round, row.pk)
        [quorum] = ballots.quorum_of(came, self.rules)
        seen = quorum["seen"]
        known = quorum["verdict"] != "unknown"
        return {
            "came": f"{seen['present']}/{seen['expected']}" if known else "",
            "quorum": QUORUM[quorum["verdict"]],
            "level": "doubt" if quorum["verdict"] == "failed" else "",
        }

    def lacks(self, row: Row) -> bool:
        """Ask for the day and for what is missing of the groups that there are."""
        return not self.held.is_complete(self.round, row.pk)

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "groups": self.groups,
            "heads": list(meetings.CAME.values()),
            "least": percent(ratio(self.rules, "ballot.quorum")),
        }


class Ballots(Roster):
    """Everybody's ballots, by group."""

    key = "ballots"

    def __init__(
        self, found: Round, acting: Acting, data: Any = None, only: Collection[int] | None = None
    ) -> None:
        self.groups = list(found.plan.voter_groups.all())
        self.columns = votes.columns_of(self.groups)
        super().__init__(found, acting, data, only)

    @cached_property
    def held(self) -> ballots.Counted:
        return ballots.counted([self.round])

    def items(self) -> Iterable[tuple[Any, Mapping[str, Any]]]:
        for entry in self.entries:
            values: dict[str, Any] = {}
            for group in self.groups:
                counts = self.held.tallies.get((entry.pk, group.pk), ballots.NOBODY)
                names = (f"{group.pk}-{ballot}" for ballot in ballots.COUNTS)
                values |= dict(zip(names, counts, strict=True))
            yield entry, values

    def read(self, column: str, text: str) -> int | None:
        return grids.count(text)

    def write(self, cells: Changed, shown: Changed, how: str = "") -> int:
        return votes.save_votes(
            round=self.round, votes=cells, expected=shown, by=self.acting, how=how
        )

    def told(self, rows: int) -> str:
        return f"{rows} 人的测评票已保存。"

    def of_entry(self, entry: Entry) -> ballots.Ballots:
        return ballots.of_entry(self.held, self.round, entry, self.rules)

    def sums(self, row: Row) -> dict[str, str]:
        """Give a cadre's totals, what does not add up, and the rating."""
        found = self.of_entry(row.about)
        totals = [one.total for one in found.groups if not one.is_absent]
        total = "" if None in totals else str(sum(one or 0 for one in totals))
        failed = found.quorum["verdict"] == "failed"
        return {
            "total": total or "—",
            "check": "到会不足，须重新开会" if failed else self._check(found),
            "rating": "—" if found.rating is None else two_places(found.rating),
            "said": found.said,
        }

    def _check(self, found: ballots.Ballots) -> str:
        parts = (self._check_group(one) for one in found.groups)
        return "；".join(part for part in parts if part)

    def _check_group(self, one: ballots.GroupBallots) -> str:
        name = one.group.name if len(self.groups) > 1 else ""
        if one.is_absent:
            return f"本村没有{name or one.group.name}"
        if one.total is None:
            half = any(count is not None for count in one.counts)
            return f"{name}有空格，没有人投的填 0" if half else ""
        if not one.total:
            return f"{name}没有有效票"
        return f"{name}弃权或作废 {one.spoilt} 张" if one.spoilt else ""

    def lacks(self, row: Row) -> bool:
        """Ask for what the groups of his village have not said; who gets no grade is left out."""
        found = self.of_entry(row.about)
        waits = any(not one.total for one in found.groups if not one.is_absent)
        return self.is_graded(row.about) and waits

    def context(self) -> dict[str, Any]:
        odd = odd_votes(self.entries)
        values = {one: text(self.rules, f"ballot.value.{one}") for one in ballots.COUNTS}
        labels = [GradeLabel(one).label for one in ballots.COUNTS]
        context = super().context()
        for row in self.grid.rows:
            if one := odd.get(row.pk):
                row.sums["odd"] = f"与本村其他人票数不同（{one.usual} 张），请核对"
        return {
            **context,
            "groups": self.groups,
            "several": len(self.groups) > 1,
            "heads": labels,
            "odd": odd,
            "values": "、".join(
                f"{label} {value}" for label, value in zip(labels, values.values(), strict=True)
            ),
        }
