"""From the committee's decision to the county: the public notice, then everybody's letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from accounts.acting import Acting
from accounts.clock import today
from assessments.models import Entry, Letter, Round
from assessments.queries import deadlines
from assessments.queries.standing import standing_objections, unserved
from assessments.rules import notice as rules
from assessments.services.cells import CellsRefused
from assessments.services.locks import locked_round
from assessments.services.moving import move
from assessments.services.races import races_refused
from assessments.states import RoundStatus
from audit.services import record

REFUSED_TO_SIGN = "拒绝签收"


@dataclass(frozen=True, slots=True)
class Service:
    """How a letter reached its reader: the day, the manner, who signed, what is to be noted."""

    on: date | None
    manner: str
    receiver: str = ""
    note: str = ""


@transaction.atomic
def post_notice(*, round: Round, on: date, place: str, by: Acting) -> Round:  # noqa: A002
    """Register that the decided grades hang out, from a day on and where."""
    round = locked_round(round, by)  # noqa: A001
    rules.may_post(round, by=by).require()
    until = deadlines.due_on(round, deadlines.NOTICE, on)
    rules.is_posting(round, on=on, until=until, place=place, today=today()).require()
    round.noticed_by, round.noticed_on, round.notice_until = by.user, on, until
    round.notice_place = place.strip()
    move(round, RoundStatus.NOTICE, "noticed_by", "noticed_on", "notice_until", "notice_place")
    told = {"on": on, "until": until, "place": round.notice_place}
    record("assessments.notice_posted", by=by, about=round, attempt=round.attempt, **_plain(told))
    return round


@transaction.atomic
def start_feedback(*, round: Round, by: Acting) -> list[Letter]:  # noqa: A002
    """End the notice and issue a numbered letter to each cadre on the roster."""
    round = locked_round(round, by)  # noqa: A001
    standing = standing_objections(round)
    rules.may_end_notice(round, standing=standing, today=today(), by=by).require()
    round.feedback_on = today()
    move(round, RoundStatus.FEEDBACK, "feedback_on")
    roster = Entry.objects.filter(round=round, on_roster=True)
    letters = issue(round, list(roster.order_by("village__path", "-is_principal", "pk")))
    record("assessments.feedback_started", by=by, about=round, letters=len(letters))
    return letters


def issue(round: Round, entries: list[Entry], revision: int = 0) -> list[Letter]:  # noqa: A002
    """Number letters on from the round's last; the round is locked, so that no number is lost."""
    issued = Letter.objects.filter(round=round).count()
    letters = [
        Letter(
            round=round,
            scope_path=round.scope_path,
            entry=entry,
            attempt=round.attempt,
            revision=revision,
            number=f"{round.township.name}考核告〔{round.year}〕{number}号",
            issued_on=today(),
        )
        for number, entry in enumerate(entries, issued + 1)
    ]
    with races_refused():
        return Letter.objects.bulk_create(letters)


@transaction.atomic
def serve_letters(
    *,
    round: Round,  # noqa: A002
    served: Mapping[int, Service],
    by: Acting,
) -> int:
    """Register how letters reached their readers; all of them or, with the reasons, none."""
    round = locked_round(round, by)  # noqa: A001
    found = Letter.objects.filter(round=round, pk__in=served).select_related("entry")
    refused, letters = {}, list(found)
    for letter in letters:
        letter.round = round
        rules.may_serve(letter, by=by).require()
        one = served[letter.pk]
        answer = rules.is_service(letter, today=today(), **_asked(one))
        if not answer:
            refused[letter.pk, "on"] = " ".join(answer.reasons)
        _put(letter, one, by)
    if refused:
        raise CellsRefused(refused)
    fields = ["served_on", "manner", "receiver", "note", "registered_by"]
    with races_refused():
        Letter.objects.bulk_update(letters, fields)
    if letters:
        numbers = [letter.number for letter in letters]
        record("assessments.letters_served", by=by, about=round, letters=numbers)
    return len(letters)


@transaction.atomic
def report_round(*, round: Round, by: Acting) -> Round:  # noqa: A002
    """Report to the county what was decided, posted and told."""
    round = locked_round(round, by)  # noqa: A001
    rules.may_report(round, unserved=unserved(round), by=by).require()
    round.reported_by, round.reported_on = by.user, today()
    move(round, RoundStatus.REPORTED, "reported_by", "reported_on")
    record("assessments.round_reported", by=by, about=round, decision=round.decision_id)
    return round


def _asked(one: Service) -> dict[str, Any]:
    return {"on": one.on, "manner": one.manner, "receiver": one.receiver, "note": one.note}


def _put(letter: Letter, one: Service, by: Acting) -> None:
    left = one.manner == Letter.Manner.LEFT
    letter.served_on, letter.manner, letter.note = one.on, one.manner, one.note.strip()
    letter.receiver = one.receiver.strip() or (REFUSED_TO_SIGN if left else "")
    letter.registered_by = by.user


def _plain(told: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in told.items()}
