"""The clerk's desk: the meeting and its ballots, the target scores, the teams, who is left out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.answer import Refused
from accounts.doors import door
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Role
from assessments.forms.deciding import ExcuseForm
from assessments.models import Entry, Round
from assessments.rules import may_excuse
from assessments.services import entering as services
from assessments.services import rounds as round_services
from assessments.views import rows
from assessments.views.cells import Sent
from assessments.views.refusals import Back, done, refused_on_looking
from assessments.views.sheets import Sheet, Targets, Teams
from assessments.views.sheets_voting import Ballots, Meetings

CLERK = Role.TOWNSHIP_CLERK


@door(CLERK, of=rows.rounds, methods=("GET", "POST"))
def meeting(request: ActingRequest, found: Round) -> HttpResponse:
    """Type in the villages' report meetings: the day, who came, the ballots out and in."""
    return _page(request, Meetings(found, request.acting, posted(request)), "meeting")


@door(CLERK, of=rows.rounds, methods=("GET", "POST"))
def ballots(request: ActingRequest, found: Round) -> HttpResponse:
    """Type in everybody's ballots by group."""
    return _page(request, Ballots(found, request.acting, posted(request)), "ballots")


@door(CLERK, of=rows.rounds, methods=("GET", "POST"))
def targets(request: ActingRequest, found: Round) -> HttpResponse:
    """Type in everybody's target scores by aspect."""
    return _page(request, Targets(found, request.acting, posted(request)), "targets")


@door(CLERK, of=rows.rounds, methods=("GET", "POST"))
def teams(request: ActingRequest, found: Round) -> HttpResponse:
    """Choose each village team's result."""
    return _page(request, Teams(found, request.acting, posted(request)), "teams")


@door(CLERK, of=rows.rounds, methods=("POST",), keeps_drafts=False)
def meeting_cells(request: ActingRequest, found: Round) -> HttpResponse:
    """Save cells of the meetings as they are typed."""
    return JsonResponse(Sent(Meetings, found, request.acting, request.POST).save())


@door(CLERK, of=rows.rounds, methods=("POST",), keeps_drafts=False)
def ballots_cells(request: ActingRequest, found: Round) -> HttpResponse:
    """Save cells of the ballots as they are typed."""
    return JsonResponse(Sent(Ballots, found, request.acting, request.POST).save())


@door(CLERK, of=rows.rounds, methods=("POST",), keeps_drafts=False)
def targets_cells(request: ActingRequest, found: Round) -> HttpResponse:
    """Save cells of the target scores as they are typed."""
    return JsonResponse(Sent(Targets, found, request.acting, request.POST).save())


@door(CLERK, of=rows.rounds, methods=("POST",), keeps_drafts=False)
def teams_cells(request: ActingRequest, found: Round) -> HttpResponse:
    """Save team results as they are chosen."""
    return JsonResponse(Sent(Teams, found, request.acting, request.POST).save())


@door(CLERK, of=rows.entries, methods=("GET", "POST"))
def excuse(request: ActingRequest, found: Entry) -> HttpResponse:
    """Leave a cadre without a grade this year, or take him back."""
    acting = request.acting
    if told := refused_on_looking(request, may_excuse(found, by=acting), _back(found)):
        return told
    if "restore" in request.POST:
        said = f"{found.name}恢复参加定等。"
        done(request, said, services.excuse, entry=found, reason="", by=acting)
        return redirect("assessments:entry", found.pk)
    form = ExcuseForm(posted(request), initial={"reason": found.excused})
    if form.is_valid():
        with refusals_shown_on(form):
            services.excuse(entry=found, by=acting, **form.cleaned_data)
            said = f"{found.name}本年度不定等次，理由：{form.cleaned_data['reason']}。"
            messages.success(request, said)
            return redirect("assessments:entry", found.pk)
    return render(request, "assessments/excuse.html", {"entry": found, "form": form})


@door(CLERK, Role.COUNTY_OFFICER, of=rows.rounds, methods=("POST",))
def refresh(request: ActingRequest, found: Round) -> HttpResponse:
    """Make the roster anew from the registry; what was entered for those who stay is kept."""
    try:
        change = round_services.refresh_roster(round=found, by=request.acting)
        messages.success(request, _refreshed(change))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("assessments:board", found.pk)


def _page(request: ActingRequest, sheet: Sheet, name: str) -> HttpResponse:
    if request.method == "POST" and sheet.save():
        messages.success(request, sheet.said)
        return redirect(f"assessments:{name}", sheet.round.pk)
    return render(request, f"assessments/{name}.html", sheet.context())


def _back(entry: Entry) -> Back:
    url = reverse("assessments:entry", args=[entry.pk])
    return Back(f"{entry.name} · 本年度不定等次", "返回依据单", url)


def _refreshed(change: round_services.RosterChange) -> str:
    parts = (("新增", change.added), ("移出", change.removed), ("更正", change.changed))
    said = "；".join(f"{word} {'、'.join(names)}" for word, names in parts if names)
    if not said:
        return "名册与干部库一致，没有变化。"
    return f"名册已更新：{said}。已录入的内容保留。"
