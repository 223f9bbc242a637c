"""Workers for commands that split their work into tasks, e.g. a year's settlement.

Apps may not import config; they say `import_string(settings.TASK_WORKERS)`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from config.celery import app
from config.children import child, worker_args
from config.embedded.home import SetupError

PATIENCE = 30  # seconds until a worker of ours must answer


@contextmanager
def workers(processes: int = 2) -> Iterator[None]:
    """Use the workers that answer, or run one with so many processes while the body runs."""
    if _answer():
        yield
        return
    with child(*worker_args(processes)) as process:
        deadline = time.monotonic() + PATIENCE
        while not _answer():
            if process.poll() is not None or time.monotonic() > deadline:
                raise SetupError(
                    "后台任务进程没有启动成功，请看上面的日志；修正后重新执行本命令。\n"
                    "The task worker did not come up; see the log above, then run this again."
                )
        yield


def _answer() -> bool:
    return bool(app.control.broadcast("ping", reply=True, limit=1, timeout=0.5))
