"""Rule files: put forward by one officer, published or declined by another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.clock import today
from accounts.doors import door
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Role
from rulebook import publishing, publishing_rules, reading, trying, variants
from rulebook.confirming import confirmation_text
from rulebook.editions import book_in_force
from rulebook.forms import ConfirmForm, FileForm, FileTrialForm, RulingForm
from rulebook.models import RuleFile
from rulebook.proposed import effect_of
from rulebook.trying import USUAL_BASE
from rulebook.views import request as asked
from rulebook.views.request import OFFICERS, READERS


@door(*READERS)
def files(request: ActingRequest) -> HttpResponse:
    """List what was put forward, published and declined."""
    found = asked.rule_files(request.acting).order_by("-pk")
    return render(request, "rulebook/files.html", {"files": found})


@door(*OFFICERS, methods=("GET", "POST"))
def file_new(request: ActingRequest) -> HttpResponse:
    """Check a file, and put it forward if it has no fault."""
    form = FileForm(posted(request), request.FILES or None)
    if form.is_valid():
        data = form.cleaned_data
        sent = {"name": data["name"], "text": data["text"], "note": data["note"]}
        with refusals_shown_on(form):
            file = publishing.propose_file(**sent, by=request.acting)
            messages.success(request, "文件没有错误，已提出，等待市委组织部另一位同志批准。")
            return redirect("rulebook:file", file.pk)
    return render(request, "rulebook/file_new.html", {"form": form})


@door(*READERS, of=asked.rule_files)
def file(request: ActingRequest, found: RuleFile) -> HttpResponse:
    """Show a file, what it would change, and who may rule on it."""
    may = publishing_rules.may_rule(
        found, is_ruled=hasattr(found, "ruling"), faults=(), by=request.acting
    )
    trials = asked.trials(request.acting).filter(file=found).order_by("-pk")
    context = {"file": found, "may": may, "effect": effect_of(found), "trials": trials}
    context |= {"trial_form": FileTrialForm(initial=_usual()), "form": RulingForm()}
    return render(request, "rulebook/file.html", context)


@door(Role.CITY_OFFICER, of=asked.rule_files, methods=("GET", "POST"))
def file_rule(request: ActingRequest, found: RuleFile) -> HttpResponse:
    """Publish a file or decline it."""
    form = RulingForm(posted(request))
    if form.is_valid():
        with refusals_shown_on(form):
            ruling = publishing.rule_on_file(file=found, by=request.acting, **form.cleaned_data)
            said = (
                "已公布，从今天起可查可用。"
                if ruling.published
                else "已记为不予公布，理由提出人可见。"
            )
            messages.success(request, said)
            return redirect("rulebook:file", found.pk)
    context = {"file": found, "form": form, "effect": effect_of(found)}
    return render(request, "rulebook/file_rule.html", context)


@door(*OFFICERS, of=asked.rule_files, methods=("POST",))
def file_try(request: ActingRequest, found: RuleFile) -> HttpResponse:
    """Try a file's figures on a year's stored decisions."""
    form = FileTrialForm(request.POST)
    if form.is_valid():
        variant = variants.of_file(book_in_force(), found)
        given = {"division": asked.place_of(request.acting), **form.cleaned_data}
        with refusals_shown_on(form):
            trial = trying.start_trial(**given, variants=[variant], file=found, by=request.acting)
            return redirect("rulebook:trial", trial.pk)
    messages.error(request, "没有开始推演：" + form.errors.as_text().replace("* ", ""))
    return redirect("rulebook:file", found.pk)


@door(Role.CITY_OFFICER, methods=("GET", "POST"))
def confirm(request: ActingRequest) -> HttpResponse:
    """Put the confirmation of one entry or reading forward, with its document."""
    items = list(reading.open_items(book_in_force(), today()))
    form = ConfirmForm(posted(request), items=items, initial={"what": request.GET.get("what")})
    if form.is_valid():
        data = dict(form.cleaned_data)
        sent = {
            "name": "核对确认.yaml",
            "note": data.pop("note"),
            "text": confirmation_text(**data),
        }
        with refusals_shown_on(form):
            file = publishing.propose_file(**sent, by=request.acting)
            messages.success(request, "已提出，等待市委组织部另一位同志批准。")
            return redirect("rulebook:file", file.pk)
    return render(request, "rulebook/confirm.html", {"form": form, "waiting": len(items)})


def _usual() -> dict[str, object]:
    day = today()
    return {"year": day.year if day.month == 12 else day.year - 1, "base_pay": USUAL_BASE}
