"""States of a plan and of a township's round, and the moves between them."""

from __future__ import annotations

from django.db import models


class PlanStatus(models.TextChoices):
    DRAFT = "draft", "起草"
    ADOPTED = "adopted", "已采用"
    REPLACED = "replaced", "已被新版代替"


PLAN_MOVES: dict[PlanStatus, set[PlanStatus]] = {
    PlanStatus.DRAFT: {PlanStatus.ADOPTED},
    PlanStatus.ADOPTED: {PlanStatus.REPLACED},
    PlanStatus.REPLACED: set(),
}


class RoundStatus(models.TextChoices):
    ENTERING = "entering", "录入中"
    SUBMITTED = "submitted", "待党委会审定"
    DECIDED = "decided", "已审定，待公示"
    NOTICE = "notice", "公示中"
    FEEDBACK = "feedback", "反馈本人"
    REPORTED = "reported", "已报县，待备案"
    FINAL = "final", "已备案，办结"


MOVES: dict[RoundStatus, set[RoundStatus]] = {
    RoundStatus.ENTERING: {RoundStatus.SUBMITTED},
    RoundStatus.SUBMITTED: {RoundStatus.ENTERING, RoundStatus.DECIDED},
    RoundStatus.DECIDED: {RoundStatus.ENTERING, RoundStatus.NOTICE},
    RoundStatus.NOTICE: {RoundStatus.ENTERING, RoundStatus.FEEDBACK},
    RoundStatus.FEEDBACK: {RoundStatus.ENTERING, RoundStatus.REPORTED},
    RoundStatus.REPORTED: {RoundStatus.ENTERING, RoundStatus.FINAL},
    RoundStatus.FINAL: set(),
}
# The committee's decision stands behind these; sent back from one of them, a new attempt begins.
GRADED = (
    RoundStatus.DECIDED,
    RoundStatus.NOTICE,
    RoundStatus.FEEDBACK,
    RoundStatus.REPORTED,
    RoundStatus.FINAL,
)
RETRIED = GRADED[:-1]


class ObjectionStatus(models.TextChoices):
    FILED = "filed", "已提出"
    ACCEPTED = "accepted", "已受理"
    REJECTED = "rejected", "不予受理"
    ANSWERED = "answered", "已答复"
    SERVED = "served", "答复已送达"


# Nobody has answered these or turned them away.
UNANSWERED = (ObjectionStatus.FILED, ObjectionStatus.ACCEPTED)
OBJECTION_MOVES: dict[ObjectionStatus, set[ObjectionStatus]] = {
    ObjectionStatus.FILED: {ObjectionStatus.ACCEPTED, ObjectionStatus.REJECTED},
    ObjectionStatus.ACCEPTED: {ObjectionStatus.ANSWERED},
    ObjectionStatus.REJECTED: set(),
    ObjectionStatus.ANSWERED: {ObjectionStatus.SERVED},
    ObjectionStatus.SERVED: set(),
}


class RevisionStatus(models.TextChoices):
    PROPOSED = "proposed", "待党委会审定"
    DECIDED = "decided", "待县备案"
    FILED = "filed", "已备案，生效"
    REFUSED = "refused", "不予更正"


REVISION_MOVES: dict[RevisionStatus, set[RevisionStatus]] = {
    RevisionStatus.PROPOSED: {RevisionStatus.DECIDED, RevisionStatus.REFUSED},
    RevisionStatus.DECIDED: {RevisionStatus.FILED, RevisionStatus.REFUSED},
    RevisionStatus.FILED: set(),
    RevisionStatus.REFUSED: set(),
}


class Dimension(models.TextChoices):
    VIRTUE = "virtue", "德"
    ABILITY = "ability", "能"
    DILIGENCE = "diligence", "勤"
    PERFORMANCE = "performance", "绩"
    PROBITY = "probity", "廉"


class Form(models.TextChoices):
    REPORT = "report", "述职测评"
    TARGET = "target", "目标考核"


class TeamGrade(models.TextChoices):
    EXCELLENT = "excellent", "优秀"
    GOOD = "good", "良好"
    FAIR = "fair", "一般"
    POOR = "poor", "较差"


class GradeLabel(models.TextChoices):
    """Grades people decide; NONE is a decision too: no grade this year, with the reason."""

    EXCELLENT = "excellent", "优秀"
    COMPETENT = "competent", "称职"
    BASIC = "basic", "基本称职"
    INCOMPETENT = "incompetent", "不称职"
    NONE = "none", "无等次"


class Proposed(models.TextChoices):
    """What the rulebook can propose for a person."""

    EXCELLENT = "excellent", "优秀"
    COMPETENT = "competent", "称职"
    BASIC = "basic", "基本称职"
    INCOMPETENT = "incompetent", "不称职"
    TIE = "tie", "并列待定"
    MISSING = "missing", "待补"
    PENDING = "pending", "待定"
    NONE = "none", "无等次"


# A round whose proposals hold one of these cannot be decided yet; ties are for people to choose.
OPEN_ENDED = (Proposed.MISSING, Proposed.PENDING)
