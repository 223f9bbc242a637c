"""What is being decided about a file, or was: corrections, transfers, duplicates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.acting import Acting
from cadres.models import Correction, Duplicate, Transfer


@dataclass(frozen=True, slots=True)
class Case:
    """A request about the file, as the page and the timeline tell it."""

    kind: str
    text: str
    status: str
    asked_on: date
    asked_by: str
    decided_on: date | None
    decided_by: str
    reason: str
    is_open: bool


def cases_of(ids: Sequence[int], acting: Acting) -> list[Case]:
    """List what the reader's division sees of it, newest first, in three queries."""
    both = Q(first__in=ids) | Q(second__in=ids)
    people = ("asked_by", "reviewed_by")
    corrections = Correction.objects.visible_to(acting).filter(person__in=ids).defer("changes")
    transfers = Transfer.objects.visible_to(acting).filter(person__in=ids)
    pairs = Duplicate.objects.visible_to(acting).filter(both)
    found = [
        *map(_correction, corrections.select_related(*people)),
        *map(_transfer, transfers.select_related("township", "decided_by")),
        *map(_duplicate, pairs.select_related("proposed_by", "reviewed_by")),
    ]
    return sorted(found, key=lambda case: case.asked_on, reverse=True)


def _correction(one: Correction) -> Case:
    return Case(
        kind="correction",
        text=f"更正申请：{one.reason}",
        status=one.get_status_display(),
        asked_on=one.asked_on,
        asked_by=one.asked_by.name,
        decided_on=one.reviewed_on,
        decided_by=one.reviewed_by.name if one.reviewed_by else "",
        reason=one.review,
        is_open=one.status == Correction.Status.ASKED,
    )


def _transfer(one: Transfer) -> Case:
    return Case(
        kind="transfer",
        text=f"转入{one.township.name}申请",
        status=one.get_status_display(),
        asked_on=one.asked_on,
        asked_by=one.asked_by,
        decided_on=one.decided_on,
        decided_by=one.decided_by.name if one.decided_by else "",
        reason=one.reason,
        is_open=one.status in Transfer.OPEN,
    )


def _duplicate(one: Duplicate) -> Case:
    return Case(
        kind="duplicate",
        text=f"疑似重复档案，判断为{one.get_verdict_display()}：{one.reason}",
        status=one.get_status_display(),
        asked_on=one.proposed_on,
        asked_by=one.proposed_by.name,
        decided_on=one.reviewed_on,
        decided_by=one.reviewed_by.name if one.reviewed_by else "",
        reason=one.review,
        is_open=one.status == Duplicate.Status.PROPOSED,
    )
