"""The indicator library: looked up by all who read assessments, added to by counties."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.clock import today
from accounts.doors import door
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Role
from assessments import rules
from assessments.forms.library import LibraryFilter, OwnIndicatorForm, RetireForm
from assessments.models import OwnIndicator
from assessments.queries.library import LibraryLine
from assessments.queries.library import library as library_of
from assessments.services import library as services
from assessments.views import rows
from assessments.views.refusals import Back, refused_on_looking

OFFICER = Role.COUNTY_OFFICER


@door(*rows.READERS)
def library(request: ActingRequest) -> HttpResponse:
    """List the lines in force on a day, by aspect and topic."""
    form = LibraryFilter(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    on = asked.get("on") or today()
    lines = library_of(None, on, by=request.acting)
    context = {
        "form": form,
        "on": on,
        "lines": [line for line in lines if _fits(line, asked)],
        "whole": len(lines),
        "writes": request.acting.has(OFFICER),
    }
    return render(request, "assessments/library.html", context)


@door(OFFICER, methods=("GET", "POST"))
def library_new(request: ActingRequest) -> HttpResponse:
    """Add a line of the county's own."""
    acting = request.acting
    form = OwnIndicatorForm(posted(request), initial={"first_day": today()})
    if form.is_valid():
        with refusals_shown_on(form):
            county = rows.place_of(acting)
            one = services.add_indicator(county=county, by=acting, **form.cleaned_data)
            messages.success(request, f"{one.code}“{one}”已列入本县指标库，可以选入方案。")
            return redirect("assessments:library")
    return render(request, "assessments/library_new.html", {"form": form})


@door(OFFICER, of=rows.own_indicators, methods=("GET", "POST"))
def library_retire(request: ActingRequest, found: OwnIndicator) -> HttpResponse:
    """Give a line of the county's own its last day."""
    answer = rules.may_write_library(found.county, by=request.acting)
    answer &= rules.may_retire(found, last_day=max(today(), found.first_day))
    back = Back(f"停用“{found}”", "返回指标库", reverse("assessments:library"))
    if told := refused_on_looking(request, answer, back):
        return told
    form = RetireForm(posted(request))
    if form.is_valid():
        with refusals_shown_on(form):
            services.retire_indicator(indicator=found, by=request.acting, **form.cleaned_data)
            day = form.cleaned_data["last_day"]
            messages.success(request, f"“{found}”用到 {day} 为止。已选入方案的不受影响。")
            return redirect("assessments:library")
    return render(request, "assessments/library_retire.html", {"form": form, "line": found})


def _fits(line: LibraryLine, asked: dict[str, object]) -> bool:
    aspect, topic = asked.get("aspect"), str(asked.get("topic") or "").strip()
    return (not aspect or line.dimension == aspect) and topic in line.topic + line.name
