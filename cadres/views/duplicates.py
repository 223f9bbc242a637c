"""Files that may be one person's: the queue, two side by side, the verdict and its review."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.doors import door
from accounts.pages import ActingRequest, refusals_shown_on
from accounts.roles import Level
from audit.services import record
from cadres import comparing, rules, services
from cadres.forms.cases import QueueFilter, ReviewForm, VerdictForm
from cadres.models import Duplicate, Person
from cadres.queries.duplicates import Pair, Queue, alike, common_path, duplicates, standing_on
from cadres.rules.duplicates import JUDGES, REVIEWERS
from cadres.views.rows import READING, files

PAGE = 25  # pairs
BELOW = {Level.COUNTY: "乡镇", Level.CITY: "县市区"}


@door(*READING)
def duplicate_list(request: ActingRequest) -> HttpResponse:
    """List the pairs nobody has spoken about, and the verdicts that wait for a second person."""
    acting = request.acting
    level = BELOW.get(Level(acting.division.level)) if acting.division else None
    form = QueueFilter(request.GET, level=level) if level else None
    queue = Queue(acting, inside=form is not None and form.inside)
    page: Page[Pair] = Paginator(queue, PAGE).get_page(request.GET.get("page"))
    said = duplicates(acting).order_by("-pk")
    context = {
        "form": form,
        "page": page,
        "waiting": said.filter(status=Duplicate.Status.PROPOSED),
        "spoken": said.exclude(status=Duplicate.Status.PROPOSED)[:PAGE],
    }
    return render(request, "cadres/duplicates.html", context)


@door(*READING, of=files)
def compare(request: ActingRequest, found: Person) -> HttpResponse:
    """Show a file beside another one of the same name and birth date."""
    others = alike(found, request.acting)
    wanted = request.GET.get("with", "")
    other = next((one for one in others if str(one.pk) == wanted), None)
    if other is None and len(others) == 1 and not wanted:
        other = others[0]
    if other is None:
        return render(request, "cadres/alike.html", {"person": found, "others": others})
    return _side_by_side(request, found, other)


@door(*JUDGES, of=files, methods=("POST",))
def judge(request: ActingRequest, found: Person) -> HttpResponse:
    """Propose a verdict on a pair."""
    wanted = request.POST.get("with", "")
    theirs = files(request.acting)
    is_id = wanted.isdecimal() and len(wanted) < 19
    other = get_object_or_404(theirs, pk=int(wanted) if is_id else 0)
    form = VerdictForm(request.POST, first=found, second=other)
    if form.is_valid():
        with refusals_shown_on(form):
            pair = services.judge_pair(first=found, second=other, by=request.acting, **form.said)
            messages.success(request, "已提出，等待另一位同志复核。")
            return redirect("cadres:verdict", pair.pk)
    return _side_by_side(request, found, other, form)


@door(*READING, of=duplicates)
def verdict(request: ActingRequest, found: Duplicate) -> HttpResponse:
    """Show what was said of a pair."""
    return _verdict(request, found, ReviewForm())


@door(*REVIEWERS, of=duplicates, methods=("POST",))
def verdict_review(request: ActingRequest, found: Duplicate) -> HttpResponse:
    """Confirm a verdict, or return it."""
    form = ReviewForm(request.POST)
    if form.is_valid():
        confirms = form.cleaned_data["decision"] == ReviewForm.CONFIRM
        decide = services.confirm_verdict if confirms else services.return_verdict
        with refusals_shown_on(form):
            decide(duplicate=found, review=form.cleaned_data["review"], by=request.acting)
            messages.success(request, "已复核。" if confirms else "已退回提出人。")
            return redirect("cadres:verdict", found.pk)
    return _verdict(request, found, form)


def _side_by_side(
    request: ActingRequest, found: Person, other: Person, form: VerdictForm | None = None
) -> HttpResponse:
    acting = request.acting
    record("cadre.compared", by=acting, people=[found.pk, other.pk])
    path = common_path(found.scope_path, other.scope_path)
    may = rules.may_judge(found, other, path=path, by=acting)
    context = {
        "left": found,
        "right": other,
        "lines": comparing.lines(found, other, acting),
        "said": standing_on(found, other, acting),
        "may": may,
        "form": form or VerdictForm(first=found, second=other),
    }
    return render(request, "cadres/compare.html", context)


def _verdict(request: ActingRequest, found: Duplicate, form: ReviewForm) -> HttpResponse:
    acting = request.acting
    found = duplicates(acting).get(pk=found.pk)  # a refusal comes from what happened meanwhile
    record("cadre.compared", by=acting, people=[found.first_id, found.second_id])
    context = {
        "pair": found,
        "left": found.first,
        "right": found.second,
        "lines": comparing.lines(found.first, found.second, acting),
        "may": rules.may_review(found, acting),
        "form": form,
    }
    return render(request, "cadres/verdict.html", context)
