"""What tests of the database's walls share: raw connections, and rivals who act at once."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Barrier, Thread
from typing import Any

import psycopg
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.session import acting_as
from tests import database


@pytest.fixture
def raw(committed_db: str) -> Iterator[Any]:
    """Give connections of one's own, as the application and as the owner, over the whole city."""
    urls = [database.url(committed_db, role=role) for role in ("app", "owner")]
    with (
        psycopg.connect(urls[0], autocommit=True) as app,
        psycopg.connect(urls[1], autocommit=True) as owner,
    ):
        for one in (app, owner):
            one.execute("SELECT set_config('app.lo', '', false), set_config('app.hi', ':', false)")
        yield app, owner


def refuses(raw: Any, sql: str, *args: Any, says: str = "") -> None:
    """Assert that neither role gets this through; the owner not because he is told why."""
    for connection in raw:
        with pytest.raises(psycopg.Error) as refused:
            connection.execute(sql, args)
        error = refused.value
        revoked = isinstance(error, psycopg.errors.InsufficientPrivilege)
        assert revoked or says in (error.diag.constraint_name or str(error))


class Rivals:
    """Two people who do a thing at the same moment, each on a connection of his own."""

    def __init__(self) -> None:
        self.start = Barrier(2)
        self.answers: list[str] = []

    def run(self, *acts: Any) -> list[str]:
        threads = [Thread(target=self._one, args=act) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(self.answers)

    def _one(self, by: Acting, act: Any) -> None:
        try:
            self.start.wait()
            with acting_as(by):
                act()
            self.answers.append("done")
        except (Refused, PermissionDenied) as refused:
            self.answers.append(str(refused))
        finally:
            connections["default"].close()
