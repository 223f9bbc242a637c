"""Personal information in decisions and what they were made from; see accounts/personal.py."""

from __future__ import annotations

from accounts.personal import Declared, Personal, Sensitivity
from rulebook.models import Decision, FactSnapshot, RuleFile, RuleSnapshot, Ruling, WhatIf

# Facts and outcomes hold the measures taken against a person.
PROOF = Personal("决定可以逐字重算、可以申辩", level=Sensitivity.SENSITIVE)
HANDLED = Personal("写明谁提出、谁决定，拟办与决定不得为同一人")
TRIAL = Personal("推演规则改动对干部的影响，不作决定", level=Sensitivity.SENSITIVE)

DECLARED = (
    Declared(RuleSnapshot, {}, "sha body"),
    Declared(FactSnapshot, PROOF.on("body"), "id sha scope_path"),
    Declared(
        Decision,
        PROOF.on("subject_type subject_id subject_label facts outcome choices reason minutes")
        | HANDLED.on("prepared_by decided_by decided_on made_at"),
        "id scope_path procedure on known where rules outcome_sha supersedes",
    ),
    Declared(
        RuleFile,
        HANDLED.on("proposed_by proposed_on made_at"),
        "id sha kind where title document issued text note",
    ),
    Declared(
        Ruling,
        HANDLED.on("proposed_by ruled_by ruled_on reason made_at"),
        "id file published",
    ),
    Declared(
        WhatIf,
        TRIAL.on("summary") | HANDLED.on("asked_by asked_by_name asked_on"),
        "id scope_path division year base_pay variants file total done failure",
    ),
)
