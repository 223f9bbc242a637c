"""Posts held from a day to a day, and the teams they form."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from accounts.models import Division, days
from accounts.scope import ScopedQuerySet, scope_path_field
from cadres.posts import SINGLE, Post

EQUAL, OVERLAPS = RangeOperators.EQUAL, RangeOperators.OVERLAPS


class TenureQuerySet(ScopedQuerySet["Tenure"]):
    def on(self, day: date) -> TenureQuerySet:
        """Keep the tenures that cover that day."""
        return self.filter(began_on__lte=day).filter(Q(ended_on=None) | Q(ended_on__gte=day))


class TeamQuerySet(ScopedQuerySet["Team"]):
    def on(self, day: date) -> TeamQuerySet:
        """Keep the teams in office on that day."""
        return self.filter(first_day__lte=day).filter(Q(last_day=None) | Q(last_day__gte=day))


@pghistory.track(append_only=True)
class Team(models.Model):
    """A village's two committees for one term."""

    village = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="村")
    scope_path = scope_path_field()
    term = models.CharField("届次", max_length=20)
    first_day = models.DateField("起始日")
    last_day = models.DateField("终止日", null=True, blank=True)

    objects: ClassVar[models.Manager[Team]] = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = "村两委班子"
        verbose_name_plural = "村两委班子"
        constraints = (
            ExclusionConstraint(
                name="one_team_at_a_time",
                expressions=[("village", EQUAL), (days("first_day", "last_day"), OVERLAPS)],
            ),
        )

    def __str__(self) -> str:
        return f"{self.village} {self.term}"


class Began(models.TextChoices):
    ELECTED = "elected", "选举"
    APPOINTED = "appointed", "任命"
    BY_ELECTED = "by_elected", "补选"
    HIRED = "hired", "聘用"
    CARRIED = "carried", "建制调整接续"


class Ended(models.TextChoices):
    TERM_OVER = "term_over", "任期届满"
    DISMISSAL = "dismissal", "免职"
    RESIGNATION = "resignation", "辞职"
    ORDERED_RESIGNATION = "ordered_resignation", "责令辞职"
    RECALL = "recall", "罢免"
    STATUTORY_TERMINATION = "statutory_termination", "职务自行终止"
    ELECTION_VOID = "election_void", "当选无效"
    CONTRACT_ENDED = "contract_ended", "解聘"
    MOVED = "moved", "调整"
    DIED = "died", "去世"
    CARRIED = "carried", "建制调整"


class Source(models.TextChoices):
    LOCAL = "local", "本村村民"
    RETURNED = "returned", "返乡人员"
    VETERAN = "veteran", "退役军人"
    ENTREPRENEUR = "entrepreneur", "致富能手"
    GRADUATE = "graduate", "大学毕业生"
    SENT_DOWN = "sent_down", "上级选派"


@pghistory.track(append_only=True)
class Tenure(models.Model):
    """A person in a post of a village, from a day to a day. 一肩挑 is two tenures."""

    person = models.ForeignKey(
        "cadres.Person", models.PROTECT, related_name="tenures", verbose_name="干部"
    )
    village = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="村")
    scope_path = scope_path_field()
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="tenures")
    post = models.CharField("职务", max_length=24, choices=Post)
    began_on = models.DateField("任职日期")
    began_how = models.CharField("任职方式", max_length=12, choices=Began)
    ended_on = models.DateField("离任日期", null=True, blank=True)
    ended_how = models.CharField("离任方式", max_length=24, choices=Ended, blank=True)
    approved_by = models.CharField("批准机关", max_length=80, blank=True)
    source = models.CharField("干部来源", max_length=16, choices=Source, blank=True)
    is_inherited = False  # True where a reader sees it because his unit succeeded the one it was in

    objects: ClassVar[models.Manager[Tenure]] = TenureQuerySet.as_manager()

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        constraints = (
            models.CheckConstraint(
                name="tenure_days_in_order",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
            ),
            models.CheckConstraint(
                name="tenure_end_says_how",
                condition=Q(ended_on=None, ended_how="")
                | (Q(ended_on__isnull=False) & ~Q(ended_how="")),
            ),
            # policy.md C0-1: a villagers' committee post knows no 免职.
            models.CheckConstraint(
                name="no_dismissal_from_committee",
                condition=~Q(
                    post__in=[Post.VC_DIRECTOR, Post.VC_DEPUTY, Post.VC_MEMBER],
                    ended_how=Ended.DISMISSAL,
                ),
            ),
            ExclusionConstraint(
                name="one_holder_of_a_single_post",
                expressions=[
                    ("village", EQUAL),
                    ("post", EQUAL),
                    (days("began_on", "ended_on"), OVERLAPS),
                ],
                condition=Q(post__in=SINGLE),
            ),
            ExclusionConstraint(
                name="nobody_holds_a_post_twice",
                expressions=[
                    ("person", EQUAL),
                    ("village", EQUAL),
                    ("post", EQUAL),
                    (days("began_on", "ended_on"), OVERLAPS),
                ],
            ),
        )
        indexes = (
            models.Index(fields=["scope_path", "began_on"], name="tenure_by_scope"),
            # Whether somebody was in post on a day, without a look at the row.
            models.Index(
                fields=["person", "scope_path", "began_on", "ended_on"], name="tenure_by_person"
            ),
        )

    def __str__(self) -> str:
        return f"{self.village}{self.get_post_display()}"
