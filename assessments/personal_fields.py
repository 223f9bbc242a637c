"""Personal information in the yearly assessment; see accounts/personal.py."""

from __future__ import annotations

from accounts.personal import Declared, Personal, Sensitivity
from assessments.models import (
    Entry,
    Grade,
    Indicator,
    Letter,
    Meeting,
    Minutes,
    Objection,
    OwnIndicator,
    Plan,
    Proposal,
    Revision,
    Round,
    Tally,
    TeamResult,
    Turnout,
    VoterGroup,
)

ROSTER = Personal("考核名册：谁在考核范围、算不算名额基数")
JUDGED = Personal("年度考核：测评、打分、综合分和等次")
GROUNDS = Personal("等次的依据，含警示和处分", level=Sensitivity.SENSITIVE)
OBJECTED = Personal("异议、复核和申诉：谁提出、说什么、怎么答复", level=Sensitivity.SENSITIVE)
TOLD = Personal("考核结果告知本人并由本人签收")
HANDLED = Personal("写明谁拟稿、谁提交、谁审定、谁备案，相互制约")

DECLARED = (
    Declared(
        Plan,
        HANDLED.on("prepared_by adopted_by adopted_on"),
        "id county scope_path year version status report_share target_share cutoff_on"
        " staff_in_base reason check_decision band_excellent band_competent band_basic"
        " ballot_excellent ballot_competent ballot_basic ballot_incompetent",
    ),
    Declared(
        Indicator,
        {},
        "id plan scope_path form dimension topic name points place evidence scoring library_code",
    ),
    Declared(VoterGroup, {}, "id plan scope_path name weight place"),
    Declared(
        OwnIndicator,
        HANDLED.on("added_by"),
        "id county scope_path code dimension topic name evidence scoring document first_day"
        " last_day",
    ),
    Declared(
        Round,
        HANDLED.on(
            "prepared_by prepared_on decided_by decided_on filed_by filed_by_name filed_on minutes"
            " return_reason noticed_by noticed_on reported_by reported_on"
        ),
        "id township scope_path plan year status attempt cutoff_on headcount seats"
        " proposal decision sitting notice_until notice_place feedback_on",
    ),
    Declared(
        Entry,
        ROSTER.on("person name village team_village posts is_principal in_base on_roster months")
        | GROUNDS.on("excused")
        | JUDGED.on("virtue ability diligence performance probity"),
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
        JUDGED.on("entry grade chosen deviates reason") | GROUNDS.on("barred"),
        "id round scope_path attempt revision proposal decision",
    ),
    Declared(Meeting, HANDLED.on("host"), "id round scope_path village held_on"),
    Declared(Turnout, {}, "id round scope_path meeting group expected present handed_out returned"),
    Declared(
        Tally,
        JUDGED.on("entry excellent competent basic incompetent"),
        "id round scope_path group",
    ),
    Declared(
        Minutes,
        HANDLED.on("attended recused file kept_by"),
        "id township scope_path number held_on",
    ),
    Declared(
        Objection,
        OBJECTED.on("entry raised_by contact content outcome answer")
        | HANDLED.on("filed_by handled_by handled_on"),
        "id round scope_path attempt kind previous raised_on due_on extended_to extension_reason"
        " status served_on",
    ),
    Declared(
        Letter,
        TOLD.on("entry served_on manner receiver note") | HANDLED.on("registered_by"),
        "id round scope_path attempt revision number issued_on",
    ),
    Declared(
        Revision,
        JUDGED.on("entry former grade reason result")
        | GROUNDS.on("barred kind objection")
        | HANDLED.on("prepared_by prepared_on decided_by decided_on filed_by filed_on review"),
        "id round scope_path status sitting decision paid",
    ),
)
