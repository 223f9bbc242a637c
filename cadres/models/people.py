"""People: one file each, found by name, by pinyin or by what stands for their number."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from accounts.encryption import EncryptedTextField, blind_index
from accounts.models import Division
from accounts.scope import ScopedQuerySet, scope_path_field
from cadres.identity import age_on
from cadres.models.files import StoredFile
from cadres.models.measures import Measure
from cadres.models.tenures import Tenure


def number_index(number: str) -> str:
    """Give the blind index of a normalised identity number."""
    return blind_index(number, "cadres.person.id_number")


def tail_index(number: str) -> str:
    """Give the blind index of a number's last four characters."""
    return blind_index(number[-4:], "cadres.person.id_number.tail")


class Sex(models.TextChoices):
    MALE = "1", "男"
    FEMALE = "2", "女"


class PersonQuerySet(ScopedQuerySet["Person"]):
    def in_post(self, day: date) -> PersonQuerySet:
        """Keep those who held any post on that day."""
        held = Tenure.objects.on(day).filter(person=models.OuterRef("pk"))
        return self.filter(models.Exists(held))

    def standing(self) -> PersonQuerySet:
        """Leave out files that were merged into another."""
        return self.filter(merged_into=None)

    def with_number(self, number: str) -> PersonQuerySet:
        """Keep the one who bears this normalised identity number."""
        return self.filter(id_index=number_index(number))

    def with_measure_in_force(self, day: date) -> PersonQuerySet:
        """Keep those on whom a warning or sanction weighs on that day."""
        weighing = Measure.objects.in_force(day).filter(person=models.OuterRef("pk"))
        return self.filter(models.Exists(weighing))


class FormerNumberQuerySet(ScopedQuerySet["FormerNumber"]):
    pass


@pghistory.track(append_only=True)
class Person(models.Model):
    """One person's file. Its scope path is the township that keeps it.

    A file found to be a second one of the same person stays, `merged_into` the first: its own
    history and what other parts wrote about it are read with the first one's.
    """

    unit = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="管档单位")
    scope_path = scope_path_field()
    name = models.CharField("姓名", max_length=60)
    pinyin = models.CharField("拼音", max_length=200, blank=True, db_collation="C")
    initials = models.CharField("拼音首字母", max_length=40, blank=True, db_collation="C")
    id_number = EncryptedTextField("身份证号")
    id_index = models.CharField("身份证号索引", max_length=64, unique=True, editable=False)
    tail_index = models.CharField(
        "末四位索引", max_length=64, blank=True, db_index=True, editable=False
    )
    sex = models.CharField("性别", max_length=1, choices=Sex)
    born_on = models.DateField("出生日期")
    ethnicity = models.CharField("民族", max_length=2, default="01", help_text="GB/T 3304")
    education = models.CharField("学历", max_length=2, blank=True, help_text="GB/T 4658")
    degree = models.CharField("学位", max_length=3, blank=True, help_text="GB/T 6864")
    political_status = models.CharField("政治面貌", max_length=2, blank=True, help_text="GB/T 4762")
    party_joined_on = models.DateField("入党日期", null=True, blank=True)
    full_member_on = models.DateField("转正日期", null=True, blank=True)
    health = models.CharField("健康状况", max_length=2, blank=True, help_text="GB/T 2261.3")
    phone = EncryptedTextField("手机号", blank=True)
    native_place = models.CharField("籍贯", max_length=60, blank=True)
    first_job_on = models.DateField("参加工作日期", null=True, blank=True)
    birthplace = models.CharField("出生地", max_length=60, blank=True)
    professional_title = models.CharField("专业技术职务", max_length=60, blank=True)
    residence = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="常住村"
    )
    bank = models.CharField("开户银行", max_length=60, blank=True)
    bank_account = EncryptedTextField("银行账号", blank=True)
    photo = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="照片"
    )
    # 三龄两历认定: from this day on name, number, dates and schooling change by request only.
    verified_on = models.DateField("核定日期", null=True, blank=True)
    verified_by = models.CharField("核定人", max_length=64, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="absorbed",
        verbose_name="并入档案",
    )  # fmt: skip

    objects: ClassVar[models.Manager[Person]] = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "干部"
        verbose_name_plural = "干部"
        constraints = (
            models.CheckConstraint(
                name="person_not_merged_into_himself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")),
            ),
            models.CheckConstraint(
                name="person_verified_by_somebody",
                condition=Q(verified_on=None, verified_by="")
                | (Q(verified_on__isnull=False) & ~Q(verified_by="")),
            ),
        )
        indexes = (
            # All that a search by name or reading looks at: a pattern is no index condition
            # behind row security, so the whole of the reader's range is read, from here.
            models.Index(
                fields=["scope_path", "pinyin", "initials", "name"],
                include=["id", "merged_into"],
                name="person_search",
            ),
            # A list's first page in the order of readings, without sorting the rest.
            models.Index(
                fields=["pinyin", "id"],
                include=["scope_path", "merged_into", "initials", "name"],
                name="person_by_reading",
            ),
            models.Index(fields=["name", "born_on"], name="person_by_name_and_birth"),
        )

    def __str__(self) -> str:
        return self.name

    def age_on(self, day: date) -> int:
        """Count the full years of age on a day."""
        return age_on(self.born_on, day)


@pghistory.track(append_only=True)
class FormerNumber(models.Model):
    """A number a person's file bore before it was corrected: rosters go on showing it for years."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="former_numbers", verbose_name="干部"
    )
    scope_path = scope_path_field()
    id_number = EncryptedTextField("原身份证号")
    id_index = models.CharField("原号索引", max_length=64, db_index=True, editable=False)
    replaced_on = models.DateField("更正日期")
    reason = models.CharField("更正原因", max_length=200, blank=True)

    objects: ClassVar[models.Manager[FormerNumber]] = FormerNumberQuerySet.as_manager()

    class Meta:
        verbose_name = "曾用号码"
        verbose_name_plural = "曾用号码"

    def __str__(self) -> str:
        return f"{self.person}的曾用号码"
