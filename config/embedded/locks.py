"""File locks by which processes that know nothing of each other share one server.

The kernel drops them when a process ends in whatever way, so a killed one blocks nobody.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from config.embedded.home import Home


@contextmanager
def start_lock(home: Home) -> Iterator[None]:
    """Let one process at a time start or stop the servers of this home."""
    handle = _open(home, "start")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class UserLock:
    """Being counted among the users of the servers. Take and give up under the start lock."""

    def __init__(self, home: Home) -> None:
        self._handle = _open(home, "users")

    def take(self) -> None:
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def is_last(self) -> bool:
        """Tell whether nobody else uses the servers."""
        try:
            # Children forked from us share this very lock and do not count as somebody else:
            # gunicorn and Celery end their children before they end themselves.
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def give_up(self) -> None:
        os.close(self._handle)


def _open(home: Home, name: str) -> int:
    path = home.locks / name
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    home.own(path)
    return handle
