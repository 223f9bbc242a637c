"""Personal information in the yearly assessment; see accounts/personal.py."""

from __future__ import annotations

from accounts.personal import Declared, Personal, Sensitivity
from assessments.models import Entry, Grade, Indicator, Plan, Proposal, Round, TeamResult

ROSTER = Personal("考核名册：谁在考核范围、算不算名额基数")
JUDGED = Personal("年度考核：测评、打分、综合分和等次")
GROUNDS = Personal("等次的依据，含警示和处分", level=Sensitivity.SENSITIVE)
HANDLED = Personal("写明谁拟稿、谁提交、谁审定、谁备案，相互制约")

DECLARED = (
    Declared(
        Plan,
        HANDLED.on("prepared_by adopted_by adopted_on"),
        "id county scope_path year version status report_share target_share cutoff_on"
        " staff_in_base reason check_decision",
    ),
    Declared(Indicator, {}, "id plan scope_path form dimension name points place"),
    Declared(
        Round,
        HANDLED.on(
            "prepared_by prepared_on decided_by decided_on filed_by filed_by_name filed_on minutes"
            " return_reason"
        ),
        "id township scope_path plan year status attempt cutoff_on headcount seats meeting_on"
        " expected present proposal decision",
    ),
    Declared(
        Entry,
        ROSTER.on("person name village posts is_principal in_base on_roster months")
        | GROUNDS.on("excused")
        | JUDGED.on(
            "votes_excellent votes_competent votes_basic votes_incompetent virtue ability"
            " diligence performance probity"
        ),
        "id round scope_path",
    ),
    Declared(TeamResult, {}, "id round scope_path village result"),
    Declared(
        Proposal,
        JUDGED.on("entry composite composite_exact rank grade fallback")
        | GROUNDS.on("barred findings"),
        "id decision scope_path",
    ),
    Declared(
        Grade,
        JUDGED.on("entry grade chosen reason") | GROUNDS.on("barred"),
        "id round scope_path attempt proposal decision",
    ),
)
