"""A sitting of a township's Party committee, as its minutes tell it."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models

from accounts.models import Division, User
from accounts.scope import ScopedQuerySet, scope_path_field
from cadres.models import StoredFile


@pghistory.track(append_only=True)
class Minutes(models.Model):
    """Number and day of a sitting, who came, who stepped back, and the signed sheet if sent."""

    township = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="乡镇")
    scope_path = scope_path_field()
    number = models.CharField("会议纪要", max_length=120)
    held_on = models.DateField("会议日期")
    attended = models.CharField("到会人员", max_length=300)
    recused = models.CharField("回避人员", max_length=200, blank=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="纪要原件"
    )
    kept_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")

    objects: ClassVar[models.Manager[Minutes]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "党委会会议"
        verbose_name_plural = "党委会会议"

    def __str__(self) -> str:
        return self.number
