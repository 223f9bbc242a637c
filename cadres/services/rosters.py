"""Bring a roster in: take the file, judge it, write it whole or not at all, take it back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import connection, transaction

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.clock import today
from accounts.models import Division
from accounts.work import silent
from audit.services import record
from cadres import clashes, rules
from cadres.clashes import clashes_refused
from cadres.models import (
    Batch,
    BatchRow,
    BatchStatus,
    ColumnMemory,
    Outcome,
    StoredFile,
)
from cadres.rosters import heads as heading
from cadres.rosters.copying import update_rows, write_rows
from cadres.rosters.files import open_workbook
from cadres.rosters.judged import Judged, same_as
from cadres.rosters.judging import judge
from cadres.rosters.lines import Heads, Line, Sheet, Unreadable, Workbook
from cadres.rosters.packing import pack, unpack
from cadres.rosters.pausing import no_collecting
from cadres.rosters.places import Villages
from cadres.rosters.reading import read_lines
from cadres.rosters.registry import load, villages_of
from cadres.rosters.rivals import Claim, claim, rivals
from cadres.rosters.writing import Choice, Choices, write
from cadres.services.roster_transfers import ask_for_files

CHUNK = 4000  # lines judged or written at a time: memory stays flat
NO_HEADS = (
    "没有找到表头：表中应有一行列名，至少包括“姓名”“身份证号”“村（社区）”“职务”。"
    "请检查是否选对了文件，或下载空白模板填写。"
)
Progress = Any


@no_collecting()
@transaction.atomic
def take_roster(
    *,
    township: Division,
    name: str,
    content: bytes,
    by: Acting,
    sheet: str = "",
    at_once_up_to: int | None = None,
    progress: Progress = silent,
) -> Batch:
    """Keep a roster a township sent and judge it, as far as its columns are known.

    A sheet of more rows than `at_once_up_to` is only kept: `recheck_batch` judges it later.
    """
    rules.may_import(township, by).require()
    workbook = _opened(content, name)
    picked = _picked(workbook, sheet)
    head = _headed(picked)

    file = StoredFile.objects.create(
        scope_path=township.path,
        name=name[:200],
        kind=workbook.kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        body=content,
    )
    batch = Batch(township=township, scope_path=township.path, file=file, sent_by=by.username)
    batch.sent_on = today()
    batch.sheets = [one.name for one in workbook.sheets]
    _take_heads(batch, picked, head, by)
    batch.save()
    record("roster.received", by=by, about=batch, file=name[:200], sha256=file.sha256)
    if at_once_up_to is not None and len(picked.rows) > at_once_up_to:
        return batch
    return _checked(batch, picked, head, by, progress)


@no_collecting()
@transaction.atomic
def set_columns(
    *,
    batch: Batch,
    sheet: str,
    columns: Mapping[int, str],
    by: Acting,
    at_once_up_to: int | None = None,
    progress: Progress = silent,
) -> Batch:
    """Read the sheet with the columns people chose, and remember them for this township."""
    batch, picked, head = _reopened(batch, sheet, by)
    moved = picked.name != batch.sheet
    if not moved:
        rules.columns_stand(columns, len(batch.heads)).require()

    _take_heads(batch, picked, head, by)
    if not moved:
        batch.columns = {str(column): key for column, key in columns.items() if key}
        _remember(batch, head, by)
    record("roster.columns_set", by=by, about=batch, sheet=picked.name, columns=batch.columns)
    if at_once_up_to is not None and len(picked.rows) > at_once_up_to:
        _forget_rows(batch)
        batch.save()
        return batch
    return _checked(batch, picked, head, by, progress)


@no_collecting()
@transaction.atomic
def recheck_batch(*, batch: Batch, by: Acting, progress: Progress = silent) -> Batch:
    """Judge a batch anew against the registry as it is now."""
    batch, picked, head = _reopened(batch, batch.sheet, by)
    record("roster.rechecked", by=by, about=batch)
    return _checked(batch, picked, head, by, progress)


def _reopened(batch: Batch, sheet: str, by: Acting) -> tuple[Batch, Sheet, Heads]:
    """Lock a batch that is still being looked at, and read its file again."""
    batch = locked_batch(batch, by)
    checked = batch.status == BatchStatus.CHECKED
    rules.may_move(batch, BatchStatus.COLUMNS if checked else BatchStatus.CHECKED, by).require()
    picked = _picked(_opened(batch.file.body, batch.file.name), sheet or batch.sheet)
    batch.status = BatchStatus.COLUMNS
    return batch, picked, _headed(picked)


@transaction.atomic
def discard_batch(*, batch: Batch, by: Acting) -> Batch:
    """Drop a batch that was never written: its rows go, the file that was sent stays."""
    batch = locked_batch(batch, by)
    rules.may_move(batch, BatchStatus.DISCARDED, by).require()

    batch.rows.all().delete()
    batch.status = BatchStatus.DISCARDED
    batch.save(update_fields=["status"])
    record("roster.discarded", by=by, about=batch)
    return batch


@no_collecting()
@transaction.atomic
def confirm_batch(
    *, batch: Batch, by: Acting, choices: Choices | None = None, progress: Progress = silent
) -> Batch:
    """Write a judged roster whole, if every line still means what it meant when it was shown."""
    batch = locked_batch(batch, by)
    rules.may_move(batch, BatchStatus.CONFIRMED, by).require()
    at_once()
    _one_roster_at_a_time(batch.township)

    people: list[int] = []
    done, total = 0, batch.counts.get("read", 0)
    villages = villages_of(batch.township)
    for rows in _in_chunks(batch.rows.exclude(outcome=Outcome.REFUSED)):
        people += _write_chunk(rows, villages, choices or {}, by)
        done += len(rows)
        progress(done, total, "写入")
    batch.status = BatchStatus.CONFIRMED
    batch.confirmed_by, batch.confirmed_on = by.username, today()
    batch.counts = batch.counts | {"context": _context()}
    batch.save(update_fields=["status", "confirmed_by", "confirmed_on", "counts"])
    counts = {name: batch.counts[name] for name in ("new", "changed", "refused")}
    record("roster.confirmed", by=by, about=batch, people=people, **counts)
    ask_for_files(batch, by)
    return batch


def _write_chunk(rows: list[Staged], villages: Villages, choices: Choices, by: Acting) -> list[int]:
    payloads = {row.sheet_row: json.loads(row.payload) for row in rows}
    lines = [unpack(row.sheet_row, payloads[row.sheet_row], row.tolerated) for row in rows]
    known = load(villages, lines, by=by, today=today(), lock=True)
    judged = [judge(line, known) for line in lines]
    rules.still_true(
        [one.line.sheet_row for one in judged if not same_as(one, payloads[one.line.sheet_row])]
    ).require()
    _ask_hand_overs(judged, choices)
    with clashes_refused(changed_meanwhile()):
        written = write(judged, known, choices, lambda doing: None)
    update_rows(
        BatchRow,
        ("person", "wrote"),
        [
            (row.pk, written[row.sheet_row].person, written[row.sheet_row].packed())
            for row in rows
            if row.sheet_row in written
        ],
    )
    return [one.person for one in written.values()]


def _ask_hand_overs(judged: list[Judged], choices: Choices) -> None:
    """Ask of each hand-over that will be done whether its day and way are possible."""
    for one in judged:
        for hand_over in one.hand_overs:
            choice = choices.get(hand_over.tenure, Choice())
            if choice.take:
                day = choice.on or date.fromisoformat(hand_over.on)
                how = choice.how or hand_over.how
                rules.hand_over_stands(hand_over, on=day, how=how, today=today()).require()


def changed_meanwhile() -> dict[str, clashes.Sentence]:
    sentence = "写入时发现名册刚刚被别人改动，没有写入任何内容。请重新核对后再确认。"
    constraints = (clashes.NUMBER_ONCE, clashes.ONE_HOLDER, clashes.NOT_TWICE)
    return dict.fromkeys(constraints, lambda: sentence)


def _checked(batch: Batch, sheet: Sheet, head: Heads, by: Acting, progress: Progress) -> Batch:
    """Judge the sheet if all that a row must have is there; else leave the columns to people."""
    columns = {int(column): key for column, key in batch.columns.items()}
    _forget_rows(batch)
    if heading.missing(columns):
        batch.save()
        return batch
    lines = read_lines(sheet, head, columns, today=today())
    sheet.rows.clear()
    batch.counts = _stage(batch, lines, by, progress)
    batch.status = BatchStatus.CHECKED
    batch.save()
    return batch


def _forget_rows(batch: Batch) -> None:
    batch.rows.all().delete()
    batch.counts = {}


def _stage(batch: Batch, lines: list[Line], by: Acting, progress: Progress) -> dict[str, int]:
    villages = villages_of(batch.township)
    counts = dict.fromkeys(("read", *Outcome.values, "hand_over"), 0)
    claims: list[Claim] = []
    total = len(lines)
    lines.reverse()  # taken from the end, so that what is done is let go
    while lines:
        chunk = [lines.pop() for _ in range(min(CHUNK, len(lines)))]
        known = load(villages, chunk, by=by, today=today())
        judged = [judge(line, known) for line in chunk]
        write_rows(BatchRow, [_row(batch, one) for one in judged])
        for one in judged:
            counts["read"] += 1
            counts[one.outcome] += 1
            counts["hand_over"] += bool(one.hand_overs)
        claims += filter(None, map(claim, judged))
        progress(counts["read"], total, "逐行核对")
    _refuse_rivals(batch, claims, counts)
    return counts


def _row(batch: Batch, one: Judged) -> dict[str, Any]:
    return {
        "batch_id": batch.pk,
        "scope_path": batch.scope_path,
        "sheet_row": one.line.sheet_row,
        "outcome": one.outcome,
        "refused": one.codes(one.refused),
        "tolerated": one.line.tolerated,
        "warned": one.codes(one.all_warned),
        "hands_over": bool(one.hand_overs) and not one.refused,
        "payload": pack(one.line, one.packed()),
        "person_id": one.person.pk if one.person else None,
    }


def _refuse_rivals(batch: Batch, claims: list[Claim], counts: dict[str, int]) -> None:
    against = rivals(claims)
    for row in batch.rows.filter(sheet_row__in=against):
        payload = json.loads(row.payload)
        problems = against[row.sheet_row]
        payload["against"] += [
            {"code": one.code, "field": one.field, "sentence": one.sentence} for one in problems
        ]
        counts[row.outcome] -= 1
        counts[Outcome.REFUSED] += 1
        counts["hand_over"] -= row.hands_over
        row.payload = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
        row.outcome, row.hands_over = Outcome.REFUSED, False
        row.refused = list(dict.fromkeys([*row.refused, *(one.code for one in problems)]))
        row.save(update_fields=["payload", "outcome", "hands_over", "refused"])


def _opened(content: bytes, name: str) -> Workbook:
    try:
        return open_workbook(content, name)
    except Unreadable as error:
        raise Refused(error.sentence) from error


def _picked(workbook: Workbook, name: str) -> Sheet:
    chosen = name or heading.choose_sheet(workbook)
    found = next((sheet for sheet in workbook.sheets if sheet.name == chosen), None)
    if found is None and name:
        raise Refused(f"文件里没有工作表“{name}”，请重新选择。")
    if found is None:
        raise Refused(NO_HEADS)
    return found


def _headed(sheet: Sheet) -> Heads:
    head = heading.find_heads(sheet)
    if head is None:
        raise Refused(NO_HEADS)
    return head


def _take_heads(batch: Batch, sheet: Sheet, head: Heads, by: Acting) -> None:
    batch.sheet = sheet.name
    batch.heads, batch.head_rows = head.texts, list(head.rows)
    memory = ColumnMemory.objects.visible_to(by).filter(
        township=batch.township, signature=head.signature
    )
    remembered = memory.values_list("columns", flat=True).first()
    batch.columns = remembered or {str(column): key for column, key in head.columns.items()}


def _remember(batch: Batch, head: Heads, by: Acting) -> None:
    ColumnMemory.objects.update_or_create(
        township=batch.township,
        scope_path=batch.scope_path,
        signature=head.signature,
        defaults={"columns": batch.columns, "by": by.user},
    )


def locked_batch(batch: Batch, by: Acting) -> Batch:
    found = Batch.objects.visible_to(by).locked().select_related("township__parent", "file")
    return found.defer("file__body").get(pk=batch.pk)


class Staged(NamedTuple):
    """A staged row as it is written from."""

    pk: int
    sheet_row: int
    payload: str
    tolerated: list[str]


def _in_chunks(rows: Any) -> Iterator[list[Staged]]:
    after = 0
    rows = rows.order_by("sheet_row").values_list(*Staged._fields)
    while chunk := [Staged(*row) for row in rows.filter(sheet_row__gt=after)[:CHUNK]]:
        after = chunk[-1].sheet_row
        yield chunk


def _one_roster_at_a_time(township: Division) -> None:
    """Two rosters of one township wait for each other: else both would open the same file."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('cadres.roster'), %s)", [township.pk])


def at_once() -> None:
    """Have every row checked when it is written; left to the end, thousands wait in a list."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS link DEFERRED")


def _context() -> str:
    """Give the mark that field history puts on everything of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pghistory.context_id', true)")
        return str(cursor.fetchone()[0] or "")
