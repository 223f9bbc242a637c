"""Rules that were published after a decision and were in force before it: listed, never applied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from accounts.acting import Acting
from policy.loading import Placed
from rulebook.editions import book_in_force
from rulebook.models import Decision

# What each kind of decision reads of the rulebook, by the beginning of the keys.
READS = {"annual_grade": ("grade.", "plan.report_share", "plan.target_share", "ballot.value.")}


@dataclass(frozen=True, slots=True)
class Late:
    """A published figure, and the decisions in force that were made without knowing it."""

    label: str
    figure: str
    start: date
    known: date
    document: str
    decisions: list[Decision]


def late_rules(acting: Acting, year: int) -> list[Late]:
    """List the figures that decisions for a year's end did not know and should be looked at for."""
    decided = list(_decided(acting, year))
    if not decided:
        return []
    book = book_in_force()
    found = []
    for placed in book.held.rows:
        touched = [one for one in decided if _late(placed, one)]
        if touched:
            row = placed.row
            label = book.held.params[row.key].label
            document = row.document or row.source
            found.append(Late(label, row.text, row.start, row.known, document, touched))
    return sorted(found, key=lambda one: (one.known, one.label))


def _decided(acting: Acting, year: int) -> list[Decision]:
    """Give the decisions of people that nobody has superseded, with what they knew."""
    later = Decision.objects.filter(supersedes=OuterRef("pk"))
    found = Decision.objects.visible_to(acting).filter(decided_by__isnull=False, on__year=year)
    kept = found.filter(~Exists(later)).order_by("scope_path", "pk")
    return list(kept.only("on", "known", "where", "procedure", "subject_label", "scope_path"))


def _late(placed: Placed, decision: Decision) -> bool:
    row = placed.row
    reads = READS.get(decision.procedure.partition("@")[0], ())
    return (
        row.start <= decision.on
        and row.known > decision.known
        and placed.where in (None, decision.where)
        and row.key.startswith(reads)
    )
