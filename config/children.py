"""Processes of ours that must not outlive us: web server and workers."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded.home import PROJECT

PR_SET_PDEATHSIG = 1
GRACE = 15  # seconds a task or a request may take to end
_libc = ctypes.CDLL(None, use_errno=True)


@contextmanager
def child(*module_and_args: str, owner: bool = False) -> Iterator[subprocess.Popen[bytes]]:
    """Run a Python module beside us for as long as the body runs, and end it with us."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", *module_and_args],
        cwd=PROJECT,
        env=_environment(owner=owner),
        stdout=sys.__stderr__,  # ours carries a command's answer, JSON perhaps, and nothing else
        start_new_session=True,  # Ctrl-C reaches us alone; we end the others in order
        preexec_fn=_die_with(os.getpid()),  # we have no threads
    )
    try:
        yield process
    finally:
        _end(process)


def worker_args(processes: int, *, beat: Path | None = None) -> list[str]:
    """Give the command line of a Celery worker; with a file for its schedule it also keeps time."""
    hours = ["--beat", "--schedule", str(beat)] if beat else []
    quiet = ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
    return [
        "celery",
        "-q",
        "-A",
        "config",
        "worker",
        "--concurrency",
        str(processes),
        *quiet,
        *hours,
    ]


def _environment(*, owner: bool) -> dict[str, str]:
    # Web and tasks never learn how to become the owner.
    kept_from = set() if owner else {"DATABASE_OWNER_URL", "DATABASE_ROLE"}
    return {name: value for name, value in os.environ.items() if name not in kept_from}


def _die_with(parent: int):  # type: ignore[no-untyped-def]
    def ask_the_kernel() -> None:
        # SIGKILL leaves us no time to end anyone, so the kernel does it.
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return ask_the_kernel


def _end(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGQUIT, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(number)
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            continue
