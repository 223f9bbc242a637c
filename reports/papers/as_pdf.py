"""Draw papers as one PDF: each on sheets of its own, all by the same template."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from reports.papers import typesetting
from reports.papers.document import File
from reports.papers.layout import Grid, Laid, Piece, laid
from reports.produced import Imprint

TEMPLATE = "document.typ"


def pdf(file: File, imprint: Imprint) -> bytes:
    """Set the papers; without tags, which would make a township's forms many times as large."""
    data = {
        "title": imprint.title,
        "author": imprint.made_by,
        "imprint": imprint.line(file.rows),
        "landscape": file.landscape,
        "papers": [_paper(laid(one)) for one in file.papers],
    }
    return typesetting.pdf(TEMPLATE, data, at=imprint.made_at, tags=len(file.papers) == 1)


def _paper(paper: Laid) -> dict[str, Any]:
    return {
        "title": paper.title,
        "subtitle": paper.subtitle,
        "head": list(paper.head),
        "size": paper.size,
        "cell_size": paper.cell_size,
        "pieces": [_piece(piece) for piece in paper.pieces],
    }


def _piece(piece: Piece) -> dict[str, Any]:
    if not isinstance(piece, Grid):
        return {"kind": piece.kind, **asdict(piece)}
    rows = [
        {"height": row.height, "boxes": [asdict(box) for box in row.boxes]} for row in piece.rows
    ]
    return {"kind": piece.kind, "widths": piece.widths, "head": piece.head, "rows": rows}
