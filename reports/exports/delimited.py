"""Write rows as CSV that no spreadsheet runs: in UTF-8 with its mark, or in GB18030 for WPS."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO

from cadres.guarding import guarded
from reports.exports.rows import Cells

UTF8 = "utf-8-sig"


def write_list(
    *, lines: Sequence[str], heads: Sequence[str], rows: Iterable[Cells], encoding: str
) -> IO[bytes]:
    """Write the lines of the head, the headers and the rows; give the open file."""
    file = TemporaryFile()  # noqa: SIM115 -- handed on open; it has no name and goes with its handle
    text = TextIOWrapper(file, encoding=encoding, newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([guarded(line)] for line in lines)
    writer.writerow(heads)
    writer.writerows([guarded(str(cell)) for cell in cells] for cells in rows)
    text.flush()
    text.detach()
    file.seek(0)
    return file
