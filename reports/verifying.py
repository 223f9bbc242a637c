"""Compare a file with what the log wrote down when it was produced."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet
from django.utils import timezone

from accounts.acting import Acting
from audit.models import Event
from audit.services import record
from reports.produced import ALPHABET, EVENT, LENGTH

SHAPE = re.compile(rf"\d{{8}}-[{ALPHABET}]{{{LENGTH}}}")


class Verdict(StrEnum):
    SAME = "与日志一致"
    DIFFERENT = "与日志不一致"
    UNKNOWN = "查无此件"
    KNOWN = "日志中有此件"


@dataclass(frozen=True, slots=True)
class Verified:
    """What the comparison said, with the event where the reader may see it."""

    verdict: Verdict
    event: Event | None = None


def verify(*, by: Acting, sha256: str = "", reference: str = "") -> Verified:
    """Look a file up by its hash, by the number printed on it, or both.

    Whoever holds the very bytes that were produced holds what the log says of them. A number alone
    answers only for files about the reader's own division.
    """
    found = _compared(by, sha256, reference)
    record("report.verified", by=by, reference=reference, sha256=sha256, result=found.verdict.value)
    return found


def read_reference(text: str) -> str:
    """Give a number as it is printed; ValueError for what is none, which no log may keep."""
    reference = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if reference and not SHAPE.fullmatch(reference):
        raise ValueError("编号的样子是 20181220-7KQ4M2XD，印在文件的末尾或页脚。请核对后再输入。")
    return reference


def told(event: Event) -> list[tuple[str, str]]:
    """List what the log wrote down about a file."""
    data = event.data
    maker = " ".join(filter(None, (event.actor_name, event.place, event.role)))
    made_at = timezone.localtime(event.at)
    pairs = [
        ("名称", data["title"]),
        ("范围", data["scope"]),
        ("数据截至", data["day"]),
        ("适用规则", data["edition"]),
        ("格式", data["format"].upper()),
        ("行数", str(data["rows"])),
        ("制作", f"{maker} {made_at:%Y-%m-%d %H:%M}"),
        ("用途", data["purpose"]),
        ("编号", data["reference"]),
        ("SHA-256", data["sha256"]),
    ]
    return [(label, text) for label, text in pairs if text]


def _compared(by: Acting, sha256: str, reference: str) -> Verified:
    if sha256:
        event = _produced().filter(data__sha256=sha256).first()
        if event is not None:
            same = not reference or event.data["reference"] == reference
            return Verified(Verdict.SAME if same else Verdict.DIFFERENT, event)
    event = _in_scope(by).filter(data__reference=reference).first() if reference else None
    if event is None:
        return Verified(Verdict.UNKNOWN)
    return Verified(Verdict.DIFFERENT if sha256 else Verdict.KNOWN, event)


def _produced() -> QuerySet[Event]:
    return Event.objects.filter(name=EVENT).order_by("pk")


def _in_scope(by: Acting) -> QuerySet[Event]:
    if not by.hi:
        return Event.objects.none()
    return _produced().filter(scope_path__gte=by.lo, scope_path__lt=by.hi)
