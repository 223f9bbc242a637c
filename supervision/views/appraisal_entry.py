"""The clerk's desk for appraisals: the notice, the meeting, everybody's ballots."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.answer import Refused
from accounts.clock import today
from accounts.doors import door
from accounts.models import Division
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Role
from cadres.views.rows import villages
from supervision.appraisal_states import AppraisalStatus
from supervision.forms.appraisals import BallotForm, MeetingForm, NoticeForm
from supervision.models import Appraisal, Appraised
from supervision.rules import appraisals as rules
from supervision.services import appraisals as services
from supervision.services.appraisals import FieldsRefused
from supervision.views import appraisal_page, appraisal_rows

CLERK = Role.TOWNSHIP_CLERK
COMPLETE = "complete"  # the button that also hands on what is complete


@door(CLERK, of=villages, methods=("GET", "POST"))
def appraisal_notice(request: ActingRequest, found: Division) -> HttpResponse:
    """Register the written notice of a village's next appraisal."""
    form = NoticeForm(posted(request), initial={"noticed_on": today()})
    if form.is_valid():
        with refusals_shown_on(form):
            made = services.give_notice(village=found, notice=form.asked(), by=request.acting)
            messages.success(request, f"{found.name}的民主评议已登记告知，可以打印告知书。")
            return redirect("supervision:appraisal", made.pk)
    context = {"village": found, "form": form}
    return render(request, "supervision/appraisal_notice.html", context)


@door(CLERK, of=appraisal_rows.appraisals, methods=("GET", "POST"))
def appraisal_change(request: ActingRequest, found: Appraisal) -> HttpResponse:
    """Put the notice right, or the day, before the meeting."""
    kept = {name: getattr(found, name) for name in services.NOTICE}
    form = NoticeForm(posted(request), initial=kept)
    if form.is_valid():
        with refusals_shown_on(form):
            services.change_notice(appraisal=found, notice=form.asked(), by=request.acting)
            messages.success(request, "告知已更正。")
            return redirect("supervision:appraisal", found.pk)
    answer = rules.may_change_notice(found, by=request.acting)
    context = {"village": found.village, "appraisal": found, "form": form}
    context["reasons"] = appraisal_page.reasons(request, answer)
    return render(request, "supervision/appraisal_notice.html", context)


@door(CLERK, of=appraisal_rows.appraisals, methods=("GET", "POST"))
def appraisal_meeting(request: ActingRequest, found: Appraisal) -> HttpResponse:
    """Type in the meeting and, once it is there, everybody's ballots."""
    form = MeetingForm.of(found, posted(request))
    ballots = BallotForm(posted(request), found.people.order_by("pk"))
    if request.method == "POST" and _save_both(request, found, form, ballots):
        messages.success(request, "会议情况和票数已保存。")
        return redirect("supervision:appraisal_meeting", found.pk)
    answer = rules.may_enter(found, by=request.acting)
    context = {
        "appraisal": found,
        "form": form,
        "ballots": ballots,
        "grid": ballots.rows(),
        "steps": appraisal_page.steps_of(found),
        "closed": "" if answer else " ".join(answer.reasons),
        "held": found.status != AppraisalStatus.NOTICED,
    }
    return render(request, "supervision/appraisal_meeting.html", context)


@door(CLERK, methods=("GET", "POST"))
def appraisal_votes(request: ActingRequest) -> HttpResponse:
    """Type in the ballots of all the township's meetings in one table."""
    held = Appraisal.objects.visible_to(request.acting).filter(status=AppraisalStatus.HELD)
    people = Appraised.objects.visible_to(request.acting).filter(appraisal__in=held)
    rows = people.select_related("appraisal__village").order_by("appraisal__village__path", "pk")
    form = BallotForm(posted(request), rows)
    if form.is_valid() and _save(request, form):
        return redirect("supervision:appraisal_votes")
    return render(request, "supervision/appraisal_votes.html", {"form": form, "grid": form.rows()})


@door(CLERK, of=appraisal_rows.appraisals, methods=("POST",))
def appraisal_submit(request: ActingRequest, found: Appraisal) -> HttpResponse:
    """Hand the ballots on to the committee."""
    try:
        services.submit(appraisal=found, by=request.acting)
        messages.success(request, "票数已提交，等待乡镇党委确认公布。")
    except Refused as refused:
        for objection in refused.objections:
            messages.error(request, objection)
    return redirect("supervision:appraisal", found.pk)


def _save_both(
    request: ActingRequest, found: Appraisal, form: MeetingForm, ballots: BallotForm
) -> bool:
    """Save meeting and ballots together, or neither; say all that is wrong at once."""
    if not all([form.is_valid(), ballots.is_valid()]):
        return False
    typed, shown = ballots.changed()
    with transaction.atomic():
        with refusals_shown_on(form):
            try:
                services.record_meeting(appraisal=found, meeting=form.asked(), by=request.acting)
            except FieldsRefused as refused:
                form.refuse(refused)
        with refusals_shown_on(ballots):
            try:
                services.save_votes(votes=typed, expected=shown, by=request.acting)
            except FieldsRefused as refused:
                ballots.refuse(refused)
        if wrong := bool(form.errors or ballots.errors):
            transaction.set_rollback(True)
    return not wrong


def _save(request: ActingRequest, form: BallotForm) -> bool:
    """Save what was typed over, and hand on what is complete if that was asked for."""
    typed, shown = form.changed()
    with refusals_shown_on(form):
        try:
            services.save_votes(votes=typed, expected=shown, by=request.acting)
        except FieldsRefused as refused:
            form.refuse(refused)
            return False
        said = f"{len(typed)} 人的票数已保存。" if typed else "没有改动，无须保存。"
        if COMPLETE in request.POST:
            handed = services.submit_complete(by=request.acting)
            said += f"{handed} 个村已录齐，提交乡镇党委。" if handed else "没有录齐的村，没有提交。"
        messages.success(request, said)
        return True
    return False
