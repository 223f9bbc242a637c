"""Teams: form one, end one, a general re-election in many villages at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.clock import today
from accounts.doors import door
from accounts.models import Division
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Role
from cadres import services
from cadres.forms.villages import RenewForm, TeamEndForm, TeamForm
from cadres.models import Team
from cadres.views.rows import teams, villages

BOTH = ("GET", "POST")


@door(Role.TOWNSHIP_CLERK, of=villages, methods=BOTH)
def form(request: ActingRequest, found: Division) -> HttpResponse:
    """Write a village's team down."""
    given = TeamForm(posted(request))
    if given.is_valid():
        with refusals_shown_on(given):
            team = services.form_team(village=found, by=request.acting, **given.cleaned_data)
            messages.success(request, f"{team}班子已登记，任期自 {team.first_day} 起。")
            return redirect("cadres:village", found.pk)
    return render(request, "cadres/team_form.html", {"form": given, "village": found})


@door(Role.TOWNSHIP_CLERK, of=teams, methods=BOTH)
def end(request: ActingRequest, found: Team) -> HttpResponse:
    """Write down the last day of a team's term."""
    given = TeamEndForm(posted(request))
    if given.is_valid():
        with refusals_shown_on(given):
            services.end_team(team=found, by=request.acting, **given.cleaned_data)
            messages.success(
                request, f"{found}任期已登记到 {given.cleaned_data['last_day']} 为止。"
            )
            return redirect("cadres:village", found.village_id)
    return render(request, "cadres/team_end.html", {"form": given, "team": found})


@door(Role.TOWNSHIP_CLERK, methods=BOTH)
def renew(request: ActingRequest) -> HttpResponse:
    """Begin a new term in many villages of the township at once."""
    given = RenewForm(posted(request), acting=request.acting, today=today())
    if given.is_valid():
        with refusals_shown_on(given):
            begun = services.renew_teams(by=request.acting, **given.values())
            words = f"{len(begun)} 个村（社区）已换届为{begun[0].term}，上一届同时终止。"
            messages.success(request, words + "离任和新任的干部请在各村页面逐一登记。")
            return redirect("cadres:terms")
    return render(request, "cadres/teams_renew.html", {"form": given})
