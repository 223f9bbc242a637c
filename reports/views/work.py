"""Long work as its asker sees it: how far it is, and what came of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from accounts.acting import Acting
from accounts.doors import door
from accounts.pages import ActingRequest
from accounts.worklist import Work, WorkQuerySet
from cadres.views.rows import READING

LISTED = 30  # pieces of work, the newest


def works(acting: Acting) -> WorkQuerySet:
    """Give what the reader himself asked for, in the division he acts for now."""
    return Work.objects.visible_to(acting).of(acting)


@door(*READING)
def work_list(request: ActingRequest) -> HttpResponse:
    """List what somebody asked for lately: the way back to a page that was left."""
    found = works(request.acting).order_by("-pk")[:LISTED]
    return render(request, "reports/work_list.html", {"works": found})


@door(*READING, of=works)
def work(request: ActingRequest, found: Work) -> HttpResponse:
    """Show how far it is; the page asks again by itself until it is over."""
    return render(request, "reports/work.html", {"work": found})
