"""Hand out a produced file: to be saved, never shown inside a page of ours."""

from __future__ import annotations

from django.http import FileResponse, HttpResponseBase

from reports.produced import Produced


def attached(produced: Produced) -> HttpResponseBase:
    """Answer with the file under its own name, Chinese signs included."""
    return FileResponse(
        produced.content,
        as_attachment=True,
        filename=produced.name,
        content_type=produced.kind.content_type,
    )
