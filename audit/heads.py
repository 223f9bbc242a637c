"""Heads of the chain kept outside the database, where whoever cuts its tail does not reach."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Head:
    """The last link as it was at a moment."""

    seq: int
    hash: str
    at: str


class UnreadableHeads(Exception):  # noqa: N818  (it is a finding)
    """A line of the file is not a head; the text says which."""


def read(path: Path) -> list[Head]:
    """Read every head noted so far; none where nothing has been noted."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_parsed(number, line) for number, line in enumerate(lines, 1) if line.strip()]


def note(head: Head, path: Path) -> None:
    """Add a head at the end, unless it is the one that stands there."""
    if (noted := read(path)) and noted[-1].seq == head.seq:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(asdict(head)) + "\n"
    # One write of one line in append mode: two verifications at a time do not mix theirs.
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(file, line.encode())
        os.fsync(file)
    finally:
        os.close(file)


def _parsed(number: int, line: str) -> Head:
    try:
        values = json.loads(line)
        return Head(int(values["seq"]), str(values["hash"]), str(values["at"]))
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableHeads(f"第 {number} 行") from error
