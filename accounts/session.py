"""Tell the database who acts: row security and field history read it from the transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

from django.db import connection, transaction

from accounts.acting import Acting

# The last says that no trigger is put aside. Unset it costs more than the history row itself: the
# triggers of the history then find out by an exception, in a subtransaction, for every row.
SETTINGS = (
    "app.lo",
    "app.hi",
    "pghistory.context_id",
    "pghistory.context_metadata",
    "pgtrigger.ignore",
)
NONE_PUT_ASIDE = "{}"
READ = "SELECT " + ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in SETTINGS)
WRITE = "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS)


# What waits for the end of the outermost transaction; None outside of any.
_waiting: ContextVar[list[tuple[Acting, Callable[[], None]]] | None] = ContextVar(
    "waiting", default=None
)


@contextmanager
def acting_as(acting: Acting, reason: str = "") -> Iterator[Acting]:
    """Open a transaction in which rows and history know who acts and why.

    Settings are local to the transaction: they end with it, and are put back where it is nested.
    """
    if _waiting.get() is not None:
        with _transaction(acting, reason):
            yield acting
        return
    waiting: list[tuple[Acting, Callable[[], None]]] = []
    _waiting.set(waiting)
    try:
        with _transaction(acting, reason):
            yield acting
    finally:
        _waiting.set(None)
        for by, call in waiting:
            with _transaction(by, "afterwards"):
                call()


def afterwards(by: Acting, call: Callable[[], None]) -> None:
    """Have this done in a transaction of its own once the running one has ended, kept or undone.

    For what a refusal leaves behind: a service that refuses takes back all it wrote itself. It
    holds for pages, commands and tasks alike, since each acts inside of `acting_as`.
    """
    waiting = _waiting.get()
    if waiting is None:
        raise RuntimeError("nobody acts: call it inside of acting_as")
    waiting.append((by, call))


@contextmanager
def _transaction(acting: Acting, reason: str) -> Iterator[None]:
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _read() if nested else None
        _write((acting.lo, acting.hi, str(uuid4()), _metadata(acting, reason), NONE_PUT_ASIDE))
        yield
        # Not in a `finally`: any rollback puts them back itself, and would refuse the question.
        if before and not connection.needs_rollback:
            _write(before)


def _metadata(acting: Acting, reason: str) -> str:
    return json.dumps(
        {
            "user": acting.username,
            "name": acting.person_name,
            "role": acting.role_label,
            "place": acting.where,
            "address": acting.address,
            "request": acting.request_id,
            "reason": reason,
        },
        ensure_ascii=False,
    )


def _read() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(READ)
        return tuple(cursor.fetchone() or ("",) * len(SETTINGS))


def _write(values: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(WRITE, values)
