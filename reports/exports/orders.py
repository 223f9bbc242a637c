"""What somebody asked to have exported: kept with long work as it is, and read again by it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.http import QueryDict

from accounts.acting import Acting
from cadres.columns import Look
from cadres.forms.people import PeopleFilter, people_for
from cadres.masking import Purpose
from cadres.queries.people import ordered

EXPORT = "reports.tasks.export"
IN_REQUEST = 2_000  # people; more are exported in the background


class Format(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"
    GB18030 = "gb18030"


@dataclass(frozen=True, slots=True)
class Order:
    """A list, told by its address, in a format; with a stated purpose numbers stand in full."""

    query: str
    format: str = Format.XLSX
    stated: str = ""

    def packed(self) -> dict[str, Any]:
        """Give what `Order(**…)` makes it of again."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Selection:
    """The people an order means, in the order of its list, and the list's head."""

    keys: list[int]
    day: date
    words: str


def selection(order: Order, *, by: Acting, today: date) -> Selection:
    """Ask for everybody on the list, by file number only."""
    data = QueryDict(order.query)
    form = PeopleFilter(data, acting=by, today=today)
    people = ordered(people_for(form), data.get("o", ""), form.day, by)
    # Keys first, then rows in pieces by key: no cursor is held open, so it works behind a
    # connection pool too, and the memory stays what one piece needs.
    return Selection(list(people.values_list("pk", flat=True)), form.day, form.words)


def look(order: Order, by: Acting) -> Look:
    """Say how much of a number the file shows."""
    return Look(by, Purpose.EXPORT, order.stated)
