"""Pairs of files of one name and birth date: the queue, and what was said of a pair."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from accounts.acting import Acting
from accounts.scope import SEGMENT
from cadres.models.cases import Duplicate, DuplicateQuerySet


def common_path(one: str, other: str) -> str:
    """Give the path of the smallest division that holds both."""
    same = 0
    while one[same : same + SEGMENT] == other[same : same + SEGMENT] and same < len(one):
        same += SEGMENT
    return one[:same]


def duplicates(acting: Acting) -> DuplicateQuerySet:
    """Give what was said of pairs in the reader's range."""
    return Duplicate.objects.visible_to(acting).select_related(
        "first__unit__parent", "second__unit__parent", "proposed_by", "reviewed_by"
    )


def pairs_of(people: Iterable[int], acting: Acting) -> DuplicateQuerySet:
    """Give what was said of pairs these files belong to."""
    ids = list(people)
    return duplicates(acting).filter(Q(first__in=ids) | Q(second__in=ids))
