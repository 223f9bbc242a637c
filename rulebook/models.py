"""Decisions and the exact rules and facts they were made from; nothing here is ever changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.models import User
from accounts.scope import ScopedQuerySet, scope_path_field
from audit.models import APPEND_ONLY


class RuleSnapshot(models.Model):
    """The rules in force on a day for a county, by the hash of their text."""

    sha = models.CharField("哈希", max_length=64, primary_key=True)
    body = models.JSONField("规则")

    class Meta:
        verbose_name = "规则快照"
        verbose_name_plural = "规则快照"
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.sha[:12]


class FactSnapshot(models.Model):
    """The facts a decision was made from. They name people, so they stand behind both walls."""

    sha = models.CharField("哈希", max_length=64)
    scope_path = scope_path_field()
    body = models.JSONField("事实")

    objects: ClassVar[models.Manager[FactSnapshot]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "事实快照"
        verbose_name_plural = "事实快照"
        triggers = APPEND_ONLY
        constraints = (
            models.UniqueConstraint(fields=["scope_path", "sha"], name="one_fact_snapshot"),
        )

    def __str__(self) -> str:
        return self.sha[:12]


class Decision(models.Model):
    """What the rulebook proposed on a subject, or what people decided; append-only.

    Without `decided_by` it is a proposal. `outcome` is the procedure's whole result, findings
    included, so that a replay can be compared with it word for word.
    """

    subject_type = models.CharField("对象类型", max_length=64)
    subject_id = models.BigIntegerField("对象编号")
    subject_label = models.CharField("对象", max_length=200)
    scope_path = scope_path_field()
    procedure = models.CharField("程序", max_length=60)
    on = models.DateField("适用日")
    known = models.DateField("已知日")
    where = models.CharField("县", max_length=6, blank=True)
    rules = models.ForeignKey(RuleSnapshot, models.PROTECT, related_name="+")
    facts = models.ForeignKey(FactSnapshot, models.PROTECT, related_name="+")
    outcome = models.JSONField("结果")
    outcome_sha = models.CharField("结果哈希", max_length=64)
    choices = models.JSONField("人的选择", default=dict, blank=True)
    reason = models.TextField("理由", blank=True)
    minutes = models.CharField("会议纪要", max_length=120, blank=True)
    prepared_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField("决定日期", null=True)
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("记录时间", db_default=Now(), editable=False)

    objects: ClassVar[models.Manager[Decision]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "决定"
        verbose_name_plural = "决定"
        triggers = APPEND_ONLY
        indexes = (models.Index(fields=["subject_type", "subject_id"], name="decision_by_subject"),)
        constraints = (
            models.CheckConstraint(
                name="decision_four_eyes",
                condition=Q(decided_by=None) | ~Q(decided_by=F("prepared_by")),
            ),
            models.CheckConstraint(
                name="decision_has_person_and_day",
                condition=Q(decided_by=None, decided_on=None)
                | Q(decided_by__isnull=False, decided_on__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject_label} {self.procedure}"


from rulebook.publishing_models import RuleFile, Ruling, WhatIf  # noqa: E402

__all__ = ["Decision", "FactSnapshot", "RuleFile", "RuleSnapshot", "Ruling", "WhatIf"]
