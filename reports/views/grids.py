"""Entry grids by file: download one, send it back, see what it would change, confirm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from accounts.answer import Refused
from accounts.clock import today
from accounts.doors import door
from accounts.fields import plain
from accounts.pages import ActingRequest
from accounts.roles import Role
from assessments.models import Round
from assessments.services.cells import CellsRefused, Key, by_row
from assessments.states import TeamGrade
from assessments.views import rows
from assessments.views.sheets import Sheet
from reports.exports.grids import GRIDS, make_grid
from reports.exports.grids_read import Read, read_grid
from reports.views.downloads import attached

SALT, LASTS = "reports.grids", 3600
USUAL = "ballots"
SHOWN = 300  # changes listed on the page; the rest is counted


class FileForm(forms.Form):
    file = forms.FileField(
        label="填好的录入表",
        error_messages={
            "required": "请选择从本页下载、填好的录入表",
            "empty": "文件是空的，没有任何内容",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that would change, as the page lists it."""

    place: str
    who: str
    column: str
    before: str
    after: str


@door(Role.TOWNSHIP_CLERK, of=rows.rounds)
def grid_file(request: ActingRequest, found: Round) -> HttpResponseBase:
    """Give a grid of the round as a workbook to fill in."""
    kind = _kind(request)
    sheet = GRIDS[kind].sheet(found, request.acting)
    return attached(make_grid(kind, sheet, by=request.acting, today=today()))


@door(Role.TOWNSHIP_CLERK, of=rows.rounds, methods=("GET", "POST"))
def grid_upload(request: ActingRequest, found: Round) -> HttpResponse:
    """Take a filled-in grid: show what it changes, and save it once that is confirmed."""
    kind = _kind(request)
    sheet = GRIDS[kind].sheet(found, request.acting)
    page: dict[str, Any] = {"round": found, "kind": kind, "title": GRIDS[kind].title}
    if "packed" in request.POST:
        if faults := _apply(request, sheet):
            return render(
                request, "reports/grid_upload.html", page | {"form": FileForm(), "faults": faults}
            )
        return redirect(f"assessments:{kind}", found.pk)
    sent_now = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if sent_now else FileForm()
    if sent_now and form.is_valid():
        sent = form.cleaned_data["file"]
        page |= _preview(read_grid(sent.read(), sent.name, kind, sheet), sheet)
    return render(request, "reports/grid_upload.html", page | {"form": form})


def _kind(request: ActingRequest) -> str:
    kind = request.GET.get("grid", USUAL)
    if kind not in GRIDS:
        raise Http404
    return kind


def _preview(read: Read, sheet: Sheet) -> dict[str, Any]:
    """Try the change and take it back; say what it would change, or why it cannot be saved."""
    faults = read.faults or _try(read, sheet)
    if faults:
        return {"faults": faults}
    changes = _changes(read, sheet)
    cells = [(pk, column) for pk, column in read.typed]
    body = [(pk, col, plain(read.typed[pk, col]), plain(read.shown[pk, col])) for pk, col in cells]
    return {
        "read": True,
        "changes": changes[:SHOWN],
        "count": len(changes),
        "more": max(0, len(changes) - SHOWN),
        "packed": signing.dumps([sheet.key, sheet.round.pk, body], salt=SALT, compress=True),
    }


def _try(read: Read, sheet: Sheet) -> list[str]:
    try:
        with transaction.atomic():
            if read.typed:
                sheet.write(by_row(read.typed), by_row(read.shown), "file")
            transaction.set_rollback(True)
    except CellsRefused as refused:
        return [f"{read.places.get(key, '')}：{said}" for key, said in refused.cells.items()]
    except Refused as refused:
        return list(refused.objections)
    return []


def _apply(request: ActingRequest, sheet: Sheet) -> list[str]:
    """Save what was confirmed, all of it or nothing; give what stands in the way."""
    try:
        key, pk, body = signing.loads(request.POST["packed"], salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return ["预览已经过期，没有保存。请重新上传这张表。"]
    if (key, pk) != (sheet.key, sheet.round.pk):
        return ["预览的不是这张表，没有保存。请重新上传。"]
    typed = {(row, column): sheet.read(column, after) for row, column, after, _ in body}
    shown = {(row, column): sheet.read(column, before) for row, column, _, before in body}
    try:
        number = sheet.write(by_row(typed), by_row(shown), "file") if typed else 0
    except Refused as refused:
        return list(refused.objections)
    messages.success(request, f"由表格导入，改动 {number} 格。")
    return []


def _changes(read: Read, sheet: Sheet) -> list[Change]:
    """List the cells that differ from what stands now."""
    now = {
        (row.pk, column): cell
        for row in sheet.grid.rows
        for column, cell in zip(sheet.columns, row.cells, strict=True)
    }
    names = {row.pk: row.about.name for row in sheet.grid.rows}
    return [
        Change(
            read.places[key], names[key[0]], sheet.columns[key[1]], _words(key, now[key].text),
            _words(key, plain(value)),
        )
        for key, value in read.typed.items()
        if now[key].text != plain(value)
    ]  # fmt: skip


def _words(key: Key, text: str) -> str:
    labels: Mapping[str, str] = dict(TeamGrade.choices) if key[1] == "result" else {}
    return labels.get(text, text)
