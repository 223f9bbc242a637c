"""A county's plan, a township's round, what was entered, what was proposed, what was decided."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.models import Division, User
from accounts.scope import InheritedQuerySet, ScopedQuerySet, scope_path_field
from assessments.states import (
    Dimension,
    Form,
    GradeLabel,
    PlanStatus,
    Proposed,
    RoundStatus,
    TeamGrade,
)
from assessments.triggers import (
    CAP_AND_GATE,
    FINAL_STAYS,
    MOVES_ONLY,
    ROSTER_STAYS,
    only_while_entering,
)
from audit.models import APPEND_ONLY
from cadres.models import Person
from rulebook.models import Decision


@pghistory.track(append_only=True)
class Plan(models.Model):
    """A county's assessment plan for a year; once in use it is replaced, never changed."""

    county = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="县市区")
    scope_path = scope_path_field()
    year = models.PositiveSmallIntegerField("年度")
    version = models.PositiveSmallIntegerField("版次", default=1)
    status = models.CharField("状态", max_length=10, choices=PlanStatus, default=PlanStatus.DRAFT)
    report_share = models.DecimalField("述职测评占比", max_digits=5, decimal_places=2)
    target_share = models.DecimalField("目标考核占比", max_digits=5, decimal_places=2)
    cutoff_on = models.DateField("在册截止日")
    staff_in_base = models.BooleanField("聘用文书计入名额基数", default=True)
    reason = models.CharField("改版理由", max_length=200, blank=True)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="拟稿人")
    adopted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="采用人"
    )
    adopted_on = models.DateField("采用日期", null=True)
    check_decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager[Plan]] = InheritedQuerySet.as_manager()

    class Meta:
        verbose_name = "考核方案"
        verbose_name_plural = "考核方案"
        constraints = (
            models.UniqueConstraint(fields=["county", "year", "version"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["county", "year"],
                condition=Q(status=PlanStatus.ADOPTED),
                name="one_adopted_plan",
            ),
            models.CheckConstraint(
                name="plan_adopted_by_someone",
                condition=Q(status=PlanStatus.DRAFT, adopted_by=None, adopted_on=None)
                | (
                    ~Q(status=PlanStatus.DRAFT)
                    & Q(adopted_by__isnull=False, adopted_on__isnull=False)
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.county} {self.year} 年考核方案第 {self.version} 版"


@pghistory.track(append_only=True)
class Indicator(models.Model):
    """One line of a plan: an aspect, what is looked at, and how many points it carries."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="indicators")
    scope_path = scope_path_field()
    form = models.CharField("考核方式", max_length=6, choices=Form)
    dimension = models.CharField("方面", max_length=12, choices=Dimension)
    name = models.CharField("指标", max_length=80)
    points = models.DecimalField(
        "分值", max_digits=5, decimal_places=2, validators=[MinValueValidator(0)]
    )
    place = models.PositiveSmallIntegerField("次序", default=0)

    objects: ClassVar[models.Manager[Indicator]] = InheritedQuerySet.as_manager()

    class Meta:
        verbose_name = "考核指标"
        verbose_name_plural = "考核指标"
        ordering = ("place", "pk")
        constraints = (
            models.CheckConstraint(
                name="indicator_points_in_range", condition=Q(points__gt=0, points__lte=100)
            ),
        )

    def __str__(self) -> str:
        return self.name


@pghistory.track(append_only=True)
class Round(models.Model):
    """One township's assessment of one year."""

    township = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="乡镇")
    scope_path = scope_path_field()
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField("年度")
    status = models.CharField(
        "状态", max_length=10, choices=RoundStatus, default=RoundStatus.ENTERING
    )
    attempt = models.PositiveSmallIntegerField("第几次审定", default=1)
    cutoff_on = models.DateField("在册截止日")
    headcount = models.PositiveSmallIntegerField("名额基数")
    seats = models.PositiveSmallIntegerField("优秀名额")
    meeting_on = models.DateField("述职会议日期", null=True, blank=True)
    expected = models.PositiveSmallIntegerField("应到人数", null=True, blank=True)
    present = models.PositiveSmallIntegerField("实到人数", null=True, blank=True)
    proposal = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+")
    prepared_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    prepared_on = models.DateField("提交日期", null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField("审定日期", null=True)
    minutes = models.CharField("会议纪要", max_length=120, blank=True)
    filed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    filed_by_name = models.CharField("备案人", max_length=64, blank=True)
    filed_on = models.DateField("备案日期", null=True)
    return_reason = models.CharField("退回理由", max_length=200, blank=True)

    objects: ClassVar[models.Manager[Round]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "乡镇年度考核"
        verbose_name_plural = "乡镇年度考核"
        triggers = (FINAL_STAYS, MOVES_ONLY, ROSTER_STAYS)
        constraints = (
            models.UniqueConstraint(fields=["township", "year"], name="one_round_a_year"),
            models.CheckConstraint(
                name="round_four_eyes",
                condition=Q(decided_by=None) | ~Q(decided_by=F("prepared_by")),
            ),
            models.CheckConstraint(
                name="round_seats_within_headcount", condition=Q(seats__lte=F("headcount"))
            ),
            models.CheckConstraint(
                name="round_present_within_expected",
                condition=Q(present=None) | Q(expected=None) | Q(present__lte=F("expected")),
            ),
            models.CheckConstraint(
                name="round_status_implies",
                condition=Q(
                    status=RoundStatus.ENTERING,
                    prepared_by=None,
                    decided_by=None,
                    filed_on=None,
                )
                | Q(
                    status=RoundStatus.SUBMITTED,
                    prepared_by__isnull=False,
                    prepared_on__isnull=False,
                    proposal__isnull=False,
                    decided_by=None,
                    filed_on=None,
                )
                | Q(
                    status=RoundStatus.DECIDED,
                    prepared_by__isnull=False,
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                    decision__isnull=False,
                    filed_on=None,
                )
                | Q(
                    status=RoundStatus.FINAL,
                    prepared_by__isnull=False,
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                    decision__isnull=False,
                    filed_on__isnull=False,
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.township} {self.year} 年度考核"


@pghistory.track(append_only=True)
class Entry(models.Model):
    """A cadre on the roster frozen at the cut-off, and what was entered for him."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="entries")
    scope_path = scope_path_field()
    person = models.ForeignKey(Person, models.PROTECT, related_name="entries")
    # Kept here: the file may move to another township, this township's year stays readable.
    name = models.CharField("姓名", max_length=60)
    village = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="村")
    posts = models.CharField("职务", max_length=80)
    is_principal = models.BooleanField("村主干")
    in_base = models.BooleanField("计入名额基数", default=True)
    # A correction takes a person off without losing what was entered or proposed for him.
    on_roster = models.BooleanField("在名册上", default=True)
    months = models.PositiveSmallIntegerField("本年任职满月数")
    excused = models.CharField("不定等次的理由", max_length=100, blank=True)
    votes_excellent = models.PositiveSmallIntegerField("优秀票", null=True, blank=True)
    votes_competent = models.PositiveSmallIntegerField("称职票", null=True, blank=True)
    votes_basic = models.PositiveSmallIntegerField("基本称职票", null=True, blank=True)
    votes_incompetent = models.PositiveSmallIntegerField("不称职票", null=True, blank=True)
    virtue = models.DecimalField("德", max_digits=5, decimal_places=2, null=True, blank=True)
    ability = models.DecimalField("能", max_digits=5, decimal_places=2, null=True, blank=True)
    diligence = models.DecimalField("勤", max_digits=5, decimal_places=2, null=True, blank=True)
    performance = models.DecimalField("绩", max_digits=5, decimal_places=2, null=True, blank=True)
    probity = models.DecimalField("廉", max_digits=5, decimal_places=2, null=True, blank=True)

    objects: ClassVar[models.Manager[Entry]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "考核对象"
        verbose_name_plural = "考核对象"
        triggers = (only_while_entering(),)
        constraints = (
            models.UniqueConstraint(fields=["round", "person"], name="one_entry_a_person"),
            models.CheckConstraint(
                name="entry_points_in_range",
                condition=Q(
                    *[
                        Q(**{f"{d}__isnull": True}) | Q(**{f"{d}__gte": 0, f"{d}__lte": 100})
                        for d in Dimension.values
                    ]
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}（{self.village}）"


@pghistory.track(append_only=True)
class TeamResult(models.Model):
    """A village team's result of the year."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="team_results")
    scope_path = scope_path_field()
    village = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="村")
    result = models.CharField("班子结果", max_length=10, choices=TeamGrade)

    objects: ClassVar[models.Manager[TeamResult]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "班子考核结果"
        verbose_name_plural = "班子考核结果"
        triggers = (only_while_entering(),)
        constraints = (
            models.UniqueConstraint(fields=["round", "village"], name="one_team_result"),
        )

    def __str__(self) -> str:
        return f"{self.village}{self.get_result_display()}"


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


class Grade(models.Model):
    """The grade a committee decided; never edited, never deleted.

    A round that the county returned is decided again under the next attempt; the grades in force
    are those of the round's own attempt.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="grades")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="grades")
    scope_path = scope_path_field()
    attempt = models.PositiveSmallIntegerField("第几次审定")
    grade = models.CharField("等次", max_length=12, choices=GradeLabel)
    barred = models.BooleanField("不得优秀")
    chosen = models.BooleanField("并列中由党委会选定", default=False)
    reason = models.CharField("理由", max_length=200, blank=True)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="grades")

    objects: ClassVar[models.Manager[Grade]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "等次"
        verbose_name_plural = "等次"
        triggers = (*APPEND_ONLY, CAP_AND_GATE)
        constraints = (
            models.UniqueConstraint(fields=["entry", "attempt"], name="one_grade_an_attempt"),
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
