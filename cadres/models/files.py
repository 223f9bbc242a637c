"""Files people sent: kept encrypted in the database, behind the same walls as everything else."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from accounts.encryption import EncryptedBytesField
from accounts.scope import ScopedQuerySet, scope_path_field


class FileKind(models.TextChoices):
    """What the content showed a file to be; its name does not count."""

    PDF = "pdf", "PDF"
    JPEG = "jpg", "JPEG 图片"
    PNG = "png", "PNG 图片"
    XLSX = "xlsx", "Excel 工作簿"
    XLS = "xls", "Excel 97-2003 工作簿"
    CSV = "csv", "CSV 文本"


class StoredFileQuerySet(ScopedQuerySet["StoredFile"]):
    def without_body(self) -> StoredFileQuerySet:
        """Leave the content where it is; lists need names and sizes only."""
        return self.defer("body")


class StoredFile(models.Model):
    """One file as it came (a picture re-encoded), with the fingerprint of its content."""

    scope_path = scope_path_field()
    name = models.CharField("文件名", max_length=200)
    kind = models.CharField("类型", max_length=5, choices=FileKind)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    body = EncryptedBytesField("内容")
    stored_at = models.DateTimeField("存入时间", db_default=Now(), editable=False)

    objects: ClassVar[models.Manager[StoredFile]] = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = "存档文件"
        verbose_name_plural = "存档文件"

    def __str__(self) -> str:
        return self.name
