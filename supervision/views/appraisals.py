"""Where the appraisals of a year stand, one of them, and the paper that announces it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from accounts.clock import today
from accounts.doors import door
from accounts.models import Division
from accounts.pages import ActingRequest
from accounts.roles import Level, Role
from cadres.forms.people import Places, places_for
from cadres.views.rows import READING
from rulebook.county_codes import code_of
from supervision.models import Appraisal
from supervision.queries import appraisals as queries
from supervision.queries.appraisal_facts import rules_on
from supervision.queries.appraisals import Due, Line
from supervision.views import appraisal_page, appraisal_rows


@door(*READING)
def appraisals(request: ActingRequest) -> HttpResponse:
    """List a township's villages with their year, or count them by unit."""
    acting, day = request.acting, today()
    place, above = _place(request)
    years = queries.years_of(acting, day)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else day.year
    rules = rules_on(day, day, _code(place))
    due = Due.of(year, rules, day)
    shared = {
        "place": place,
        "above": above,
        "years": years,
        "year": year,
        "due": due,
        "is_this_year": year == day.year,
        "is_clerk": acting.has(Role.TOWNSHIP_CLERK),
        "is_committee": acting.has(Role.TOWNSHIP_COMMITTEE),
        "waiting": queries.unchecked(acting).filter(scope_path__startswith=place.path).count(),
    }
    if place.level == Level.TOWNSHIP:
        lines = queries.lines_of(acting, place, due, rules)
        context = shared | {"lines": lines, "facts": _facts(lines, due)}
        return render(request, "supervision/appraisals.html", context | {"day": day})
    sums, total = queries.sums_of(acting, place, due, rules)
    context = shared | {"sums": sums, "total": total}
    return render(request, "supervision/appraisals_by_unit.html", context)


@door(*READING, of=appraisal_rows.appraisals)
def appraisal(request: ActingRequest, found: Appraisal) -> HttpResponse:
    """Show one appraisal: notice, meeting, everybody's result with its grounds."""
    context = appraisal_page.context(found, request.acting)
    return render(request, "supervision/appraisal.html", context)


@door(*READING, of=appraisal_rows.appraisals)
def appraisal_paper(request: ActingRequest, found: Appraisal) -> HttpResponse:
    """Show the written notice for printing."""
    return render(request, "supervision/appraisal_paper.html", {"appraisal": found})


@door(*READING)
def terminations(request: ActingRequest) -> HttpResponse:
    """List who failed twice in a row, with what the township found about it."""
    found = queries.terminations(request.acting)
    lines = [{"one": one, "findings": appraisal_page.shown(one.findings)} for one in found]
    context = {"lines": lines, "is_committee": request.acting.has(Role.TOWNSHIP_COMMITTEE)}
    return render(request, "supervision/terminations.html", context)


def _place(request: ActingRequest) -> tuple[Division, bool]:
    """Give the unit asked for, if it lies in the reader's division, and whether one is above."""
    own = request.acting.division
    if own is None:
        raise PermissionDenied("当前角色没有所属单位，不能查看民主评议。")
    found: Places = places_for(request.acting, request.GET)
    chosen = found.chosen.get("township") or found.chosen.get("county")
    return chosen or own, chosen is not None


def _code(place: Division) -> str:
    """Give the county whose figures a page goes by; above the counties it is the city's."""
    county = place.parent if place.level == Level.TOWNSHIP else place
    at_county = county is not None and county.level == Level.COUNTY
    return code_of(county, today()) if county and at_county else ""


def _facts(lines: list[Line], due: Due) -> list[dict[str, Any]]:
    done = sum(line.last is not None and line.last.status == "announced" for line in lines)
    none = sum(line.last is None for line in lines)
    failed = sum(line.counts["incompetent"] for line in lines)
    left = [
        {"label": "离年底", "figure": f"{due.days_left} 天", "sum": f"到 {due.last_day}"}
    ] if due.year == due.day.year else []  # fmt: skip
    return [
        {"label": "应评议的村（社区）", "figure": len(lines), "sum": ""},
        {"label": "已公布结果", "figure": done, "level": "ok" if done else ""},
        {"label": "还没有告知", "figure": none, "level": "attention" if none else ""},
        {"label": "评议为不称职", "figure": failed, "level": "stop" if failed else ""},
        *left,
    ]
