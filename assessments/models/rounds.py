"""A township's round of a year: its frozen roster, the villages' teams, how far it has come."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from accounts.models import Division, User
from accounts.scope import ScopedQuerySet, scope_path_field
from assessments.models.minutes import Minutes
from assessments.models.plans import Plan
from assessments.states import Dimension, RoundStatus, TeamGrade
from assessments.triggers import FINAL_STAYS, MOVES_ONLY, ROSTER_STAYS, only_while_entering
from cadres.models import Person
from rulebook.models import Decision

# What each step leaves behind, in order: empty before the round has come so far.
LEFT_BEHIND: dict[RoundStatus, tuple[str, ...]] = {
    RoundStatus.SUBMITTED: ("prepared_by", "prepared_on", "proposal"),
    RoundStatus.DECIDED: ("decided_by", "decided_on", "decision"),
    RoundStatus.NOTICE: ("noticed_by", "noticed_on", "notice_until"),
    RoundStatus.FEEDBACK: ("feedback_on",),
    RoundStatus.REPORTED: ("reported_by", "reported_on"),
    RoundStatus.FINAL: ("filed_on",),
}
# A proposal may stand while the clerk still enters: a settlement has made it.
STAYS_BEHIND = {"proposal", "decision"}


def implied(status: RoundStatus) -> Q:
    """Say what a status implies: what was left behind on the way is there, the rest is not yet."""
    come = list(RoundStatus)[: list(RoundStatus).index(status) + 1]
    told = Q(status=status)
    for step, names in LEFT_BEHIND.items():
        for name in names:
            if step in come:
                told &= Q(**{f"{name}__isnull": False})
            elif name not in STAYS_BEHIND:
                told &= Q(**{f"{name}__isnull": True})
    return told


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
    proposal = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+")
    prepared_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    prepared_on = models.DateField("提交日期", null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField("审定日期", null=True)
    minutes = models.CharField("会议纪要", max_length=120, blank=True)
    sitting = models.ForeignKey(
        Minutes, models.PROTECT, null=True, related_name="+", verbose_name="党委会会议"
    )
    noticed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    noticed_on = models.DateField("公示日期", null=True)
    notice_until = models.DateField("公示期满日", null=True)
    notice_place = models.CharField("公示地点", max_length=80, blank=True)
    feedback_on = models.DateField("开始反馈日期", null=True)
    reported_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reported_on = models.DateField("报县日期", null=True)
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
                name="round_status_implies",
                condition=Q(*(implied(status) for status in RoundStatus), _connector=Q.OR),
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
    # Whose team answers for a principal who led two in the year; empty: his own village's.
    team_village = models.ForeignKey(
        Division,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="班子结果按哪个村",
    )
    posts = models.CharField("职务", max_length=80)
    is_principal = models.BooleanField("村主干")
    in_base = models.BooleanField("计入名额基数", default=True)
    # A correction takes a person off without losing what was entered or proposed for him.
    on_roster = models.BooleanField("在名册上", default=True)
    months = models.PositiveSmallIntegerField("本年任职满月数")
    excused = models.CharField("不定等次的理由", max_length=100, blank=True)
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
