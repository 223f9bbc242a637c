"""Events that nobody can take back, chained in the order in which they were committed."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Now

from audit.triggers import Protect, Trigger

APPEND_ONLY = (
    Protect(name="no_change", operation=pgtrigger.Update | pgtrigger.Delete),
    Trigger(
        name="no_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
    ),
)


class Event(models.Model):
    """One thing somebody did or looked at; people, roles and objects are kept as text."""

    at = models.DateTimeField("时间", db_default=Now(), editable=False)
    name = models.CharField("事项", max_length=80, help_text="package.past_tense")
    actor = models.CharField("账号", max_length=64)
    actor_name = models.CharField("姓名", max_length=64, blank=True)
    role = models.CharField("角色", max_length=32, blank=True)
    place = models.CharField("单位", max_length=120, blank=True)
    address = models.CharField("来源地址", max_length=64, blank=True)
    request_id = models.CharField("请求编号", max_length=40, blank=True)
    object_type = models.CharField("对象类型", max_length=64, blank=True)
    object_id = models.CharField("对象编号", max_length=64, blank=True)
    object_label = models.CharField("对象", max_length=200, blank=True)
    scope_path = models.CharField("所在区划", max_length=40, blank=True, db_collation="C")
    data = models.JSONField("内容", default=dict, blank=True)

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        triggers = APPEND_ONLY
        indexes = (
            models.Index(fields=["object_type", "object_id", "at"], name="event_by_object"),
            models.Index(fields=["actor", "at"], name="event_by_actor"),
            models.Index(fields=["at"], name="event_by_time"),
            models.Index(fields=["name", "at"], name="event_by_name"),
            models.Index(fields=["address", "at"], name="event_by_address"),
            models.Index(fields=["object_label", "at"], name="event_by_label"),
            # An export or a list shows many people at once: `data.people` names them.
            GinIndex(
                OpClass(KeyTransform("people", "data"), name="jsonb_path_ops"),
                name="event_by_people",
                condition=Q(data__has_key="people"),
            ),
            # A produced file is found by what it is or by the number printed on it.
            models.Index(
                KeyTransform("sha256", "data"),
                name="event_by_sha256",
                condition=Q(name="report.produced"),
            ),
            models.Index(
                KeyTransform("reference", "data"),
                name="event_by_reference",
                condition=Q(name="report.produced"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.object_label}".strip()


class Link(models.Model):
    """An event's place in the chain, given at commit, inside the lock, by the database."""

    seq = models.BigIntegerField("链序", primary_key=True)
    event_id = models.BigIntegerField("记录", unique=True)
    previous = models.CharField("前一哈希", max_length=64)
    hash = models.CharField("哈希", max_length=64)

    class Meta:
        verbose_name = "审计链"
        verbose_name_plural = "审计链"
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:12]}"
