"""What a refusal leaves behind outlives the transaction that it undoes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from accounts.answer import Refused
from accounts.session import acting_as, afterwards
from audit.models import Event
from audit.services import record


def note(by) -> Callable[[], None]:
    return lambda: record("test.noted", by=by) and None


@transaction.atomic
def refuse(by) -> None:
    record("test.undone", by=by)
    afterwards(by, note(by))
    raise Refused("不行")


def noted() -> int:
    return Event.objects.filter(name="test.noted").count()


def test_it_is_done_after_the_transaction_was_kept(clerk):
    with acting_as(clerk):
        afterwards(clerk, note(clerk))
        assert noted() == 0

    assert noted() == 1


def test_it_is_done_after_a_service_was_undone(clerk):
    with acting_as(clerk):
        with pytest.raises(Refused):
            refuse(clerk)
        assert noted() == 0

    assert noted() == 1
    assert not Event.objects.filter(name="test.undone").exists()


def test_it_is_done_after_everything_was_undone(committed_db, clerk):
    with pytest.raises(Refused), acting_as(clerk), acting_as(clerk):
        refuse(clerk)

    assert noted() == 1
    assert not Event.objects.filter(name="test.undone").exists()


def test_it_is_done_once(clerk):
    with acting_as(clerk):
        afterwards(clerk, note(clerk))
    with acting_as(clerk):
        pass

    assert noted() == 1


def test_where_nobody_acts_it_says_so(clerk):
    with pytest.raises(RuntimeError, match="acting_as"):
        afterwards(clerk, note(clerk))
