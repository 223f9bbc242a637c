"""The committee's desk for appraisals: announce, send back, say what counts, verify."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.clock import today
from accounts.doors import door
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Role
from supervision.forms.appraisals import AnnounceForm, CheckForm, ReasonForm, RulingForm
from supervision.models import Appraisal, AppraisalResult
from supervision.rules import appraisals as rules
from supervision.services import appraisal_results as services
from supervision.views import appraisal_page, appraisal_rows

COMMITTEE = Role.TOWNSHIP_COMMITTEE


@door(COMMITTEE, of=appraisal_rows.appraisals, methods=("GET", "POST"))
def appraisal_announce(request: ActingRequest, found: Appraisal) -> HttpResponse:
    """Confirm the results and the day on which the village was told."""
    form = AnnounceForm(posted(request), initial={"announced_on": today()})
    if form.is_valid():
        with refusals_shown_on(form):
            services.announce(appraisal=found, by=request.acting, **form.cleaned_data)
            messages.success(request, f"{found}的结果已公布。")
            return redirect("supervision:appraisal", found.pk)
    context = appraisal_page.context(found, request.acting)
    answer = rules.may_announce(found, by=request.acting)
    more = {"form": form, "reasons": appraisal_page.reasons(request, answer)}
    return render(request, "supervision/appraisal_announce.html", context | more)


@door(COMMITTEE, of=appraisal_rows.appraisals, methods=("GET", "POST"))
def appraisal_return(request: ActingRequest, found: Appraisal) -> HttpResponse:
    """Give the ballots back to the clerk, or open announced results for correction."""
    form = ReasonForm(posted(request))
    if form.is_valid():
        with refusals_shown_on(form):
            services.return_appraisal(appraisal=found, by=request.acting, **form.cleaned_data)
            messages.success(request, "已退回，组织干事的待办里写明了理由。")
            return redirect("supervision:appraisal", found.pk)
    context = {
        "heading": f"{found} · 退回更正",
        "ground": "退回后由组织干事更正、再提交；公布过的结果留作记录，重新公布以前仍然有效",
        "button": "退回",
        "form": form,
        "back": reverse("supervision:appraisal", args=[found.pk]),
        "reasons": appraisal_page.reasons(request, rules.may_return(found, by=request.acting)),
    }
    return render(request, "supervision/appraisal_form.html", context)


@door(COMMITTEE, of=appraisal_rows.appraisals, methods=("GET", "POST"))
def appraisal_ruling(request: ActingRequest, found: Appraisal) -> HttpResponse:
    """Say whether a meeting that was not rightly called counts."""
    form = RulingForm(posted(request))
    if form.is_valid():
        with refusals_shown_on(form):
            services.rule_on(appraisal=found, by=request.acting, **form.asked())
            messages.success(request, "已认定，各人结果随之更新。")
            return redirect("supervision:appraisal", found.pk)
    broken = services.is_broken(found)
    context = appraisal_page.context(found, request.acting) | {
        "heading": f"{found} · 认定是否计入",
        "ground": "告知或间隔不合规定的评议，是否计入由乡镇党委核实后认定",
        "button": "认定",
        "form": form,
        "back": reverse("supervision:appraisal", args=[found.pk]),
        "reasons": appraisal_page.reasons(
            request, rules.may_rule(found, broken=broken, by=request.acting)
        ),
    }
    return render(request, "supervision/appraisal_form.html", context)


@door(COMMITTEE, of=appraisal_rows.appraisal_results, methods=("GET", "POST"))
def termination_check(request: ActingRequest, found: AppraisalResult) -> HttpResponse:
    """Keep what was found about two in a row."""
    form = CheckForm(posted(request))
    if form.is_valid():
        with refusals_shown_on(form):
            services.check_termination(result=found, by=request.acting, **form.asked())
            messages.success(request, f"{found.appraised.name}的核实情况已登记。")
            return redirect("supervision:terminations")
    context = {
        "heading": f"{found.appraised.name} · 核实连续不称职",
        "ground": f"{found.appraisal.village.title} · {found.appraised.posts}",
        "button": "登记核实情况",
        "form": form,
        "findings": appraisal_page.shown(found.findings),
        "back": reverse("supervision:terminations"),
        "reasons": appraisal_page.reasons(request, rules.may_check(found, by=request.acting)),
        "note": "属实的，按法定程序办理职务终止或解聘；系统不自动终止职务。",
    }
    return render(request, "supervision/appraisal_form.html", context)
