"""Posts in ended units outside the reader's range, which a unit of his has taken the place of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import prefetch_related_objects

from accounts.models import Division
from cadres.models import Tenure

SQL = "SELECT * FROM cadres_inherited_tenures() WHERE {} = ANY(%s) AND began_on <= %s"
EVER = date.max


def inherited_in(villages: Iterable[Division], day: date = EVER) -> list[Tenure]:
    """Give the posts of these ended villages that began by the day; two queries."""
    return _found("village_id", [village.pk for village in villages], day)


def inherited_by(ids: Iterable[int], day: date = EVER) -> list[Tenure]:
    """Give the posts a person (by the ids of his files) held in units the reader's replaced."""
    return _found("person_id", list(ids), day)


def _found(column: str, pks: list[int], day: date) -> list[Tenure]:
    found = list(Tenure.objects.raw(SQL.format(column), [pks, day]))
    prefetch_related_objects(found, "village__parent")
    for one in found:
        one.is_inherited = True  # it is shown, and nothing is done with it
        one.team = None  # behind the wall still
    return found
