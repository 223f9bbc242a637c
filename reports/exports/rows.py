"""The rows of an exported list, piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from accounts.acting import Acting
from cadres.columns import COLUMNS, Look
from cadres.models import Person
from cadres.queries.people import Listed, Row, places_within, rows_knowing, rows_of

PIECE = 2_000  # people read at a time
Progress = Callable[[int, int, str], None]
Cells = list[str | int | Decimal]


def list_rows(keys: Sequence[int], *, day: date, look: Look, progress: Progress) -> Iterator[Cells]:
    """Give the rows of the page, in the order of the keys."""
    by, places = look.viewer, places_within(look.viewer)
    columns = [column.cell(look) for column in COLUMNS]
    for piece in pieces(keys, progress):
        found = Person.objects.visible_to(by).filter(pk__among=piece).values_list(*Listed._fields)
        known = {row[0]: Listed._make(row) for row in found}
        people = [known[key] for key in piece if key in known]
        for row in rows_knowing(people, day, by, places):
            yield [cell(row) for cell in columns]


def whole_rows(
    keys: Sequence[int], *, day: date, by: Acting, read: tuple[str, ...], progress: Progress
) -> Iterator[Row]:
    """Read people with these of their columns and with what they hold."""
    for piece in pieces(keys, progress):
        known = Person.objects.visible_to(by).only(*read).in_bulk(piece)
        yield from rows_of([known[key] for key in piece if key in known], day, by)


def pieces(keys: Sequence[int], progress: Progress) -> Iterator[list[int]]:
    """Part the keys, and say how far it is."""
    for first in range(0, len(keys), PIECE):
        yield list(keys[first : first + PIECE])
        progress(min(first + PIECE, len(keys)), len(keys), "写出各行")
