"""Personal information in daily management; see accounts/personal.py."""

from __future__ import annotations

from accounts.personal import Declared, Personal, Sensitivity
from supervision.appraisal_fields import APPRAISALS
from supervision.models import Extension, OverdueAnswer, Pledge, PledgeItem, Progress

WHOSE = Personal("年度目标承诺：谁在哪个村任什么职、承诺了什么")
KEPT = Personal("目标承诺：完成情况、进展和得分，年度考核从这里算起")
HANDLED = Personal("写明谁起草、谁登记、谁批准、谁评分、谁确认，相互制约")
LEAD = Personal("逾期承诺是否作为警示谈话线索及理由", level=Sensitivity.SENSITIVE)

DECLARED: tuple[Declared, ...] = (
    *APPRAISALS,
    Declared(
        Pledge,
        WHOSE.on("person name village posts")
        | HANDLED.on(
            "drafted_by drafted_on discussed_by approved_by approved_on scored_by scored_on"
            " confirmed_by confirmed_on return_reason"
        )
        | KEPT.on("discussion signed_on"),
        "id scope_path year status discussed_at discussed_on",
    ),
    Declared(
        PledgeItem,
        WHOSE.on("promise") | KEPT.on("done_on evidence score"),
        "id pledge scope_path place dimension topic measure weight due_on",
    ),
    Declared(
        Progress, KEPT.on("percent words") | HANDLED.on("noted_by noted_on"),
        "id item scope_path quarter",
    ),
    Declared(
        Extension,
        KEPT.on("reason decision") | HANDLED.on("asked_by asked_on decided_by decided_on"),
        "id item scope_path status due_before new_due_on",
    ),
    Declared(
        OverdueAnswer,
        LEAD.on("is_lead reason") | HANDLED.on("answered_by answered_on"),
        "id item scope_path due_on ground supersedes",
    ),
)  # fmt: skip
