"""What the page of a roster shows: counts, rows with their reasons, hand-overs to decide."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse

from accounts.acting import Acting
from accounts.clock import today
from audit.services import record
from cadres import rules
from cadres.forms.rosters import HandOverForm
from cadres.models import Batch, BatchStatus, Outcome
from cadres.queries.rosters import (
    ELSEWHERE,
    HAND_OVERS,
    files_among,
    names_of,
    reasons_of,
    rows_of,
    villages_named,
    written_by,
)
from cadres.rosters.shown import Columns, offers_in, shown, villages_in
from cadres.rosters.words import REASONS, reason

PAGE = 50  # rows
STEPS = (("sent", "上传花名册"), ("columns", "核对各列"), ("checked", "预览"), ("written", "写入"))
# How each count is called, and its colour where it is not nought.
COUNTED = (
    ("", "read", "读到", ""),
    (Outcome.NEW.value, "new", "新增", "ok"),
    (Outcome.CHANGED.value, "changed", "有变动", ""),
    (Outcome.SAME.value, "same", "无变动", ""),
    (Outcome.REFUSED.value, "refused", "不能导入", "stop"),
    (HAND_OVERS, "hand_over", "交接", "attention"),
)
LABELS = {show: label for show, _, label, _ in COUNTED if show}


def page_of(
    batch: Batch, asked: QueryDict, acting: Acting, *, hand_overs: HandOverForm | None = None
) -> dict[str, Any]:
    """Gather the page: the same number of queries, however many rows there are."""
    show, why = asked.get("show", ""), asked.get("why", "")
    why = why if why in REASONS else ""
    rows = rows_of(batch, acting, show=show, why=why)
    page = Paginator(rows, PAGE).get_page(asked.get("page"))
    record("roster.viewed", by=acting, about=batch, page=page.number, show=show, why=why)
    works = rules.may_record(acting) and batch.status == BatchStatus.CHECKED
    if works and hand_overs is None:
        hand_overs = hand_overs_of(batch, acting)
    reasons = reasons_of(batch, acting)
    return {
        "batch": batch,
        "steps": steps_of(batch),
        "facts": _facts(batch),
        "show": LABELS.get(show, ""),
        "why": why and reason(why),
        "reasons": [(code, reason(code), times) for code, times in reasons],
        "elsewhere": dict(reasons).get(ELSEWHERE, 0),
        "page": page,
        "rows": _shown(batch, page, acting),
        "may": rules.may_record(acting),
        "works": works,
        "hand_overs": hand_overs if works else None,
        "to_write": batch.counts.get("new", 0) + batch.counts.get("changed", 0),
        "written": written_by(batch, acting) if batch.confirmed_on else None,
    } | _people(batch)


def _people(batch: Batch) -> dict[str, str]:
    names = names_of([batch.sent_by, batch.confirmed_by, batch.undone_by])
    acted = ("sent_by", "confirmed_by", "undone_by")
    return {role: names.get(getattr(batch, role), getattr(batch, role)) for role in acted}


def _shown(batch: Batch, page: Any, acting: Acting) -> list[Any]:
    staged = list(page.object_list)
    villages = villages_named(villages_in(staged))
    columns = Columns(batch)
    written = batch.confirmed_on is not None
    found = [shown(row, columns, villages, is_written=written) for row in staged]
    open_to = files_among([one.person for one in found if one.person], acting)
    for one in found:
        one.person = one.person if one.person in open_to else None
    return found


def hand_overs_of(batch: Batch, acting: Acting, sent: QueryDict | None = None) -> HandOverForm:
    """Give the form of the batch's hand-overs; there are at most two a village."""
    rows = list(rows_of(batch, acting, show=HAND_OVERS))
    offers = offers_in(rows, villages_named(villages_in(rows)))
    return HandOverForm(sent, offers=offers, today=today())


def _facts(batch: Batch) -> list[dict[str, Any]]:
    url = reverse("cadres:roster", args=[batch.pk])
    return [
        {
            "label": label,
            "figure": batch.counts.get(name, 0),
            "sum": "行",
            "level": level if batch.counts.get(name) else "",
            "url": f"{url}?show={show}#rows" if show else f"{url}#rows",
        }
        for show, name, label, level in COUNTED
        if batch.counts and (show != HAND_OVERS or batch.counts.get(name))
    ]


def steps_of(batch: Batch | None, at: str = "") -> list[dict[str, str]]:
    """Say how far a roster is on its way."""
    now = at or _step(batch)
    names = [name for name, _ in STEPS]
    place = names.index(now)
    ended = batch is not None and batch.status == BatchStatus.CONFIRMED
    return [
        {
            "label": label,
            "state": "done"
            if number < place or ended
            else "current" if number == place else "todo",
            "url": reverse("cadres:roster_columns", args=[batch.pk])
            if batch is not None and name == "columns" and batch.status == BatchStatus.CHECKED
            else "",
        }
        for number, (name, label) in enumerate(STEPS)
    ]  # fmt: skip


def _step(batch: Batch | None) -> str:
    if batch is None:
        return "sent"
    steps = {BatchStatus.COLUMNS: "columns", BatchStatus.CHECKED: "checked"}
    return steps.get(BatchStatus(batch.status), "written")
