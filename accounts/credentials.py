"""What a log-in needs and leaves: old passwords, failures, factors, the live session, drafts.

Models of this app, apart from models.py because nothing of the business refers to them.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.encryption import EncryptedTextField

USER = settings.AUTH_USER_MODEL


class OldPassword(models.Model):
    """The hash of a password somebody had, so that he does not take it again."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="old_passwords")
    hashed = models.CharField("哈希", max_length=128)
    replaced_at = models.DateTimeField("更换时间")

    class Meta:
        verbose_name = "用过的密码"
        verbose_name_plural = "用过的密码"

    def __str__(self) -> str:
        return f"{self.user} {self.replaced_at:%Y-%m-%d}"


class Failure(models.Model):
    """Failed log-ins under one name from one address, counted whether or not the name exists.

    The name is kept as a keyed hash only: people type their password into its field.
    """

    name_index = models.CharField("账号索引", max_length=64)
    address = models.CharField("来源地址", max_length=64, blank=True)
    user = models.ForeignKey(USER, models.CASCADE, null=True, blank=True, related_name="failures")
    count = models.PositiveSmallIntegerField("连续失败", default=0)
    last_at = models.DateTimeField("最近一次")
    locked_until = models.DateTimeField("锁定至", null=True, blank=True)

    class Meta:
        verbose_name = "登录失败"
        verbose_name_plural = "登录失败"
        constraints = (
            models.UniqueConstraint(fields=["name_index", "address"], name="one_count_per_address"),
        )

    def __str__(self) -> str:
        return f"{self.user or '不存在的账号'} {self.address}".strip()


class Factor(models.Model):
    """A second factor of somebody; it counts once he has shown that he holds it."""

    user = models.OneToOneField(USER, models.CASCADE, related_name="factor")
    kind = models.CharField("方式", max_length=20)
    secret = EncryptedTextField("密钥")
    last_step = models.BigIntegerField("最近用过的时段", default=0)
    enrolled_at = models.DateTimeField("启用时间", null=True, blank=True)

    class Meta:
        verbose_name = "第二验证"
        verbose_name_plural = "第二验证"

    def __str__(self) -> str:
        return f"{self.user} {self.kind}"


class RecoveryCode(models.Model):
    """A code for whoever has lost his factor; works once, kept as a keyed hash."""

    factor = models.ForeignKey(Factor, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField("哈希", max_length=64)
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        verbose_name = "备用码"
        verbose_name_plural = "备用码"

    def __str__(self) -> str:
        return "已用" if self.used_at else "未用"


class LiveSession(models.Model):
    """The one session an account has; a browser whose token is another is logged out."""

    user = models.OneToOneField(USER, models.CASCADE, primary_key=True, related_name="live_session")
    token = models.CharField("会话标记", max_length=64)
    with_factor = models.BooleanField("已过第二验证", default=False)
    address = models.CharField("来源地址", max_length=64, blank=True)
    began_at = models.DateTimeField("登录时间")
    seen_at = models.DateTimeField("最近操作")

    class Meta:
        verbose_name = "登录会话"
        verbose_name_plural = "登录会话"

    def __str__(self) -> str:
        return f"{self.user} {self.began_at:%Y-%m-%d %H:%M}"


class Draft(models.Model):
    """A form that arrived after its sender's session had ended; he may send it again."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="drafts")
    path = models.CharField("地址", max_length=500)
    role = models.CharField("角色", max_length=200, blank=True)
    fields = EncryptedTextField("内容")
    lost_files = models.BooleanField("附件未保留", default=False)
    saved_at = models.DateTimeField("暂存时间")

    class Meta:
        verbose_name = "暂存的表单"
        verbose_name_plural = "暂存的表单"
        ordering: ClassVar[list[str]] = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.path} {self.saved_at:%Y-%m-%d %H:%M}"
