"""Put a locked round into another state; what a step leaves behind goes when it is taken back."""

from __future__ import annotations

from assessments.models import Round
from assessments.services.races import races_refused
from assessments.states import RETRIED, RoundStatus

EMPTY_AT_ENTRY = (
    "prepared_by", "prepared_on", "decided_by", "decided_on", "decision", "sitting", "noticed_by",
    "noticed_on", "notice_until", "feedback_on", "reported_by", "reported_on",
)  # fmt: skip
BLANK_AT_ENTRY = ("minutes", "notice_place")


def move(round: Round, to: RoundStatus, *fields: str) -> None:  # noqa: A002
    """Save the round's new state with what has changed beside it."""
    round.status = to
    with races_refused():
        round.save(update_fields=["status", *fields])


def back_to_entry(round: Round, *, reason: str, also: tuple[str, ...] = ()) -> None:  # noqa: A002
    """Lay a round on the clerk's desk again; grades decided for it stay those of a past attempt."""
    if round.status in RETRIED:
        round.attempt += 1
    for name in EMPTY_AT_ENTRY:
        setattr(round, name, None)
    for name in BLANK_AT_ENTRY:
        setattr(round, name, "")
    round.return_reason = reason
    cleared = (*EMPTY_AT_ENTRY, *BLANK_AT_ENTRY, "return_reason", "attempt")
    move(round, RoundStatus.ENTERING, *cleared, *also)
