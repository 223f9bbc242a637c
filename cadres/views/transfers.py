"""Requests for files that are kept elsewhere, and what a township keeps of those who left."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.acting import Acting
from accounts.doors import door
from accounts.pages import ActingRequest, refusals_shown_on
from accounts.roles import Role
from audit.services import record
from cadres import rules, services
from cadres.forms.cases import TransferFilter, TransferForm
from cadres.masking import Purpose, shown
from cadres.models import Transfer
from cadres.queries.transfers import (
    Lies,
    Sought,
    askers,
    earlier_of,
    sought_by,
    tenures_of_files_elsewhere,
    transfers,
)
from cadres.views.rows import READING

PAGE = 25  # rows
DECIDING = (Role.COUNTY_OFFICER, Role.CITY_OFFICER)
ANSWERS = {
    Lies.NOWHERE: "此号码现在没有登记在任何人名下，请核对号码后直接登记。",
    Lies.ARRIVED: "此号码的档案已由你单位管理，请在名册中查找。",
}


@door(*READING)
def transfer_list(request: ActingRequest) -> HttpResponse:
    """List the requests of the reader's range, those that wait first."""
    form = TransferFilter(request.GET)
    found = transfers(request.acting).order_by(F("decided_on").desc(nulls_first=True), "-pk")
    if form.is_valid() and form.cleaned_data["status"]:
        found = found.filter(status=form.cleaned_data["status"])
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    names = askers(page.object_list)
    rows = [(one, _number(one, request), names[one.asked_by]) for one in page.object_list]
    context = {"form": form, "page": page, "rows": rows}
    return render(request, "cadres/transfers.html", context)


@door(*READING, of=transfers)
def transfer(request: ActingRequest, found: Transfer) -> HttpResponse:
    """Show a request and, to whoever decides it here, the file it asks for."""
    return _page(request, found)


@door(*DECIDING, of=transfers, methods=("POST",))
def transfer_decide(request: ActingRequest, found: Transfer) -> HttpResponse:
    """Give the file into the asking township's keeping, or say no."""
    sought = sought_by(found, request.acting)
    form = TransferForm(request.POST, may_grant=sought.lies is Lies.HERE)
    if form.is_valid():
        decide = services.grant_transfer if form.grants else services.refuse_transfer
        with refusals_shown_on(form):
            decide(transfer=found, reason=form.cleaned_data["reason"], by=request.acting)
            done = f"档案已转到{found.township}。" if form.grants else "已答复申请单位。"
            messages.success(request, done)
            return redirect("cadres:transfer", found.pk)
    return _page(request, found, form)


@door(Role.COUNTY_OFFICER, of=transfers, methods=("POST",))
def transfer_pass(request: ActingRequest, found: Transfer) -> HttpResponse:
    """Pass a request on to the city."""
    refused = Form(request.POST)
    with refusals_shown_on(refused):
        services.pass_transfer_on(transfer=found, by=request.acting)
        messages.success(request, "已报市委组织部办理。")
        return redirect("cadres:transfer", found.pk)
    return _page(request, found, refused=refused)


@door(*READING)
def transferred(request: ActingRequest) -> HttpResponse:
    """List the tenures that happened here of people whose file another unit keeps."""
    found = tenures_of_files_elsewhere(request.acting)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "cadres/transferred.html", {"page": page})


def _page(
    request: ActingRequest,
    found: Transfer,
    form: TransferForm | None = None,
    refused: Form | None = None,
) -> HttpResponse:
    """Show the request; the file it asks for only to whoever decides it at this level."""
    acting = request.acting
    found = transfers(acting).get(pk=found.pk)  # a refusal comes from what happened meanwhile
    sought = sought_by(found, acting) if rules.may_decide_transfer(found, acting) else None
    if sought and sought.person:
        record("cadre.viewed", by=acting, about=sought.person)
    context = {
        "transfer": found,
        "sought": sought,
        "may_pass": sought and _may_pass(found, sought, acting),
        "form": form or (_form(sought) if sought else None),
        "refused": refused or form,
        "number": _number(found, request),
        "asked_by": askers([found])[found.asked_by],
        "file": _file(sought, request) if sought else (),
        "earlier": earlier_of(found, acting),
    }
    return render(request, "cadres/transfer.html", context)


def _may_pass(found: Transfer, sought: Sought, acting: Acting) -> bool:
    return bool(rules.may_pass_on(found, is_away=sought.lies is Lies.AWAY, by=acting))


def _form(sought: Sought) -> TransferForm:
    initial = {"reason": ANSWERS.get(sought.lies, "")}
    return TransferForm(may_grant=sought.lies is Lies.HERE, initial=initial)


def _file(sought: Sought, request: ActingRequest) -> list[tuple[str, str]]:
    person = sought.person
    if person is None:
        return []
    number = shown(
        "id_number", person.id_number, viewer=request.acting, subject=person, purpose=Purpose.PAGE
    )
    note = sought.found.note if sought.found else ""
    return [
        ("姓名", person.name),
        ("身份证号", f"{number}（申请中的是{note}）" if note else number),
        ("出生日期", str(person.born_on)),
        ("管档单位", person.unit.title),
    ]


def _number(found: Transfer, request: ActingRequest) -> str:
    return shown(
        "id_number", found.id_number, viewer=request.acting, subject=None, purpose=Purpose.PAGE
    )
