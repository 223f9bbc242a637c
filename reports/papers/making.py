"""Make a file of papers in a format, with its number on it and known to the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import Model

from accounts.acting import Acting
from reports import produced
from reports.papers.as_docx import docx
from reports.papers.as_pdf import pdf
from reports.papers.as_xlsx import xlsx
from reports.papers.document import File
from reports.produced import Imprint, Kind, Produced

DRAW: dict[Kind, Callable[[File, Imprint], bytes]] = {
    Kind.PDF: pdf,
    Kind.XLSX: xlsx,
    Kind.DOCX: docx,
}


def made(
    file: File, kind: Kind, *, scope: str, day: date, edition: str, about: Model, by: Acting
) -> Produced:
    """Draw the papers and write the file into the log."""
    imprint = produced.imprint(title=file.title, scope=scope, day=day, by=by, edition=edition)
    return produced.produce(
        imprint=imprint,
        kind=kind,
        content=DRAW[kind](file, imprint),
        rows=file.rows,
        people=file.people,
        about=about,
        by=by,
    )
