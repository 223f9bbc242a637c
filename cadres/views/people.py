"""The list of cadres."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.clock import today
from accounts.doors import door
from accounts.pages import ActingRequest
from accounts.roles import Role
from audit.services import record
from cadres.columns import COLUMNS, Look, cells
from cadres.forms.people import EVERYBODY, IN_POST, PeopleFilter, people_for, sealed
from cadres.queries.listing import Listed, listed
from cadres.queries.numbers import find_by_number
from cadres.queries.people import DEFAULT_ORDER, Row
from cadres.queries.search import is_part_of_number, number_in, reasons, tail_in
from cadres.views.rows import READING

PART = "part"  # stands in the address for a number that was not typed to its end


@door(*READING)
def people(request: ActingRequest) -> HttpResponse:
    """List the cadres whose files lie in the reader's division."""
    if elsewhere := _number_searched(request):
        return elsewhere
    form = PeopleFilter(request.GET, acting=request.acting, today=today())
    order = request.GET.get("o", "")
    found = listed(
        people_for(form),
        order=order,
        page=request.GET.get("page"),
        day=form.day,
        by=request.acting,
        search=bool(request.GET.get("q") or form.by_number),
    )
    _note(request, form, found)
    look = Look(request.acting)
    context = {
        "form": form,
        "page": found.page,
        "count": found,
        "rows": [(row, cells(row, look, note=_why(form, row))) for row in found.rows],
        "columns": COLUMNS,
        "order": order or DEFAULT_ORDER,
        "mends": request.acting.has(Role.TOWNSHIP_CLERK),
        "nothing": None if found.rows else _nothing(request, form),
    }
    return render(request, "cadres/list.html", context)


def _note(request: ActingRequest, form: PeopleFilter, found: Listed) -> None:
    """Write down what was asked for and how many there were, not who."""
    asked = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    record(
        "cadre.listed", by=request.acting, asked=asked, page=found.page.number, count=found.count
    )


def _why(form: PeopleFilter, row: Row) -> str:
    """Say by what a search found this row."""
    if form.found is not None:
        return "身份证号"
    if form.tail is not None:
        return "末四位"
    text = form.cleaned_data["q"] if form.is_valid() else ""
    return "、".join(reasons(row.person, row.village, row.posts, text)) if text else ""


def _nothing(request: ActingRequest, form: PeopleFilter) -> dict[str, str]:
    """Say why a list is empty, and what to do."""
    list_url = reverse("cadres:list")
    if form.by_number:
        return _no_number(request, form) | {"url": list_url, "action": "返回名册"}
    if not request.GET:
        text = "档案在本范围内的村干部列在这里，由乡镇组织干事登记。"
        return {"title": "名册中还没有在任干部", "text": text}
    if form.is_valid() and form.cleaned_data["holding"] == IN_POST:
        everybody = request.GET.copy()
        everybody["holding"] = EVERYBODY
        return {
            "title": "在任人员中没有符合条件的",
            "text": "要找的人可能已经离任。",
            "url": f"?{everybody.urlencode()}",
            "action": "在全部人员中查找",
        }
    text = "请放宽条件再找。"
    return {"title": "没有符合条件的干部", "text": text, "url": list_url, "action": "清除条件"}


def _no_number(request: ActingRequest, form: PeopleFilter) -> dict[str, str]:
    if request.GET.get("found") == PART:
        text = "请录入 18 位身份证号（旧号 15 位）全文，或只录末四位。"
        return {"title": "号码没有录全", "text": text}
    if form.found is not None:
        text = "您的范围内没有这个身份证号。如本人确在本地任职，请报县委组织部办理转入。"
        return {"title": "没有查到此号码", "text": text}
    text = "您的范围内没有身份证号以这四位结尾的干部。请核对后再找。"
    return {"title": "没有查到此末四位", "text": text}


def _number_searched(request: ActingRequest) -> HttpResponse | None:
    """Answer a number with what stands for it: itself must not stay in the address bar."""
    text, acting = request.GET.get("q", ""), request.acting
    if number := number_in(text):
        found = find_by_number(number, acting)
        person = found.person if found else None
        record("cadre.searched_by_number", by=acting, about=person, found=person is not None)
        if found and found.note:
            messages.info(request, f"{found.note}，查到的是现在的档案。")
        return _list({"found": person.pk if person else 0})
    if tail := tail_in(text):
        record("cadre.searched_by_tail", by=acting)
        return _list({"tail": sealed(tail)})
    return _list({"found": PART}) if is_part_of_number(text) else None


def _list(asked: dict[str, str | int]) -> HttpResponse:
    return redirect(f"{reverse('cadres:list')}?{urlencode(asked)}")
