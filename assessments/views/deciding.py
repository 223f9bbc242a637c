"""From the clerk's desk to the committee, to the county, and back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.doors import door
from accounts.roles import Role
from assessments.forms.deciding import DecideForm, ReturnForm
from assessments.models import Round
from assessments.services import deciding as services
from assessments.states import RoundStatus
from assessments.views import board_page, rows
from assessments.views.refusals import done, refusals_shown_on
from assessments.views.request import ActingRequest, posted

CLERK, COMMITTEE = Role.TOWNSHIP_CLERK, Role.TOWNSHIP_COMMITTEE
OFFICER = Role.COUNTY_OFFICER


@door(CLERK, of=rows.rounds, methods=("POST",))
def submit(request: ActingRequest, found: Round) -> HttpResponse:
    """Hand the proposed grades to the township's committee."""
    said = "已提交党委会，等待审定。"
    done(request, said, services.submit_round, round=found, by=request.acting)
    return redirect("assessments:board", found.pk)


@door(COMMITTEE, of=rows.rounds, methods=("GET", "POST"))
def decide(request: ActingRequest, found: Round) -> HttpResponse:
    """Decide the grades as proposed, and who of the tied takes the seats left."""
    page = board_page.of(found, request.acting)
    form = DecideForm(posted(request), ties=page.ties)
    if form.is_valid():
        with refusals_shown_on(form):
            services.decide_round(round=found, by=request.acting, **form.asked())
            messages.success(request, "等次已审定，等待县委组织部备案。")
            return redirect("assessments:board", found.pk)
    context = {"round": found, "page": page, "form": form}
    return render(request, "assessments/decide.html", context)


@door(COMMITTEE, OFFICER, of=rows.rounds, methods=("GET", "POST"))
def return_(request: ActingRequest, found: Round) -> HttpResponse:
    """Give the round back to the clerk, saying what must change."""
    form = ReturnForm(posted(request))
    if form.is_valid():
        with refusals_shown_on(form):
            services.return_round(round=found, by=request.acting, **form.cleaned_data)
            messages.success(request, f"已退回{found.township}，理由已写在对方待办里。")
            return redirect("assessments:board", found.pk)
    return render(request, "assessments/return.html", {"round": found, "form": form})


@door(OFFICER, of=rows.rounds, methods=("GET", "POST"))
def file(request: ActingRequest, found: Round) -> HttpResponse:
    """File what the committee decided; from then on nothing of it changes."""
    if request.method == "POST":
        said = f"{found.township}{found.year} 年度考核已备案，办结。"
        filed = done(request, said, services.file_round, round=found, by=request.acting)
        return redirect("assessments:filing") if filed else redirect("assessments:file", found.pk)
    context = {"round": found, "page": board_page.of(found, request.acting)}
    return render(request, "assessments/file.html", context)


@door(OFFICER)
def filing(request: ActingRequest) -> HttpResponse:
    """List the townships whose decided grades wait to be filed."""
    waiting = rows.rounds(request.acting).filter(status=RoundStatus.DECIDED)
    context = {"rounds": waiting.order_by("year", "township__path")}
    return render(request, "assessments/filing.html", context)
