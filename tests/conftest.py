"""What every test may ask for. How the databases come about stands in tests/database.py.

`db` (or `@pytest.mark.django_db`): the worker's own clone, everything rolled back after the test.
`committed_db`: a fresh clone for this test alone, for what must commit: threads, tasks, browsers.
`owner_db`: as `committed_db`, but Django connects as the owner, as migrations and `demo` do.
`owner_cursor`: a second connection, as the owner, to the database the test works on. It sees what
is committed, not what a `db` test has open.
`task_queue`: as `committed_db`, with a broker: tasks can be sent, and `config.workers.workers()`
(or `import_string(settings.TASK_WORKERS)`) runs a real worker on the same database.
Everywhere else Django connects as the application's role: row security is real in tests.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from config.celery import app
from tests import database

pytest_plugins = ["tests.people", "tests.places"]


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # an xdist worker lives on its controller's server
        database.begin_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        database.end_run()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        mark = item.get_closest_marker("django_db")
        asks = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
        if asks or (mark and mark.kwargs.get("transaction")):
            raise pytest.UsageError(f"{item.nodeid}: use committed_db; the app role cannot flush")


@pytest.fixture(scope="session")
def django_db_setup(worker_id: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Replace pytest-django's: give this worker a clone of the template."""
    with django_db_blocker.unblock():
        database.template()
        with database.clone(worker_id) as name:
            database.point_django_at(name)
            yield
            connections["default"].close()


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Give a database of its own, whose name is the fixture's value."""
    yield from _own_database(django_db_blocker, role="app")


@pytest.fixture
def owner_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Give a database of its own, in which Django is the owner."""
    yield from _own_database(django_db_blocker, role="owner")


@pytest.fixture
def owner_cursor(request: pytest.FixtureRequest) -> Iterator[psycopg.Cursor[tuple[object, ...]]]:
    """Give a cursor past row security and beside the test's own transaction."""
    if not {"db", "committed_db", "owner_db"} & set(request.fixturenames):
        request.getfixturevalue("db")
    name = connections["default"].settings_dict["NAME"]
    with database.owner_connection(str(name)) as connection, connection.cursor() as cursor:
        yield cursor


@pytest.fixture
def task_queue(committed_db: str, worker_id: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Give a broker and put into the environment what a worker process needs to join us."""
    broker = database.broker_url(worker_id)
    monkeypatch.setenv("REDIS_URL", broker)
    monkeypatch.setenv("DATABASE_URL", database.url(committed_db))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings.test")
    app.conf.update(broker_url=broker, result_backend=broker)
    yield broker
    app.control.purge()


def _own_database(blocker: DjangoDbBlocker, *, role: str) -> Iterator[str]:
    before = dict(connections["default"].settings_dict)
    with blocker.unblock(), database.clone("own") as name:
        database.point_django_at(name, role=role)
        try:
            yield name
        finally:
            connections["default"].close()
            connections["default"].settings_dict.update(before)
