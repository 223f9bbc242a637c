"""The public notice, everybody's letter, and the report to the county."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.answer import Refused
from accounts.clock import today
from accounts.doors import door
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Role
from assessments.forms.after import NoticeForm, TogetherForm, service_lines
from assessments.models import Letter, Round
from assessments.queries import deadlines
from assessments.queries.standing import standing_objections, unserved
from assessments.rules import notice as rules
from assessments.services import notice as services
from assessments.views import rows, steps
from assessments.views.refusals import Back, done, refused_on_looking

CLERK = Role.TOWNSHIP_CLERK


@door(*rows.READERS, of=rows.rounds)
def notice(request: ActingRequest, found: Round) -> HttpResponse:
    """Show the notice, how long it hangs, and what was raised in it."""
    acting, standing = request.acting, standing_objections(found)
    context = {
        "round": found,
        "steps": steps.of(found, acting),
        "is_clerk": acting.has(CLERK),
        "left": (found.notice_until - today()).days if found.notice_until else None,
        "may_post": rules.may_post(found, by=acting),
        "may_end": rules.may_end_notice(found, standing=standing, today=today(), by=acting),
        "length": deadlines.length_of(found, deadlines.NOTICE),
        "answer": deadlines.length_of(found, deadlines.OBJECTION),
        "objections": rows.objections(acting).filter(round=found).order_by("pk"),
    }
    return render(request, "assessments/notice.html", context)


@door(CLERK, of=rows.rounds, methods=("GET", "POST"))
def notice_post(request: ActingRequest, found: Round) -> HttpResponse:
    """Register that the grades hang out."""
    answer, back = rules.may_post(found, by=request.acting), _back(found, "登记公示")
    if told := refused_on_looking(request, answer, back):
        return told
    form = NoticeForm(posted(request), initial={"on": today()})
    if form.is_valid():
        with refusals_shown_on(form):
            services.post_notice(round=found, by=request.acting, **form.cleaned_data)
            messages.success(request, "公示已登记，期满以前可以登记公示异议。")
            return redirect("assessments:notice", found.pk)
    length = deadlines.length_of(found, deadlines.NOTICE)
    ground = f"公示期 {length}，节假日不算；期满前有异议的，登记后由乡镇党委答复"
    return one_form(request, form, back, ground=ground, button="登记公示")


@door(CLERK, of=rows.rounds, methods=("POST",))
def feedback(request: ActingRequest, found: Round) -> HttpResponse:
    """End the notice and issue the letters."""
    said = "公示期满，告知书已编号，请逐份送达并登记。"
    if done(request, said, services.start_feedback, round=found, by=request.acting):
        return redirect("assessments:letters", found.pk)
    return redirect("assessments:notice", found.pk)


@door(*rows.READERS, of=rows.rounds)
def letters(request: ActingRequest, found: Round) -> HttpResponse:
    """List everybody's letter, and whether it has reached him."""
    listed = list(_letters(request, found))
    waiting = unserved(found)
    context = {
        "round": found,
        "steps": steps.of(found, request.acting),
        "is_clerk": request.acting.has(CLERK),
        "letters": listed,
        "waiting": len(waiting),
        "may_report": rules.may_report(found, unserved=waiting, by=request.acting),
    }
    return render(request, "assessments/letters.html", context)


@door(CLERK, of=rows.rounds, methods=("GET", "POST"))
def letters_serve(request: ActingRequest, found: Round) -> HttpResponse:
    """Register how the letters reached their readers, as many at once as were handed out."""
    listed = list(_letters(request, found))
    data = posted(request)
    lines, together = service_lines(listed, data), TogetherForm(data, prefix="all")
    if lines.is_valid() and together.is_valid():
        try:
            typed = lines.services(together.cleaned_data)
            number = services.serve_letters(round=found, served=typed, by=request.acting)
            messages.success(request, f"{number} 份告知书的送达已登记。")
            return redirect("assessments:letters", found.pk)
        except Refused as refused:
            said = refused.objections
    else:
        said = ("有的日期或方式填得不对，请看标红的格子。",) if data else ()
    pairs = zip(listed, lines.forms, strict=True)
    context = {"round": found, "lines": lines, "pairs": list(pairs), "together": together}
    return render(request, "assessments/letters_serve.html", context | {"said": said})


@door(CLERK, of=rows.rounds, methods=("POST",))
def report(request: ActingRequest, found: Round) -> HttpResponse:
    """Report the round to the county."""
    said = "已报县，等待县委组织部备案。"
    beside = "没有报县，原因见“报县”旁边。"
    done(request, said, services.report_round, beside=beside, round=found, by=request.acting)
    return redirect("assessments:letters", found.pk)


def one_form(
    request: ActingRequest, form: Any, back: Back, *, ground: str, button: str
) -> HttpResponse:
    """Show a page with one form, what it is about, and the way back."""
    context = {"form": form, "heading": back.heading, "ground": ground, "button": button}
    context |= {"back": back.label, "back_url": back.url}
    return render(request, "assessments/one_form.html", context)


def _letters(request: ActingRequest, found: Round) -> Any:
    own = Letter.objects.visible_to(request.acting).filter(round=found, attempt=found.attempt)
    return own.select_related("entry__village").order_by("pk")


def _back(found: Round, step: str) -> Back:
    url = reverse("assessments:notice", args=[found.pk])
    return Back(f"{found} · {step}", "返回公示", url)
