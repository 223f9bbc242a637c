"""What a file holds beside the person, and from which roster its values came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.acting import Acting
from accounts.models import User
from cadres.models import Batch, BatchRow, BatchStatus

# A roster speaks of months, a file of days: its columns have names of their own.
ROSTER_FIELDS = {
    "born": "born_on", "party_joined": "party_joined_on", "full_member": "full_member_on",
    "first_job": "first_job_on",
}  # fmt: skip
# Read out of the number, so they came with it.
WITH_NUMBER = ("sex", "born_on")


@dataclass(frozen=True, slots=True)
class Written:
    """A row of a roster that was written into a file."""

    batch: int
    file: str
    sheet: str
    row: int
    day: date
    by: str
    fields: frozenset[str]
    is_new: bool
    undone_on: date | None
    undone_by: str
    context: UUID | None

    @property
    def where(self) -> str:
        """Name file, sheet and row."""
        sheet = f"工作表“{self.sheet}”" if self.sheet else ""
        return f"《{self.file}》{sheet}第 {self.row} 行"


def written_rows(ids: Sequence[int], acting: Acting) -> list[Written]:
    """List the roster rows that wrote into these files, newest first, in one query."""
    history = Batch.events.rel.related_model._default_manager  # type: ignore[attr-defined]
    confirmed = history.filter(pgh_obj=OuterRef("batch"), status=BatchStatus.CONFIRMED)
    context = confirmed.order_by("pgh_id").values("pgh_context")[:1]
    found = (
        BatchRow.objects.visible_to(acting)
        .filter(person__in=ids, batch__confirmed_on__isnull=False)
        .annotate(
            context=Subquery(context),
            confirmed=_name_of("batch__confirmed_by"),
            undone=_name_of("batch__undone_by"),
        )
        .order_by("-batch__confirmed_on", "-pk")
    )
    return [
        _written(line)
        for line in found.values(
            "batch", "sheet_row", "outcome", "wrote", "context", "batch__sheet",
            "batch__file__name", "batch__confirmed_on", "batch__undone_on", "confirmed", "undone",
        )
    ]  # fmt: skip


def sources(rows: Iterable[Written], writers: Mapping[str, UUID | None]) -> dict[str, Written]:
    """Say of each field which roster row gave the value it has now.

    `writers` names the saving that wrote a field last (see `cadres.history`): one that somebody
    corrected by hand since has no roster any more.
    """
    found: dict[str, Written] = {}
    for row in rows:  # newest first
        if row.undone_on is not None:
            continue
        for field in row.fields:
            if writers.get(field, writers.get("")) == row.context:
                found.setdefault(field, row)
    return found


def _name_of(account: str) -> Coalesce:
    """Name the person behind an account; one that is gone keeps its account's name."""
    named = User.objects.filter(username=OuterRef(account)).values("name")[:1]
    return Coalesce(Subquery(named), F(account))


def _written(line: Mapping[str, Any]) -> Written:
    named = line["wrote"].get("fields", []) if line["wrote"] else []
    fields = {ROSTER_FIELDS.get(name, name) for name in named}
    if "id_number" in fields:
        fields.update(WITH_NUMBER)
    return Written(
        batch=line["batch"],
        file=line["batch__file__name"],
        sheet=line["batch__sheet"],
        row=line["sheet_row"],
        day=line["batch__confirmed_on"],
        by=line["confirmed"],
        fields=frozenset(fields),
        is_new=line["outcome"] == "new",
        undone_on=line["batch__undone_on"],
        undone_by=line["undone"],
        context=line["context"],
    )
