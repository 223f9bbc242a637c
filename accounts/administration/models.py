"""A role given in an emergency: two administrators, 24 hours at most, and everybody sees it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from accounts.roles import Role

LONGEST = 24  # hours


class OverrideQuerySet(models.QuerySet["Override"]):
    def open(self) -> OverrideQuerySet:
        """Keep those that last, and those that the audit administrator has not yet acknowledged."""
        return self.filter(confirmed_at__isnull=False).filter(
            Q(acknowledged_at=None) | Q(grant__until__gt=timezone.now())
        )


@pghistory.track(append_only=True)
class Override(models.Model):
    """An emergency: asked for by one administrator, confirmed by another, seen by the third.

    It gives a role without waiting for the other office; it lifts no rule of the business.
    """

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="账号")
    role = models.CharField("角色", max_length=32, choices=Role)
    division = models.ForeignKey(
        "accounts.Division",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="单位",
    )
    department = models.CharField("部门", max_length=40, blank=True)
    hours = models.PositiveSmallIntegerField(
        "时限（小时）", validators=[MinValueValidator(1), MaxValueValidator(LONGEST)]
    )
    reason = models.CharField("理由", max_length=200)
    requested_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", verbose_name="申请人"
    )
    requested_at = models.DateTimeField("申请时间", db_default=Now())
    confirmed_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认人",
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    grant = models.OneToOneField(
        "accounts.RoleGrant",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="override",
        verbose_name="授权",
    )
    acknowledged_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="知悉人",
    )
    acknowledged_at = models.DateTimeField("知悉时间", null=True, blank=True)

    objects: ClassVar[models.Manager[Override]] = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = "紧急授权"
        verbose_name_plural = "紧急授权"
        constraints = (
            models.CheckConstraint(
                name="override_a_day_at_most", condition=Q(hours__gte=1, hours__lte=LONGEST)
            ),
            models.CheckConstraint(name="override_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="override_not_for_oneself", condition=~Q(requested_by=F("user"))
            ),
            models.CheckConstraint(
                name="override_confirmed_by_another",
                condition=Q(confirmed_by=None, confirmed_at=None, grant=None)
                | (
                    Q(confirmed_at__isnull=False, grant__isnull=False)
                    & ~Q(confirmed_by=F("requested_by"))
                    & ~Q(confirmed_by=F("user"))
                    & Q(confirmed_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="override_acknowledged_by_a_third",
                condition=Q(acknowledged_by=None, acknowledged_at=None)
                | (
                    Q(acknowledged_at__isnull=False, confirmed_at__isnull=False)
                    & Q(acknowledged_by__isnull=False)
                    & ~Q(acknowledged_by=F("requested_by"))
                    & ~Q(acknowledged_by=F("confirmed_by"))
                    & ~Q(acknowledged_by=F("user"))
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.role_label}"

    @property
    def role_label(self) -> str:
        return Role(self.role).label

    @property
    def where(self) -> str:
        return self.division.title if self.division else ""

    @property
    def ends_at(self) -> datetime | None:
        """Give the moment it ends or ended; None while nobody has confirmed it."""
        return self.grant.until if self.grant else None

    @property
    def lasts(self) -> bool:
        """True while the role can be used."""
        ends_at = self.ends_at
        return ends_at is not None and ends_at > timezone.now()
