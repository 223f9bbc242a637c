"""One thing that a verification found out of order."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with which row; `kind` is for programs, `text` for people."""

    kind: str
    table: str
    row: str
    text: str
    columns: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.table} {self.row}：{self.text}"
