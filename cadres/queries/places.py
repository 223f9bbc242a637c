"""The divisions a reader's pages are about; a foreign one is not there at all."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from accounts.acting import Acting
from accounts.models import Division, DivisionQuerySet
from accounts.roles import Level
from cadres.models import Tenure

Q = TypeVar("Q", bound=QuerySet[Any])


def villages(acting: Acting) -> DivisionQuerySet:
    """Give the villages of the reader's division, ended ones too: what happened there stays."""
    return _below(acting).filter(level=Level.VILLAGE).select_related("parent")


def townships(acting: Acting) -> DivisionQuerySet:
    """Give the townships of the reader's division, his own included."""
    return _below(acting).filter(level=Level.TOWNSHIP).select_related("parent")


def ended(acting: Acting) -> DivisionQuerySet:
    """Give the townships and villages that ended in favour of another."""
    return (
        _below(acting)
        .filter(level__gte=Level.TOWNSHIP, successor__isnull=False)
        .select_related("parent", "successor__parent")
    )


def registered(acting: Acting, day: date) -> DivisionQuerySet:
    """Give the villages of that day of which the registry knows anybody at all."""
    known = Tenure.objects.visible_to(acting).filter(village=OuterRef("pk"))
    return villages(acting).on(day).filter(Exists(known))


def lineage(village: Division) -> list[Division]:
    """Give a village and those that ended in its favour, however long ago; one query a step."""
    found, step = [village], [village]
    while step := list(
        Division.objects.filter(successor__in=step)
        .exclude(pk__in=[one.pk for one in found])
        .select_related("parent")
    ):
        found += step
    return found


def within(rows: Q, place: Division | None, column: str = "path") -> Q:
    """Keep the rows of a place and of all below it; without a place none."""
    if place is None:
        return rows.none()
    return rows.filter(**{f"{column}__gte": place.path, f"{column}__lt": place.path + ":"})


def _below(acting: Acting) -> DivisionQuerySet:
    if acting.division is None or not acting.reads:
        return Division.objects.none()
    return Division.objects.filter(path__gte=acting.lo, path__lt=acting.hi)
