"""States of a pledge and of a request for more time, and the moves between them."""

from __future__ import annotations

from django.db import models


class PledgeStatus(models.TextChoices):
    DRAFT = "draft", "起草"
    DISCUSSED = "discussed", "村级已讨论"
    APPROVED = "approved", "乡镇已批准"
    SIGNED = "signed", "已签订"
    IN_PROGRESS = "in_progress", "履行中"
    SCORED = "scored", "已评分"


# Back to the draft: by the committee, with a reason. Back from scored: to be scored once more.
PLEDGE_MOVES: dict[PledgeStatus, set[PledgeStatus]] = {
    PledgeStatus.DRAFT: {PledgeStatus.DISCUSSED},
    PledgeStatus.DISCUSSED: {PledgeStatus.DRAFT, PledgeStatus.APPROVED},
    PledgeStatus.APPROVED: {PledgeStatus.DRAFT, PledgeStatus.SIGNED},
    PledgeStatus.SIGNED: {PledgeStatus.IN_PROGRESS},
    PledgeStatus.IN_PROGRESS: {PledgeStatus.SCORED},
    PledgeStatus.SCORED: {PledgeStatus.IN_PROGRESS},
}
# The cadre is bound, and the year is not closed yet.
RUNNING = (PledgeStatus.SIGNED, PledgeStatus.IN_PROGRESS)
BINDING = (*RUNNING, PledgeStatus.SCORED)


class ExtensionStatus(models.TextChoices):
    ASKED = "asked", "待批准"
    GRANTED = "granted", "已批准"
    REFUSED = "refused", "不批准"


EXTENSION_MOVES: dict[ExtensionStatus, set[ExtensionStatus]] = {
    ExtensionStatus.ASKED: {ExtensionStatus.GRANTED, ExtensionStatus.REFUSED},
    ExtensionStatus.GRANTED: set(),
    ExtensionStatus.REFUSED: set(),
}


class Meeting(models.TextChoices):
    """Who talks a pledge over in the village (policy.md C3, S29)."""

    PARTY = "party_meeting", "党员大会"
    VILLAGERS = "villagers_assembly", "村民会议"
    REPRESENTATIVES = "rep_assembly", "村民代表会议"


class Dimension(models.TextChoices):
    VIRTUE = "virtue", "德"
    ABILITY = "ability", "能"
    DILIGENCE = "diligence", "勤"
    PERFORMANCE = "performance", "绩"
    PROBITY = "probity", "廉"


class ItemState(models.TextChoices):
    """How a promise stands on a day; worked out from days each time, never stored."""

    OPEN = "open", "进行中"
    EXTENDED = "extended", "已延期"
    OVERDUE = "overdue", "逾期"
    DONE = "done", "已完成"
    LATE = "late", "逾期后完成"


LEAD_CODE = "W-01"  # 不能按期完成年度工作目标任务 (WARN-ITEM-1)
QUARTERS = (1, 2, 3, 4)
