"""A round's grading board, and each cadre's grounds."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.doors import door
from accounts.pages import ActingRequest
from assessments.models import Entry, Minutes, Round
from assessments.views import board_page, entry_page, rows
from audit.services import record
from cadres.views.documents import file_of, served


@door(*rows.READERS, of=rows.rounds)
def board(request: ActingRequest, found: Round) -> HttpResponse:
    """Show the ranked table with the line of seats, and why the chosen cadre stands where."""
    asked = request.GET.get("who", "")
    who = int(asked) if asked.isdecimal() and len(asked) < 19 else None
    page = board_page.of(found, request.acting, who=who)
    return render(request, "assessments/board.html", {"round": found, "page": page})


@door(*rows.READERS, of=rows.entries)
def entry(request: ActingRequest, found: Entry) -> HttpResponse:
    """Show one cadre's grade with all its arithmetic and grounds, ready for printing."""
    page = entry_page.of(found, request.acting)
    return render(request, "assessments/entry.html", {"entry": found, "page": page})


@door(*rows.READERS, of=rows.minutes)
def minutes_file(request: ActingRequest, found: Minutes) -> HttpResponse:
    """Hand the signed minutes out as a file; that they were taken is written down."""
    if found.file_id is None:
        raise Http404("no sheet was sent")
    file = file_of(request, found.file_id)
    record("assessments.minutes_downloaded", by=request.acting, about=found, sha256=file.sha256)
    return served(file, as_attachment=True)
