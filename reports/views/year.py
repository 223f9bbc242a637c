"""The official papers of a township's yearly assessment: the list, each as a page, as a file."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from accounts.answer import Refused
from accounts.clock import today
from accounts.doors import door
from accounts.pages import ActingRequest
from assessments.models import Round
from assessments.views import rows
from reports.papers.assessment.catalogue import BY_KEY, KINDS, Kind, file_of
from reports.papers.assessment.matter import Matter
from reports.papers.making import made
from reports.views.downloads import attached
from reports.views.sheets import asked_format, asked_number, one_sheet


@door(*rows.READERS, of=rows.rounds)
def round_papers(request: ActingRequest, found: Round) -> HttpResponse:
    """List the papers of the year, which can be made now, and why the others cannot yet."""
    return _list(request, Matter(found, request.acting))


@door(*rows.READERS, of=rows.rounds)
def round_paper(request: ActingRequest, found: Round) -> HttpResponseBase:
    """Show a paper as it will be printed, one of its sheets at a time."""
    if "paper" not in request.GET:
        return redirect("reports:round_papers", found.pk)
    kind, matter = _kind(request), Matter(found, request.acting)
    try:
        file = file_of(kind, matter)
    except Refused as refused:
        return _list(request, matter, refused.objections)
    context = {
        "round": found,
        "kind": kind,
        "query": f"paper={kind.key}",
        "hidden": [("paper", kind.key)],
        **one_sheet(request, file),
    }
    return render(request, "reports/round_paper.html", context)


@door(*rows.READERS, of=rows.rounds)
def round_file(request: ActingRequest, found: Round) -> HttpResponseBase:
    """Hand out a paper: all of its kind, or the one of a cadre."""
    if "paper" not in request.GET:
        return redirect("reports:round_papers", found.pk)
    kind, matter = _kind(request), Matter(found, request.acting)
    try:
        file = file_of(kind, matter, only=asked_number(request, "only"))
    except Refused as refused:
        return _list(request, matter, refused.objections)
    if not file.papers:
        raise Http404("no such paper")
    return attached(
        made(
            file, asked_format(request), scope=matter.place, day=today(), edition=matter.edition,
            about=found, by=request.acting,
        )
    )  # fmt: skip


def _list(request: ActingRequest, matter: Matter, refusals: tuple[str, ...] = ()) -> HttpResponse:
    lines = [(kind, kind.may(matter)) for kind in KINDS]
    context = {"round": matter.round, "matter": matter, "lines": lines, "refusals": refusals}
    return render(request, "reports/round_papers.html", context)


def _kind(request: ActingRequest) -> Kind:
    try:
        return BY_KEY[request.GET["paper"]]
    except KeyError:
        raise Http404("no such kind of paper") from None
