"""The list of long work somebody asked for; see accounts/work.py."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from accounts.acting import Acting
from accounts.scope import ScopedQuerySet, scope_path_field


class WorkQuerySet(ScopedQuerySet["Work"]):
    def of(self, acting: Acting) -> WorkQuerySet:
        """Keep what this account asked for: a progress bar is nobody else's business."""
        return self.filter(asked_by=acting.username)


class Work(models.Model):
    """One piece of long work that somebody asked for."""

    class Status(models.TextChoices):
        QUEUED = "queued", "排队中"
        RUNNING = "running", "处理中"
        DONE = "done", "已完成"
        FAILED = "failed", "没有完成"

    scope_path = scope_path_field()
    task = models.CharField("任务", max_length=60)
    title = models.CharField("名称", max_length=120)
    arguments = models.JSONField(
        "参数", default=dict, blank=True
    )  # JSON; the queue gets our id only
    grant_id = models.BigIntegerField("授权", null=True, blank=True)
    asked_by = models.CharField("账号", max_length=64)
    asked_at = models.DateTimeField("时间", db_default=Now(), editable=False)
    status = models.CharField("状态", max_length=8, choices=Status, default=Status.QUEUED)
    done = models.PositiveIntegerField("已处理", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    doing = models.CharField("正在做", max_length=60, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    url = models.CharField("结果", max_length=200, blank=True)
    failure = models.TextField("未完成的原因", blank=True)

    objects: ClassVar[models.Manager[Work]] = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = "后台任务"
        verbose_name_plural = "后台任务"
        constraints = (
            models.CheckConstraint(
                name="work_ended_in_full",
                condition=models.Q(status__in=["queued", "running"], ended_at=None)
                | models.Q(status__in=["done", "failed"], ended_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.status in (self.Status.DONE, self.Status.FAILED)
