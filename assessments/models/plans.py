"""A county's plan: shares, bands, voter groups, indicators; and the county's own indicators."""

from __future__ import annotations

from itertools import pairwise
from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.models import Division, User
from accounts.scope import InheritedQuerySet, scope_path_field
from assessments.states import Dimension, Form, PlanStatus
from rulebook.models import Decision

HUNDRED = 100
# Columns of a county's own figures, by the grade they are about.
BANDS = {grade: f"band_{grade}" for grade in ("excellent", "competent", "basic")}
BALLOTS = {grade: f"ballot_{grade}" for grade in ("excellent", "competent", "basic", "incompetent")}


def _points(label: str, *, optional: bool = False) -> models.DecimalField[object, object]:
    return models.DecimalField(
        label,
        max_digits=5,
        decimal_places=2,
        null=optional,
        blank=optional,
        validators=[MinValueValidator(0), MaxValueValidator(HUNDRED)],
    )


def _in_order(*names: str) -> Q:
    """Say that figures are given all or none, and fall from one to the next."""
    none = Q(*((f"{name}__isnull", True) for name in names))
    falling = Q(*((f"{one}__gt", F(next_)) for one, next_ in pairwise(names)))
    given = Q(*((f"{name}__isnull", False) for name in names))
    return none | (given & falling & Q((f"{names[0]}__lte", HUNDRED), (f"{names[-1]}__gte", 0)))


FIGURES_IN_ORDER = _in_order(*BANDS.values()) & _in_order(*BALLOTS.values())


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
    # Lower bounds of the bands and what a ballot is worth; empty: as the rulebook has it.
    band_excellent = _points("优秀分数线", optional=True)
    band_competent = _points("称职分数线", optional=True)
    band_basic = _points("基本称职分数线", optional=True)
    ballot_excellent = _points("优秀票折分", optional=True)
    ballot_competent = _points("称职票折分", optional=True)
    ballot_basic = _points("基本称职票折分", optional=True)
    ballot_incompetent = _points("不称职票折分", optional=True)
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
            models.CheckConstraint(name="plan_figures_in_order", condition=FIGURES_IN_ORDER),
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
    topic = models.CharField("内容", max_length=40, blank=True)
    name = models.CharField("指标", max_length=80)
    evidence = models.CharField("查验材料", max_length=200, blank=True)
    scoring = models.CharField("计分办法", max_length=300, blank=True)
    # The code of the library's line it was taken from; what was taken may have been reworded.
    library_code = models.CharField("指标库编号", max_length=40, blank=True)
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
class VoterGroup(models.Model):
    """Those who rate as one: their mean counts by the group's weight, whatever their number."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="voter_groups")
    scope_path = scope_path_field()
    name = models.CharField("投票人类别", max_length=40)
    weight = models.DecimalField("权重", max_digits=5, decimal_places=2)
    place = models.PositiveSmallIntegerField("次序", default=0)

    objects: ClassVar[models.Manager[VoterGroup]] = InheritedQuerySet.as_manager()

    class Meta:
        verbose_name = "投票人类别"
        verbose_name_plural = "投票人类别"
        ordering = ("place", "pk")
        constraints = (
            models.UniqueConstraint(fields=["plan", "name"], name="one_voter_group_a_name"),
            models.CheckConstraint(
                name="voter_group_weight_in_range", condition=Q(weight__gt=0, weight__lte=HUNDRED)
            ),
        )

    def __str__(self) -> str:
        return self.name


@pghistory.track(append_only=True)
class OwnIndicator(models.Model):
    """A line a county adds to the city's indicator library, from a day to a day."""

    county = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="县市区")
    scope_path = scope_path_field()
    code = models.CharField("编号", max_length=40)
    dimension = models.CharField("方面", max_length=12, choices=Dimension)
    topic = models.CharField("内容", max_length=40)
    name = models.CharField("指标", max_length=80)
    evidence = models.CharField("查验材料", max_length=200)
    scoring = models.CharField("计分办法", max_length=300)
    document = models.CharField("出处", max_length=80)
    first_day = models.DateField("起用日期")
    last_day = models.DateField("停用日期", null=True, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")

    objects: ClassVar[models.Manager[OwnIndicator]] = InheritedQuerySet.as_manager()

    class Meta:
        verbose_name = "县定指标"
        verbose_name_plural = "县定指标"
        constraints = (
            models.UniqueConstraint(fields=["county", "code"], name="one_own_indicator_a_code"),
            models.CheckConstraint(
                name="own_indicator_days_in_order",
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
            ),
        )

    def __str__(self) -> str:
        return self.name
