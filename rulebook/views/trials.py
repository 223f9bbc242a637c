"""Try other figures on a year's stored decisions."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.acting import Acting
from accounts.clock import today
from accounts.doors import door
from accounts.models import Division
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Level
from rulebook import trying
from rulebook.editions import book_in_force
from rulebook.forms import TrialForm
from rulebook.models import WhatIf
from rulebook.trial_page import shown
from rulebook.trying import USUAL_BASE
from rulebook.views import request as asked
from rulebook.views.request import OFFICERS, READERS


@door(*OFFICERS, methods=("GET", "POST"))
def whatif(request: ActingRequest) -> HttpResponse:
    """Ask for a trial, and list the earlier ones."""
    day = today()
    usual = {"year": day.year if day.month == 12 else day.year - 1, "base_pay": USUAL_BASE}
    places = _divisions(request.acting)
    form = TrialForm(posted(request), book=book_in_force(), divisions=places, initial=usual)
    if form.is_valid():
        kept = ("division", "year", "base_pay", "variants")
        with refusals_shown_on(form):
            given = {name: form.cleaned_data[name] for name in kept}
            trial = trying.start_trial(**given, by=request.acting)
            return redirect("rulebook:trial", trial.pk)
    found = asked.trials(request.acting).defer("summary").order_by("-pk")[:20]
    return render(request, "rulebook/whatif.html", {"form": form, "trials": found})


@door(*READERS, of=asked.trials)
def trial(request: ActingRequest, found: WhatIf) -> HttpResponse:
    """Show how far a trial is, or what came out."""
    page = shown(found, request.GET.get("v", "1"), request.GET.get("county", ""))
    return render(request, "rulebook/trial.html", {"trial": found, "page": page})


@door(*OFFICERS, of=asked.trials, methods=("POST",))
def trial_again(request: ActingRequest, found: WhatIf) -> HttpResponse:
    """Start a trial again that did not come to an end."""
    trying.restart_trial(trial=found, by=request.acting)
    messages.success(request, "已重新排队。")
    return redirect("rulebook:trial", found.pk)


def _divisions(acting: Acting) -> QuerySet[Division]:
    place = asked.place_of(acting)
    levels = (Level.CITY, Level.COUNTY)
    return Division.objects.under(place).filter(level__in=levels).order_by("path")
