"""Databases for tests: one migrated template, and clones of it that are dropped, never flushed.

One embedded server (without fsync) serves a whole run, xdist workers included. With DATABASE_URL
and DATABASE_OWNER_URL in the environment that server is used instead, e.g. Debian's PostgreSQL.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg.sql import SQL, Identifier

from config.database_roles import inside
from config.databases import parsed
from config.embedded import keys, postgres, valkey
from config.embedded.home import Home
from config.embedded.locks import UserLock

RUN = "CADRES_TEST_RUN"  # folder of this run, handed by the controller to its workers
PREFIX = "cadres-test-"
# Read once: tests change the environment.
APP_URL = os.environ.get("DATABASE_URL", "")
OWNER_URL = os.environ.get("DATABASE_OWNER_URL", APP_URL)
BROKER_URL = os.environ.get("REDIS_URL", "")


def begin_run() -> None:
    """Give the run a folder. Nothing is started before a test asks for a database."""
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_temporary()))
    folder.chmod(0o755)  # as root the server is “nobody” and must walk through
    home = Home(folder)
    home.prepare()
    # Held, never given up: the kernel drops it with this process, and the sweep then sees it.
    begin_run.lock = UserLock(home)  # type: ignore[attr-defined]
    begin_run.lock.take()  # type: ignore[attr-defined]
    os.environ[RUN] = str(folder)


def end_run() -> None:
    """Drop the databases of this run, or the whole server if it is ours."""
    if RUN not in os.environ:  # the run failed to begin, which is being reported
        return
    folder = Path(os.environ.pop(RUN))
    built = folder / "template"
    if APP_URL and built.exists():
        _drop_all(built.read_text())
    remove(Home(folder))


def sweep() -> None:
    """Clear away the servers of runs that were killed."""
    for folder in Path(_temporary()).glob(f"{PREFIX}*"):
        home = Home(folder)
        if folder.stat().st_uid == os.geteuid() and home.locks.exists():
            lock = UserLock(home)
            if lock.is_last():
                remove(home)
            lock.give_up()


def template() -> str:
    """Give the name of the migrated template, built by whoever comes first."""
    with _alone():
        done = _home().path / "template"
        if not done.exists():
            name = f"test_{uuid4().hex[:8]}"
            _build(name)
            done.write_text(name)
        return done.read_text()


@contextmanager
def clone(label: str) -> Iterator[str]:
    """Give a fresh copy of the template for as long as the body runs."""
    source = template()
    name = f"{source}_{label}_{uuid4().hex[:6]}"
    with _alone(), owner_connection() as owner:
        # One clone at a time: the template must have no second visitor.
        owner.execute(
            SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(Identifier, (name, source)))
        )
    try:
        yield name
    finally:
        _drop(name)


def point_django_at(name: str, *, role: str = "app") -> None:
    """Let Django's connection of this process go to that database, as that role."""
    connection = connections["default"]
    connection.close()
    connection.settings_dict.update(parsed(url(name, role=role)))


def url(name: str, *, role: str = "app") -> str:
    """Give the URL of a database for the application or the owner."""
    parts = urlsplit(_urls()[role])
    return urlunsplit(parts._replace(path=f"/{name}"))


def owner_connection(name: str | None = None) -> psycopg.Connection[tuple[object, ...]]:
    """Connect as the owner, outside any test's transaction."""
    address = url(name, role="owner") if name else _urls()["owner"]
    return psycopg.connect(address, autocommit=True)


def broker_url(worker_id: str) -> str:
    """Give a Redis or Valkey for tests of tasks, a numbered database of it for each worker."""
    number = int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 0
    if BROKER_URL:
        return urlunsplit(urlsplit(BROKER_URL)._replace(path=f"/{number}"))
    with _alone():
        known = keys.load(_home())
        valkey.start(_home(), known)
    return valkey.url(_home(), known).replace("virtual_host=0", f"virtual_host={number}")


def remove(home: Home) -> None:
    """Stop what runs there and delete the lot."""
    postgres.stop(home)
    if home.keys_file.exists():
        valkey.stop(home, keys.read(home.keys_file))
    shutil.rmtree(home.sockets, ignore_errors=True)
    shutil.rmtree(home.path, ignore_errors=True)


def run_folder() -> Path:
    """Give this run's folder, which the servers' user can reach."""
    return Path(os.environ[RUN])


def _home() -> Home:
    return Home(run_folder())


def _urls() -> dict[str, str]:
    if APP_URL:
        return {"app": APP_URL, "owner": OWNER_URL}
    known = keys.read(_home().keys_file)
    return {"app": postgres.app_url(_home(), known), "owner": postgres.owner_url(_home(), known)}


def _build(name: str) -> None:
    """Create and migrate the template as the owner, as production does."""
    if not APP_URL:
        postgres.start(_home(), keys.load(_home()), durable=False)
    with owner_connection() as owner:
        owner.execute(SQL("CREATE DATABASE {} TEMPLATE template0").format(Identifier(name)))
    roles = {role: str(urlsplit(address).username) for role, address in _urls().items()}
    with owner_connection(name) as owner:
        owner.execute(inside(**roles))
    point_django_at(name, role="owner")
    call_command("migrate", verbosity=0)
    connections["default"].close()


@contextmanager
def _alone() -> Iterator[None]:
    """Keep the other workers out."""
    with (_home().path / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _drop(name: str) -> None:
    """Drop a database after ending whoever is still in it."""
    for role in ("app", "owner"):
        with psycopg.connect(_urls()[role], autocommit=True) as connection:
            # Each role ends its own: WITH (FORCE) fails on sessions of the other and on autovacuum.
            connection.execute(END_SESSIONS, [name])
    with owner_connection() as owner:
        owner.execute(SQL("DROP DATABASE {}").format(Identifier(name)))


END_SESSIONS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = %s AND usename = current_user
"""


def _drop_all(name: str) -> None:
    with owner_connection() as owner:
        found = owner.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{name}%"])
        names = [str(database) for (database,) in found.fetchall()]
    for database in names:
        _drop(database)


def _temporary() -> str:
    # A private TMPDIR is closed to “nobody”; /var/tmp never is.
    return "/var/tmp" if os.geteuid() == 0 else tempfile.gettempdir()
