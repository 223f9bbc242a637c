"""A county's assessment plans: read by all below and above, written by the county."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.acting import Acting
from accounts.clock import today
from accounts.doors import door
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Role
from assessments import rules
from assessments.forms.plans import (
    ConfirmForm,
    NewPlanForm,
    PickForm,
    PlanForm,
    VersionForm,
    groups_of,
    lines_of,
)
from assessments.models import Plan
from assessments.queries.library import library
from assessments.queries.restart import restart_of
from assessments.queries.rulebook import last_day, rules_of_plan
from assessments.services import plans as services
from assessments.services import rounds as round_services
from assessments.states import PlanStatus, RoundStatus
from assessments.views import grounds, plan_tables, rows
from assessments.views.refusals import Back, done, refused_on_looking

OFFICER = Role.COUNTY_OFFICER


@door(*rows.READERS)
def plans(request: ActingRequest) -> HttpResponse:
    """List the plans, newest year first."""
    found = rows.plans(request.acting).order_by("-year", "county__path", "-version")
    context = {"plans": found, "writes": request.acting.has(OFFICER)}
    return render(request, "assessments/plans.html", context)


@door(OFFICER, methods=("GET", "POST"))
def plan_new(request: ActingRequest) -> HttpResponse:
    """Draft a year's plan from the rulebook's defaults."""
    acting = request.acting
    form = NewPlanForm(posted(request), initial={"year": _first_year_without_plan(acting)})
    if form.is_valid():
        with refusals_shown_on(form):
            year = form.cleaned_data["year"]
            plan = services.draft_plan(county=rows.place_of(acting), year=year, by=acting)
            messages.success(request, f"{plan}已起草，请核对指标后采用。")
            return redirect("assessments:plan_edit", plan.pk)
    return render(request, "assessments/plan_new.html", {"form": form})


@door(*rows.READERS, of=rows.plans)
def plan(request: ActingRequest, found: Plan) -> HttpResponse:
    """Show a plan, what its sums are, and what the rulebook says of it."""
    return render(request, "assessments/plan.html", _shown(request, found))


@door(OFFICER, of=rows.plans, methods=("GET", "POST"))
def plan_edit(request: ActingRequest, found: Plan) -> HttpResponse:
    """Write a draft: shares, cut-off, indicators."""
    answer = rules.may_save(found, by=request.acting)
    if told := refused_on_looking(request, answer, _back(found, "修改")):
        return told
    form = PlanForm.of(found, posted(request))
    lines, data = lines_of(found, posted(request)), posted(request)
    groups = groups_of(found, data, preset="usual" in request.GET)
    if all([form.is_valid(), lines.is_valid(), groups.is_valid()]):
        asked = {"indicators": lines.indicators(), "groups": groups.groups(), **form.asked()}
        with refusals_shown_on(form):
            services.save_plan(plan=found, by=request.acting, **asked)
            messages.success(request, "方案已保存。下面是按办法核对的结果。")
            return redirect("assessments:plan", found.pk)
    context = {**_shown(request, found), "form": form, "lines": lines, "groups": groups}
    return render(request, "assessments/plan_edit.html", context)


@door(OFFICER, of=rows.plans, methods=("GET", "POST"))
def plan_pick(request: ActingRequest, found: Plan) -> HttpResponse:
    """Take lines of the indicator library into a draft."""
    acting = request.acting
    answer = rules.may_save(found, by=acting)
    if told := refused_on_looking(request, answer, _back(found, "从指标库选入")):
        return told
    offered = library(found.county, last_day(found.year), by=acting)
    form = PickForm([line.code for line in offered], posted(request))
    if form.is_valid():
        picked = {"codes": form.cleaned_data["codes"], "forms": form.cleaned_data["forms_"]}
        with refusals_shown_on(form):
            names = services.take_from_library(plan=found, by=acting, **picked)
            messages.success(
                request, f"已选入 {len(names)} 行。请调整分值，使每种方式合计 100 分。"
            )
            return redirect("assessments:plan_edit", found.pk)
    taken = set(found.indicators.values_list("library_code", flat=True))
    context = {"plan": found, "form": form, "lines": offered, "taken": taken}
    return render(request, "assessments/plan_pick.html", context)


@door(OFFICER, of=rows.plans, methods=("GET", "POST"))
def plan_adopt(request: ActingRequest, found: Plan) -> HttpResponse:
    """Say what putting the plan into force will do, and do it once that is confirmed."""
    shown = _shown(request, found)
    if told := refused_on_looking(request, shown["may_adopt"], _back(found, "采用")):
        return told
    effect = restart_of(found, request.acting)
    form = ConfirmForm(posted(request) or {"restarts": effect.rounds})
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            services.adopt_plan(plan=found, by=request.acting, **form.cleaned_data)
            messages.success(request, _adopted(found, effect.rounds))
            return redirect("assessments:plan", found.pk)
    return render(request, "assessments/plan_adopt.html", {**shown, "form": form, "effect": effect})


@door(OFFICER, of=rows.plans, methods=("GET", "POST"))
def plan_revise(request: ActingRequest, found: Plan) -> HttpResponse:
    """Start a new version of an adopted plan, with the reason."""
    answer = _shown(request, found)["may_revise"]
    if told := refused_on_looking(request, answer, _back(found, "改版")):
        return told
    form = VersionForm(posted(request))
    if form.is_valid():
        with refusals_shown_on(form):
            new = services.revise_plan(plan=found, by=request.acting, **form.cleaned_data)
            messages.success(request, f"{new}已起草。采用以前，现行版次照常使用。")
            return redirect("assessments:plan_edit", new.pk)
    return render(request, "assessments/plan_revise.html", {"plan": found, "form": form})


@door(OFFICER, of=rows.plans, methods=("POST",))
def open_rounds(request: ActingRequest, found: Plan) -> HttpResponse:
    """Open the year's round in every township of the county, with its frozen roster."""
    said = f"已向各乡镇开放 {found.year} 年度考核，名册按 {found.cutoff_on} 在册人员生成。"
    adopted = found.status == PlanStatus.ADOPTED
    early = adopted and not rules.may_open(found, today=today(), by=request.acting)
    beside = "没有开放，原因写在按钮旁边。" if early else ""
    opening = round_services.open_rounds
    done(request, said, opening, beside=beside, plan=found, by=request.acting)
    return redirect("assessments:plan", found.pk)


def _first_year_without_plan(acting: Acting) -> int:
    own = rows.plans(acting).filter(county=acting.division)
    planned = set(own.values_list("year", flat=True))
    return next(year for year in count(today().year) if year not in planned)


def _adopted(found: Plan, restarted: int) -> str:
    if restarted:
        return f"{found}已采用，{restarted} 个乡镇的考核按新版重新开始，乡镇的待办里写明了理由。"
    return f"{found}已采用。下一步：向各乡镇开放考核。"


def _back(found: Plan, step: str) -> Back:
    return Back(f"{found} · {step}", "返回方案", reverse("assessments:plan", args=[found.pk]))


def _shown(request: ActingRequest, found: Plan) -> dict[str, Any]:
    acting, outcome = request.acting, services.check_plan(found)
    of_year = rows.rounds(acting).filter(plan__county=found.county, year=found.year)
    statuses = list(of_year.order_by().values_list("status", flat=True))
    final = statuses.count(RoundStatus.FINAL)
    siblings = rows.plans(acting).filter(county=found.county, year=found.year)
    drafts = sum(one.status == PlanStatus.DRAFT for one in siblings)
    ruled = rules_of_plan(found).rules
    return {
        "plan": found,
        "tables": plan_tables.of(found, ruled),
        "figures": plan_tables.figures(found, ruled),
        "findings": grounds.shown(outcome.findings),
        "writes": bool(rules.may_write_plan(found.county, by=acting)),
        "may_save": rules.may_save(found, by=acting),
        "may_adopt": rules.may_adopt(found, outcome=outcome, final=final, by=acting),
        "may_open": rules.may_open(found, today=today(), by=acting),
        "may_revise": rules.may_revise(found, final=final, drafts=drafts, by=acting),
        "opened": len(statuses),
        "running": len(statuses) - final,
        "versions": siblings.exclude(pk=found.pk).order_by("-version"),
    }
