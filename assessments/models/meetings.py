"""A village's report meeting: who came, how many ballots went out and came back, what they say."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from accounts.models import Division
from accounts.scope import ScopedQuerySet, scope_path_field
from assessments.models.plans import VoterGroup
from assessments.models.rounds import Entry, Round
from assessments.triggers import only_while_entering


@pghistory.track(append_only=True)
class Meeting(models.Model):
    """The meeting at which a village's cadres report and are rated."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="meetings")
    scope_path = scope_path_field()
    village = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="村")
    # What is typed is kept cell by cell: a day not typed yet is empty.
    held_on = models.DateField("会议日期", null=True, blank=True)
    host = models.CharField("主持人", max_length=60, blank=True)

    objects: ClassVar[models.Manager[Meeting]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "述职会议"
        verbose_name_plural = "述职会议"
        triggers = (only_while_entering(),)
        constraints = (
            models.UniqueConstraint(fields=["round", "village"], name="one_meeting_a_village"),
        )

    def __str__(self) -> str:
        return f"{self.village} {self.held_on} 述职会议"


@pghistory.track(append_only=True)
class Turnout(models.Model):
    """Of one group at one meeting: expected, present, ballots handed out, ballots returned."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="turnouts")
    scope_path = scope_path_field()
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="turnouts")
    group = models.ForeignKey(VoterGroup, models.PROTECT, related_name="+", verbose_name="类别")
    # Nobody expected: the village has no such group. Empty: not typed yet.
    expected = models.PositiveSmallIntegerField("应到人数", null=True, blank=True)
    present = models.PositiveSmallIntegerField("实到人数", null=True, blank=True)
    # Unknown also for meetings entered before ballots were counted out and in.
    handed_out = models.PositiveSmallIntegerField("发出票数", null=True, blank=True)
    returned = models.PositiveSmallIntegerField("收回票数", null=True, blank=True)

    objects: ClassVar[models.Manager[Turnout]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "到会情况"
        verbose_name_plural = "到会情况"
        triggers = (only_while_entering(),)
        constraints = (
            models.UniqueConstraint(fields=["meeting", "group"], name="one_turnout_a_group"),
            models.CheckConstraint(
                name="turnout_in_order",
                condition=(Q(present=None) | Q(expected=None) | Q(present__lte=F("expected")))
                & (Q(handed_out=None) | Q(present=None) | Q(handed_out__lte=F("present")))
                & (Q(returned=None) | Q(handed_out=None) | Q(returned__lte=F("handed_out"))),
            ),
        )

    def __str__(self) -> str:
        return f"{self.meeting} {self.group}"


@pghistory.track(append_only=True)
class Tally(models.Model):
    """How one group rated one cadre; a count not typed yet is empty, never nought."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="tallies")
    scope_path = scope_path_field()
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="tallies")
    group = models.ForeignKey(VoterGroup, models.PROTECT, related_name="+", verbose_name="类别")
    excellent = models.PositiveSmallIntegerField("优秀票", null=True, blank=True)
    competent = models.PositiveSmallIntegerField("称职票", null=True, blank=True)
    basic = models.PositiveSmallIntegerField("基本称职票", null=True, blank=True)
    incompetent = models.PositiveSmallIntegerField("不称职票", null=True, blank=True)

    objects: ClassVar[models.Manager[Tally]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "述职测评票"
        verbose_name_plural = "述职测评票"
        triggers = (only_while_entering(),)
        constraints = (
            models.UniqueConstraint(fields=["entry", "group"], name="one_tally_a_group"),
        )

    def __str__(self) -> str:
        return f"{self.entry} {self.group}"
