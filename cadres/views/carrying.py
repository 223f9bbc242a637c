"""What mergers left behind: a list of it, and a page on which people are carried over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.clock import today
from accounts.doors import door
from accounts.models import Division
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Level
from audit.services import record
from cadres import rules, services
from cadres.forms.carrying import CarryForm
from cadres.queries.carrying import lines, pending_files, waiting
from cadres.views.rows import CARRYING, READING, ended


@door(*READING)
def left_behind(request: ActingRequest) -> HttpResponse:
    """List the ended units with people or files still in them."""
    day = today()
    rows = [
        (
            one,
            rules.carrier_of(one.division),
            bool(rules.may_carry_over(one.division, today=day, by=request.acting)),
        )
        for one in waiting(request.acting, day)
    ]
    return render(request, "cadres/left_behind.html", {"rows": rows})


@door(*CARRYING, of=ended, methods=("GET", "POST"))
def carry_over(request: ActingRequest, found: Division) -> HttpResponse:
    """Choose for everybody left behind where he goes on."""
    acting, day = request.acting, today()
    found_lines = lines(found, acting, day)
    form = CarryForm(posted(request), lines=found_lines)
    if form.is_valid():
        with refusals_shown_on(form):
            choices = form.choices_made()
            services.carry_over(division=found, choices=choices, by=acting)
            left = len(found_lines) - len(choices)
            rest = f"还有 {left} 项未选定，仍在待办中。" if left else ""
            messages.success(request, f"{len(choices)} 项任职的接续已登记。{rest}")
            return redirect("cadres:carry_over", found.pk)
    record("cadre.listed", by=acting, about=found, count=len(found_lines))
    context = {
        "division": found,
        "form": form,
        "rows": form.rows(),
        "answer": rules.may_carry_over(found, today=day, by=acting),
        "files": pending_files(acting, day).filter(unit=found).count(),
        "is_township": found.level == Level.TOWNSHIP,
    }
    return render(request, "cadres/carry_over.html", context)


@door(*CARRYING, of=ended, methods=("POST",))
def carry_files(request: ActingRequest, found: Division) -> HttpResponse:
    """Give the files of an ended township to the one that follows."""
    form = CarryForm(lines=[])
    with refusals_shown_on(form):
        moved = services.carry_files(township=found, by=request.acting)
        messages.success(request, f"{moved} 份档案已移交{found.successor}保管。")
        return redirect("cadres:carry_over", found.pk)
    messages.error(request, "".join(form.non_field_errors()))
    return redirect("cadres:carry_over", found.pk)
