"""The city's calibration: a line for each county, to go down from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from assessments.models import Round
from assessments.queries.calibration import Calibration, Township
from assessments.states import GradeLabel
from assessments.views import charts
from assessments.views.calibration_page import Panel
from assessments.views.calibration_tables import GRADES, Cell, Table, percent_of

HEADS = (
    "县市区", "乡镇", "录入中（未计）", "基数", "优秀名额", *GRADES.values(), "优秀占基数", "提示"
)  # fmt: skip


@dataclass(slots=True)
class Sum:
    """A county's year in one line; what is still entered counts as a township only."""

    name: str
    url: str = ""
    townships: int = 0
    entering: int = 0
    base: int = 0
    seats: int = 0
    hints: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(GRADES, 0))

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Give the line of the table, the county's name first."""
        share = percent_of(self.counts[GradeLabel.EXCELLENT], self.base)
        numbers = (self.townships, self.entering, self.base, self.seats, *self.counts.values())
        return (Cell(self.name, self.url), *map(Cell, numbers), Cell(share), Cell(self.hints))

    def add(self, one: Township) -> None:
        """Count a township in."""
        self.townships += 1
        self.base += one.round.headcount
        self.seats += one.round.seats
        self.hints += one.hints
        for key, number in one.counts.items():
            self.counts[key] += number


def panel_of(found: Calibration) -> Panel:
    """Draw the counties' grades over their table."""
    table = counties(found)
    stacks = [charts.Stack(one.name, one.counts, one.seats) for one in sums_of(found)]
    words = f"{table.title}，{len(stacks)} 行；各行的数字见下表。"
    return Panel(charts.bars(table.key, table.title, words, stacks, GRADES), table, 0)


def counties(found: Calibration) -> Table:
    """Sum the counties up, from what has been submitted."""
    sums, total = sums_of(found), total_of(found)
    numbers = HEADS[1:]
    rows = [one.cells for one in sums]
    return Table(
        "counties", "各县市区等次分布", HEADS, rows, frozenset(numbers), hints=total.hints,
        foot=total.cells if rows else (),
    )  # fmt: skip


def sums_of(found: Calibration) -> list[Sum]:
    """Give a line for each county, in the order of their paths."""
    sums: dict[int, Sum] = {}
    for one in _in_order(found):
        county = _round(one).plan.county
        if county.pk not in sums:
            asked = urlencode({"year": found.year, "county": county.pk})
            sums[county.pk] = Sum(county.name, f"{reverse('assessments:calibration')}?{asked}")
        _count(sums[county.pk], one)
    return list(sums.values())


def total_of(found: Calibration) -> Sum:
    """Sum all of them up."""
    total = Sum("合计")
    for one in _in_order(found):
        _count(total, one)
    return total


def _in_order(found: Calibration) -> Iterable[Township | Round]:
    held: list[Township | Round] = [*found.townships, *found.entering]
    return sorted(held, key=lambda one: _round(one).scope_path)


def _round(one: Township | Round) -> Round:
    return one.round if isinstance(one, Township) else one


def _count(sum_: Sum, one: Township | Round) -> None:
    if isinstance(one, Township):
        sum_.add(one)
    else:
        sum_.townships += 1
        sum_.entering += 1
