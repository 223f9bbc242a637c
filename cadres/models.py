"""The registry: people, their tenures, the teams they form, measures taken against them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from accounts.encryption import EncryptedTextField, blind_index
from accounts.models import Division, days
from accounts.scope import ScopedQuerySet, scope_path_field
from cadres.identity import age_on
from cadres.posts import SINGLE, Post

EQUAL, OVERLAPS = RangeOperators.EQUAL, RangeOperators.OVERLAPS


def number_index(number: str) -> str:
    """Give the blind index of a normalised identity number."""
    return blind_index(number, "cadres.person.id_number")


class Sex(models.TextChoices):
    MALE = "1", "男"
    FEMALE = "2", "女"


class PersonQuerySet(ScopedQuerySet["Person"]):
    def in_post(self, day: date) -> PersonQuerySet:
        """Keep those who held any post on that day."""
        held = Tenure.objects.on(day).filter(person=models.OuterRef("pk"))
        return self.filter(models.Exists(held))

    def with_number(self, number: str) -> PersonQuerySet:
        """Keep the one who bears this normalised identity number."""
        return self.filter(id_index=number_index(number))

    def with_measure_in_force(self, day: date) -> PersonQuerySet:
        """Keep those on whom a warning or sanction weighs on that day."""
        weighing = Measure.objects.in_force(day).filter(person=models.OuterRef("pk"))
        return self.filter(models.Exists(weighing))


@pghistory.track(append_only=True)
class Person(models.Model):
    """One person's file. Its scope path is the township that keeps it."""

    unit = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="管档单位")
    scope_path = scope_path_field()
    name = models.CharField("姓名", max_length=60)
    pinyin = models.CharField("拼音", max_length=200, blank=True, db_collation="C")
    initials = models.CharField("拼音首字母", max_length=40, blank=True, db_collation="C")
    id_number = EncryptedTextField("身份证号")
    id_index = models.CharField("身份证号索引", max_length=64, unique=True, editable=False)
    sex = models.CharField("性别", max_length=1, choices=Sex)
    born_on = models.DateField("出生日期")
    ethnicity = models.CharField("民族", max_length=2, default="01", help_text="GB/T 3304")
    education = models.CharField("学历", max_length=2, blank=True, help_text="GB/T 4658")
    degree = models.CharField("学位", max_length=3, blank=True, help_text="GB/T 6864")
    political_status = models.CharField("政治面貌", max_length=2, blank=True, help_text="GB/T 4762")
    party_joined_on = models.DateField("入党日期", null=True, blank=True)
    health = models.CharField("健康状况", max_length=2, blank=True, help_text="GB/T 2261.3")
    phone = EncryptedTextField("手机号", blank=True)
    native_place = models.CharField("籍贯", max_length=60, blank=True)
    first_job_on = models.DateField("参加工作日期", null=True, blank=True)

    objects: ClassVar[models.Manager[Person]] = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "干部"
        verbose_name_plural = "干部"
        indexes = (models.Index(fields=["scope_path", "pinyin"], name="person_by_scope"),)

    def __str__(self) -> str:
        return self.name

    def age_on(self, day: date) -> int:
        """Count the full years of age on a day."""
        return age_on(self.born_on, day)


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

    person = models.ForeignKey(Person, models.PROTECT, related_name="tenures")
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
        indexes = (models.Index(fields=["scope_path", "began_on"], name="tenure_by_scope"),)

    def __str__(self) -> str:
        return f"{self.village}{self.get_post_display()}"


class MeasureQuerySet(ScopedQuerySet["Measure"]):
    def touching(self, first: date, last: date) -> MeasureQuerySet:
        """Keep the measures taken between two days, both included."""
        return self.filter(taken_on__gte=first, taken_on__lte=last)

    def in_force(self, day: date) -> MeasureQuerySet:
        """Keep those whose period covers that day; one withdrawn on the day is over."""
        return (
            self.filter(taken_on__lte=day)
            .filter(Q(until=None) | Q(until__gte=day))
            .filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))
        )


@pghistory.track(append_only=True)
class Measure(models.Model):
    """A warning or a sanction as the registry knows it; upper parts write it down to here."""

    class Kind(models.TextChoices):
        WARNING = "warning", "警示"
        SANCTION = "sanction", "处分"

    person = models.ForeignKey(Person, models.PROTECT, related_name="measures")
    scope_path = scope_path_field()
    kind = models.CharField("类别", max_length=10, choices=Kind)
    title = models.CharField("名称", max_length=60)
    document = models.CharField("文号", max_length=80, blank=True)
    taken_on = models.DateField("作出日期")
    until = models.DateField("期限届满日", null=True, blank=True)
    withdrawn_on = models.DateField("撤销日期", null=True, blank=True)

    objects: ClassVar[models.Manager[Measure]] = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = "警示与处分"
        verbose_name_plural = "警示与处分"
        constraints = (
            models.CheckConstraint(
                name="measure_days_in_order",
                condition=Q(until=None) | Q(until__gte=F("taken_on")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.title}"

    def in_force_on(self, day: date) -> bool:
        """Tell of this one what `in_force` asks of the table."""
        ended = self.until is not None and self.until < day
        withdrawn = self.withdrawn_on is not None and self.withdrawn_on <= day
        return self.taken_on <= day and not ended and not withdrawn
