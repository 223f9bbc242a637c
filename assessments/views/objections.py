"""Objections to the notice, reviews and appeals: registered, handled, served."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.clock import today
from accounts.doors import door
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Role
from assessments.forms.after import AnswerForm, AskForm, DayForm, ObjectionForm, ReasonForm
from assessments.models import Entry, Objection, Round
from assessments.rules import objections as rules
from assessments.services import objections as services
from assessments.views import objection_page, rows
from assessments.views.notice import one_form
from assessments.views.refusals import Back, done, refused_on_looking
from audit.services import record

CLERK, COMMITTEE = Role.TOWNSHIP_CLERK, Role.TOWNSHIP_COMMITTEE
OFFICER = Role.COUNTY_OFFICER
HANDLERS = (COMMITTEE, OFFICER)
KEPT_CLOSE = "提出人和内容加密保存，只给经办人看，不写进公示和告知书"


@door(CLERK, of=rows.rounds, methods=("GET", "POST"))
def objection_new(request: ActingRequest, found: Round) -> HttpResponse:
    """Take down what somebody objects to the notice."""
    back = Back(f"{found} · 登记公示异议", "返回公示", _notice(found))
    answer = rules.may_object(found, today=today(), by=request.acting)
    if told := refused_on_looking(request, answer, back):
        return told
    people = {one.pk: one for one in rows.roster(found, request.acting)}
    names = [(one.pk, f"{one.name}（{one.village.name} {one.posts}）") for one in people.values()]
    form = ObjectionForm(posted(request), people=names, initial={"raised_on": today()})
    if form.is_valid():
        with refusals_shown_on(form):
            asked = form.cleaned_data | {"entry": people.get(form.cleaned_data["entry"])}
            made = services.register_objection(round=found, by=request.acting, **asked)
            messages.success(request, f"已登记，乡镇党委应在 {made.due_on} 以前答复。")
            return redirect("assessments:objection", made.pk)
    return one_form(request, form, back, ground=KEPT_CLOSE, button="登记")


@door(CLERK, of=rows.entries, methods=("GET", "POST"))
def review_new(request: ActingRequest, found: Entry) -> HttpResponse:
    """Take down that a cadre asks for a review of his grade."""
    back = Back(
        f"{found.name} · 登记复核申请", "返回依据单", reverse("assessments:entry", args=[found.pk])
    )
    return _ask(request, back, services.register_review, entry=found)


@door(OFFICER, of=rows.objections, methods=("GET", "POST"))
def appeal_new(request: ActingRequest, found: Objection) -> HttpResponse:
    """Take down that a cadre appeals against the answer to his review."""
    return _ask(request, _back(found, "登记申诉"), services.register_appeal, review=found)


@door(*rows.READERS, of=rows.objections)
def objection(request: ActingRequest, found: Objection) -> HttpResponse:
    """Show what was raised and how it was answered; the look is kept."""
    page = objection_page.Page(found, request.acting)
    record("assessments.objection_viewed", by=request.acting, about=found)
    return render(request, "assessments/objection.html", {"one": found, "page": page})


@door(*HANDLERS, of=rows.objections, methods=("POST",))
def objection_accept(request: ActingRequest, found: Objection) -> HttpResponse:
    """Take an objection up."""
    said = f"已受理，请在 {found.due_on} 以前答复。"
    done(request, said, services.accept_objection, objection=found, by=request.acting)
    return redirect("assessments:objection", found.pk)


@door(*HANDLERS, of=rows.objections, methods=("GET", "POST"))
def objection_reject(request: ActingRequest, found: Objection) -> HttpResponse:
    """Turn an objection away, saying why."""
    form = ReasonForm(posted(request), label="不予受理的理由")
    said = "已决定不予受理。"
    return _handle(request, found, form, services.reject_objection, "不予受理", said)


@door(*HANDLERS, of=rows.objections, methods=("GET", "POST"))
def objection_answer(request: ActingRequest, found: Objection) -> HttpResponse:
    """Answer an objection."""
    form = AnswerForm(posted(request))
    return _handle(
        request, found, form, services.answer_objection, "答复", "已答复，请送达提出人。"
    )


@door(CLERK, OFFICER, of=rows.objections, methods=("GET", "POST"))
def answer_serve(request: ActingRequest, found: Objection) -> HttpResponse:
    """Register that the answer has reached whoever objected."""
    form = DayForm(posted(request), initial={"served_on": today()})
    return _handle(
        request, found, form, services.serve_answer, "登记答复送达", "答复的送达已登记。"
    )


@door(OFFICER, of=rows.objections, methods=("GET", "POST"))
def appeal_extend(request: ActingRequest, found: Objection) -> HttpResponse:
    """Extend an appeal's term, once."""
    form = ReasonForm(posted(request), label="延长的理由")
    return _handle(request, found, form, services.extend_appeal, "延长期限", "答复期限已延长。")


def _handle(
    request: ActingRequest,
    found: Objection,
    form: Any,
    service: Callable[..., Any],
    step: str,
    said: str,
) -> HttpResponse:
    if form.is_valid():
        with refusals_shown_on(form):
            service(objection=found, by=request.acting, **form.cleaned_data)
            messages.success(request, said)
            return redirect("assessments:objection", found.pk)
    return one_form(request, form, _back(found, step), ground=KEPT_CLOSE, button=step)


def _ask(
    request: ActingRequest, back: Back, service: Callable[..., Objection], **about: Any
) -> HttpResponse:
    form = AskForm(posted(request), initial={"raised_on": today()})
    if form.is_valid():
        with refusals_shown_on(form):
            made = service(by=request.acting, **about, **form.cleaned_data)
            messages.success(request, f"已登记，应在 {made.due_on} 以前答复。")
            return redirect("assessments:objection", made.pk)
    ground = "由本人提出；办理期间不停止执行，不因提出而加重"
    return one_form(request, form, back, ground=ground, button="登记")


def _notice(found: Round) -> str:
    return reverse("assessments:notice", args=[found.pk])


def _back(found: Objection, step: str) -> Back:
    url = reverse("assessments:objection", args=[found.pk])
    return Back(f"{found} · {step}", "返回", url)
