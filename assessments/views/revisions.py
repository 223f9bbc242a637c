"""Correct a filed grade: the list, the case, and each one's step."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.clock import today
from accounts.doors import door
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Role
from assessments.forms.after import ReasonForm, ReviseForm, SittingForm
from assessments.models import Entry, Objection, Revision
from assessments.queries.changing import grade_in_force
from assessments.rules import revisions as rules
from assessments.services import revisions as services
from assessments.views import revision_page, rows
from assessments.views.notice import one_form
from assessments.views.refusals import Back, done, refused_on_looking

CLERK, COMMITTEE = Role.TOWNSHIP_CLERK, Role.TOWNSHIP_COMMITTEE
OFFICER = Role.COUNTY_OFFICER


@door(*rows.READERS)
def revisions(request: ActingRequest) -> HttpResponse:
    """List the corrections of his division, those under way first."""
    found = rows.revisions(request.acting).order_by(F("filed_on").desc(nulls_first=True), "-pk")
    return render(request, "assessments/revisions.html", {"revisions": found})


@door(CLERK, COMMITTEE, of=rows.entries, methods=("GET", "POST"))
def revise(request: ActingRequest, found: Entry) -> HttpResponse:
    """Put a correction of a filed grade before the committee."""
    back = Back(
        f"{found.name} · {found.round.year} 年度等次更正",
        "返回依据单",
        reverse("assessments:entry", args=[found.pk]),
    )
    answer = rules.may_propose(found, by=request.acting)
    if told := refused_on_looking(request, answer, back):
        return told
    objection = _objection(request, found)
    initial = {"kind": Revision.Kind.OBJECTION if objection else Revision.Kind.MEASURE}
    form = ReviseForm(posted(request), initial=initial)
    if form.is_valid():
        with refusals_shown_on(form):
            asked = form.asked() | {"objection": objection}
            made = services.propose_revision(entry=found, by=request.acting, **asked)
            messages.success(request, "更正已提出，等待乡镇党委审定。")
            return redirect("assessments:revision", made.pk)
    now = grade_in_force(found)
    was = now.get_grade_display() if now else "无"
    ground = f"现在的等次：{was} · 由乡镇党委另作决定，县里备案后生效，原决定留存"
    return one_form(request, form, back, ground=ground, button="提出更正")


@door(*rows.READERS, of=rows.revisions)
def revision(request: ActingRequest, found: Revision) -> HttpResponse:
    """Show a correction: what changes, what follows, who has done what."""
    page = revision_page.Page(found, request.acting)
    return render(request, "assessments/revision.html", {"one": found, "page": page})


@door(COMMITTEE, of=rows.revisions, methods=("GET", "POST"))
def revision_decide(request: ActingRequest, found: Revision) -> HttpResponse:
    """Decide a correction in a sitting."""
    back = _back(found, "党委会审定")
    if told := refused_on_looking(request, rules.may_decide(found, by=request.acting), back):
        return told
    held_on = {"held_on": today()}
    form = SittingForm(posted(request), request.FILES or None, initial=held_on)
    if form.is_valid():
        with refusals_shown_on(form):
            services.decide_revision(revision=found, sitting=form.asked(), by=request.acting)
            messages.success(request, "更正已审定，等待县委组织部备案，备案后生效。")
            return redirect("assessments:revision", found.pk)
    was, now = found.former.get_grade_display(), found.get_grade_display()
    ground = f"由“{was}”更正为“{now}” · 理由：{found.reason}"
    return one_form(request, form, back, ground=ground, button="审定更正")


@door(COMMITTEE, OFFICER, of=rows.revisions, methods=("GET", "POST"))
def revision_refuse(request: ActingRequest, found: Revision) -> HttpResponse:
    """Let the grade stand, saying why."""
    back = _back(found, "不予更正")
    if told := refused_on_looking(request, rules.may_refuse(found, by=request.acting), back):
        return told
    form = ReasonForm(posted(request), label="不予更正的理由")
    if form.is_valid():
        with refusals_shown_on(form):
            services.refuse_revision(revision=found, by=request.acting, **form.cleaned_data)
            messages.success(request, "已决定不予更正，原等次不变。")
            return redirect("assessments:revision", found.pk)
    return one_form(request, form, back, ground="原等次不变", button="不予更正")


@door(OFFICER, of=rows.revisions, methods=("POST",))
def revision_file(request: ActingRequest, found: Revision) -> HttpResponse:
    """Put a decided correction on record; the new grade counts from now on."""
    said = "更正已备案，新等次生效；告知书已编号，由乡镇送达本人。"
    done(request, said, services.file_revision, revision=found, by=request.acting)
    return redirect("assessments:revision", found.pk)


def _objection(request: ActingRequest, entry: Entry) -> Objection | None:
    """Give the review or appeal the address names, if it is one of this cadre."""
    asked = request.GET.get("objection", "")
    pk = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    return rows.objections(request.acting).filter(entry=entry, pk=pk).first()


def _back(found: Revision, step: str) -> Back:
    return Back(f"{found} · {step}", "返回", reverse("assessments:revision", args=[found.pk]))
