"""Bring what is encrypted under the current key.

A new key of one's own changes no value, so nothing is added to the field history: its trigger is
put aside for the batch, and an event says how many rows there were. History rows are append-only
and keep the ciphertext they were written with: an old key stays listed as long as they do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import pghistory.trigger
import pgtrigger
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, F, Q, TextField, Value
from django.db.models.functions import Cast

from accounts.acting import Acting
from accounts.answer import Answer, unless
from accounts.encryption import EncryptedBytesField, EncryptedTextField
from audit.services import record

BATCH = 500


class KeyOf(models.Func):
    """The id of the key under which a stored value stands, read by the database."""

    function = "split_part"
    output_field = TextField()

    def __init__(self, column: str, *, binary: bool = False) -> None:
        stored = _Start(F(column)) if binary else Cast(F(column), TextField())
        super().__init__(stored, Value(":"), Value(1))


class _Start(models.Func):
    """The beginning of a file's bytes as text: the key's id stands there in plain letters."""

    template = "encode(substring(%(expressions)s from 1 for 64), 'escape')"
    output_field = TextField()


@dataclass(frozen=True, slots=True)
class Sealed:
    """A model with its encrypted columns."""

    model: type[models.Model]
    columns: tuple[str, ...]

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def is_history(self) -> bool:
        return hasattr(self.model, "pgh_tracked_model")

    def rows(self) -> models.QuerySet[Any]:
        return self.model._base_manager.order_by("pk")

    def waiting(self) -> models.QuerySet[Any]:
        """Give the rows of which something still stands under another key."""
        current = settings.FIELD_KEY_ID
        keys = {f"{name}_key": self._key_of(name) for name in self.columns}
        old = [Q(**{f"{key}__gt": ""}) & ~Q(**{key: current}) for key in keys]
        rows: models.QuerySet[Any] = self.rows().only("pk", *self.columns).annotate(**keys)
        return rows.filter(Q(*old, _connector=Q.OR))

    def _key_of(self, name: str) -> KeyOf:
        field = self.model._meta.get_field(name)
        return KeyOf(name, binary=isinstance(field, EncryptedBytesField))

    def count_by_key(self) -> dict[str, int]:
        """Count the values under each key."""
        found: dict[str, int] = {}
        for name in self.columns:
            key_of = self._key_of(name)
            counted = self.rows().order_by().values_list(key_of).annotate(Count("pk"))
            for key, count in counted:
                if key:
                    found[key] = found.get(key, 0) + count
        return found


def sealed_models() -> list[Sealed]:
    """Give every model that holds something encrypted, history included."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        columns = [f.name for f in model._meta.concrete_fields if _is_sealed(f)]
        if columns:
            found.append(Sealed(model, tuple(columns)))
    return found


def may_rotate() -> Answer:
    """Refuse while a value stands under a key that nobody listed: it could not be read."""
    used = {key for sealed in sealed_models() for key in sealed.count_by_key()}
    lost = sorted(used - set(settings.FIELD_KEYS))
    return unless(
        not lost,
        f"库内有用密钥 {'、'.join(lost)} 加密的值，而 FIELD_KEY 里没有。没有改动任何数据。"
        "请把旧密钥补在 FIELD_KEY 当前密钥之后（编号:密钥，用逗号分开），再运行一次。",
    )


def in_use_by_history() -> dict[str, int]:
    """Count what history still holds under keys other than the current one."""
    found: dict[str, int] = {}
    for sealed in sealed_models():
        if sealed.is_history:
            for key, count in sealed.count_by_key().items():
                found[key] = found.get(key, 0) + count
    return {key: count for key, count in found.items() if key != settings.FIELD_KEY_ID}


@transaction.atomic
def rotate_batch(*, sealed: Sealed, after: Any, by: Acting) -> Any:
    """Encrypt the next rows anew; give the last one's id, None when there was none.

    A row is locked from the moment it is read, so that no correction by a clerk is lost.
    """
    waiting = sealed.waiting().select_for_update(of=("self",))
    rows = list((waiting if after is None else waiting.filter(pk__gt=after))[:BATCH])
    if not rows:
        return None
    with _without_history(sealed.model):
        for row in rows:
            values = {name: getattr(row, name) for name in sealed.columns}
            sealed.model._base_manager.filter(pk=row.pk).update(**values)
    record(
        "accounts.keys_rotated",
        by=by,
        model=sealed.model._meta.label_lower,
        key=settings.FIELD_KEY_ID,
        count=len(rows),
    )
    return rows[-1].pk


def _is_sealed(field: Any) -> bool:
    return isinstance(field, EncryptedTextField | EncryptedBytesField)


def _without_history(model: type[models.Model]) -> AbstractContextManager[Any]:
    names = list(_history_triggers(model))
    return pgtrigger.ignore(*names) if names else nullcontext()


def _history_triggers(model: type[models.Model]) -> Iterator[str]:
    for trigger in getattr(model._meta, "triggers", ()):
        if isinstance(trigger, pghistory.trigger.Event):
            yield f"{model._meta.label}:{trigger.name}"
