"""States of a democratic appraisal, what it can come to, and the moves between its states."""

from __future__ import annotations

from django.db import models


class AppraisalStatus(models.TextChoices):
    NOTICED = "noticed", "已告知"
    HELD = "held", "已召开，录票中"
    SUBMITTED = "submitted", "已录票，待公布"
    ANNOUNCED = "announced", "已公布"


APPRAISAL_MOVES: dict[AppraisalStatus, set[AppraisalStatus]] = {
    AppraisalStatus.NOTICED: {AppraisalStatus.HELD},
    AppraisalStatus.HELD: {AppraisalStatus.SUBMITTED},
    AppraisalStatus.SUBMITTED: {AppraisalStatus.HELD, AppraisalStatus.ANNOUNCED},
    AppraisalStatus.ANNOUNCED: {AppraisalStatus.HELD},
}


class Assembly(models.TextChoices):
    VILLAGERS = "villagers", "村民会议"
    REPRESENTATIVES = "representatives", "村民代表会议"


class Standing(models.TextChoices):
    """Whether an appraisal counts; one not rightly called waits for the township's word."""

    COUNTS = "counts", "计入"
    UNKNOWN = "unknown", "待认定"
    VOID = "void", "不计入"


class Verdict(models.TextChoices):
    """What the rulebook says of one who was appraised; no yearly grade, and never added to one."""

    COMPETENT = "competent", "称职"
    INCOMPETENT = "incompetent", "不称职"
    UNKNOWN = "unknown", "待定"
    VOID = "void", "不计入"
