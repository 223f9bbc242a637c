"""Workers for tests: tasks run here and now, JSON in and JSON out as over a broker."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from celery import current_app

from assessments import tasks

fail_after: int | None = None  # so many tasks are done, then the workers are gone


class Done:
    """What a caller holds of a task that has run."""

    def __init__(self, value: Any) -> None:
        self.value = json.loads(json.dumps(value))

    def get(self, timeout: float) -> Any:
        return self.value

    def forget(self) -> None:
        pass


@contextmanager
def workers(processes: int) -> Iterator[None]:
    done = 0

    def send(name: str, args: list[Any]) -> Done:
        nonlocal done
        assert name == tasks.SETTLE
        if done == fail_after:
            raise ConnectionError("the workers are gone")
        done += 1
        return Done(tasks.settle(*json.loads(json.dumps(args))))

    with patch.object(current_app, "send_task", send):
        yield
