"""What the database says when somebody else was faster, as a sentence for the slower one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Protocol

from django.db import IntegrityError, OperationalError, transaction
from psycopg import errors

from accounts.answer import Refused


class RacesRefused(Protocol):
    """What `refusing` makes; used as `with races_refused():`."""

    def __call__(self) -> AbstractContextManager[None]: ...


def refusing(sentences: Mapping[str, str], *, busy: str) -> RacesRefused:
    """Turn a constraint a race has run into, or a lock not got in time, into a refusal.

    `sentences` are told by the constraint's name; a breach that has none is an error of ours.
    """
    return partial(_refused, sentences, busy)


@contextmanager
def _refused(sentences: Mapping[str, str], busy: str) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        sentence = sentences.get(_constraint(error))
        if sentence is None:
            raise
        raise Refused(sentence) from error
    except OperationalError as error:
        if not isinstance(error.__cause__, errors.LockNotAvailable | errors.DeadlockDetected):
            raise
        raise Refused(busy) from error


def _constraint(error: IntegrityError) -> str:
    cause = error.__cause__
    return (cause.diag.constraint_name or "") if isinstance(cause, errors.Error) else ""
