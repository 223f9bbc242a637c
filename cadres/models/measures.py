"""Warnings and sanctions as the registry knows them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from accounts.scope import ScopedQuerySet, scope_path_field


class MeasureQuerySet(ScopedQuerySet["Measure"]):
    def touching(self, first: date, last: date) -> MeasureQuerySet:
        """Keep the measures taken between two days, both included."""
        return self.filter(taken_on__gte=first, taken_on__lte=last)

    def in_force(self, day: date) -> MeasureQuerySet:
        """Keep those whose period covers that day; one withdrawn on the day is over."""
        return (
            self.filter(taken_on__lte=day)
            .filter(Q(until=None) | Q(until__gte=day))
            .filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))
        )


@pghistory.track(append_only=True)
class Measure(models.Model):
    """A warning or a sanction as the registry knows it; upper parts write it down to here."""

    class Kind(models.TextChoices):
        WARNING = "warning", "警示"
        SANCTION = "sanction", "处分"

    person = models.ForeignKey(
        "cadres.Person", models.PROTECT, related_name="measures", verbose_name="干部"
    )
    scope_path = scope_path_field()
    kind = models.CharField("类别", max_length=10, choices=Kind)
    title = models.CharField("名称", max_length=60)
    document = models.CharField("文号", max_length=80, blank=True)
    taken_on = models.DateField("作出日期")
    until = models.DateField("期限届满日", null=True, blank=True)
    withdrawn_on = models.DateField("撤销日期", null=True, blank=True)

    objects: ClassVar[models.Manager[Measure]] = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = "警示与处分"
        verbose_name_plural = "警示与处分"
        constraints = (
            models.CheckConstraint(
                name="measure_days_in_order",
                condition=Q(until=None) | Q(until__gte=F("taken_on")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.title}"

    def in_force_on(self, day: date) -> bool:
        """Tell of this one what `in_force` asks of the table."""
        ended = self.until is not None and self.until < day
        withdrawn = self.withdrawn_on is not None and self.withdrawn_on <= day
        return self.taken_on <= day and not ended and not withdrawn
