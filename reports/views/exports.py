"""Export a list: at once if it is short, in the background if it is long."""

from __future__ import annotations

from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from accounts import work
from accounts.clock import today
from accounts.doors import door
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Role
from accounts.worklist import Work
from audit.services import record
from cadres import rules
from cadres.views.rows import READING
from reports.exports.forms import ExportForm
from reports.exports.making import TITLE, make_list
from reports.exports.orders import EXPORT, IN_REQUEST, Order, Selection, selection
from reports.exports.sheets import EMPTY, make_empty, make_mending
from reports.exports.storing import kept
from reports.produced import Kind
from reports.views.downloads import attached
from reports.views.work import works


@door(*READING, methods=("GET", "POST"))
def export_list(request: ActingRequest) -> HttpResponseBase:
    """Ask for the format, then give the file or the page of its making."""
    query = _query(request)
    form = ExportForm(posted(request), full=bool(rules.may_unmask(request.acting)))
    chosen = selection(Order(query), by=request.acting, today=today())
    if form.is_valid():
        order = Order(query, **form.cleaned_data)
        with refusals_shown_on(form):
            return _made(request, order, chosen)
    context = {
        "form": form,
        "query": query,
        "chosen": chosen,
        "count": len(chosen.keys),
        "long": len(chosen.keys) > IN_REQUEST,
    }
    return render(request, "reports/export.html", context)


@door(Role.TOWNSHIP_CLERK, methods=("GET", "POST"))
def export_mending(request: ActingRequest) -> HttpResponseBase:
    """Say what the sheet to be mended is for, then give it."""
    query = _query(request)
    chosen = selection(Order(query), by=request.acting, today=today())
    form = Form(posted(request))
    if form.is_valid():
        with refusals_shown_on(form):
            return attached(make_mending(chosen, by=request.acting, today=today()))
    context = {"form": form, "query": query, "chosen": chosen, "count": len(chosen.keys)}
    return render(request, "reports/mending.html", context)


@door(Role.TOWNSHIP_CLERK)
def empty_roster(request: ActingRequest) -> HttpResponseBase:
    """Give the township's empty roster with its drop-down lists."""
    return FileResponse(
        make_empty(by=request.acting, today=today()),
        as_attachment=True,
        filename=f"{request.acting.where}{EMPTY}.xlsx",
        content_type=Kind.XLSX.content_type,
    )


@door(*READING, of=works)
def work_file(request: ActingRequest, found: Work) -> HttpResponse:
    """Hand out what was made in the background, to its asker alone."""
    file = kept(found, by=request.acting)
    if file is None:
        raise Http404
    record(
        "report.fetched",
        by=request.acting,
        about=found,
        sha256=file.sha256,
        scope_path=file.scope_path,
    )
    response = HttpResponse(bytes(file.body), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=file.name
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _made(request: ActingRequest, order: Order, chosen: Selection) -> HttpResponseBase:
    if len(chosen.keys) <= IN_REQUEST:
        return attached(make_list(order, chosen, by=request.acting, today=today()))
    if order.stated:  # refused now rather than on the page of the work
        (rules.may_unmask(request.acting) & rules.purpose_stands(order.stated)).require()
    job = work.start(
        task=EXPORT,
        title=f"导出{TITLE}",
        by=request.acting,
        total=len(chosen.keys),
        order=order.packed(),
    )
    return redirect("reports:work", job.pk)


def _query(request: ActingRequest) -> str:
    """Give the conditions of the list, without the page that was open."""
    data = QueryDict(request.POST.get("query", "")) if request.method == "POST" else request.GET
    kept_back = data.copy()
    kept_back.pop("page", None)
    return kept_back.urlencode()
