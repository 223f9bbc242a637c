"""The list of those who serve beside a close relative."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.clock import today
from accounts.doors import door
from accounts.pages import ActingRequest
from audit.services import record
from cadres.queries.recusal import conflicts
from cadres.views.rows import READING

PAGE = 50  # pairs


@door(*READING)
def recusals(request: ActingRequest) -> HttpResponse:
    """List the pairs of relatives in the bodies of one village today."""
    day = today()
    found = conflicts(request.acting, day)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    record("cadre.recusals_listed", by=request.acting, count=len(found))
    by_law = sum(one.by_law for one in found)
    context = {"page": page, "day": day, "by_law": by_law}
    return render(request, "cadres/recusals.html", context)
