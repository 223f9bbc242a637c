"""Ask the independent SQL statement of cap and gates whether decided grades hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.db.models import QuerySet

from accounts.acting import Acting
from accounts.models import DivisionCode
from assessments.models import Round
from assessments.states import RoundStatus

STATEMENT = Path(__file__).resolve().parent.parent / "sql" / "grades_hold.sql"
CODE_DIGITS = 12
# What the statement asks of each township, and of each cadre on its roster.
PER_TOWNSHIP = ("cap", "four_eyes")
PER_CADRE = ("team", "measure", "months", "once", "decision", "composite", "order")


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that should not be: which check, where, and in words what."""

    check: str
    round: int
    entry: int | None
    said: str


def decided_rounds(*, by: Acting, year: int, code: str = "") -> QuerySet[Round] | None:
    """Give a year's rounds that a committee has decided; None for a code that names no place."""
    rounds = Round.objects.visible_to(by).filter(year=year)
    rounds = rounds.exclude(status__in=(RoundStatus.ENTERING, RoundStatus.SUBMITTED))
    if code:
        wanted = DivisionCode.objects.filter(
            family=DivisionCode.Family.STATISTICS, code=code.ljust(CODE_DIGITS, "0")
        )
        top = wanted.select_related("division").order_by("-first_day").first()
        if top is None:
            return None
        path = top.division.path
        rounds = rounds.filter(scope_path__gte=path, scope_path__lt=path + ":")
    return rounds.select_related("township").order_by("pk")


def breaches(rounds: Sequence[int]) -> list[Breach]:
    """List what breaks a rule in these rounds."""
    if not rounds:
        return []
    named = ",".join(map(str, rounds))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.rounds', %s, true)", [named])
        cursor.execute(STATEMENT.read_text(encoding="utf-8"))
        rows = cursor.fetchall()
        cursor.execute("SELECT set_config('app.rounds', '', true)")
    return [Breach(*row) for row in rows]
