"""What needs two people: transfers of files, duplicates, corrections of verified facts."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from accounts.encryption import EncryptedTextField
from accounts.models import Division, User
from accounts.scope import ScopedQuerySet, scope_path_field
from cadres.models.files import StoredFile
from cadres.models.people import Person


def _user(label: str, *, optional: bool = False) -> models.ForeignKey[User, User]:
    return models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=label, null=optional, blank=optional
    )


class TransferQuerySet(ScopedQuerySet["Transfer"]):
    def open(self) -> TransferQuerySet:
        """Keep those that nobody has decided."""
        return self.filter(status__in=Transfer.OPEN)


@pghistory.track(append_only=True)
class Transfer(models.Model):
    """A township asks for a file that is kept elsewhere (转入申请).

    It is written when the township tries to register a number that somebody outside its range
    bears. It stands in the asking township's scope and says nothing of where the file is.
    """

    class Status(models.TextChoices):
        COUNTY = "county", "待县委组织部办理"
        CITY = "city", "待市委组织部办理"
        DONE = "done", "已转入"
        REFUSED = "refused", "不予转入"

    OPEN = (Status.COUNTY, Status.CITY)

    township = models.ForeignKey(
        Division, models.PROTECT, related_name="+", verbose_name="申请单位"
    )
    scope_path = scope_path_field()
    name = models.CharField("姓名", max_length=60)
    id_number = EncryptedTextField("身份证号")
    id_index = models.CharField("身份证号索引", max_length=64, editable=False)
    status = models.CharField("状态", max_length=8, choices=Status, default=Status.COUNTY)
    asked_by = models.CharField("申请人", max_length=64)
    asked_on = models.DateField("申请日期")
    # Of the file itself, once it has come.
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="档案"
    )
    decided_by = _user("办理人", optional=True)
    decided_on = models.DateField("办理日期", null=True, blank=True)
    reason = models.CharField("办理意见", max_length=200, blank=True)

    objects: ClassVar[models.Manager[Transfer]] = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = "转入申请"
        verbose_name_plural = "转入申请"
        constraints = (
            models.UniqueConstraint(
                name="one_open_transfer_a_number",
                fields=["township", "id_index"],
                condition=Q(status__in=["county", "city"]),
            ),
            models.CheckConstraint(
                name="transfer_decided_in_full",
                condition=Q(status__in=["county", "city"], decided_by=None, decided_on=None)
                | Q(
                    status__in=["done", "refused"],
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.township}转入{self.name}"


class DuplicateQuerySet(ScopedQuerySet["Duplicate"]):
    pass


@pghistory.track(append_only=True)
class Duplicate(models.Model):
    """Two files of one name and birth date: the same person or not, said by two people.

    A pair nobody has spoken about has no row; the queue is asked for, never kept.
    """

    class Verdict(models.TextChoices):
        SAME = "same", "同一人"
        NOT_SAME = "not_same", "不是同一人"

    class Status(models.TextChoices):
        PROPOSED = "proposed", "待复核"
        CONFIRMED = "confirmed", "已复核"
        RETURNED = "returned", "已退回"

    first = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="档案甲")
    second = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="档案乙")
    # The smallest division that holds both files.
    scope_path = scope_path_field()
    verdict = models.CharField("判断", max_length=8, choices=Verdict)
    keep = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="保留档案"
    )
    reason = models.CharField("理由", max_length=200)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.PROPOSED)
    proposed_by = _user("提出人")
    proposed_on = models.DateField("提出日期")
    reviewed_by = _user("复核人", optional=True)
    reviewed_on = models.DateField("复核日期", null=True, blank=True)
    review = models.CharField("复核意见", max_length=200, blank=True)

    objects: ClassVar[models.Manager[Duplicate]] = DuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = "疑似重复"
        verbose_name_plural = "疑似重复"
        constraints = (
            models.CheckConstraint(
                name="duplicate_pair_in_order", condition=Q(first__lt=F("second"))
            ),
            models.CheckConstraint(
                name="duplicate_four_eyes",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="duplicate_same_says_which_stays",
                condition=(Q(verdict="same") & (Q(keep=F("first")) | Q(keep=F("second"))))
                | Q(verdict="not_same", keep=None),
            ),
            models.UniqueConstraint(
                name="one_standing_verdict_a_pair",
                fields=["first", "second"],
                condition=Q(status__in=["proposed", "confirmed"]),
            ),
        )

    def __str__(self) -> str:
        return f"{self.first}与{self.second}"


class CorrectionQuerySet(ScopedQuerySet["Correction"]):
    def open(self) -> CorrectionQuerySet:
        """Keep those that nobody has reviewed."""
        return self.filter(status=Correction.Status.ASKED)


@pghistory.track(append_only=True)
class Correction(models.Model):
    """The cadre's township asks that facts of a file be corrected; the county reviews."""

    class Status(models.TextChoices):
        ASKED = "asked", "待县委组织部审核"
        APPROVED = "approved", "已更正"
        REFUSED = "refused", "不予更正"
        WITHDRAWN = "withdrawn", "已撤回"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="corrections", verbose_name="干部"
    )
    scope_path = scope_path_field()
    # JSON: field → [old, new], as text; it may hold a number.
    changes = EncryptedTextField("更正内容")
    reason = models.CharField("更正理由", max_length=200)
    evidence = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="证明材料"
    )
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.ASKED)
    asked_by = _user("申请人")
    asked_on = models.DateField("申请日期")
    reviewed_by = _user("审核人", optional=True)
    reviewed_on = models.DateField("审核日期", null=True, blank=True)
    review = models.CharField("审核意见", max_length=200, blank=True)

    objects: ClassVar[models.Manager[Correction]] = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "更正申请"
        verbose_name_plural = "更正申请"
        constraints = (
            models.CheckConstraint(
                name="correction_four_eyes",
                condition=Q(reviewed_by=None)
                | ~Q(reviewed_by=F("asked_by"))
                | Q(status="withdrawn"),
            ),
            models.CheckConstraint(
                name="correction_reviewed_in_full",
                condition=Q(status="asked", reviewed_by=None, reviewed_on=None)
                | (~Q(status="asked") & Q(reviewed_by__isnull=False, reviewed_on__isnull=False)),
            ),
            models.UniqueConstraint(
                name="one_open_correction_a_person",
                fields=["person"],
                condition=Q(status="asked"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}的更正申请"
