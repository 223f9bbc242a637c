"""Take a written roster back, whole, while nothing newer rests on it.

Everything one confirmation wrote bears the same mark in the field history: by it the batch knows
its own rows, and what came later.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Max, ProtectedError

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.clock import today
from accounts.work import silent
from audit.services import record
from cadres import rules
from cadres.clashes import clashes_refused
from cadres.models import (
    Batch,
    BatchRow,
    BatchStatus,
    FormerNumber,
    Outcome,
    Person,
    Tenure,
)
from cadres.rosters.copying import update_rows
from cadres.rosters.judged import day
from cadres.rosters.writing import of_name, of_number, value_of
from cadres.services.rosters import at_once, changed_meanwhile, locked_batch

RESTS = "有关人员已有考核、材料等记录，整批不能撤回。请在有关人员的档案中逐项更正。"


@transaction.atomic
def undo_batch(*, batch: Batch, reason: str, by: Acting, progress: Any = silent) -> Batch:
    """Take back what a batch wrote: new files go, old values and posts come back."""
    batch = locked_batch(batch, by)
    rules.may_move(batch, BatchStatus.UNDONE, by).require()
    rows = list(batch.rows.exclude(person=None).exclude(outcome=Outcome.SAME))
    _hold(rows, by)
    rules.undo_stands(reason, newer_than(batch, rows)).require()
    at_once()

    with clashes_refused(changed_meanwhile()):
        _give_posts_back(rows)
        progress(1, 3, "恢复任职")
        _give_values_back(batch, rows)
        progress(2, 3, "恢复档案")
        _drop_new(rows)
    batch.status = BatchStatus.UNDONE
    batch.undone_by, batch.undone_on = by.username, today()
    batch.undone_why = reason.strip()[:200]
    batch.save(update_fields=["status", "undone_by", "undone_on", "undone_why"])
    people = [row.person_id for row in rows if row.outcome == Outcome.CHANGED]
    record("roster.undone", by=by, about=batch, people=people, reason=batch.undone_why)
    return batch


def rests_on(batch: Batch, by: Acting) -> list[str]:
    """Name the people for whom a batch cannot be taken back, before anybody asks for it."""
    rows = BatchRow.objects.visible_to(by).filter(batch=batch).exclude(person=None)
    return newer_than(batch, list(rows.exclude(outcome=Outcome.SAME)))


def newer_than(batch: Batch, rows: list[BatchRow]) -> list[str]:
    """Name the people whose files or posts changed after the batch was written, or went away."""
    context = batch.counts.get("context")
    people = _people(rows)
    wrote = {pk: row.person_id for row in rows for name in _KINDS for pk in row.wrote.get(name, ())}
    stands = dict(Tenure.objects.filter(pk__in=wrote).values_list("pk", "person"))
    moved = _changed_since(Tenure, set(wrote), context) | (wrote.keys() - stands.keys())
    later = Tenure.objects.filter(person__in=_new(rows)).exclude(pk__in=wrote)
    named: set[Any] = {
        *_changed_since(Person, people, context),
        *(stands.get(pk, wrote[pk]) for pk in moved),
        *later.values_list("person", flat=True),
    }
    # A file that another unit keeps by now is out of sight, its history with it.
    found = Person.objects.filter(pk__in=people | named).order_by("pinyin")
    names = dict(found.values_list("pk", "name"))
    away = len((people | named) - names.keys())
    gone = [f"已转到其他单位的 {away} 人"] if away else []
    return [name for pk, name in names.items() if pk in named] + gone


_KINDS = ("tenures", "moved", "ended")


def _hold(rows: list[BatchRow], by: Acting) -> None:
    """Lock files and posts before asking what is newer: what comes later waits, and is refused."""
    wrote = {pk for row in rows for name in _KINDS for pk in row.wrote.get(name, ())}
    for model, keys in ((Person, _people(rows)), (Tenure, wrote)):
        held = model._default_manager.visible_to(by).locked().filter(pk__in=keys)
        list(held.order_by("pk").values_list("pk"))


def _people(rows: list[BatchRow]) -> set[int]:
    return {row.person_id for row in rows if row.person_id}


def _new(rows: list[BatchRow]) -> list[int]:
    return [row.person_id for row in rows if row.outcome == Outcome.NEW and row.person_id]


def _changed_since(model: type[models.Model], keys: set[Any], context: Any) -> set[int]:
    """Give those of the rows whose history goes on after what the batch wrote of them."""
    events = model.events.rel.related_model.objects  # type: ignore[attr-defined]
    last = events.filter(pgh_context=context).aggregate(last=Max("pgh_id"))["last"]
    if last is None:
        return set()
    newer = events.filter(pgh_obj__in=keys, pgh_id__gt=last)
    return set(newer.values_list("pgh_obj", flat=True))


def _give_posts_back(rows: list[BatchRow]) -> None:
    started = [pk for row in rows for pk in row.wrote.get("tenures", ())]
    _delete(Tenure, started)
    ended = [pk for row in rows for pk in row.wrote.get("ended", ())]
    update_rows(Tenure, ("ended_on", "ended_how"), [(pk, None, "") for pk in ended])
    moved = [
        (tenure, day(old))
        for row in rows
        if row.wrote.get("moved")
        for tenure, _, old, _ in json.loads(row.payload)["moved"]
    ]
    update_rows(Tenure, ("began_on",), moved)


def _give_values_back(batch: Batch, rows: list[BatchRow]) -> None:
    groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        if row.outcome != Outcome.CHANGED:
            continue
        values = _old_values(json.loads(row.payload)["changes"])
        if values:
            groups[tuple(values)].append((row.person_id, *values.values()))
    for columns, given in groups.items():
        update_rows(Person, columns, given)
    events = FormerNumber.events.rel.related_model.objects  # type: ignore[attr-defined]
    written = events.filter(pgh_context=batch.counts.get("context"))
    FormerNumber.objects.filter(pk__in=written.values("pgh_obj")).delete()


def _old_values(changes: list[list[str]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field, old, _ in changes:
        if field == "name":
            values |= of_name(old)
        elif field == "id_number":
            values |= of_number(old)
        else:
            values[field] = value_of(field, old)
    return dict(sorted(values.items()))


def _drop_new(rows: list[BatchRow]) -> None:
    try:
        _delete(Person, _new(rows))
    except ProtectedError as error:
        raise Refused(RESTS) from error
    except IntegrityError as error:  # what rests on them lies where the reader may not look
        raise Refused(RESTS) from error


def _delete(model: type[models.Model], keys: list[int]) -> None:
    """Delete all of these rows; one that is out of sight would otherwise just stay."""
    _, deleted = model._default_manager.filter(pk__in=keys).delete()
    if deleted.get(model._meta.label, 0) != len(keys):
        raise Refused(RESTS)
