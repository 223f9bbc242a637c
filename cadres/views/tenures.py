"""Taking, leaving, handing over posts, and putting right what was written of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.clock import today
from accounts.doors import door
from accounts.models import Division
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Role
from cadres import services
from cadres.forms.tenures import CorrectForm, EndForm, HandOverForm, RemoveForm, StartForm
from cadres.models import Ended, Person, Tenure
from cadres.posts import SINGLE, Post, label
from cadres.queries.seats import Held, held_by
from cadres.views.rows import files, tenures, villages

BOTH = ("GET", "POST")


@door(Role.TOWNSHIP_CLERK, of=files, methods=BOTH)
def start(request: ActingRequest, found: Person) -> HttpResponse:
    """Write down that a person took a post, from his own page."""
    form = StartForm(posted(request), acting=request.acting, person=found)
    if form.is_valid():
        with refusals_shown_on(form):
            begun = services.start_tenures(by=request.acting, **form.values())
            messages.success(request, _begun(begun))
            return redirect("reports:person", found.pk)
    context = {"form": form, "person": found, "back": reverse("reports:person", args=[found.pk])}
    return render(request, "cadres/tenure_start.html", context)


@door(Role.TOWNSHIP_CLERK, of=villages, methods=BOTH)
def fill(request: ActingRequest, found: Division) -> HttpResponse:
    """Write down that somebody took a post, from the village's page."""
    chosen = {"posts": [request.GET["post"]]} if request.GET.get("post") in Post else None
    form = StartForm(posted(request), acting=request.acting, village=found, initial=chosen)
    if form.is_valid():
        with refusals_shown_on(form):
            begun = services.start_tenures(by=request.acting, **form.values())
            messages.success(request, _begun(begun))
            return redirect("cadres:village", found.pk)
    context = {"form": form, "village": found, "back": reverse("cadres:village", args=[found.pk])}
    return render(request, "cadres/tenure_start.html", context)


@door(Role.TOWNSHIP_CLERK, of=tenures, methods=BOTH)
def end(request: ActingRequest, found: Tenure) -> HttpResponse:
    """Write down that somebody left a post."""
    form = EndForm(posted(request), tenure=found)
    if form.is_valid():
        with refusals_shown_on(form):
            asked = form.cleaned_data
            services.end_tenure(
                tenure=found,
                ended_on=asked["ended_on"],
                ended_how=Ended(asked["ended_how"]),
                by=request.acting,
            )
            messages.success(request, f"{found}已登记离任，最后一天 {asked['ended_on']}。")
            return redirect(_back(request, found))
    return render(request, "cadres/tenure_end.html", _about(request, found) | {"form": form})


@door(Role.TOWNSHIP_CLERK, of=tenures, methods=BOTH)
def hand_over(request: ActingRequest, found: Tenure) -> HttpResponse:
    """Let a single post go from one to the next in one step."""
    form = HandOverForm(posted(request), tenure=found, acting=request.acting)
    if form.is_valid():
        with refusals_shown_on(form):
            taken = services.hand_over(
                village=found.village, post=Post(found.post), by=request.acting, **form.values()
            )
            messages.success(request, f"{taken}自 {taken.began_on} 起由{taken.person.name}接任。")
            return redirect("cadres:village", found.village_id)
    context = _about(request, found) | {"form": form, "single": found.post in SINGLE}
    return render(request, "cadres/hand_over.html", context)


@door(Role.TOWNSHIP_CLERK, of=tenures, methods=BOTH)
def correct(request: ActingRequest, found: Tenure) -> HttpResponse:
    """Put right the days and ways of a tenure."""
    form = CorrectForm(posted(request), tenure=found)
    if form.is_valid():
        with refusals_shown_on(form):
            services.correct_tenure(tenure=found, by=request.acting, **form.cleaned_data)
            messages.success(request, f"{found}的任职记录已更正，原值留在历史中。")
            return redirect(_back(request, found))
    return render(request, "cadres/tenure_correct.html", _about(request, found) | {"form": form})


@door(Role.TOWNSHIP_CLERK, of=tenures, methods=BOTH)
def remove(request: ActingRequest, found: Tenure) -> HttpResponse:
    """Take out a tenure that was entered by mistake."""
    form, back = RemoveForm(posted(request)), _back(request, found)
    if form.is_valid():
        with refusals_shown_on(form):
            services.remove_tenure(tenure=found, by=request.acting, **form.cleaned_data)
            messages.success(request, f"误登记的{found}任职已删除，原记录留在历史中。")
            return redirect(back)
    return render(request, "cadres/tenure_remove.html", _about(request, found) | {"form": form})


def _about(request: ActingRequest, tenure: Tenure) -> dict[str, object]:
    held: Held = held_by([tenure], request.acting)[0]
    return {"tenure": tenure, "held": held, "back": _back(request, tenure), "day": today()}


def _back(request: ActingRequest, tenure: Tenure) -> str:
    """Go back to where the link was: the person's page, or the village's."""
    if request.GET.get("back") == "person":
        return reverse("reports:person", args=[tenure.person_id])
    return reverse("cadres:village", args=[tenure.village_id])


def _begun(begun: list[Tenure]) -> str:
    first = begun[0]
    posts = label([tenure.post for tenure in begun])
    return f"{first.person.name}自 {first.began_on} 起任{first.village}{posts}，已登记。"
