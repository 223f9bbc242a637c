"""The way of a roster: sent, its columns checked, looked at, written, taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import work
from accounts.acting import Acting
from accounts.answer import Refused
from accounts.doors import door
from accounts.models import Work
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Role
from accounts.uploads import was_cut_off
from cadres import rules, services
from cadres.forms.rosters import ColumnsForm, HandOverForm, SheetForm, UndoForm, UploadForm
from cadres.models import Batch, BatchStatus
from cadres.queries.rosters import batches, kept_elsewhere, names_of, sent_before, work_on
from cadres.rosters import works
from cadres.rosters.heads import missing
from cadres.rosters.sampling import sampled
from cadres.rosters.writing import Choices
from cadres.services.undoing import rests_on
from cadres.views.roster_page import hand_overs_of, page_of, steps_of
from cadres.views.rows import READING

LISTED = 25  # batches on a page
AT_ONCE = 1_500  # rows of a sheet that are judged or written while the clerk waits
POST = ("POST",)
BOTH = ("GET", "POST")


@door(*READING)
def rosters(request: ActingRequest) -> HttpResponse:
    """List the rosters of the reader's division; its clerk can send another."""
    return _list(request, UploadForm())


@door(Role.TOWNSHIP_CLERK, methods=BOTH)
def roster_new(request: ActingRequest) -> HttpResponse:
    """Take a roster in."""
    form = UploadForm(posted(request), request.FILES or None, cut_off=was_cut_off(request))
    if form.is_valid():
        with refusals_shown_on(form):
            return _go_on(request, _taken(request, form.cleaned_data["file"]))
    return _list(request, form)


def _list(request: ActingRequest, form: UploadForm) -> HttpResponse:
    found = batches(request.acting).order_by("-pk")
    page = Paginator(found, LISTED).get_page(request.GET.get("page"))
    names = names_of(batch.sent_by for batch in page.object_list)
    context = {
        "form": form if rules.may_record(request.acting) else None,
        "page": page,
        "rows": [(batch, names.get(batch.sent_by, batch.sent_by)) for batch in page.object_list],
        "steps": steps_of(None),
    }
    return render(request, "cadres/rosters.html", context)


def _taken(request: ActingRequest, file: Any) -> Batch:
    """Keep the file; the same one again, while it is still open, is the same roster."""
    acting, content = request.acting, file.read()
    township = acting.division
    assert township is not None  # a clerk acts for one
    known = sent_before(hashlib.sha256(content).hexdigest(), township, acting)
    if known is None:
        return services.take_roster(
            township=township, name=file.name, content=content, by=acting, at_once_up_to=AT_ONCE
        )
    messages.info(request, "这份文件此前已经上传、还没有办完，接着办理即可。")
    return services.recheck_batch(batch=known, by=acting) if _is_small(known) else known


def _is_small(batch: Batch) -> bool:
    return 0 < int(batch.counts.get("read", 0)) <= AT_ONCE


def _go_on(request: ActingRequest, batch: Batch) -> HttpResponse:
    """Go where the batch is worked on; one that is long is judged by the worker first."""
    if is_unjudged(batch):
        return _in_background(request, batch, works.CHECK, f"核对花名册 {batch.file.name}")
    return redirect("cadres:roster", batch.pk)


def is_unjudged(batch: Batch) -> bool:
    """Tell a batch whose columns are all there, and whose rows nobody has judged yet."""
    columns = {int(column): key for column, key in batch.columns.items()}
    return batch.status == BatchStatus.COLUMNS and bool(columns) and not missing(columns)


def _in_background(
    request: ActingRequest, batch: Batch, task: str, title: str, **arguments: Any
) -> HttpResponse:
    """Have it done by the worker, once: whoever asks again is shown the work there is."""
    known = work_on(batch, request.acting)
    if known is None or known.is_over:
        known = work.start(
            task=task, title=title[:120], by=request.acting, batch=batch.pk, **arguments
        )
    return _progress(request, known)


def _progress(request: ActingRequest, found: Work) -> HttpResponse:
    if found.asked_by == request.acting.username:
        return redirect("reports:work", found.pk)
    messages.info(request, "这份花名册正在后台处理，请稍后再来看结果。")
    return redirect("cadres:rosters")


@door(*READING, of=batches)
def roster(request: ActingRequest, found: Batch) -> HttpResponse:
    """Show what a roster would do, or what it did."""
    running = work_on(found, request.acting)
    if running is not None and not running.is_over:
        return _progress(request, running)
    if found.status == BatchStatus.COLUMNS and rules.may_record(request.acting):
        return redirect("cadres:roster_columns", found.pk)
    page = page_of(found, request.GET, request.acting)
    return render(request, "cadres/roster.html", page | {"failed": _failed(found, running)})


def _failed(batch: Batch, done: Work | None) -> Work | None:
    """Give the work that left the batch where it was: it was to be written, or taken back."""
    wanted = {BatchStatus.CHECKED: works.CONFIRM, BatchStatus.CONFIRMED: works.UNDO}
    tried = done is not None and done.task == wanted.get(BatchStatus(batch.status))
    return done if tried and done is not None and done.failure else None


@door(Role.TOWNSHIP_CLERK, of=batches, methods=BOTH)
def roster_columns(request: ActingRequest, found: Batch) -> HttpResponse:
    """Have people say what each column of the sheet is."""
    if found.status not in (BatchStatus.COLUMNS, BatchStatus.CHECKED):
        return redirect("cadres:roster", found.pk)
    sheets = SheetForm(posted(request), sheets=found.sheets, initial={"sheet": found.sheet})
    form = ColumnsForm(posted(request), columns=sampled(found))
    if request.method == "POST":
        changes_sheet = "sheet" in request.POST
        asked: Any = sheets if changes_sheet else form
        if asked.is_valid():
            sheet = sheets.cleaned_data["sheet"] if changes_sheet else found.sheet
            columns = {} if changes_sheet else form.chosen()
            with refusals_shown_on(asked):
                return _columns_set(request, found, sheet, columns)
    return _columns_page(request, found, form, sheets)


def _columns_set(
    request: ActingRequest, found: Batch, sheet: str, columns: dict[int, str]
) -> HttpResponse:
    batch = services.set_columns(
        batch=found, sheet=sheet, columns=columns, by=request.acting, at_once_up_to=AT_ONCE
    )
    return _go_on(request, batch)


def _columns_page(
    request: ActingRequest, found: Batch, form: ColumnsForm, sheets: SheetForm
) -> HttpResponse:
    failed = work_on(found, request.acting)
    context = {
        "batch": found,
        "form": form,
        "sheets": sheets if len(found.sheets) > 1 else None,
        "missing": missing({int(column): key for column, key in found.columns.items()}),
        "failure": failed.failure if failed and is_unjudged(found) else "",
        "steps": steps_of(found, at="columns"),
    }
    return render(request, "cadres/roster_columns.html", context)


@door(Role.TOWNSHIP_CLERK, of=batches, methods=BOTH)
def roster_confirm(request: ActingRequest, found: Batch) -> HttpResponse:
    """Write it: all of it, with the hand-overs that were ticked and no others."""
    if request.method != "POST":  # a filter chosen, or a log-in made, on a page that was refused
        return redirect(f"{reverse('cadres:roster', args=[found.pk])}?{request.GET.urlencode()}")
    form = hand_overs_of(found, request.acting, request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            return _confirmed(request, found, form.choices())
    return _not_written(request, found, form)


def _confirmed(request: ActingRequest, found: Batch, choices: Choices) -> HttpResponse:
    rules.may_move(found, BatchStatus.CONFIRMED, request.acting).require()
    if not _is_small(found):
        title = f"写入花名册 {found.file.name}"
        packed = works.packed(choices)
        return _in_background(request, found, works.CONFIRM, title, choices=packed)
    services.confirm_batch(batch=found, by=request.acting, choices=choices)
    return redirect(_result(found))


def _result(batch: Batch) -> str:
    """Give the place of the page that says what is true now: on top, wherever one was."""
    return f"{reverse('cadres:roster', args=[batch.pk])}#result"


def _not_written(request: ActingRequest, found: Batch, form: HandOverForm) -> HttpResponse:
    """Stay on the page and say why; what was already written by then only shows its result."""
    now = batches(request.acting).get(pk=found.pk)
    if now.status == BatchStatus.CHECKED:
        page = page_of(now, request.GET, request.acting, hand_overs=form)
        return render(request, "cadres/roster.html", page)
    if now.status == BatchStatus.CONFIRMED:
        messages.info(request, "这次导入已经写入，没有重复写入。结果如下。")
    else:
        said = f"这次导入现在是“{now.get_status_display()}”，没有写入任何内容。"
        messages.warning(request, said)
    return redirect(_result(found))


@door(Role.TOWNSHIP_CLERK, of=batches, methods=POST)
def roster_recheck(request: ActingRequest, found: Batch) -> HttpResponse:
    """Judge it anew: the registry may have changed."""
    if found.counts.get("read", 0) > AT_ONCE:
        return _in_background(request, found, works.CHECK, f"核对花名册 {found.file.name}")
    return _done(request, found, services.recheck_batch, "已按现在的名册重新核对。")


@door(Role.TOWNSHIP_CLERK, of=batches, methods=POST)
def roster_discard(request: ActingRequest, found: Batch) -> HttpResponse:
    """Drop it unwritten."""
    return _done(request, found, services.discard_batch, "已作废，没有写入任何内容。")


@door(Role.TOWNSHIP_CLERK, of=batches, methods=POST)
def roster_transfers(request: ActingRequest, found: Batch) -> HttpResponse:
    """Ask the county for the files of those whose numbers are registered elsewhere."""
    wanted = kept_elsewhere(found, request.acting)
    try:
        services.ask_transfers(township=found.township, wanted=wanted, by=request.acting)
    except Refused as refused:
        for objection in refused.objections:
            messages.warning(request, objection)
    else:
        messages.success(
            request, "已报县委组织部办理转入，办理情况见“转入”。转入后再上传这几行即可。"
        )
    return redirect("cadres:roster", found.pk)


def _done(
    request: ActingRequest, found: Batch, service: Callable[..., Batch], said: str
) -> HttpResponse:
    try:
        service(batch=found, by=request.acting)
    except Refused as refused:
        for objection in refused.objections:
            messages.warning(request, objection)
    else:
        messages.success(request, said)
    return redirect("cadres:roster", found.pk)


@door(Role.TOWNSHIP_CLERK, of=batches, methods=BOTH)
def roster_undo(request: ActingRequest, found: Batch) -> HttpResponse:
    """Take a written roster back, or say what rests on it."""
    form = UndoForm(posted(request))
    if form.is_valid():
        with refusals_shown_on(form):
            return _undone(request, found, form.cleaned_data["reason"])
    context = {"batch": found, "form": form, "against": _rests(found, request.acting)}
    return render(request, "cadres/roster_undo.html", context)


def _undone(request: ActingRequest, found: Batch, reason: str) -> HttpResponse:
    rules.may_move(found, BatchStatus.UNDONE, request.acting).require()
    if not _is_small(found):
        title = f"撤回花名册 {found.file.name}"
        return _in_background(request, found, works.UNDO, title, reason=reason)
    services.undo_batch(batch=found, reason=reason, by=request.acting)
    return redirect(_result(found))


def _rests(batch: Batch, acting: Acting) -> tuple[str, ...]:
    """Say why a batch cannot be taken back, as far as that is known beforehand."""
    state = rules.may_move(batch, BatchStatus.UNDONE, acting)
    return (state if not state else rules.undo_stands("先问", rests_on(batch, acting))).reasons
