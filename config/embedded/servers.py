"""Attach this process to the embedded servers; the last one to leave stops them.

An explicit DATABASE_URL or REDIS_URL always wins: then the server in question is not touched.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from config.embedded import keys as key_store
from config.embedded import postgres, valkey
from config.embedded.home import Home, find
from config.embedded.locks import UserLock, start_lock

Report = Callable[[str], None]
KEYS = ("SECRET_KEY", "FIELD_KEY", "INDEX_KEY")


def silent(_: str) -> None:
    """Report nothing."""


@contextmanager
def attached(report: Report = silent) -> Iterator[Home]:
    """Run the body with servers, their URLs and this home's keys in the environment."""
    home = find()
    home.prepare()
    with start_lock(home):
        keys = key_store.load(home)
    _export(home, keys)
    if "DATABASE_URL" in os.environ and "REDIS_URL" in os.environ:
        yield home
        return
    with _shared(home, keys, report):
        yield home


@contextmanager
def _shared(home: Home, keys: dict[str, str], report: Report) -> Iterator[None]:
    lock, ours = UserLock(home), os.getpid()
    try:
        with start_lock(home):
            lock.take()
            _start(home, keys, report)
        yield
    finally:
        # A fork of us (a gunicorn worker, say) comes by here too when it ends.
        if os.getpid() == ours:
            _leave(home, keys, lock)


def _start(home: Home, keys: dict[str, str], report: Report) -> None:
    if "DATABASE_URL" not in os.environ:
        report(_sentence("PostgreSQL", running=postgres.running(home), home=home))
        durable = os.environ.get("EMBEDDED_DURABLE", "1") != "0"  # the tests go without fsync
        postgres.start(home, keys, durable=durable)
        os.environ["DATABASE_URL"] = postgres.app_url(home, keys)
        os.environ["DATABASE_OWNER_URL"] = postgres.owner_url(home, keys)
    if "REDIS_URL" not in os.environ:
        report(_sentence("Valkey", running=valkey.running(home), home=home))
        valkey.start(home, keys)
        os.environ["REDIS_URL"] = valkey.url(home, keys)


def _leave(home: Home, keys: dict[str, str], lock: UserLock) -> None:
    """Stop the servers if nobody else uses them; a second Ctrl-C must not cut this short."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with start_lock(home):
            if lock.is_last():
                valkey.stop(home, keys)
                postgres.stop(home)
            lock.give_up()
    finally:
        signal.signal(signal.SIGINT, before)


def _export(home: Home, keys: dict[str, str]) -> None:
    """Hand keys and the city's mark to the settings; what the caller has set stays."""
    for name in KEYS:
        os.environ.setdefault(name, keys[name])
    for name, value in key_store.read(home.city_file).items():
        os.environ.setdefault(name, value)
    os.environ["DATA_DIR"] = str(home.path)


def _sentence(name: str, *, running: bool, home: Home) -> str:
    return f"连接内嵌 {name}（已在运行）" if running else f"启动内嵌 {name}（{home.path}）"
