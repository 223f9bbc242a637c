"""What the rulebook says of pledges: figures, and the entry of an overdue promise."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from policy.book import Book
from policy.dates import month_end
from rulebook.editions import Marks, book_of, marks
from supervision.pledge_states import LEAD_CODE

MONTHS_OF_A_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures for one year's pledges."""

    year: int
    sign_days: int
    quarter_days: int
    reminders: tuple[int, ...]
    score_month: int

    @property
    def sign_by(self) -> date:
        """Give the last day on which the year's pledges are signed in time."""
        return date(self.year, 1, 1) + timedelta(days=self.sign_days - 1)

    @property
    def score_from(self) -> date:
        return date(self.year, self.score_month, 1)


@dataclass(frozen=True, slots=True)
class LeadEntry:
    """The catalogue entry under which an overdue promise is asked about, as read on a day."""

    code: str
    number: int
    text: str
    basis: str
    rule: str
    edition: str

    def kept(self) -> dict[str, Any]:
        """Give what an answer keeps of it."""
        return asdict(self)


def figures(year: int, today: date) -> Figures:
    """Give a year's figures as known today; the database is asked once what is published."""
    return _figures(marks(), year, today)


def lead_entry(today: date) -> LeadEntry:
    """Give the entry W-01 of the catalogue of warning circumstances in force."""
    return _lead_entry(marks(), today)


@lru_cache(maxsize=64)
def _figures(published: Marks, year: int, today: date) -> Figures:
    book = book_of(published)
    on = min(date(year, 12, 31), max(today, date(year, 1, 1)))
    return Figures(
        year=year,
        sign_days=int(_text(book, "pledge.sign_days", on, today)),
        quarter_days=int(_text(book, "pledge.quarter_days", on, today)),
        reminders=tuple(map(int, _text(book, "pledge.reminders", on, today).split("、"))),
        score_month=int(_text(book, "pledge.score_month", on, today)),
    )


@lru_cache(maxsize=64)
def _lead_entry(published: Marks, today: date) -> LeadEntry:
    warning = book_of(published).at(today, today)["catalogues"]["warning"]
    one = next(entry for entry in warning["entries"] if entry["code"] == LEAD_CODE)
    wanted = ("code", "number", "text", "basis", "rule")
    return LeadEntry(**{name: one[name] for name in wanted}, edition=warning["edition"])


def _text(book: Book, key: str, on: date, known: date) -> str:
    row = book.pick(key, on, known)
    if row is None:
        raise LookupError(f"{key} has no value on {on}")
    return row.text


def quarter_of(day: date) -> int:
    """Give the quarter in which a day lies."""
    return (day.month - 1) // MONTHS_OF_A_QUARTER + 1


def begins(year: int, quarter: int) -> date:
    """Give a quarter's first day."""
    return date(year, (quarter - 1) * MONTHS_OF_A_QUARTER + 1, 1)


def ends(year: int, quarter: int) -> date:
    """Give a quarter's last day."""
    return month_end(year, quarter * MONTHS_OF_A_QUARTER)


def last_ended(day: date) -> tuple[int, int]:
    """Give year and number of the quarter that ended last before a day."""
    before = begins(day.year, quarter_of(day)) - timedelta(days=1)
    return before.year, quarter_of(before)
