"""The grounds of any stored decision."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.doors import door
from accounts.pages import ActingRequest
from rulebook import grounds
from rulebook.models import Decision
from rulebook.views import request as asked
from rulebook.views.request import READERS


@door(*READERS, of=asked.decisions)
def decision(request: ActingRequest, found: Decision) -> HttpResponse:
    """Show a decision's grounds sheet, or one person's part of it."""
    sheet = grounds.sheet(found, request.GET.get("who", ""))
    if sheet is None:
        raise Http404
    context = {"sheet": sheet, "decision": found, "particulars": grounds.particulars(sheet)}
    return render(request, "rulebook/decision.html", context)
