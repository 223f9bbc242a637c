"""Have a workbook read by a process of its own, bounded in memory and time."""

from __future__ import annotations

import marshal
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from threading import Timer
from typing import IO, Any

from cadres.rosters.lines import Sheet

CHILD = Path(__file__).with_name("child.py")
MEMORY = 1_500 * 2**20  # address space, of which 120,000 rows touch a third
CPU_SECONDS, SECONDS = 30, 60
MAX_ANSWER = 400 * 2**20
# How a process ends that asked for more than it may have.
TOO_BIG = (-signal.SIGABRT, -signal.SIGXCPU, -signal.SIGKILL)


class Refused(Exception):  # noqa: N818  (it is an answer about a file)
    """The workbook was not read; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_sheets(content: bytes) -> list[Sheet]:
    """Read every visible sheet; whatever goes wrong in there is `Refused`."""
    with subprocess.Popen(  # noqa: S603  (our own program, no word of the file in it)
        _command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        timer = Timer(SECONDS, process.kill)
        timer.start()
        try:
            _hand_over(process, content)
            return _sheets(_frames(process))
        except EOFError as error:
            code = "too_big_inside" if process.wait() in TOO_BIG else "damaged"
            raise Refused(code) from error
        finally:
            timer.cancel()
            process.kill()


def _command() -> list[str]:
    """Start without the site's packages but calamine's folder: that costs 10 ms, not 100."""
    spec = find_spec("python_calamine")
    assert spec
    assert spec.origin
    folder = str(Path(spec.origin).parents[1])
    limits = (str(MEMORY), str(CPU_SECONDS))
    return [sys.executable, "-I", "-S", str(CHILD), *limits, folder, str(os.getpid())]


def _hand_over(process: subprocess.Popen[bytes], content: bytes) -> None:
    """Write it all; a child that ended early shows how when its answer is read."""
    assert process.stdin
    with suppress(BrokenPipeError), process.stdin:
        process.stdin.write(content)


def _frames(process: subprocess.Popen[bytes]) -> Iterator[tuple[Any, ...]]:
    assert process.stdout
    total = 0
    while True:
        length = int.from_bytes(_exactly(process.stdout, 8), "big")
        total += length
        if total > MAX_ANSWER:
            raise Refused("too_big_inside")
        frame = marshal.loads(_exactly(process.stdout, length))  # noqa: S302  (from our own program)
        if frame[0] == "refused":
            raise Refused(frame[1])
        if frame[0] == "end":
            return
        yield frame


def _exactly(stdout: IO[bytes], length: int) -> bytes:
    piece = stdout.read(length)
    if len(piece) < length:
        raise EOFError
    return piece


def _sheets(frames: Iterator[tuple[Any, ...]]) -> list[Sheet]:
    sheets: list[Sheet] = []
    for kind, *parts in frames:
        if kind == "sheet":
            sheets.append(Sheet(parts[0], [], parts[1]))
            continue
        rows, dates = parts
        for row, column, day in dates:
            rows[row][column] = date.fromordinal(day)
        sheets[-1].rows.extend(rows)
    return sheets
