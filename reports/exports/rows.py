"""The rows of an exported list, piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from accounts.acting import Acting
from cadres.columns import COLUMNS, Look
from cadres.models import Person
from cadres.queries.people import Row, rows_of

PIECE = 1_000  # people read at a time
Progress = Callable[[int, int, str], None]
Cells = list[str | int]

# What the columns of the list read of a person; the rest stays in the database, sealed.
READ = (
    "scope_path", "name", "sex", "born_on", "education", "political_status", "id_number",
)  # fmt: skip


def list_rows(keys: Sequence[int], *, day: date, look: Look, progress: Progress) -> Iterator[Cells]:
    """Give the rows of the page, in the order of the keys."""
    for row in rows_in_pieces(keys, day=day, by=look.viewer, read=READ, progress=progress):
        yield [
            _cell(text, column.numeric) for column in COLUMNS for text in [column.text(row, look)]
        ]


def rows_in_pieces(
    keys: Sequence[int],
    *,
    day: date,
    by: Acting,
    read: tuple[str, ...],
    progress: Progress,
) -> Iterator[Row]:
    """Read people with what they hold, a piece at a time."""
    for first in range(0, len(keys), PIECE):
        piece = keys[first : first + PIECE]
        known = Person.objects.visible_to(by).only(*read).in_bulk(list(piece))
        yield from rows_of([known[key] for key in piece if key in known], day, by)
        progress(first + len(piece), len(keys), "写出各行")


def _cell(text: str, numeric: bool) -> str | int:  # noqa: FBT001 -- said by the column
    return int(text) if numeric and text.isdecimal() else text
