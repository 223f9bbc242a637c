"""After the committee has decided: objections and appeals, and the letter to each cadre."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from accounts.encryption import EncryptedTextField
from accounts.models import User
from accounts.scope import ScopedQuerySet, scope_path_field
from assessments.models.rounds import Entry, Round
from assessments.states import UNANSWERED, ObjectionStatus
from assessments.triggers import LETTER_STAYS, OBJECTION_MOVES_ONLY, closed_stays


class ObjectionQuerySet(ScopedQuerySet["Objection"]):
    def open(self) -> ObjectionQuerySet:
        """Keep those that nobody has answered or turned away."""
        return self.filter(status__in=UNANSWERED)


@pghistory.track(append_only=True)
class Objection(models.Model):
    """Somebody objects to what was decided: in the notice period, by review, by appeal."""

    class Kind(models.TextChoices):
        NOTICE = "notice", "公示异议"
        REVIEW = "review", "复核"
        APPEAL = "appeal", "申诉"

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "维持"
        CHANGED = "changed", "变更"
        REVOKED = "revoked", "撤销"

    round = models.ForeignKey(Round, models.PROTECT, related_name="objections")
    scope_path = scope_path_field()
    # Of whom it speaks; empty where it is the notice as a whole.
    entry = models.ForeignKey(
        Entry, models.PROTECT, null=True, blank=True, related_name="objections"
    )
    attempt = models.PositiveSmallIntegerField("第几次审定")
    kind = models.CharField("类别", max_length=8, choices=Kind)
    # The review whose answer an appeal is against.
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    # Who objects is nobody's business but the handlers'.
    raised_by = EncryptedTextField("提出人", blank=True)
    contact = EncryptedTextField("联系方式", blank=True)
    content = EncryptedTextField("内容")
    raised_on = models.DateField("提出日期")
    due_on = models.DateField("答复期限", null=True, blank=True)
    extended_to = models.DateField("延长至", null=True, blank=True)
    extension_reason = models.CharField("延长理由", max_length=200, blank=True)
    status = models.CharField(
        "状态", max_length=10, choices=ObjectionStatus, default=ObjectionStatus.FILED
    )
    outcome = models.CharField("处理结果", max_length=8, choices=Outcome, blank=True)
    answer = models.CharField("答复", max_length=500, blank=True)
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    handled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    handled_on = models.DateField("答复日期", null=True)
    served_on = models.DateField("送达日期", null=True)

    objects: ClassVar[models.Manager[Objection]] = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = "异议与申诉"
        verbose_name_plural = "异议与申诉"
        triggers = (OBJECTION_MOVES_ONLY, closed_stays("rejected", "served"))
        constraints = (
            models.CheckConstraint(
                name="objection_status_implies",
                condition=Q(status__in=["filed", "accepted"], outcome="", handled_on=None)
                | Q(status="rejected", outcome="", handled_on__isnull=False)
                | (
                    Q(status__in=["answered", "served"], handled_by__isnull=False)
                    & Q(handled_on__isnull=False)
                    & ~Q(outcome="")
                    & ~Q(answer="")
                ),
            ),
            models.CheckConstraint(
                name="appeal_follows_review",
                condition=~Q(kind="appeal") | Q(previous__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_open_objection_an_entry",
                fields=["entry", "kind"],
                condition=Q(status__in=["filed", "accepted"], kind__in=["review", "appeal"]),
            ),
        )

    def __str__(self) -> str:
        return f"{self.round}{self.get_kind_display()}"


@pghistory.track(append_only=True)
class Letter(models.Model):
    """The letter that tells a cadre his grade, and his receipt for it."""

    class Manner(models.TextChoices):
        IN_PERSON = "in_person", "当面送达"
        KIN = "kin", "成年家属代收"
        POST = "post", "邮寄"
        LEFT = "left", "留置送达"

    round = models.ForeignKey(Round, models.PROTECT, related_name="letters")
    scope_path = scope_path_field()
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="letters")
    attempt = models.PositiveSmallIntegerField("第几次审定")
    # 0 tells the round's grade, a later one the grade of a revision.
    revision = models.PositiveSmallIntegerField("第几次更正", default=0)
    number = models.CharField("文号", max_length=60)
    issued_on = models.DateField("制发日期")
    served_on = models.DateField("送达日期", null=True, blank=True)
    manner = models.CharField("送达方式", max_length=10, choices=Manner, blank=True)
    receiver = models.CharField("签收人", max_length=60, blank=True)
    note = models.CharField("备注", max_length=100, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager[Letter]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "结果告知书"
        verbose_name_plural = "结果告知书"
        triggers = (LETTER_STAYS,)
        constraints = (
            models.UniqueConstraint(fields=["round", "number"], name="one_letter_a_number"),
            models.UniqueConstraint(
                fields=["entry", "attempt", "revision"], name="one_letter_a_grade"
            ),
            models.CheckConstraint(
                name="letter_served_in_full",
                condition=Q(served_on=None, manner="")
                | (Q(served_on__isnull=False) & ~Q(manner="") & ~Q(receiver="")),
            ),
            models.CheckConstraint(
                name="left_letter_has_witness", condition=~Q(manner="left") | ~Q(note="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry}结果告知书"
