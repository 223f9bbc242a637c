"""What the rulebook proposed, what a committee decided, and what was decided anew afterwards."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from accounts.scope import ScopedQuerySet, scope_path_field
from assessments.models.after import Objection
from assessments.models.minutes import Minutes
from assessments.models.rounds import Entry, Round
from assessments.states import GradeLabel, Proposed, RevisionStatus
from assessments.triggers import CAP_AND_GATE, REVISION_MOVES_ONLY, closed_stays
from audit.models import APPEND_ONLY
from rulebook.models import Decision


class Proposal(models.Model):
    """What the rulebook proposed for one cadre, with every finding; belongs to one decision."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="proposals")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="proposals")
    scope_path = scope_path_field()
    composite = models.DecimalField("综合分", max_digits=5, decimal_places=2, null=True)
    composite_exact = models.CharField("综合分(精确)", max_length=40, blank=True)
    rank = models.PositiveSmallIntegerField("名次", null=True)
    grade = models.CharField("建议等次", max_length=12, choices=Proposed)
    fallback = models.CharField("不占名额时的等次", max_length=12, blank=True)
    barred = models.BooleanField("不得优秀")
    findings = models.JSONField("依据")

    objects: ClassVar[models.Manager[Proposal]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "建议等次"
        verbose_name_plural = "建议等次"
        triggers = APPEND_ONLY
        constraints = (
            models.UniqueConstraint(fields=["decision", "entry"], name="one_proposal_an_entry"),
        )

    def __str__(self) -> str:
        return f"{self.entry} {self.get_grade_display()}"


class GradeQuerySet(ScopedQuerySet["Grade"]):
    def in_force(self) -> GradeQuerySet:
        """Keep the grades that count: of the round's attempt, not superseded by a revision."""
        later = Grade.objects.filter(
            entry=OuterRef("entry"), attempt=OuterRef("attempt"), revision__gt=OuterRef("revision")
        )
        return self.filter(~Exists(later), attempt=F("round__attempt"))


class Grade(models.Model):
    """The grade a committee decided; never edited, never deleted.

    A round that the county returned is decided again under the next attempt; the grades in force
    are those of the round's own attempt, each in its last revision: see `in_force`.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="grades")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="grades")
    scope_path = scope_path_field()
    attempt = models.PositiveSmallIntegerField("第几次审定")
    # 0 is the round's own; a later one supersedes it after the round was filed.
    revision = models.PositiveSmallIntegerField("第几次更正", default=0, db_default=0)
    grade = models.CharField("等次", max_length=12, choices=GradeLabel)
    barred = models.BooleanField("不得优秀")
    chosen = models.BooleanField("并列中由党委会选定", default=False)
    deviates = models.BooleanField("与建议不同", default=False, db_default=False)
    reason = models.CharField("理由", max_length=200, blank=True)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="grades")

    objects: ClassVar[models.Manager[Grade]] = GradeQuerySet.as_manager()

    class Meta:
        verbose_name = "等次"
        verbose_name_plural = "等次"
        triggers = (*APPEND_ONLY, CAP_AND_GATE)
        constraints = (
            models.UniqueConstraint(
                fields=["entry", "attempt", "revision"], name="one_grade_an_attempt"
            ),
            models.CheckConstraint(
                name="deviation_has_reason", condition=Q(deviates=False) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="barred_is_never_excellent",
                condition=Q(barred=False) | ~Q(grade=GradeLabel.EXCELLENT),
            ),
            models.CheckConstraint(
                name="choice_has_reason", condition=Q(chosen=False) | ~Q(reason="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry} {self.get_grade_display()}"


@pghistory.track(append_only=True)
class Revision(models.Model):
    """A grade to be changed after filing: prepared, decided by the committee, filed by the county.

    Filing it adds the grade that supersedes; nothing of what was decided before is touched.
    """

    class Kind(models.TextChoices):
        OBJECTION = "objection", "复核、申诉改变"
        MEASURE = "measure", "警示或处分"
        TEAM = "team", "班子结果更正"
        SCORE = "score", "票数或得分更正"
        OTHER = "other", "其他"

    round = models.ForeignKey(Round, models.PROTECT, related_name="revisions")
    scope_path = scope_path_field()
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="revisions")
    former = models.ForeignKey(Grade, models.PROTECT, related_name="+", verbose_name="原等次")
    grade = models.CharField("更正为", max_length=12, choices=GradeLabel)
    barred = models.BooleanField("不得优秀", default=False)
    kind = models.CharField("更正情形", max_length=10, choices=Kind)
    reason = models.CharField("更正理由", max_length=300)
    objection = models.ForeignKey(
        Objection, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复核申诉"
    )
    # Whether that year's performance pay was paid; empty: nobody has looked yet.
    paid = models.BooleanField("当年绩效已发", null=True)
    status = models.CharField(
        "状态", max_length=10, choices=RevisionStatus, default=RevisionStatus.PROPOSED
    )
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    prepared_on = models.DateField("提出日期")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField("审定日期", null=True)
    sitting = models.ForeignKey(Minutes, models.PROTECT, null=True, related_name="+")
    filed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    filed_on = models.DateField("备案日期", null=True)
    review = models.CharField("办理意见", max_length=200, blank=True)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+")
    result = models.ForeignKey(Grade, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager[Revision]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "等次更正"
        verbose_name_plural = "等次更正"
        triggers = (REVISION_MOVES_ONLY, closed_stays("filed", "refused"))
        constraints = (
            models.CheckConstraint(
                name="revision_four_eyes",
                condition=Q(decided_by=None) | ~Q(decided_by=F("prepared_by")),
            ),
            models.UniqueConstraint(
                name="one_open_revision_an_entry",
                fields=["entry"],
                condition=Q(status__in=["proposed", "decided"]),
            ),
            models.CheckConstraint(
                name="revision_status_implies",
                condition=Q(status="proposed", decided_on=None, filed_on=None, result=None)
                | Q(status="refused", filed_on=None, result=None)
                | Q(
                    status="decided",
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                    decision__isnull=False,
                    filed_on=None,
                    result=None,
                )
                | Q(
                    status="filed",
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                    filed_by__isnull=False,
                    filed_on__isnull=False,
                    result__isnull=False,
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry}等次更正"
