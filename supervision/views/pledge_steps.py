"""Steps of many pledges at once: talked over, approved, signed, scores confirmed; and sent back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.clock import today
from accounts.doors import door
from accounts.pages import ActingRequest, posted, refusals_shown_on
from supervision.forms.pledges import ChosenForm, DiscussForm, ReasonForm, SignForm
from supervision.models import Pledge, PledgeItem
from supervision.pledge_states import PledgeStatus
from supervision.queries.pledges import weighted
from supervision.rules import pledges as rules
from supervision.services import pledge_scores as scores
from supervision.services import pledges as services
from supervision.views.pledge_rows import BOTH, CLERK, COMMITTEE, pledges
from supervision.views.pledges import refused_on_looking


@dataclass(frozen=True, slots=True)
class Step:
    """A page on which pledges are ticked, and what is then done with them."""

    title: str
    ground: str
    button: str
    done: str
    waits: Q
    nothing: str
    form: type[ChosenForm]
    service: Callable[..., int]


DISCUSS = Step(
    title="登记村级讨论",
    ground="年度承诺经党员大会、村民会议或村民代表会议讨论，再报乡镇党委批准（草拟·待核对）",
    button="登记讨论",
    done="已登记 {} 人的村级讨论，等待乡镇党委批准。",
    waits=Q(status=PledgeStatus.DRAFT),
    nothing="现在没有起草中的承诺。",
    form=DiscussForm,
    service=services.discuss_pledges,
)
APPROVE = Step(
    title="批准目标承诺",
    ground="由乡镇党委批准，起草和登记讨论的人不得批准；要改的逐份退回，写明理由",
    button="批准",
    done="已批准 {} 人的承诺，请组织干事办理签订。",
    waits=Q(status=PledgeStatus.DISCUSSED),
    nothing="现在没有等待批准的承诺。",
    form=ChosenForm,
    service=services.approve_pledges,
)
SIGN = Step(
    title="登记签订",
    ground="批准以后由本人签订责任书；签订以后承诺内容不再改，按季登记进展",
    button="登记签订",
    done="已登记 {} 人签订，从现在起按季登记进展。",
    waits=Q(status=PledgeStatus.APPROVED),
    nothing="现在没有等待签订的承诺。",
    form=SignForm,
    service=services.sign_pledges,
)
CONFIRM = Step(
    title="确认承诺评分",
    ground="组织干事逐项评分，乡镇党委确认，评分的人不得确认；确认后的得分是年度考核目标考核的起点",
    button="确认评分",
    done="已确认 {} 人的承诺评分。",
    waits=Q(status=PledgeStatus.IN_PROGRESS, scored_on__isnull=False),
    nothing="现在没有等待确认的评分。",
    form=ChosenForm,
    service=scores.confirm_scores,
)


@door(CLERK, methods=BOTH)
def discuss(request: ActingRequest) -> HttpResponse:
    """Write down the village's meeting for the ticked drafts."""
    return _page(request, DISCUSS)


@door(COMMITTEE, methods=BOTH)
def approve(request: ActingRequest) -> HttpResponse:
    """Approve the ticked pledges."""
    return _page(request, APPROVE)


@door(CLERK, methods=BOTH)
def sign(request: ActingRequest) -> HttpResponse:
    """Write down that the ticked pledges were signed."""
    return _page(request, SIGN)


@door(COMMITTEE, methods=BOTH)
def confirm(request: ActingRequest) -> HttpResponse:
    """Confirm the scores of the ticked pledges."""
    return _page(request, CONFIRM)


@door(COMMITTEE, of=pledges, methods=BOTH)
def return_(request: ActingRequest, found: Pledge) -> HttpResponse:
    """Send a pledge back to the draft."""
    answer = rules.may_return(found, by=request.acting)
    return _return(request, found, answer, services.return_pledge, "退回重写")


@door(COMMITTEE, of=pledges, methods=BOTH)
def return_scores(request: ActingRequest, found: Pledge) -> HttpResponse:
    """Have a pledge scored anew."""
    answer = rules.may_return_scores(found, by=request.acting)
    return _return(request, found, answer, scores.return_scores, "退回重评")


def _return(
    request: ActingRequest, found: Pledge, answer: Any, service: Callable[..., Any], what: str
) -> HttpResponse:
    if told := refused_on_looking(request, answer, found):
        return told
    form = ReasonForm(posted(request))
    if form.is_valid():
        with refusals_shown_on(form):
            service(pledge=found, by=request.acting, **form.cleaned_data)
            messages.success(request, "已退回，组织干事在这份承诺上会看到理由。")
            return redirect("supervision:pledge", found.pk)
    context = {"pledge": found, "form": form, "what": what}
    return render(request, "supervision/pledge_return.html", context)


def _page(request: ActingRequest, step: Step) -> HttpResponse:
    waiting = list(_waiting(request, step))
    initial = {"on": today(), "chosen": [one.pk for one in waiting]}
    form = step.form(posted(request), offered=waiting, initial=initial)
    if waiting and form.is_valid():
        asked = {key: value for key, value in form.cleaned_data.items() if key != "chosen"}
        with refusals_shown_on(form):
            many = step.service(pledges=form.cleaned_data["chosen"], by=request.acting, **asked)
            messages.success(request, step.done.format(many))
            return redirect(f"{reverse('supervision:pledges')}?year={waiting[0].year}")
    ticked = set(map(str, form["chosen"].value() or []))
    lines = [
        (one, str(one.pk) in ticked, _weight(one), weighted(one.items.all())) for one in waiting
    ]
    context = {"step": step, "form": form, "lines": lines, "scores": step is CONFIRM}
    return render(request, "supervision/pledge_step.html", context)


def _waiting(request: ActingRequest, step: Step) -> Any:
    items = PledgeItem.objects.visible_to(request.acting).order_by("place", "pk")
    found = pledges(request.acting).filter(step.waits).order_by("year", "village__path", "pk")
    return found.prefetch_related(Prefetch("items", queryset=items))


def _weight(pledge: Pledge) -> str:
    total = sum(one.weight for one in pledge.items.all())
    return f"{total:f}".rstrip("0").rstrip(".") if total else "0"
