"""Divisions, people who log in, and the roles they hold at a division."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Case, F, Func, Q, SmallIntegerField, Value, When
from django.utils import timezone

from accounts.administration.models import Override
from accounts.clock import a_year_on
from accounts.credentials import (
    Draft,
    Factor,
    Failure,
    LiveSession,
    OldPassword,
    RecoveryCode,
)
from accounts.roles import Level, Role
from accounts.worklist import Work

__all__ = [
    "Division", "DivisionCode", "Draft", "Factor", "Failure", "Installation", "LiveSession",
    "OldPassword", "Override", "RecoveryCode", "RoleGrant", "User", "Work",
]  # fmt: skip


class DateRange(Func):
    """Both ends included; an open end lasts."""

    function = "daterange"
    output_field = DateRangeField()


def days(first: str, last: str) -> DateRange:
    """Give the SQL range of the days from one column to another, both included."""
    return DateRange(F(first), F(last), Value("[]"))


class DivisionQuerySet(models.QuerySet["Division"]):
    def under(self, division: Division) -> DivisionQuerySet:
        """Keep the division itself and everything below it."""
        return self.filter(path__gte=division.path, path__lt=division.path + ":")

    def on(self, day: date) -> DivisionQuerySet:
        """Keep what existed on that day."""
        return self.filter(first_day__lte=day).filter(Q(last_day=None) | Q(last_day__gte=day))


@pghistory.track(append_only=True)
class Division(models.Model):
    """A province, city, county, township or village; never deleted, succeeded instead."""

    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="children", null=True, verbose_name="上级"
    )
    level = models.PositiveSmallIntegerField("层级", choices=Level)
    path = models.CharField("区划路径", max_length=40, unique=True, db_collation="C")
    name = models.CharField("名称", max_length=60)
    official_name = models.CharField("全称", max_length=80)
    unit_type = models.CharField("类型", max_length=20, blank=True)
    committee_type = models.CharField("自治组织", max_length=20, blank=True)
    is_formal = models.BooleanField("正式建制", default=True)
    first_day = models.DateField("起始日", default=date(1949, 10, 1))
    last_day = models.DateField("终止日", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承继单位"
    )

    objects: ClassVar[models.Manager[Division]] = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = "区划"
        verbose_name_plural = "区划"
        ordering = ("path",)
        constraints = (
            models.CheckConstraint(
                name="division_days_in_order",
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
            ),
            models.CheckConstraint(
                name="division_successor_needs_end",
                condition=Q(successor=None) | Q(last_day__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """Name it as people do: a village with its township, a township with its county."""
        if self.level in (Level.TOWNSHIP, Level.VILLAGE) and self.parent:
            return f"{self.parent.name} · {self.name}"
        return self.name


@pghistory.track(append_only=True)
class DivisionCode(models.Model):
    """A code a division bore for a time; families are never joined with each other."""

    class Family(models.TextChoices):
        STATISTICS = "nbs", "统计代码"
        CIVIL_AFFAIRS = "mca", "民政代码"

    division = models.ForeignKey(Division, models.PROTECT, related_name="codes")
    family = models.CharField("代码体系", max_length=3, choices=Family)
    code = models.CharField("代码", max_length=12)
    first_day = models.DateField("起始日")
    last_day = models.DateField("终止日", null=True, blank=True)

    class Meta:
        verbose_name = "区划代码"
        verbose_name_plural = "区划代码"
        constraints = (
            ExclusionConstraint(
                name="one_division_per_code",
                expressions=[
                    ("family", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    (days("first_day", "last_day"), RangeOperators.OVERLAPS),
                ],
            ),
        )

    def __str__(self) -> str:
        return self.code


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)


@pghistory.track(append_only=True, exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """An account of one person. Nobody is a superuser."""

    username = models.CharField("账号", max_length=64, unique=True)
    name = models.CharField("姓名", max_length=64)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("须改密码", default=False)
    password_changed_at = models.DateTimeField("密码修改时间", null=True, blank=True)

    roles_today: list[RoleGrant] | None = None  # read with the account, see accounts.queries

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.name


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def standing(self) -> RoleGrantQuerySet:
        """Leave out what was refused and what has been cut off by the clock."""
        return self.filter(refused_on=None).filter(Q(until=None) | Q(until__gt=timezone.now()))

    def in_force(self, day: date) -> RoleGrantQuerySet:
        """Keep the grants that were approved and hold on that day, at this moment."""
        return self.standing().filter(
            approved_by__isnull=False, first_day__lte=day, last_day__gte=day
        )

    def waiting(self) -> RoleGrantQuerySet:
        """Keep those that nobody has approved or refused."""
        return self.standing().filter(approved_by=None)


# The three administrators, each a kind of its own; every business role is of one kind.
HAT = Case(
    When(role=Role.SYSTEM_ADMIN, then=Value(1)),
    When(role=Role.SECURITY_ADMIN, then=Value(2)),
    When(role=Role.AUDIT_ADMIN, then=Value(3)),
    default=Value(0),
    output_field=SmallIntegerField(),
)


@pghistory.track(append_only=True)
class RoleGrant(models.Model):
    """A role held at a division from one day to another, proposed by one, approved by another.

    `until` is the moment at which it was cut off, or will be when it was given in an emergency.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name="账号")
    role = models.CharField("角色", max_length=32, choices=Role)
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    department = models.CharField("部门", max_length=40, blank=True)
    first_day = models.DateField("起始日")
    last_day = models.DateField("终止日", default=a_year_on)
    until = models.DateTimeField("失效时刻", null=True, blank=True)
    ground = models.CharField("依据", max_length=200, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准人"
    )
    refused_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="不批准人"
    )
    refused_on = models.DateField("不批准日期", null=True, blank=True)
    refusal = models.CharField("不批准理由", max_length=200, blank=True)

    objects: ClassVar[models.Manager[RoleGrant]] = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = "角色授权"
        verbose_name_plural = "角色授权"
        constraints = (
            models.CheckConstraint(
                name="grant_four_eyes",
                condition=Q(approved_by=None)
                | (~Q(approved_by=F("proposed_by")) & ~Q(approved_by=F("user"))),
            ),
            models.CheckConstraint(
                name="grant_not_proposed_for_oneself",
                condition=~Q(proposed_by=F("user")),
            ),
            models.CheckConstraint(
                name="grant_days_in_order", condition=Q(last_day__gte=F("first_day"))
            ),
            models.CheckConstraint(
                name="grant_refused_in_full",
                condition=Q(refused_by=None, refused_on=None, refusal="")
                | (Q(refused_by__isnull=False, refused_on__isnull=False) & ~Q(refusal="")),
            ),
            # 三员分立: no administrator wears a second hat, of whatever kind, on any day.
            ExclusionConstraint(
                name="grant_one_hat_an_administrator",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (HAT, RangeOperators.NOT_EQUAL),
                    (days("first_day", "last_day"), RangeOperators.OVERLAPS),
                ],
                condition=Q(refused_on=None),
            ),
            models.CheckConstraint(
                name="grant_administrators_have_no_division",
                condition=Q(
                    role__in=[Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN],
                    division=None,
                )
                | (
                    ~Q(role__in=[Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
                    & Q(division__isnull=False)
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.division or ''}".strip()

    @property
    def role_of(self) -> Role:
        return Role(self.role)

    @property
    def role_label(self) -> str:
        return self.role_of.label

    @property
    def where(self) -> str:
        return self.division.title if self.division else ""


class Installation(models.Model):
    """What this database is: the demo city or a real one. One row."""

    only = models.BooleanField(primary_key=True, default=True)
    is_demo = models.BooleanField("演示库", default=False)
    size = models.CharField("规模", max_length=10, blank=True)
    seed = models.IntegerField("种子数", default=0)
    business_day = models.DateField("业务日期", null=True, blank=True)
    finished_at = models.DateTimeField("建成时间", null=True, blank=True)

    class Meta:
        verbose_name = "安装"
        verbose_name_plural = "安装"
        constraints = (models.CheckConstraint(name="one_installation", condition=Q(only=True)),)

    def __str__(self) -> str:
        return "演示库" if self.is_demo else "正式库"
