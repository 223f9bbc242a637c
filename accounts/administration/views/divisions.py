"""Units that are renamed, converted or merged: found by name, changed on a page that asks again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import services
from accounts.administration.forms_divisions import DivisionFilter, MergeForm, SucceedForm
from accounts.administration.queries import divisions, grants_below, matching_divisions
from accounts.administration.request import ActingRequest
from accounts.doors import door
from accounts.models import Division
from accounts.pages import posted
from accounts.roles import Role

PAGE = 50  # units


@door(Role.SYSTEM_ADMIN)
def listing(request: ActingRequest) -> HttpResponse:
    """Find a township or a village by its name."""
    form = DivisionFilter(request.GET)
    text, ended = form.asked()
    found = matching_divisions(divisions(request.acting), text, ended=ended)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/admin_divisions.html", {"form": form, "page": page})


@door(Role.SYSTEM_ADMIN, of=divisions, methods=("GET", "POST"))
def succeed(request: ActingRequest, found: Division) -> HttpResponse:
    """Let a unit go on under another name or as another kind."""
    form = SucceedForm(posted(request), division=found)
    if form.carry_out(services.succeed_division, division=found, by=request.acting):
        messages.success(request, f"{found.name}已由{form.outcome.name}接替。{NEXT}")
        return redirect("accounts:divisions")
    return render(request, "accounts/admin_division_succeed.html", _about(found, form))


@door(Role.SYSTEM_ADMIN, of=divisions, methods=("GET", "POST"))
def merge(request: ActingRequest, found: Division) -> HttpResponse:
    """Let a unit end in favour of another."""
    form = MergeForm(posted(request), division=found)
    if form.carry_out(services.merge_divisions, divisions=[found], by=request.acting):
        messages.success(request, f"{found.name}已并入{form.outcome.name}。{NEXT}")
        return redirect("accounts:divisions")
    return render(request, "accounts/admin_division_merge.html", _about(found, form))


NEXT = "原单位的干部和档案已列入组织部门的待办，等待接续。"


def _about(found: Division, form: Any) -> dict[str, Any]:
    return {"division": found, "form": form, "grants": grants_below(found)}
