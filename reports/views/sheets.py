"""What pages of papers share: one sheet of a file at a time, and what the address asks for."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from accounts.pages import ActingRequest
from reports.papers.document import File
from reports.papers.layout import laid
from reports.papers.making import DRAW
from reports.produced import Kind

LONGEST = 18  # digits a row's number can have


def one_sheet(request: ActingRequest, file: File) -> dict[str, Any]:
    """Pick the sheet asked for; one that is not there is the first."""
    at = asked_number(request, "at") or 0
    at = at if at < len(file.papers) else 0
    return {
        "file": file,
        "paper": laid(file.papers[at]),
        "about": file.papers[at].about,
        "at": at,
        "before": at - 1 if at else None,
        "after": at + 1 if at + 1 < len(file.papers) else None,
        "names": [paper.name for paper in file.papers],
    }


def asked_format(request: ActingRequest) -> Kind:
    """Give the format asked for, PDF where none is."""
    asked = request.GET.get("format", Kind.PDF)
    if asked not in DRAW:
        raise Http404("no such format")
    return Kind(asked)


def asked_number(request: ActingRequest, name: str) -> int | None:
    """Give a number from the address; what is none is nothing."""
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) <= LONGEST else None
