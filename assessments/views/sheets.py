"""Entry sheets: what they show, and how what was typed reaches the service."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.fields import plain
from accounts.models import Division
from assessments.forms import grids
from assessments.forms.grids import Grid, Row
from assessments.models import Entry, Round
from assessments.queries.blocked import Blocked, blocked
from assessments.queries.board import board
from assessments.queries.elsewhere import teams_of
from assessments.queries.facts import POINTS, target_score
from assessments.queries.pledged import Offer, offers
from assessments.queries.rulebook import rules_of_round
from assessments.services import entering as services
from assessments.services.cells import CellsRefused
from assessments.states import Dimension, RoundStatus, TeamGrade
from assessments.views import rows, steps
from policy.snapshot import count

Changed = dict[int, dict[str, Any]]


class Sheet(ABC):
    """A page of cells for a round; a refusal of any cell saves none of them."""

    key = ""
    columns: Mapping[str, str] = {}

    def __init__(
        self, found: Round, acting: Acting, data: Any = None, only: Collection[int] | None = None
    ) -> None:
        self.round, self.acting, self.data, self.only = found, acting, data, only
        self.grid = Grid(self.columns, self.read).fill(self.items(), data)
        self.said = "没有新的改动，先前填的都已保存。"

    @cached_property
    def rules(self) -> dict[str, Any]:
        return rules_of_round(self.round)

    @abstractmethod
    def items(self) -> Iterable[tuple[Any, Mapping[str, Any]]]:
        """Give whom the rows are about and what is stored for them."""

    @abstractmethod
    def read(self, column: str, text: str) -> Any:
        """Make a value of a cell's text."""

    @abstractmethod
    def write(self, cells: Changed, shown: Changed, how: str = "") -> int:
        """Hand cells to the service with what the page showed; give how many changed."""

    @abstractmethod
    def told(self, rows: int) -> str:
        """Say that so many rows have been saved."""

    def send(self, changed: Changed) -> None:
        """Hand the changed cells of the form to the service."""
        if changed:
            self.write(changed, self.shown(changed))
            self.said = self.told(len(changed))

    def save(self) -> bool:
        """Save what was changed; False where something must be corrected first."""
        changed = self.grid.changed()
        if self.grid.faulty:
            return False
        try:
            self.send(changed)
        except CellsRefused as refused:
            self.grid.refuse(refused.cells, () if refused.cells else refused.objections)
        except Refused as refused:
            self.grid.refuse({}, refused.objections)
        return not self.grid.faulty

    def shown(self, changed: dict[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
        """Give what the page showed in the cells that were changed."""
        rows = {row.pk: self.grid.before(row) for row in self.grid.rows if row.pk in changed}
        return {pk: {name: rows[pk][name] for name in cells} for pk, cells in changed.items()}

    def sums(self, row: Row) -> Any:
        """Give what a row's figures make, as its last columns show it."""
        return None

    def context(self) -> dict[str, Any]:
        """Give what every entry page shows."""
        entering = self.round.status == RoundStatus.ENTERING
        for row in self.grid.rows:
            row.sums = self.sums(row)
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
        listed = rows.roster(self.round, self.acting)
        return list(listed if self.only is None else listed.filter(pk__in=self.only))

    def items(self) -> Iterable[tuple[Any, Mapping[str, Any]]]:
        for entry in self.entries:
            values = (getattr(entry, name) for name in self.fields)
            yield entry, dict(zip(self.columns, values, strict=True))

    def lacks(self, row: Row) -> bool:
        """Leave out whoever gets no grade this year: his cells may stay empty."""
        return self.is_graded(row.about) and super().lacks(row)

    def is_graded(self, entry: Entry) -> bool:
        """Say whether a cadre gets a grade this year, as far as his months and excuses go."""
        return not entry.excused and entry.months >= count(self.rules, "grade.min_months")


class Targets(Roster):
    key = "targets"
    columns = dict(Dimension.choices)
    fields = POINTS

    def read(self, column: str, text: str) -> Decimal | None:
        return grids.points(text)

    def write(self, cells: Changed, shown: Changed, how: str = "") -> int:
        return services.save_targets(
            round=self.round, points=cells, expected=shown, by=self.acting, how=how
        )

    def told(self, rows: int) -> str:
        return f"{rows} 人的目标考核分已保存。"

    def sums(self, row: Row) -> dict[str, str]:
        score = target_score(getattr(row.about, name) for name in POINTS)
        return {"score": score or "—"}

    def context(self) -> dict[str, Any]:
        most = services.maxima_of(self.round)
        heads = [f"{label}（{plain(most[key])}）" for key, label in self.columns.items()]
        pledged = self._offer(most[Dimension.PERFORMANCE])
        return {**super().context(), "heads": heads, "pledged": pledged}

    def _offer(self, most: Decimal) -> dict[int, Offer]:
        """Put beside each empty 绩 what the year's pledge makes of it; a button fills it in."""
        found = offers(self.entries, self.round.year, most, by=self.acting)
        at = list(self.columns).index(Dimension.PERFORMANCE)
        for row in self.grid.rows:
            if offer := found.get(row.pk):
                row.note = offer.score
                row.cells[at].offer = plain(offer.points)
        return found


class Teams(Sheet):
    key = "teams"
    columns = {"result": "班子结果"}

    def items(self) -> Iterable[tuple[Any, Mapping[str, Any]]]:
        known = self.round.team_results.visible_to(self.acting).values_list("village", "result")
        results = dict(known)
        for village in self.villages:
            yield village, {"result": results.get(village.pk)}

    @cached_property
    def villages(self) -> list[Division]:
        return list(teams_of(self.round))

    @cached_property
    def entries(self) -> list[Entry]:
        listed = rows.roster(self.round, self.acting)
        return list(listed if self.only is None else listed.filter(village__in=self.only))

    def lacks(self, row: Row) -> bool:
        """Ask for a result only where a principal's grade hangs on it."""
        return row.pk in self.principals and super().lacks(row)

    def read(self, column: str, text: str) -> str | None:
        return grids.word(text, TeamGrade.values)

    def write(self, cells: Changed, shown: Changed, how: str = "") -> int:
        results = {village: row["result"] for village, row in cells.items()}
        before = {pk: row["result"] for pk, row in shown.items()}
        return services.save_teams(
            round=self.round, results=results, expected=before, by=self.acting, how=how
        )

    def told(self, rows: int) -> str:
        return f"{rows} 个村的班子结果已保存。"

    @cached_property
    def principals(self) -> dict[int, list[str]]:
        names: dict[int, list[str]] = {}
        for entry in self.entries:
            if entry.is_principal:
                answers = entry.team_village_id or entry.village_id
                now = f"，现任{entry.village.name}" if entry.team_village_id else ""
                said = f"{entry.name}（{entry.posts}{now}）"
                names.setdefault(answers, []).append(said)
        return names

    @cached_property
    def blocked(self) -> Blocked:
        if self.round.status != RoundStatus.ENTERING:
            return Blocked()
        reported = self.round.team_results.values_list("village", flat=True)
        return blocked(board(self.round), set(reported))

    def sums(self, row: Row) -> dict[str, str]:
        return {
            "principals": "、".join(self.principals.get(row.pk, [])),
            "blocks": self.blocked.villages.get(row.pk, ""),
            "seats": self.blocked.seats,
        }

    def context(self) -> dict[str, Any]:
        return {**super().context(), "grades": TeamGrade.choices, "seats": self.blocked.seats}
