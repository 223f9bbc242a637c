"""Everything `verify_audit` asks, in one snapshot of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction

from audit import chain, heads, history
from audit.finding import Finding
from audit.heads import Head
from audit.models import Event


@dataclass(slots=True)
class Report:
    """What was looked at and what was found."""

    events: int = 0
    tables: int = 0
    heads: int = 0
    head: Head | None = None
    findings: list[Finding] = field(default_factory=list)


def verify(path: Path) -> Report:
    """Verify chain, noted heads and field history; change nothing."""
    report = Report()
    # Before the snapshot: a head noted while we look must not seem to lie beyond its end.
    noted = _noted(path, report)
    with _snapshot():
        report.events = Event.objects.count()
        report.heads = len(noted)
        report.head = chain.head()
        report.findings += chain.broken_links() + chain.lost_heads(noted)
        for model in history.histories():
            report.tables += 1
            report.findings += history.differences(model)
        report.findings += history.disabled_triggers()
    return report


def _noted(path: Path, report: Report) -> list[Head]:
    try:
        return heads.read(path)
    except heads.UnreadableHeads as error:
        text = f"库外留存的链头文件{error}读不出，文件被改动或损坏"
        report.findings.append(Finding("unreadable_heads", path.name, str(error), text))
        return []


@contextmanager
def _snapshot() -> Iterator[None]:
    nested = connection.in_atomic_block  # only a test's; a snapshot can no longer be taken there
    with transaction.atomic(), connection.cursor() as cursor:
        if not nested:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # The whole city, as accounts.acting has it; we stand below accounts and cannot ask it.
        cursor.execute("SELECT set_config('app.lo', '', true), set_config('app.hi', ':', true)")
        yield
