"""The three entry sheets: what they show, and how what was typed reaches the service."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import transaction

from accounts import clock
from accounts.acting import Acting
from accounts.answer import Refused
from assessments.forms import grids
from assessments.forms.grids import Grid, Row
from assessments.forms.meeting import MeetingForm
from assessments.models import Entry, Round
from assessments.queries.facts import POINTS, report_rating, target_score
from assessments.queries.odd_votes import odd_votes, total_of
from assessments.queries.rulebook import code_of, rules_of
from assessments.services import entering as services
from assessments.services.cells import CellsRefused
from assessments.states import Dimension, RoundStatus, TeamGrade
from assessments.views import grounds, rows, steps
from policy import ballots
from policy.figures import two_places
from policy.snapshot import count, text

BALLOTS = {
    "excellent": "优秀",
    "competent": "称职",
    "basic": "基本称职",
    "incompetent": "不称职",
}


Changed = dict[int, dict[str, Any]]
Send = Callable[[Changed], None]


class Sheet(ABC):
    """A page of cells for a round; a refusal of any cell saves none of them."""

    key = ""
    columns: Mapping[str, str] = {}

    def __init__(self, found: Round, acting: Acting, data: Any) -> None:
        self.round, self.acting, self.data = found, acting, data
        self.grid = Grid(self.columns, self.read).fill(self.items(), data)
        self.said = "没有改动，无须保存。"

    @abstractmethod
    def items(self) -> Iterable[tuple[Any, Mapping[str, Any]]]:
        """Give whom the rows are about and what is stored for them."""

    @abstractmethod
    def read(self, text: str) -> Any:
        """Make a value of a cell's text."""

    @abstractmethod
    def send(self, changed: Changed) -> None:
        """Hand the changed cells to the service."""

    def save(self) -> bool:
        """Save what was changed; False where something must be corrected first."""
        changed = self.grid.changed()
        if not self.valid() or self.grid.faulty:
            return False
        with transaction.atomic():
            for step in self.sending():
                self._try(step, changed)
            if self.grid.faulty:
                transaction.set_rollback(True)
        return not self.grid.faulty

    def sending(self) -> list[Send]:
        """List the steps of saving; all are tried, so that all that is wrong is said at once."""
        return [self.send]

    def _try(self, step: Send, changed: Changed) -> None:
        try:
            step(changed)
        except CellsRefused as refused:
            self.grid.refuse(refused.cells, () if refused.cells else refused.objections)
        except Refused as refused:
            self.grid.refuse({}, refused.objections)

    def shown(self, changed: dict[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
        """Give what the page showed in the cells that were changed."""
        rows = {row.pk: self.grid.before(row) for row in self.grid.rows if row.pk in changed}
        return {pk: {name: rows[pk][name] for name in cells} for pk, cells in changed.items()}

    def valid(self) -> bool:
        """Say whether the fields beside the grid are well-formed."""
        return True

    def context(self) -> dict[str, Any]:
        """Give what every entry page shows."""
        entering = self.round.status == RoundStatus.ENTERING
        missing = (row.pk for row in self.grid.rows if self.lacks(row))
        return {
            "round": self.round,
            "title": f"{self.round.township} {self.round.year} 年度考核",
            "steps": steps.of(self.round, self.acting, here=self.key),
            "grid": self.grid,
            "missing": next(missing, None),
            "closed": ""
            if entering
            else f"本年度考核{self.round.get_status_display()}，这里只能看，不能改。",
        }

    def lacks(self, row: Row) -> bool:
        """Say whether a row has an empty cell that somebody has yet to fill."""
        return any(not cell.text for cell in row.cells)


class Roster(Sheet):
    """A sheet with a row for each cadre on the roster."""

    fields: tuple[str, ...] = ()

    @cached_property
    def entries(self) -> list[Entry]:
        return list(rows.roster(self.round, self.acting))

    def items(self) -> Iterable[tuple[Any, Mapping[str, Any]]]:
        for entry in self.entries:
            values = (getattr(entry, name) for name in self.fields)
            yield entry, dict(zip(self.columns, values, strict=True))

    def lacks(self, row: Row) -> bool:
        """Leave out whoever gets no grade this year: his cells may stay empty."""
        least = count(self.rules, "grade.min_months")
        is_graded = not row.about.excused and row.about.months >= least
        return is_graded and super().lacks(row)

    @cached_property
    def rules(self) -> dict[str, Any]:
        today = clock.today()
        return rules_of(self.round.year, today, code_of(self.round.plan.county, today))


class Meeting(Roster):
    key = "meeting"
    columns = BALLOTS
    fields = tuple(f"votes_{name}" for name in BALLOTS)

    def __init__(self, found: Round, acting: Acting, data: Any) -> None:
        super().__init__(found, acting, data)
        self.form = MeetingForm.of(found, data)

    def read(self, text: str) -> int:
        return grids.count(text)

    def valid(self) -> bool:
        self._half_filled()
        return self.form.is_valid() and not self.grid.faulty

    def sending(self) -> list[Send]:
        return [self._send_meeting, self.send]

    def _send_meeting(self, changed: Changed) -> None:
        if self.form.has_changed():
            services.save_meeting(round=self.round, by=self.acting, **self.form.cleaned_data)
            self.said = "述职会议情况已保存。"

    def send(self, changed: Changed) -> None:
        nothing_to_compare_with = self.grid.refusals and self.round.present is None
        if changed and not nothing_to_compare_with:
            rows = [row for row in self.grid.rows if row.pk in changed]
            votes = {row.pk: services.Votes(**self.grid.typed(row)) for row in rows}
            shown = {row.pk: services.Votes(**self.grid.before(row)) for row in rows}
            services.save_votes(round=self.round, votes=votes, expected=shown, by=self.acting)
            self.said = f"{len(votes)} 人的测评票已保存。"

    def context(self) -> dict[str, Any]:
        rules, odd = self.rules, odd_votes(self.entries)
        for row in self.grid.rows:
            row.sums = _ballot_sums(row.about, rules) | {"usual": odd.get(row.pk, "")}
        is_refused = self.grid.bound and (self.grid.faulty or self.form.errors)
        turnout = ballots.quorum_met(self.round.expected, self.round.present, rules)
        values = {label: text(rules, f"ballot.value.{key}") for key, label in BALLOTS.items()}
        return {
            **super().context(),
            "form": self.form,
            "odd": odd,
            "turnout": [] if is_refused else grounds.shown(turnout),
            "values": "、".join(f"{label} {value}" for label, value in values.items()),
        }

    def _half_filled(self) -> None:
        """A cadre has all four counts or none: an empty one is unknown, not nobody."""
        for row in self.grid.rows:
            empty = [cell for cell in row.cells if not cell.text]
            if 0 < len(empty) < len(row.cells):
                for cell in empty:
                    self.grid.mark(cell, "没有人投请填 0")


class Targets(Roster):
    key = "targets"
    columns = dict(Dimension.choices)
    fields = POINTS

    def read(self, text: str) -> Decimal:
        return grids.points(text)

    def send(self, changed: Changed) -> None:
        if changed:
            services.save_targets(
                round=self.round, points=changed, expected=self.shown(changed), by=self.acting
            )
            self.said = f"{len(changed)} 人的目标考核分已保存。"

    def context(self) -> dict[str, Any]:
        most = services.maxima_of(self.round)
        for row in self.grid.rows:
            row.sums = target_score(getattr(row.about, name) for name in POINTS)
        heads = [f"{label}（{grids.plain(most[key])}）" for key, label in self.columns.items()]
        return {**super().context(), "heads": heads}


class Teams(Sheet):
    key = "teams"
    columns = {"result": "班子结果"}

    def items(self) -> Iterable[tuple[Any, Mapping[str, Any]]]:
        known = self.round.team_results.visible_to(self.acting).values_list("village", "result")
        results = dict(known)
        for village in self.villages:
            yield village, {"result": results.get(village.pk)}

    @cached_property
    def villages(self) -> list[Any]:
        found = {entry.village_id: entry.village for entry in self.entries}
        return list(found.values())

    @cached_property
    def entries(self) -> list[Entry]:
        return list(rows.roster(self.round, self.acting))

    def lacks(self, row: Row) -> bool:
        """Ask for a result only where a principal's grade hangs on it."""
        principals = {entry.village_id for entry in self.entries if entry.is_principal}
        return row.pk in principals and super().lacks(row)

    def read(self, text: str) -> str:
        return grids.word_of(TeamGrade.values)(text)

    def send(self, changed: Changed) -> None:
        if changed:
            results = {village: cells["result"] for village, cells in changed.items()}
            shown = {pk: cells["result"] for pk, cells in self.shown(changed).items()}
            services.save_teams(round=self.round, results=results, expected=shown, by=self.acting)
            self.said = f"{len(results)} 个村的班子结果已保存。"

    def context(self) -> dict[str, Any]:
        names: dict[int, list[str]] = {}
        for entry in self.entries:
            if entry.is_principal:
                names.setdefault(entry.village_id, []).append(f"{entry.name}（{entry.posts}）")
        for row in self.grid.rows:
            row.sums = "、".join(names.get(row.pk, []))
        return {**super().context(), "grades": TeamGrade.choices}


def _ballot_sums(entry: Entry, rules: Any) -> dict[str, Any]:
    rating = report_rating(tuple(getattr(entry, name) for name in Meeting.fields), rules)
    shown = None if rating is None else two_places(Decimal(rating))
    return {"total": total_of(entry), "rating": shown}
