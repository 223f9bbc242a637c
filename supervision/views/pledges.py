"""Pledges of a year: who has one, one by itself, drafting for many, writing a draft."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.answer import Refused
from accounts.clock import today
from accounts.doors import door
from accounts.models import Division
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Level
from cadres.views.rows import READING
from supervision.forms.pledges import DraftForm, lines_of
from supervision.models import Pledge, PledgeItem
from supervision.queries.pledge_roster import in_post
from supervision.queries.pledge_rules import figures
from supervision.queries.pledges import Line, Sums, township_lines, township_sums, years_of
from supervision.rules import pledges as rules
from supervision.services import pledges as services
from supervision.views import pledge_page
from supervision.views.pledge_rows import (
    BOTH,
    CLERK,
    COMMITTEE,
    asked_number,
    asked_year,
    place_of,
    pledges,
    township_of,
)

SHOWN: dict[str, Callable[[Line], bool]] = {
    "none": lambda line: line.pledge is None,
    "draft": lambda line: line.pledge is not None and line.pledge.status == "draft",
    "overdue": lambda line: line.overdue > 0,
}


@door(*READING)
def pledge_list(request: ActingRequest) -> HttpResponse:
    """Show a township's cadres with their pledges, or the townships of a county or a city."""
    year, acting = asked_year(request), request.acting
    shared = {"year": year, "years": sorted({year, *years_of(acting)}, reverse=True)}
    shared |= {"sign_by": figures(year, today()).sign_by}
    township = township_of(request)
    if township is None:
        context = shared | _sums(request, year)
        return render(request, "supervision/pledge_sums.html", context)
    context = shared | _township(request, township, year)
    return render(request, "supervision/pledges.html", context)


@door(*READING, of=pledges)
def pledge(request: ActingRequest, found: Pledge) -> HttpResponse:
    """Show one pledge with its promises and all that happened to them."""
    page = pledge_page.of(found, request.acting)
    return render(request, "supervision/pledge.html", {"pledge": found, "page": page})


@door(CLERK, methods=BOTH)
def pledge_new(request: ActingRequest) -> HttpResponse:
    """Draft pledges for many: from last year's, or the same for chosen posts."""
    year, acting = asked_year(request), request.acting
    township, person = place_of(acting), asked_number(request, "person")
    members = in_post(township, today(), acting)
    alone = next((one for one in members if one.person_id == person), None)
    form = DraftForm(posted(request), alone=alone is not None)
    lines = lines_of(_template(request), posted(request))
    alike = form.data.get("how") == DraftForm.ALIKE
    if form.is_valid() and (not alike or lines.is_valid()):
        asked: dict[str, Any] = {"township": township, "year": year, "by": acting}
        asked |= {"persons": [alone.person_id]} if alone else {}
        with refusals_shown_on(form):
            if alike:
                posts = form.cleaned_data.get("posts", [])
                done = services.draft_alike(**asked, posts=posts, lines=lines.lines())
            else:
                done = services.draft_from_last_year(**asked)
            messages.success(request, _drafted(done, year))
            return redirect(f"{reverse('supervision:pledges')}?year={year}")
    said = lines.said if alike and form.is_bound else []
    context = {"form": form, "lines": lines, "said": said, "year": year, "alone": alone}
    return render(request, "supervision/pledge_new.html", context)


@door(CLERK, of=pledges, methods=BOTH)
def pledge_edit(request: ActingRequest, found: Pledge) -> HttpResponse:
    """Write a draft's promises."""
    if told := refused_on_looking(request, rules.may_edit(found, by=request.acting), found):
        return told
    lines, refusals = lines_of(found.items.all(), posted(request)), []
    if request.method == "POST" and lines.is_valid():
        try:
            services.save_lines(pledge=found, lines=lines.lines(), by=request.acting)
            messages.success(request, "承诺事项已保存。权重合计 100 以后才能登记村级讨论。")
            return redirect("supervision:pledge", found.pk)
        except Refused as refused:
            refusals = list(refused.objections)
    context = {"pledge": found, "lines": lines, "refusals": refusals}
    return render(request, "supervision/pledge_edit.html", context)


@door(CLERK, of=pledges, methods=BOTH)
def pledge_discard(request: ActingRequest, found: Pledge) -> HttpResponse:
    """Take a draft away, after asking once more."""
    if told := refused_on_looking(request, rules.may_edit(found, by=request.acting), found):
        return told
    if request.method == "POST":
        try:
            services.discard_pledge(pledge=found, by=request.acting)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("supervision:pledge", found.pk)
        messages.success(request, f"{found}的草稿已删除。")
        return redirect(f"{reverse('supervision:pledges')}?year={found.year}")
    return render(request, "supervision/pledge_discard.html", {"pledge": found})


def refused_on_looking(request: ActingRequest, answer: Any, found: Pledge) -> HttpResponse | None:
    """Give the reasons instead of a form that would be refused; 403 for the wrong person."""
    if answer or request.method == "POST":
        return None
    if answer.forbidden:
        answer.require()
    context = {"pledge": found, "reasons": answer.reasons}
    return render(request, "supervision/pledge_refused.html", context)


def _township(request: ActingRequest, township: Division, year: int) -> dict[str, Any]:
    lines = township_lines(township, year, request.acting)
    asked = request.GET.get("show", "")
    shown = [one for one in lines if asked not in SHOWN or SHOWN[asked](one)]
    return {
        "township": township,
        "above": place_of(request.acting).level != Level.TOWNSHIP,
        "lines": shown,
        "show": asked if asked in SHOWN else "",
        "facts": _facts(lines, year),
        "levels": pledge_page.STATUS_LEVELS,
        "writes": request.acting.has(CLERK) and today().year <= year <= today().year + 1,
        "is_clerk": request.acting.has(CLERK),
        "is_committee": request.acting.has(COMMITTEE),
        "waiting": _waiting(lines),
        "without": any(one.pledge is None for one in lines),
    }


def _waiting(lines: list[Line]) -> dict[str, int]:
    held = [one.pledge for one in lines if one.pledge]
    found = {status: sum(one.status == status for one in held) for status in STATUSES}
    return found | {"confirm": sum(one.waits_for_confirmation for one in held)}


def _facts(lines: list[Line], year: int) -> list[dict[str, Any]]:
    here = [one for one in lines if one.in_post]
    bound = sum(1 for one in here if one.pledge and one.pledge.signed_on)
    without = sum(1 for one in here if one.pledge is None)
    overdue = sum(one.overdue for one in lines)
    url = f"?year={year}&show="
    return [
        {"label": "在任干部", "figure": len(here), "sum": "人"},
        {"label": "已签订", "figure": bound, "sum": f"/ {len(here)} 人"},
        {
            "label": "没有承诺", "figure": without, "sum": "人", "url": f"{url}none",
            "level": "attention" if without else "ok",
        },
        {
            "label": "逾期事项", "figure": overdue, "sum": "项", "url": f"{url}overdue",
            "level": "stop" if overdue else "ok",
        },
    ]  # fmt: skip


def _sums(request: ActingRequest, year: int) -> dict[str, Any]:
    place = place_of(request.acting)
    found = township_sums(place, year, request.acting)
    total, groups = Sums(place), []
    for county, own in groupby(found, key=lambda one: one.division.parent):
        sum_, lines = Sums(county or place), list(own)
        for one in lines:
            sum_.add(one)
        total.add(sum_)
        groups.append((sum_, lines))
    return {"groups": groups, "total": total, "is_city": place.level == Level.CITY}


def _template(request: ActingRequest) -> list[PledgeItem]:
    """Give the promises of the pledge that was named as the pattern."""
    key = asked_number(request, "like")
    if key is None:
        return []
    like = get_object_or_404(pledges(request.acting), pk=key)
    return list(like.items.all())


def _drafted(done: services.Drafted, year: int) -> str:
    said = f"已起草 {done.made} 人的 {year} 年承诺，请逐份核对，再交村里讨论。"
    if done.elsewhere:
        said += f"{'、'.join(done.elsewhere)}本年度在别的乡镇已有承诺，没有起草。"
    return said


STATUSES = ("draft", "discussed", "approved")
