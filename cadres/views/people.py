"""The list of cadres."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.clock import today
from accounts.doors import door
from accounts.roles import Role
from audit.services import record
from cadres.columns import COLUMNS, cells
from cadres.forms.people import EVERYBODY, IN_POST, PeopleFilter, people_for
from cadres.queries.numbers import find_by_number
from cadres.queries.people import DEFAULT_ORDER, number_in, ordered, rows_of

PAGE = 25  # people
READING = (
    Role.TOWNSHIP_CLERK,
    Role.TOWNSHIP_COMMITTEE,
    Role.COUNTY_OFFICER,
    Role.CITY_OFFICER,
    Role.AUDITOR,
)


@door(*READING)
def people(request: HttpRequest) -> HttpResponse:
    """List the cadres whose files lie in the reader's division."""
    acting = request.acting  # type: ignore[attr-defined]
    if number := number_in(request.GET.get("q", "")):
        return _found_by_number(request, number)
    form = PeopleFilter(request.GET, acting=acting, today=today())
    order = request.GET.get("o", "")
    page = Paginator(ordered(people_for(form), order, form.day, acting), PAGE).get_page(
        request.GET.get("page")
    )
    rows = rows_of(page.object_list, form.day, acting)
    asked = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    record("cadre.listed", by=acting, asked=asked, page=page.number, count=page.paginator.count)
    context = {
        "form": form,
        "page": page,
        "rows": [(row, cells(row)) for row in rows],
        "columns": COLUMNS,
        "order": order or DEFAULT_ORDER,
        "nothing": None if rows else _nothing(request, form),
    }
    return render(request, "cadres/list.html", context)


def _nothing(request: HttpRequest, form: PeopleFilter) -> dict[str, str]:
    """Say why a list is empty, and what to do."""
    list_url = reverse("cadres:list")
    if form.found is not None:
        text = "您的范围内没有这个身份证号。如本人确在本地任职，请报县委组织部办理转入。"
        return {"title": "没有查到此号码", "text": text, "url": list_url, "action": "返回名册"}
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


def _found_by_number(request: HttpRequest, number: str) -> HttpResponse:
    """Answer a whole number with a row's id: the number must not stay in the address bar."""
    acting = request.acting  # type: ignore[attr-defined]
    found = find_by_number(number, acting)
    person = found.person if found else None
    record("cadre.searched_by_number", by=acting, about=person, found=person is not None)
    if found and found.note:
        messages.info(request, f"{found.note}，查到的是现在的档案。")
    return redirect(f"{reverse('cadres:list')}?found={person.pk if person else 0}")
