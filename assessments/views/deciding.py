"""From the clerk's desk to the committee, to the county, and back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.answer import Refused
from accounts.doors import door
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Role
from assessments import rules
from assessments.forms.deciding import ReturnForm
from assessments.models import Round
from assessments.queries.filing_check import checks_of, sums_of
from assessments.queries.lacks import named
from assessments.services import deciding as services
from assessments.states import RoundStatus
from assessments.views import board_page, rows
from assessments.views.decide_desk import Desk
from assessments.views.refusals import Back, done, refused_on_looking

CLERK, COMMITTEE = Role.TOWNSHIP_CLERK, Role.TOWNSHIP_COMMITTEE
OFFICER = Role.COUNTY_OFFICER


@door(CLERK, of=rows.rounds, methods=("POST",))
def submit(request: ActingRequest, found: Round) -> HttpResponse:
    """Hand the proposed grades to the township's committee."""
    said = "已提交党委会，等待审定。"
    entering = found.status == RoundStatus.ENTERING  # then the board names what is missing
    beside = "没有提交，缺什么写在“提交党委会”旁边。" if entering else ""
    done(request, said, services.submit_round, beside=beside, round=found, by=request.acting)
    return redirect("assessments:board", found.pk)


@door(COMMITTEE, of=rows.rounds, methods=("GET", "POST"))
def decide(request: ActingRequest, found: Round) -> HttpResponse:
    """Decide the grades: as proposed, by choice among the tied, or otherwise with a reason."""
    answer = rules.may_move(found, RoundStatus.DECIDED)
    if told := refused_on_looking(request, answer, _back(found, "审定")):
        return told
    page = board_page.of(found, request.acting)
    desk = Desk(request, page)
    if desk.is_valid():
        with refusals_shown_on(desk.form):
            services.decide_round(round=found, by=request.acting, **desk.asked())
            messages.success(request, "等次已审定，请组织干事张榜公示。")
            return redirect("assessments:board", found.pk)
    context = {"round": found, "page": page, "form": desk.form, "desk": desk}
    return render(request, "assessments/decide.html", context)


@door(COMMITTEE, OFFICER, of=rows.rounds, methods=("GET", "POST"))
def return_(request: ActingRequest, found: Round) -> HttpResponse:
    """Give the round back to the clerk, saying what must change."""
    answer = rules.may_return(found, by=request.acting)
    if told := refused_on_looking(request, answer, _back(found, "退回")):
        return told
    form = ReturnForm(posted(request))
    if form.is_valid():
        with refusals_shown_on(form):
            services.return_round(round=found, by=request.acting, **form.cleaned_data)
            messages.success(request, "已退回，乡镇组织干事的待办里写明了理由。")
            return redirect("assessments:board", found.pk)
    return render(request, "assessments/return.html", {"round": found, "form": form})


@door(OFFICER, of=rows.rounds, methods=("GET", "POST"))
def file(request: ActingRequest, found: Round) -> HttpResponse:
    """File what the township reported; from then on nothing of it changes."""
    if request.method == "POST":
        told = {"said": f"{found}已备案，办结。", "beside": "没有备案，原因见下。"}
        filed = done(request, service=services.file_round, round=found, by=request.acting, **told)
        return redirect("assessments:filing") if filed else redirect("assessments:file", found.pk)
    page = board_page.of(found, request.acting)
    checks = checks_of(found, page.board.seat_arithmetic)
    context = {"round": found, "page": page, "checks": checks}
    return render(request, "assessments/file.html", context)


@door(OFFICER)
def filing(request: ActingRequest) -> HttpResponse:
    """List the townships whose reported grades wait to be filed."""
    waiting = rows.rounds(request.acting).filter(status=RoundStatus.REPORTED)
    listed = list(waiting.order_by("year", "township__path"))
    sums = sums_of(listed)
    context = {"lines": [(one, sums[one.pk]) for one in listed]}
    return render(request, "assessments/filing.html", context)


@door(OFFICER, methods=("POST",))
def filing_chosen(request: ActingRequest) -> HttpResponse:
    """File the townships that are ticked, each for itself; say which could not be filed and why."""
    asked = [int(pk) for pk in request.POST.getlist("round") if pk.isdecimal() and len(pk) < 19]
    chosen = list(rows.rounds(request.acting).filter(pk__in=asked).order_by("township__path"))
    filed = [one for one in chosen if _filed(request, one)]
    if not chosen:
        messages.error(request, "没有勾选乡镇，请先勾选要备案的乡镇。")
    if filed:
        names = named([one.township.name for one in filed], "个乡镇")
        messages.success(request, f"{len(filed)} 个乡镇已备案，办结：{names}。")
    return redirect("assessments:filing")


def _filed(request: ActingRequest, found: Round) -> bool:
    try:
        services.file_round(round=found, by=request.acting)
    except Refused as refused:
        messages.error(request, f"{found.township.name}没有备案：{refused}")
        return False
    return True


def _back(found: Round, step: str) -> Back:
    return Back(f"{found} · {step}", "返回定等", reverse("assessments:board", args=[found.pk]))
