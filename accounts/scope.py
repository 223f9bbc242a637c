"""First wall: which rows a person sees. Written once; whatever is unknown sees nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from accounts.acting import Acting

M = TypeVar("M", bound=models.Model)

SEGMENT = 4  # digits of one level in a scope path


class ScopedQuerySet(models.QuerySet[M]):
    """Rows with a `scope_path` of their own."""

    def visible_to(self, acting: Acting | None) -> Self:
        """Keep the rows of the division he acts for and of all below it."""
        if acting is None or not acting.hi:
            return self.none()
        if acting.whole:  # a range over everything would only mislead the planner
            return self.all()
        return self.filter(scope_path__gte=acting.lo, scope_path__lt=acting.hi)

    def locked(self) -> Self:
        """Lock the rows themselves, not what they are joined with."""
        return self.select_for_update(of=("self",))


class InheritedQuerySet(ScopedQuerySet[M]):
    """Rows that a division sets for all below it, such as a county's plan."""

    def visible_to(self, acting: Acting | None) -> Self:
        """Keep the rows of his division, of all below it and of those above it."""
        if acting is None or not acting.hi:
            return self.none()
        above = [acting.lo[:end] for end in range(SEGMENT, len(acting.lo), SEGMENT)]
        own = Q(scope_path__gte=acting.lo, scope_path__lt=acting.hi)
        return self.filter(own | Q(scope_path__in=above))


def scope_path_field() -> models.CharField[str, str]:
    """Give the column that both walls read; collation C makes a range a subtree everywhere."""
    return models.CharField("区划路径", max_length=40, db_collation="C", editable=False)
