"""Verifying a file, and correcting what was verified: asked for, looked at, decided."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.doors import door
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Role
from audit.services import record
from cadres import rules, services
from cadres.forms.cases import CorrectionForm, CorrectionReviewForm
from cadres.models import Correction, Person
from cadres.queries.corrections import asked_of, corrections, is_stale
from cadres.queries.editions import edition_of
from cadres.rules.corrections import ASKERS
from cadres.views.documents import file_of, served
from cadres.views.rows import READING, files

PAGE = 25  # requests


@door(*READING)
def correction_list(request: ActingRequest) -> HttpResponse:
    """List the requests of the reader's range, those that wait first."""
    found = corrections(request.acting).order_by(F("reviewed_on").desc(nulls_first=True), "-pk")
    page = Paginator(found.defer("changes"), PAGE).get_page(request.GET.get("page"))
    return render(request, "cadres/corrections.html", {"page": page})


@door(*ASKERS, of=files, methods=("GET", "POST"))
def correction_new(request: ActingRequest, found: Person) -> HttpResponse:
    """Ask that facts of a file be corrected."""
    sent = request.FILES or None
    form = CorrectionForm(posted(request), sent, person=found, acting=request.acting)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("reason", "evidence")}
        given["changes"] = form.changes
        with refusals_shown_on(form):
            done = services.ask_correction(person=found, by=request.acting, **given)
            messages.success(request, "已提出，等待县委组织部审核。")
            return redirect("cadres:correction", done.pk)
    return render(request, "cadres/correction_new.html", {"person": found, "form": form})


@door(*READING, of=corrections)
def correction(request: ActingRequest, found: Correction) -> HttpResponse:
    """Show a request field by field."""
    return _page(request, found, CorrectionReviewForm())


@door(*READING, of=corrections)
def correction_evidence(request: ActingRequest, found: Correction) -> HttpResponse:
    """Hand out what was sent with a request; that it was taken is written down."""
    if found.evidence_id is None:
        raise Http404("no evidence")
    file = file_of(request, found.evidence_id)
    about: dict[str, Any] = {"person": found.person_id, "sha256": file.sha256}
    record("document.downloaded", by=request.acting, about=found, **about)
    return served(file, as_attachment=True)


@door(Role.COUNTY_OFFICER, of=corrections, methods=("POST",))
def correction_review(request: ActingRequest, found: Correction) -> HttpResponse:
    """Approve a request or refuse it."""
    form = CorrectionReviewForm(request.POST)
    if form.is_valid():
        given = {"correction": found, "review": form.cleaned_data["review"], "by": request.acting}
        with refusals_shown_on(form):
            if form.cleaned_data["decision"] == form.CONFIRM:
                services.approve_correction(**given, seen=_edition(request))
                messages.success(request, "已更正档案。")
            else:
                services.refuse_correction(**given)
                messages.success(request, "已答复申请单位，档案没有改动。")
            return redirect("cadres:correction", found.pk)
    return _page(request, found, form)


@door(*ASKERS, of=corrections, methods=("POST",))
def correction_withdraw(request: ActingRequest, found: Correction) -> HttpResponse:
    """Take one's own request back."""
    form = Form(request.POST)
    with refusals_shown_on(form):
        services.withdraw_correction(correction=found, by=request.acting)
        messages.success(request, "已撤回，档案没有改动。")
        return redirect("cadres:correction", found.pk)
    return _page(request, found, CorrectionReviewForm(), refused=form)


@door(Role.COUNTY_OFFICER, of=files, methods=("POST",))
def verify(request: ActingRequest, found: Person) -> HttpResponse:
    """Declare a file verified."""
    form = Form(request.POST)
    with refusals_shown_on(form):
        services.verify_person(person=found, by=request.acting)
        messages.success(request, f"已核定{found.name}的档案，今后按更正申请办理。")
        return redirect("reports:person", found.pk)
    context = {"person": found, "refused": form}
    return render(request, "cadres/verify_refused.html", context)


def _page(
    request: ActingRequest,
    found: Correction,
    form: CorrectionReviewForm,
    refused: Form | None = None,
) -> HttpResponse:
    acting = request.acting
    found = corrections(acting).get(pk=found.pk)  # a refusal comes from what happened meanwhile
    record("cadre.viewed", by=acting, about=found.person)
    is_open = found.status == Correction.Status.ASKED
    context = {
        "correction": found,
        "person": found.person,
        "asked": asked_of(found, acting),
        "stale": is_open and is_stale(found, found.person),
        "edition": edition_of(found.person),
        "may_review": rules.may_review_correction(found, acting),
        "may_withdraw": rules.may_withdraw_correction(found, acting),
        "form": form,
        "refused": refused or form,
    }
    return render(request, "cadres/correction.html", context)


def _edition(request: ActingRequest) -> int:
    """Read which edition of the file the page showed; anything else is none."""
    sent = request.POST.get("edition", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 19 else 0
