"""Personal information in the democratic appraisal; see accounts/personal.py."""

from __future__ import annotations

from accounts.personal import Declared, Personal
from supervision.models import (
    Appraisal,
    AppraisalResult,
    AppraisalRuling,
    Appraised,
    TerminationCheck,
)

LISTED = Personal("民主评议名单：谁应当接受村民评议")
JUDGED = Personal("民主评议：得票、评议结果，连续不称职的核实")
HANDLED = Personal("写明谁主持、谁提交、谁公布、谁认定，相互制约")

APPRAISALS = (
    Declared(
        Appraisal,
        HANDLED.on("host prepared_by prepared_on announced_by announced_on return_reason"),
        "id village scope_path year number status noticed_on planned_on place notice held_on"
        " assembly expected present handed_out returned standing revision decision",
    ),
    Declared(
        Appraised,
        LISTED.on("person name posts") | JUDGED.on("competent incompetent"),
        "id appraisal scope_path",
    ),
    Declared(
        AppraisalResult,
        JUDGED.on("appraised competent incompetent abstained verdict run route findings"),
        "id appraisal scope_path revision returned decision",
    ),
    Declared(
        AppraisalRuling,
        HANDLED.on("reason ruled_by ruled_on"),
        "id appraisal scope_path number accepted",
    ),
    Declared(
        TerminationCheck,
        JUDGED.on("result confirmed reason") | HANDLED.on("checked_by checked_on"),
        "id scope_path number",
    ),
)
