"""A cadre's target pledge of a year: what is promised, noted, put off, answered."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Division, User
from accounts.scope import ScopedQuerySet, scope_path_field
from audit.models import APPEND_ONLY
from cadres.models import Person
from supervision.pledge_states import (
    Dimension,
    ExtensionStatus,
    ItemState,
    Meeting,
    PledgeStatus,
)
from supervision.pledge_triggers import (
    ANSWER_OF_OVERDUE,
    EXTENSION_IN_TIME,
    ITEM_IN_TIME,
    PLEDGE_MOVES_ONLY,
    PLEDGE_STAYS,
    PROGRESS_WHILE_RUNNING,
)

DUE = "due"  # by a name: a plain keyword would declare the attribute a second time
DRAFT, DISCUSSED, APPROVED, SIGNED, IN_PROGRESS, SCORED = PledgeStatus
UNDISCUSSED = Q(discussed_at="", discussed_on=None, discussed_by=None)
IS_DISCUSSED = Q(~Q(discussed_at=""), discussed_on__isnull=False, discussed_by__isnull=False)
UNAPPROVED = Q(approved_by=None, approved_on=None)
IS_APPROVED = Q(approved_by__isnull=False, approved_on__isnull=False)
UNSCORED = Q(scored_by=None, scored_on=None)
IS_SCORED = Q(scored_by__isnull=False, scored_on__isnull=False)
UNCONFIRMED = Q(confirmed_by=None, confirmed_on=None)
IS_CONFIRMED = Q(confirmed_by__isnull=False, confirmed_on__isnull=False)
UNSIGNED = Q(signed_on=None) & UNSCORED & UNCONFIRMED


def somebody(label: str) -> models.ForeignKey[User | None, User | None]:
    """Give a column for who did a step that may still be open."""
    return models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=label
    )


@pghistory.track(append_only=True)
class Pledge(models.Model):
    """What one cadre promises for a year; one a person and year, kept where it was drafted."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="pledges", verbose_name="干部")
    # Kept here: the file may move to another township, this township's year stays readable.
    name = models.CharField("姓名", max_length=60)
    village = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="村")
    scope_path = scope_path_field()
    posts = models.CharField("职务", max_length=80)
    year = models.PositiveSmallIntegerField("年度")
    status = models.CharField(
        "状态", max_length=12, choices=PledgeStatus, default=PledgeStatus.DRAFT
    )
    drafted_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", db_index=False, verbose_name="起草人"
    )
    drafted_on = models.DateField("起草日期")
    discussed_at = models.CharField("讨论会议", max_length=20, choices=Meeting, blank=True)
    discussed_on = models.DateField("讨论日期", null=True)
    discussion = models.CharField("讨论意见", max_length=300, blank=True)
    discussed_by = somebody("讨论登记人")
    approved_by = somebody("批准人")
    approved_on = models.DateField("批准日期", null=True)
    signed_on = models.DateField("签订日期", null=True)
    scored_by = somebody("评分人")
    scored_on = models.DateField("评分日期", null=True)
    confirmed_by = somebody("确认人")
    confirmed_on = models.DateField("确认日期", null=True)
    return_reason = models.CharField("退回理由", max_length=200, blank=True)

    objects: ClassVar[models.Manager[Pledge]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "目标承诺"
        verbose_name_plural = "目标承诺"
        triggers = (PLEDGE_MOVES_ONLY, PLEDGE_STAYS)
        indexes = (models.Index(fields=["scope_path", "year", "status"], name="pledge_by_scope"),)
        constraints = (
            models.UniqueConstraint(fields=["person", "year"], name="one_pledge_a_year"),
            # domain.md 1: neither who drafted nor who brought it from the village approves.
            models.CheckConstraint(
                name="pledge_four_eyes",
                condition=Q(approved_by=None)
                | (~Q(approved_by=F("drafted_by")) & ~Q(approved_by=F("discussed_by"))),
            ),
            models.CheckConstraint(
                name="pledge_score_four_eyes",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("scored_by")),
            ),
            models.CheckConstraint(
                name="pledge_status_implies",
                condition=(Q(status=DRAFT) & UNDISCUSSED & UNAPPROVED & UNSIGNED)
                | (Q(status=DISCUSSED) & IS_DISCUSSED & UNAPPROVED & UNSIGNED)
                | (Q(status=APPROVED) & IS_DISCUSSED & IS_APPROVED & UNSIGNED)
                | (
                    Q(status=SIGNED, signed_on__isnull=False)
                    & IS_DISCUSSED
                    & IS_APPROVED
                    & UNSCORED
                    & UNCONFIRMED
                )
                | (
                    Q(status=IN_PROGRESS, signed_on__isnull=False)
                    & IS_DISCUSSED
                    & IS_APPROVED
                    & (UNSCORED | IS_SCORED)
                    & UNCONFIRMED
                )
                | (
                    Q(status=SCORED, signed_on__isnull=False)
                    & IS_DISCUSSED
                    & IS_APPROVED
                    & IS_SCORED
                    & IS_CONFIRMED
                ),
            ),
            models.CheckConstraint(
                name="pledge_days_in_order",
                condition=(Q(approved_on=None) | Q(approved_on__gte=F("discussed_on")))
                & (Q(signed_on=None) | Q(signed_on__gte=F("approved_on")))
                & (Q(confirmed_on=None) | Q(confirmed_on__gte=F("scored_on"))),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.year} 年目标承诺"

    @property
    def waits_for_confirmation(self) -> bool:
        """True once the clerk has handed the scores in and the committee has not answered."""
        return self.status == IN_PROGRESS and self.scored_on is not None


class PledgeItemQuerySet(ScopedQuerySet["PledgeItem"]):
    def with_due(self) -> PledgeItemQuerySet:
        """Add `due`: the day in force, after whatever more time was granted."""
        granted = Extension.objects.filter(item=OuterRef("pk"), status=ExtensionStatus.GRANTED)
        latest = granted.order_by().values("item").annotate(day=Max("new_due_on")).values("day")
        return self.annotate(**{DUE: Coalesce(Subquery(latest), F("due_on"))})


@pghistory.track(append_only=True)
class PledgeItem(models.Model):
    """One promise: what, how it is seen to be kept, how much it weighs, by when."""

    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="items")
    scope_path = scope_path_field()
    place = models.PositiveSmallIntegerField("次序", default=0)
    dimension = models.CharField("方面", max_length=12, choices=Dimension)
    topic = models.CharField("事项", max_length=40)
    promise = models.CharField("承诺内容", max_length=200)
    measure = models.CharField("完成标准", max_length=200)
    weight = models.DecimalField("权重", max_digits=5, decimal_places=2)
    due_on = models.DateField("完成期限")
    done_on = models.DateField("完成日期", null=True, blank=True)
    evidence = models.CharField("完成依据", max_length=300, blank=True)
    score = models.DecimalField("得分", max_digits=5, decimal_places=2, null=True, blank=True)

    due: date  # only after `with_due`

    objects: ClassVar[models.Manager[PledgeItem]] = PledgeItemQuerySet.as_manager()

    class Meta:
        verbose_name = "承诺事项"
        verbose_name_plural = "承诺事项"
        ordering = ("place", "pk")
        triggers = (ITEM_IN_TIME,)
        indexes = (models.Index(fields=["scope_path", "due_on"], name="pledgeitem_by_due"),)
        constraints = (
            models.CheckConstraint(
                name="pledge_weight_in_range", condition=Q(weight__gt=0, weight__lte=100)
            ),
            models.CheckConstraint(
                name="pledge_score_in_range",
                condition=Q(score=None) | Q(score__gte=0, score__lte=100),
            ),
            models.CheckConstraint(
                name="pledge_done_with_evidence",
                condition=Q(done_on=None, evidence="")
                | (Q(done_on__isnull=False) & ~Q(evidence="")),
            ),
        )

    def __str__(self) -> str:
        return self.topic

    def state_on(self, day: date) -> ItemState:
        """Say how the promise stands on a day; asks for `due`."""
        if self.done_on is not None:
            return ItemState.DONE if self.done_on <= self.due else ItemState.LATE
        if self.due < day:
            return ItemState.OVERDUE
        return ItemState.EXTENDED if self.due > self.due_on else ItemState.OPEN


class Progress(models.Model):
    """How far a promise was in a quarter, as somebody noted it; a later note is a new row."""

    item = models.ForeignKey(PledgeItem, models.PROTECT, related_name="notes")
    scope_path = scope_path_field()
    quarter = models.PositiveSmallIntegerField("季度")
    percent = models.PositiveSmallIntegerField("完成比例")
    words = models.CharField("进展情况", max_length=200, blank=True)
    noted_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", db_index=False, verbose_name="登记人"
    )
    noted_on = models.DateField("登记日期")

    objects: ClassVar[models.Manager[Progress]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "季度进展"
        verbose_name_plural = "季度进展"
        triggers = (*APPEND_ONLY, PROGRESS_WHILE_RUNNING)
        constraints = (
            models.CheckConstraint(
                name="progress_in_range",
                condition=Q(quarter__gte=1, quarter__lte=4, percent__lte=100),
            ),
        )

    def __str__(self) -> str:
        return f"{self.quarter} 季度 {self.percent}%"


@pghistory.track(append_only=True)
class Extension(models.Model):
    """More time asked for a promise, before its day has passed, and the committee's answer."""

    item = models.ForeignKey(PledgeItem, models.PROTECT, related_name="extensions")
    scope_path = scope_path_field()
    status = models.CharField(
        "状态", max_length=8, choices=ExtensionStatus, default=ExtensionStatus.ASKED
    )
    due_before = models.DateField("原期限")
    new_due_on = models.DateField("延至")
    reason = models.CharField("申请理由", max_length=200)
    asked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", db_index=False, verbose_name="申请人"
    )
    asked_on = models.DateField("申请日期")
    decided_by = somebody("批准人")
    decided_on = models.DateField("批准日期", null=True)
    decision = models.CharField("批准意见", max_length=200, blank=True)

    objects: ClassVar[models.Manager[Extension]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "延期申请"
        verbose_name_plural = "延期申请"
        triggers = (EXTENSION_IN_TIME,)
        constraints = (
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(status=ExtensionStatus.ASKED),
                name="one_open_extension",
            ),
            models.CheckConstraint(
                name="extension_before_due",
                condition=Q(asked_on__lte=F("due_before"))
                & (Q(decided_on=None) | Q(decided_on__lte=F("due_before"))),
            ),
            models.CheckConstraint(
                name="extension_later_same_year",
                condition=Q(new_due_on__gt=F("due_before"), new_due_on__year=F("due_before__year")),
            ),
            models.CheckConstraint(
                name="extension_decided_by_somebody",
                condition=Q(status=ExtensionStatus.ASKED, decided_by=None, decided_on=None)
                | Q(
                    status__in=[ExtensionStatus.GRANTED, ExtensionStatus.REFUSED],
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="extension_four_eyes",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
            ),
        )

    def __str__(self) -> str:
        return f"延期至 {self.new_due_on}"

    def has_lapsed(self, day: date) -> bool:
        """Tell whether the day passed without an answer; then nothing is put off."""
        return self.status == ExtensionStatus.ASKED and self.due_before < day


class OverdueAnswer(models.Model):
    """A committee's answer to the question whether an overdue promise is a warning lead (W-01).

    The one that no other supersedes stands.
    """

    item = models.ForeignKey(PledgeItem, models.PROTECT, related_name="answers")
    scope_path = scope_path_field()
    due_on = models.DateField("逾期的期限")
    is_lead = models.BooleanField("作为警示谈话线索")
    reason = models.CharField("理由", max_length=200)
    ground = models.JSONField("目录条目")  # code, text, basis and edition as they were read
    answered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", db_index=False, verbose_name="答复人"
    )
    answered_on = models.DateField("答复日期")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by",
        verbose_name="更正的答复",
    )  # fmt: skip

    objects: ClassVar[models.Manager[OverdueAnswer]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "逾期答复"
        verbose_name_plural = "逾期答复"
        triggers = (*APPEND_ONLY, ANSWER_OF_OVERDUE)
        constraints = (
            models.UniqueConstraint(
                fields=["item"], condition=Q(supersedes=None), name="one_first_answer"
            ),
            models.CheckConstraint(name="answer_has_reason", condition=~Q(reason="")),
        )

    def __str__(self) -> str:
        return "作为线索" if self.is_lead else "不作为线索"
