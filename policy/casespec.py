"""Say what describes a procedure's table of cases, and how its cells are asked about."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from policy.book import Book
from policy.record import decide

ALL_KNOWN = date(9999, 12, 31)
USUAL_DAY = date(2018, 12, 31)  # for cases without a date, of the year the article tells about
Cells = Mapping[str, str]
Answers = dict[str, str]
Allowed = tuple[tuple[str, ...], re.Pattern[str] | None]


@dataclass(frozen=True)
class Spec:
    """Describe one procedure's table."""

    run: Callable[[Book, Sequence[Cells]], list[Answers]]
    columns: tuple[str, ...]
    expects: Mapping[str, Allowed]
    keys: tuple[str, ...] = ()
    column_pattern: re.Pattern[str] | None = None
    whole_table: bool = False

    def knows(self, column: str) -> bool:
        """Tell whether a fact column belongs to this procedure."""
        pattern = self.column_pattern
        return column in self.columns or bool(pattern and pattern.fullmatch(column))


def ask(book: Book, name: str, facts: Any, on: date | None, county: str = "") -> dict[str, Any]:
    """Decide a case by the rules of a day, everything published known."""
    rules = book.at(on or USUAL_DAY, ALL_KNOWN, county or None)
    return decide(name, rules, facts).result


def each(run: Callable[[Book, Cells], Answers]) -> Callable[[Book, Sequence[Cells]], list[Answers]]:
    """Make a table out of cases of their own."""
    return lambda book, rows: [run(book, row) for row in rows]


def listed(cell: str) -> list[str] | None:
    """Split a cell of several words; an empty one is unknown."""
    return cell.split("、") if cell else None
