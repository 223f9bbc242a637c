"""What every produced file says of itself and what the log keeps of it, whatever its format.

Before writing a file take an `imprint` and print it; with the finished bytes call `produce`. The
number on the file and the hash in the log meet again in `reports/verifying.py`.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from io import BufferedIOBase, BytesIO

from django.db import models, transaction
from django.utils import timezone

from accounts.acting import Acting
from audit.services import record

EVENT = "report.produced"
# Letters and digits that nobody mistakes for another when he reads them off a paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8  # over 39 bits a day
# What neither a log nor a file's own properties can hold.
UNWRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Kind(StrEnum):
    """A file format; the value is the file's suffix."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self]


OFFICE = "application/vnd.openxmlformats-officedocument."
CONTENT_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: OFFICE + "wordprocessingml.document",
    Kind.XLSX: OFFICE + "spreadsheetml.sheet",
    Kind.CSV: "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a file carries: what it is, about whom, of which day, by whom, and its number."""

    reference: str
    title: str
    scope: str
    day: date
    made_at: datetime
    made_by: str
    edition: str = ""

    def pairs(self, rows: int) -> list[tuple[str, str]]:
        """Give the lines that stand on the file; its hash cannot, it is asked by the number."""
        found = [
            ("名称", self.title),
            ("范围", self.scope),
            ("数据截至", self.day.isoformat()),
            ("适用规则", self.edition),
            ("制作", f"{self.made_by} {self.made_at:%Y-%m-%d %H:%M}"),
            ("行数", str(rows)),
            ("编号", self.reference),
        ]
        return [(label, text) for label, text in found if text]

    def line(self, rows: int) -> str:
        """Give the same in one line, for a footer or a cell."""
        return "；".join(f"{label}：{text}" for label, text in self.pairs(rows))


@dataclass(frozen=True, slots=True)
class Produced:
    """A finished file that the log knows."""

    imprint: Imprint
    kind: Kind
    content: BufferedIOBase
    sha256: str
    rows: int

    @property
    def name(self) -> str:
        """Name the file so that a folder of them stays in order."""
        said = "".join("_" if sign in '\\/:*?"<>|' else sign for sign in self.imprint.title)
        return f"{said}_{self.imprint.reference}.{self.kind}"


def imprint(*, title: str, scope: str, day: date, by: Acting, edition: str = "") -> Imprint:
    """Give a file to be written its number; nothing is recorded before it is finished."""
    made_at = timezone.localtime()
    office = " ".join(filter(None, (by.where, by.role_label)))
    return Imprint(
        reference=f"{made_at:%Y%m%d}-" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH)),
        title=UNWRITABLE.sub("", title),
        scope=scope,
        day=day,
        made_at=made_at,
        made_by=f"{by.person_name}（{office}）" if office != by.person_name else by.person_name,
        edition=edition,
    )


@transaction.atomic
def produce(
    *,
    imprint: Imprint,
    kind: Kind,
    content: bytes | BufferedIOBase,
    rows: int,
    people: Iterable[int],
    by: Acting,
    about: models.Model | None = None,
    purpose: str = "",
) -> Produced:
    """Write a finished file into the log: its hash, who is in it, what for.

    `content` may be an open file, which is read in pieces. `people` are the ids of all whose data
    stand in the file. Hand the file out only after the transaction: without an event no file.
    """
    file: BufferedIOBase = BytesIO(content) if isinstance(content, bytes) else content
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    record(
        EVENT,
        by=by,
        about=about,
        scope_path=getattr(about, "scope_path", "") or by.lo,
        reference=imprint.reference,
        title=imprint.title,
        scope=imprint.scope,
        day=imprint.day.isoformat(),
        edition=imprint.edition,
        format=kind,
        sha256=sha256,
        rows=rows,
        people=sorted(set(people)),
        purpose=purpose.strip()[:100],
    )  # fmt: skip
    return Produced(imprint, kind, file, sha256, rows)
