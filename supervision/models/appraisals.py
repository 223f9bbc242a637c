"""The villagers' democratic appraisal: notice, meeting, ballots, results, the township's word.

Kept apart from the yearly assessment: no row here knows of a grade, and none of a grade of this.
"""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from accounts.models import Division, User
from accounts.scope import ScopedQuerySet, scope_path_field
from audit.models import APPEND_ONLY
from cadres.models import Person
from rulebook.models import Decision
from supervision.appraisal_states import AppraisalStatus, Assembly, Standing, Verdict
from supervision.appraisal_triggers import (
    APPRAISAL_KEPT,
    APPRAISAL_MOVES_ONLY,
    APPRAISAL_STAYS,
    BALLOTS_COMPLETE,
    ONLY_WHILE_HELD,
    RESULTS_IN_TURN,
)

MEETING = ("held_on", "host", "assembly", "expected", "present", "handed_out", "returned")
NO_MEETING = Q(held_on=None, expected=None, present=None, handed_out=None, returned=None)
A_MEETING = Q(
    held_on__isnull=False,
    expected__isnull=False,
    present__isnull=False,
    handed_out__isnull=False,
    returned__isnull=False,
) & ~Q(host="") & ~Q(assembly="")  # fmt: skip


@pghistory.track(append_only=True)
class Appraisal(models.Model):
    """One appraisal of a village; `number` counts within the year, `revision` its results."""

    village = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="村")
    scope_path = scope_path_field()
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveSmallIntegerField("本年第几次", default=1)
    status = models.CharField(
        "状态", max_length=10, choices=AppraisalStatus, default=AppraisalStatus.NOTICED
    )
    noticed_on = models.DateField("书面告知日")
    planned_on = models.DateField("定于何日召开")
    place = models.CharField("地点", max_length=60)
    notice = models.TextField("告知内容", max_length=600)
    held_on = models.DateField("评议日", null=True, blank=True)
    host = models.CharField("主持人（村务监督机构）", max_length=40, blank=True)
    assembly = models.CharField("会议", max_length=16, choices=Assembly, blank=True)
    expected = models.PositiveSmallIntegerField("应到人数", null=True, blank=True)
    present = models.PositiveSmallIntegerField("实到人数", null=True, blank=True)
    handed_out = models.PositiveSmallIntegerField("发出票数", null=True, blank=True)
    returned = models.PositiveSmallIntegerField("收回票数", null=True, blank=True)
    # What the rulebook said when the ballots were handed on, and since then the township.
    standing = models.CharField("是否计入", max_length=8, choices=Standing, blank=True)
    revision = models.PositiveSmallIntegerField("第几次公布结果", default=0)
    prepared_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    prepared_on = models.DateField("提交日期", null=True)
    announced_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    announced_on = models.DateField("公布日期", null=True)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+")
    return_reason = models.CharField("退回理由", max_length=200, blank=True)

    objects: ClassVar[models.Manager[Appraisal]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "民主评议"
        verbose_name_plural = "民主评议"
        triggers = (APPRAISAL_MOVES_ONLY, APPRAISAL_STAYS, BALLOTS_COMPLETE, APPRAISAL_KEPT)
        indexes = (models.Index(fields=["scope_path", "year"], name="appraisal_by_scope"),)
        constraints = (
            models.UniqueConstraint(
                fields=["village", "year", "number"], name="one_appraisal_a_number"
            ),
            models.CheckConstraint(
                name="appraisal_noticed_first",
                condition=Q(planned_on__gte=F("noticed_on"))
                & (Q(held_on=None) | Q(held_on__gte=F("noticed_on"), held_on__year=F("year"))),
            ),
            models.CheckConstraint(
                name="appraisal_ballots_in_order",
                condition=NO_MEETING
                | Q(
                    returned__lte=F("handed_out"),
                    handed_out__lte=F("present"),
                    present__lte=F("expected"),
                ),
            ),
            models.CheckConstraint(
                name="appraisal_four_eyes",
                condition=Q(announced_by=None) | ~Q(announced_by=F("prepared_by")),
            ),
            models.CheckConstraint(
                name="appraisal_status_implies",
                condition=Q(
                    NO_MEETING,
                    status=AppraisalStatus.NOTICED,
                    prepared_by=None,
                    announced_by=None,
                    revision=0,
                )
                | Q(A_MEETING, status=AppraisalStatus.HELD, prepared_by=None, announced_by=None)
                | Q(
                    A_MEETING,
                    ~Q(standing=""),
                    status=AppraisalStatus.SUBMITTED,
                    prepared_by__isnull=False,
                    prepared_on__isnull=False,
                    announced_by=None,
                )
                | Q(
                    A_MEETING,
                    ~Q(standing=""),
                    status=AppraisalStatus.ANNOUNCED,
                    prepared_by__isnull=False,
                    announced_by__isnull=False,
                    announced_on__isnull=False,
                    decision__isnull=False,
                    revision__gte=1,
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.village} {self.year} 年第 {self.number} 次民主评议"


@pghistory.track(append_only=True)
class Appraised(models.Model):
    """Somebody appraised in a meeting, and his ballots while they are entered."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="people")
    scope_path = scope_path_field()
    person = models.ForeignKey(Person, models.PROTECT, related_name="appraisals")
    # Kept here: the file may move to another township, this meeting stays readable.
    name = models.CharField("姓名", max_length=60)
    posts = models.CharField("职务", max_length=80)
    competent = models.PositiveSmallIntegerField("称职票", null=True, blank=True)
    incompetent = models.PositiveSmallIntegerField("不称职票", null=True, blank=True)

    objects: ClassVar[models.Manager[Appraised]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "评议对象"
        verbose_name_plural = "评议对象"
        triggers = (ONLY_WHILE_HELD,)
        constraints = (
            models.UniqueConstraint(fields=["appraisal", "person"], name="one_appraised_a_person"),
        )

    def __str__(self) -> str:
        return f"{self.name}（{self.posts}）"


class AppraisalResult(models.Model):
    """What an appraisal came to for one person; never edited: a correction is a next revision."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="results")
    appraised = models.ForeignKey(Appraised, models.PROTECT, related_name="results")
    scope_path = scope_path_field()
    revision = models.PositiveSmallIntegerField("第几次公布")
    returned = models.PositiveSmallIntegerField("收回票数")
    competent = models.PositiveSmallIntegerField("称职票")
    incompetent = models.PositiveSmallIntegerField("不称职票")
    abstained = models.PositiveSmallIntegerField("弃权票")
    verdict = models.CharField("评议结果", max_length=12, choices=Verdict)
    run = models.BooleanField("连续不称职", null=True)
    route = models.CharField("拟办", max_length=8, blank=True)
    findings = models.JSONField("依据")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="appraisal_results")

    objects: ClassVar[models.Manager[AppraisalResult]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "评议结果"
        verbose_name_plural = "评议结果"
        triggers = (*APPEND_ONLY, RESULTS_IN_TURN)
        constraints = (
            models.UniqueConstraint(fields=["appraised", "revision"], name="one_result_a_revision"),
            models.CheckConstraint(
                name="result_ballots_add_up",
                condition=Q(
                    returned=F("competent") + F("incompetent") + F("abstained"),
                ),
            ),
            models.CheckConstraint(
                name="run_is_of_the_incompetent",
                condition=~Q(run=True) | Q(verdict=Verdict.INCOMPETENT),
            ),
        )

    def __str__(self) -> str:
        return f"{self.appraised} {self.get_verdict_display()}"


class AppraisalRuling(models.Model):
    """The township's word whether an appraisal that was not rightly called counts; the last one."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="rulings")
    scope_path = scope_path_field()
    number = models.PositiveSmallIntegerField("第几次认定")
    accepted = models.BooleanField("计入")
    reason = models.CharField("理由", max_length=200)
    ruled_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ruled_on = models.DateField("认定日期")

    objects: ClassVar[models.Manager[AppraisalRuling]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "评议是否计入的认定"
        verbose_name_plural = "评议是否计入的认定"
        triggers = APPEND_ONLY
        constraints = (
            models.UniqueConstraint(fields=["appraisal", "number"], name="one_ruling_a_number"),
            models.CheckConstraint(name="ruling_has_reason", condition=~Q(reason="")),
        )

    def __str__(self) -> str:
        return f"{self.appraisal} {'计入' if self.accepted else '不计入'}"


class TerminationCheck(models.Model):
    """What the township found when it verified a proposed termination; the last one holds."""

    result = models.ForeignKey(AppraisalResult, models.PROTECT, related_name="checks")
    scope_path = scope_path_field()
    number = models.PositiveSmallIntegerField("第几次核实")
    confirmed = models.BooleanField("核实属实")
    reason = models.CharField("核实情况", max_length=200)
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    checked_on = models.DateField("核实日期")

    objects: ClassVar[models.Manager[TerminationCheck]] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "连续不称职的核实"
        verbose_name_plural = "连续不称职的核实"
        triggers = APPEND_ONLY
        constraints = (
            models.UniqueConstraint(fields=["result", "number"], name="one_check_a_number"),
            models.CheckConstraint(name="check_has_reason", condition=~Q(reason="")),
        )

    def __str__(self) -> str:
        return f"{self.result} {'核实属实' if self.confirmed else '核实不实'}"
