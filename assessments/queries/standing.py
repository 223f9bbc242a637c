"""What still stands between a round and its next step: objections, letters."""

from __future__ import annotations

from django.db.models import Q

from assessments.models import Letter, Objection, Round
from assessments.states import UNANSWERED

TURNED = (Objection.Outcome.CHANGED, Objection.Outcome.REVOKED)


def standing_objections(round: Round) -> list[str]:  # noqa: A002
    """Say which objections of the notice keep feedback from beginning."""
    raised = Objection.objects.filter(
        round=round, attempt=round.attempt, kind=Objection.Kind.NOTICE
    ).filter(Q(status__in=UNANSWERED) | Q(outcome__in=TURNED))
    said = []
    for one in raised.only("status", "outcome", "raised_on").order_by("raised_on", "pk"):
        if one.status in UNANSWERED:
            said.append(f"{one.raised_on} 提出的公示异议{one.get_status_display()}，还没有答复。")
        else:
            said.append(
                f"{one.raised_on} 提出的公示异议处理结果是“{one.get_outcome_display()}”，"
                "请乡镇党委先退回重定。"
            )
    return said


def unserved(round: Round) -> list[str]:  # noqa: A002
    """Name who has not got the letter of the round's attempt."""
    waiting = Letter.objects.filter(
        round=round, attempt=round.attempt, revision=0, served_on=None
    ).order_by("pk")
    return list(waiting.values_list("entry__name", flat=True))
