"""What stands in each column of a sent sheet: a few values, so that people can say what it is."""

from __future__ import annotations

from dataclasses import dataclass

from cadres.models import Batch
from cadres.rosters.cells import row_cell, text_of
from cadres.rosters.files import open_workbook
from cadres.rosters.shown import letter, veiled

SAMPLES = 3
LOOKED_AT = 300  # rows below the headers
LONGEST = 20  # characters of a value that is shown


@dataclass(frozen=True, slots=True)
class Sampled:
    """A column: where it stands, its header, what it is taken for, some of its values."""

    column: int
    letter: str
    head: str
    key: str
    samples: tuple[str, ...]

    @property
    def place(self) -> str:
        return f"{self.letter} 列{f'“{self.head}”' if self.head else ''}"


def sampled(batch: Batch) -> list[Sampled]:
    """List the columns of the batch's sheet that hold anything."""
    sheets = open_workbook(batch.file.body, batch.file.name).sheets
    rows = next((sheet.rows for sheet in sheets if sheet.name == batch.sheet), [])
    body = rows[max(batch.head_rows, default=0) :][:LOOKED_AT]
    width = max([len(batch.heads), *map(len, body)])
    found = []
    for column in range(width):
        head = "".join(batch.heads[column].split()) if column < len(batch.heads) else ""
        key = batch.columns.get(str(column), "")
        cells = (text_of(row_cell(row, column)).strip() for row in body)
        values = list(dict.fromkeys(text for text in cells if text))[:SAMPLES]
        if head or values:
            said = tuple(veiled(key, text)[:LONGEST] for text in values)
            found.append(Sampled(column, letter(column), head, key, said))
    return found
