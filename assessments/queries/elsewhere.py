"""Which villages' teams a round asks about, and results that another township enters."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet

from accounts.models import Division
from assessments.models import Entry, Round
from assessments.states import TeamGrade

Elsewhere = dict[tuple[int, int, int], str]
RESULTS = "SELECT person_id, year, village_id, result FROM assessments_team_results(%s)"


def teams_elsewhere(persons: Iterable[int]) -> Elsewhere:
    """Give results by person, year and village; the database answers about those he led only."""
    asked = sorted(persons)
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(RESULTS, [asked])
        rows = cursor.fetchall()
    return {
        (person, year, village): TeamGrade(result).label for person, year, village, result in rows
    }


def teams_of(round: Round) -> QuerySet[Division]:  # noqa: A002
    """List the villages whose team results this township enters.

    Those of its roster, and those of its own whose former principal now serves in another one.
    """
    listed = Entry.objects.filter(round=round, on_roster=True)
    own = Q(pk__in=listed.values("village"))
    led = Q(pk__in=listed.values("team_village"), parent=round.township_id)
    return Division.objects.filter(own | led).order_by("path")
