"""Questions to rosters on their way in: what a batch found, row by row."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Func, QuerySet

from accounts.acting import Acting
from accounts.models import Division, User, Work
from cadres.models import Batch, BatchRow, BatchStatus, Outcome, Person

OPEN = (BatchStatus.COLUMNS, BatchStatus.CHECKED)
ELSEWHERE = "number_elsewhere"  # the reason of a row whose file another unit keeps
HAND_OVERS = "hand_over"  # beside the outcomes, what the rows of a batch can be filtered by


@dataclass(slots=True)
class Findings:
    """By sheet row, as text: the codes of what was refused and tolerated, hand-overs in words."""

    refused: dict[str, list[str]] = field(default_factory=dict)
    tolerated: dict[str, list[str]] = field(default_factory=dict)
    hand_over: dict[str, list[str]] = field(default_factory=dict)


def found_in(batch: Batch, acting: Acting) -> Findings:
    """List what is remarkable about a batch's rows, in the order of the sheet."""
    found = Findings()
    rows = BatchRow.objects.visible_to(acting).filter(batch=batch).order_by("sheet_row")
    for row in rows.defer("payload"):
        key = str(row.sheet_row)
        if row.refused:
            found.refused[key] = row.refused
        if row.tolerated:
            found.tolerated[key] = row.tolerated
    for row in rows.filter(hands_over=True):
        remarks = json.loads(row.payload)["remarks"]
        said = [one["sentence"] for one in remarks if one["code"] == "hand_over"]
        found.hand_over[str(row.sheet_row)] = said
    return found


def batches(acting: Acting) -> QuerySet[Batch]:
    """Give the rosters sent within the reader's division, without what the files hold."""
    found = Batch.objects.visible_to(acting).select_related("township__parent", "file")
    return found.defer("file__body")


def open_batches(acting: Acting) -> QuerySet[Batch]:
    """Give those that wait for somebody, the oldest first."""
    return batches(acting).filter(status__in=OPEN).order_by("pk")


def sent_before(content_hash: str, township: Division, acting: Acting) -> Batch | None:
    """Find a roster of the very same content that is still being worked on."""
    return open_batches(acting).filter(township=township, file__sha256=content_hash).first()


def rows_of(batch: Batch, acting: Acting, *, show: str = "", why: str = "") -> QuerySet[BatchRow]:
    """Give a batch's rows in the order of the sheet, by outcome or by what was found."""
    rows = BatchRow.objects.visible_to(acting).filter(batch=batch).order_by("sheet_row")
    if show == HAND_OVERS:
        rows = rows.filter(hands_over=True)
    elif show in Outcome.values:
        rows = rows.filter(outcome=show)
    return rows.filter(refused__contains=[why]) if why else rows


def kept_elsewhere(batch: Batch, acting: Acting) -> list[tuple[str, str]]:
    """Give (name, number) of the rows whose number another unit's file bears."""
    wanted = []
    for row in rows_of(batch, acting, show=Outcome.REFUSED, why=ELSEWHERE):
        values = json.loads(row.payload)["values"]
        wanted.append((values.get("name", ""), values.get("id_number", "")))
    return wanted


def reasons_of(batch: Batch, acting: Acting) -> list[tuple[str, int]]:
    """Count the rows of each reason for which rows were refused, the commonest first."""
    rows = BatchRow.objects.visible_to(acting).filter(batch=batch, outcome=Outcome.REFUSED)
    codes = rows.annotate(code=Func("refused", function="unnest")).values("code")
    return list(
        codes.annotate(times=Count("pk")).order_by("-times", "code").values_list("code", "times")
    )


def written_by(batch: Batch, acting: Acting) -> dict[str, int]:
    """Count what a confirmed batch left: files opened and changed, posts begun and handed over."""
    counts = dict.fromkeys(("new", "changed", "tenures", "ended"), 0)
    rows = BatchRow.objects.visible_to(acting).filter(batch=batch).exclude(wrote={})
    for outcome, wrote in rows.values_list("outcome", "wrote"):
        counts[outcome] = counts.get(outcome, 0) + 1
        counts["tenures"] += len(wrote.get("tenures", ()))
        counts["ended"] += len(wrote.get("ended", ()))
    return counts


def files_among(people: Iterable[int], acting: Acting) -> set[int]:
    """Tell which of these files the reader may open: one may have moved since."""
    found = Person.objects.visible_to(acting).filter(pk__in=list(people))
    return set(found.values_list("pk", flat=True))


def villages_named(keys: Iterable[int]) -> dict[int, str]:
    """Name villages by their keys."""
    return dict(Division.objects.filter(pk__in=set(keys)).values_list("pk", "name"))


def names_of(usernames: Iterable[str]) -> dict[str, str]:
    """Give the names of the people behind these accounts."""
    asked = {name for name in usernames if name}
    return dict(User.objects.filter(username__in=asked).values_list("username", "name"))


def work_on(batch: Batch, acting: Acting) -> Work | None:
    """Give the latest piece of background work on a batch, whoever of the township asked for it."""
    found: QuerySet[Any] = Work.objects.visible_to(acting)
    latest: Work | None = found.filter(arguments__batch=batch.pk).order_by("-pk").first()
    return latest
