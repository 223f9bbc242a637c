"""Files that officers put forward, what became of them, and trial calculations."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.models import Division, User
from accounts.scope import ScopedQuerySet, scope_path_field
from audit.models import APPEND_ONLY
from audit.triggers import Trigger

SAME_PROPOSER = Trigger(
    name="same_proposer",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="""
        IF NEW.proposed_by_id IS DISTINCT FROM
           (SELECT proposed_by_id FROM rulebook_rulefile WHERE id = NEW.file_id) THEN
            RAISE EXCEPTION 'the ruling names another proposer than the file'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ruling_same_proposer';
        END IF;
        RETURN NEW;
    """,
)


class RuleFile(models.Model):
    """A file as an officer put it forward, by the hash of its text; never changed."""

    class Kind(models.TextChoices):
        VALUES = "values", "数值"
        CATALOGUES = "catalogues", "目录新版"
        COUNTY = "county", "县的规定"
        CONFIRMATIONS = "confirmations", "核对确认"

    sha = models.CharField("哈希", max_length=64, unique=True)
    kind = models.CharField("类别", max_length=13, choices=Kind)
    where = models.CharField("县", max_length=6, blank=True)
    title = models.CharField("名称", max_length=120)
    document = models.CharField("文号", max_length=120)
    issued = models.DateField("成文日期")
    text = models.TextField("内容")
    note = models.CharField("说明", max_length=300, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    proposed_on = models.DateField("提出日期")
    made_at = models.DateTimeField("记录时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "规则文件"
        verbose_name_plural = "规则文件"
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.title}（{self.document}）"


class Ruling(models.Model):
    """What a second officer said to a file: published from that day, or declined; never changed."""

    file = models.OneToOneField(RuleFile, models.PROTECT, related_name="ruling")
    published = models.BooleanField("公布")
    # The proposer is kept beside the second officer so that one row shows two people.
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    ruled_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="批准人")
    ruled_on = models.DateField("办理日期")
    reason = models.CharField("理由", max_length=300, blank=True)
    made_at = models.DateTimeField("记录时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "公布决定"
        verbose_name_plural = "公布决定"
        triggers = (*APPEND_ONLY, SAME_PROPOSER)
        constraints = (
            models.CheckConstraint(
                name="ruling_four_eyes", condition=~Q(ruled_by=F("proposed_by"))
            ),
            models.CheckConstraint(
                name="ruling_declined_with_reason", condition=Q(published=True) | ~Q(reason="")
            ),
        )

    def __str__(self) -> str:
        return f"{'公布' if self.published else '不予公布'} {self.file}"


class WhatIf(models.Model):
    """A trial calculation under other figures: what was asked, how far it is, what came out.

    Its summary names people, so it stands behind both walls. It is no decision and changes none.
    """

    scope_path = scope_path_field()
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="范围")
    year = models.PositiveSmallIntegerField("年度")
    base_pay = models.DecimalField("假定基准", max_digits=9, decimal_places=2)
    variants = models.JSONField("改哪些数")
    file = models.ForeignKey(
        RuleFile, models.PROTECT, null=True, related_name="trials", verbose_name="规则文件"
    )
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_by_name = models.CharField("推演人", max_length=64)
    asked_on = models.DateField("推演日期")
    total = models.PositiveSmallIntegerField("共几步", default=0)
    done = models.PositiveSmallIntegerField("已做几步", default=0)
    summary = models.JSONField("结果", null=True)
    failure = models.CharField("没有做成的原因", max_length=300, blank=True)

    objects: ClassVar[models.Manager[WhatIf]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "推演"
        verbose_name_plural = "推演"
        constraints = (
            models.CheckConstraint(
                name="whatif_done_within_total", condition=Q(done__lte=F("total"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.division}{self.year}年度推演"
