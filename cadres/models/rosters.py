"""Rosters as townships send them: the batch, its rows, and how a township's columns were read."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.encryption import EncryptedTextField
from accounts.models import Division, User
from accounts.scope import ScopedQuerySet, scope_path_field
from cadres.models.files import StoredFile
from cadres.models.people import Person


class BatchStatus(models.TextChoices):
    COLUMNS = "columns", "待核对列"
    CHECKED = "checked", "待确认"
    CONFIRMED = "confirmed", "已写入"
    UNDONE = "undone", "已撤回"
    DISCARDED = "discarded", "已作废"


MOVES = {
    BatchStatus.COLUMNS: {BatchStatus.CHECKED, BatchStatus.DISCARDED},
    BatchStatus.CHECKED: {BatchStatus.COLUMNS, BatchStatus.CONFIRMED, BatchStatus.DISCARDED},
    BatchStatus.CONFIRMED: {BatchStatus.UNDONE},
    BatchStatus.UNDONE: set(),
    BatchStatus.DISCARDED: set(),
}


class BatchQuerySet(ScopedQuerySet["Batch"]):
    pass


@pghistory.track(append_only=True)
class Batch(models.Model):
    """One roster of one township on its way into the registry."""

    township = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="乡镇")
    scope_path = scope_path_field()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    sheet = models.CharField("工作表", max_length=100, blank=True)
    sheets = models.JSONField("全部工作表", default=list, blank=True)
    heads = models.JSONField("表头", default=list, blank=True)
    head_rows = models.JSONField("表头所在行", default=list, blank=True)
    columns = models.JSONField("各列含义", default=dict, blank=True)
    status = models.CharField(
        "状态", max_length=10, choices=BatchStatus, default=BatchStatus.COLUMNS
    )
    counts = models.JSONField("行数", default=dict, blank=True)
    sent_by = models.CharField("上传人", max_length=64)
    sent_on = models.DateField("上传日期")
    confirmed_by = models.CharField("确认人", max_length=64, blank=True)
    confirmed_on = models.DateField("确认日期", null=True, blank=True)
    undone_by = models.CharField("撤回人", max_length=64, blank=True)
    undone_on = models.DateField("撤回日期", null=True, blank=True)
    undone_why = models.CharField("撤回原因", max_length=200, blank=True)

    objects: ClassVar[models.Manager[Batch]] = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = "花名册导入"
        verbose_name_plural = "花名册导入"
        constraints = (
            models.CheckConstraint(
                name="batch_confirmed_in_full",
                condition=Q(
                    status__in=["columns", "checked", "discarded"],
                    confirmed_by="",
                    confirmed_on=None,
                )
                | (
                    Q(status__in=["confirmed", "undone"], confirmed_on__isnull=False)
                    & ~Q(confirmed_by="")
                ),
            ),
            models.CheckConstraint(
                name="batch_undone_in_full",
                condition=(~Q(status="undone") & Q(undone_by="", undone_on=None, undone_why=""))
                | (Q(status="undone", undone_on__isnull=False) & ~Q(undone_by="")),
            ),
        )
        indexes = (models.Index(fields=["scope_path", "-id"], name="batch_by_scope"),)

    def __str__(self) -> str:
        return f"{self.township} {self.file.name}"


class Outcome(models.TextChoices):
    NEW = "new", "新增"
    CHANGED = "changed", "有变动"
    SAME = "same", "无变动"
    REFUSED = "refused", "不能导入"


class BatchRowQuerySet(ScopedQuerySet["BatchRow"]):
    pass


class BatchRow(models.Model):
    """One row of the sheet: what stood there, what it means here, what was written from it.

    `payload` is JSON: {"cells": {field: text}, "changes": [[field, old, new]], …}, encrypted whole.
    After confirmation the row is the provenance of what `wrote` names: file, sheet and row.
    """

    # Found by the two indexes below; a roster's rows are many, and each index is paid for by all.
    batch = models.ForeignKey(
        Batch, models.CASCADE, related_name="rows", db_index=False, verbose_name="导入"
    )
    scope_path = scope_path_field()
    sheet_row = models.PositiveIntegerField("行号")
    outcome = models.CharField("结果", max_length=8, choices=Outcome)
    refused = ArrayField(
        models.CharField(max_length=40), verbose_name="不能导入的原因", default=list
    )
    tolerated = ArrayField(models.CharField(max_length=40), verbose_name="照读的写法", default=list)
    warned = ArrayField(models.CharField(max_length=40), verbose_name="提醒", default=list)
    hands_over = models.BooleanField("接任", default=False)
    payload = EncryptedTextField("内容")
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        verbose_name="干部",
    )  # fmt: skip
    # {"fields": [names], "tenures": [ids], "ended": [ids]}: never a value.
    wrote = models.JSONField("写入内容", default=dict, blank=True)

    objects: ClassVar[models.Manager[BatchRow]] = BatchRowQuerySet.as_manager()

    class Meta:
        verbose_name = "导入行"
        verbose_name_plural = "导入行"
        constraints = (
            models.UniqueConstraint(name="one_row_a_sheet_row", fields=["batch", "sheet_row"]),
        )
        indexes = (models.Index(fields=["person", "-id"], name="batchrow_by_person"),)

    def __str__(self) -> str:
        return f"{self.batch_id} 第 {self.sheet_row} 行"


class ColumnMemoryQuerySet(ScopedQuerySet["ColumnMemory"]):
    pass


class ColumnMemory(models.Model):
    """How a township's sheet with these headers was read last time."""

    township = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="乡镇")
    scope_path = scope_path_field()
    signature = models.CharField("表头指纹", max_length=64)
    columns = models.JSONField("各列含义", default=dict)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="核对人")
    at = models.DateTimeField("核对时间", db_default=Now(), editable=False)

    objects: ClassVar[models.Manager[ColumnMemory]] = ColumnMemoryQuerySet.as_manager()

    class Meta:
        verbose_name = "列的记忆"
        verbose_name_plural = "列的记忆"
        constraints = (
            models.UniqueConstraint(
                name="one_memory_a_sheet", fields=["township", "signature", "scope_path"]
            ),
        )

    def __str__(self) -> str:
        return f"{self.township} {self.signature[:8]}"
