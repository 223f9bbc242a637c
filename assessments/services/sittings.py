"""Keep what the minutes tell of a committee's sitting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from accounts.acting import Acting
from accounts.clock import today
from accounts.models import User
from assessments.models import Minutes, Round
from assessments.rules import may_sit
from audit.services import record
from cadres.filecheck import Checked
from cadres.services.files import store


@dataclass(frozen=True, slots=True)
class Sitting:
    """Number and day of a sitting, who came, who stepped back, and the signed sheet if sent."""

    number: str
    held_on: date
    attended: str
    recused: str = ""
    scan: Checked | None = None


def keep_minutes(
    *,
    round: Round,  # noqa: A002
    sitting: Sitting,
    not_before: date | None,
    by: Acting,
) -> Minutes:
    """Keep a sitting's minutes: a step of the service that decides by them, in its transaction."""
    may_sit(
        number=sitting.number,
        held_on=sitting.held_on,
        attended=sitting.attended,
        not_before=not_before,
        today=today(),
    ).require()
    scan = store(sitting.scan, scope_path=round.scope_path) if sitting.scan else None
    kept = Minutes.objects.create(
        township_id=round.township_id,
        scope_path=round.scope_path,
        number=sitting.number.strip(),
        held_on=sitting.held_on,
        attended=sitting.attended.strip(),
        recused=sitting.recused.strip(),
        file=scan,
        kept_by=cast(User, by.user),
    )
    told = {"number": kept.number, "held_on": kept.held_on.isoformat()}
    record(
        "assessments.minutes_kept",
        by=by,
        about=kept,
        sitting=told,
        sha256=scan.sha256 if scan else "",
    )
    return kept
