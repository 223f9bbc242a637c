"""Every address, asked by everybody: who comes in, who is refused, and that refusals write nothing.

The table is the contract. A new address without a line here fails, and so does a line too many.
"""

from __future__ import annotations

import pytest
from django.apps import apps
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import LiveSession, Override
from tests.assessments.pages import last_day_of_the_year, opened  # noqa: F401
from tests.doorstep import addresses, rows_of

PEOPLE = (
    "clerk", "committee", "officer", "city_officer", "auditor", "department", "system_admin",
    "security_admin", "audit_admin", "neighbour", "sibling_committee", "stranger",
    "stranger_officer", "anonymous",
)  # fmt: skip
# One column a person, in the order of PEOPLE; 405: may come in, but not by this method.
# The township's own: clerk, committee; its county: officer; above: city officer, auditor;
# no cadres at all: department, administrators; the sibling township's; another county's.
READ = {
    "reports:home":             "200 200 200 200 200 200 200 200 200 200 200 200 200 302",
    "reports:todo_count":       "200 200 200 200 200 200 200 200 200 200 200 200 200 302",
    "reports:person":           "200 200 200 200 200 404 404 404 404 404 404 404 404 302",
    "reports:unmask":           "405 403 405 403 403 404 404 404 404 404 404 404 404 302",
    "reports:person_pdf":       "200 200 200 200 200 404 404 404 404 404 404 404 404 302",
    "reports:person_pdf_in_full": "200 403 200 403 403 404 404 404 404 404 404 404 404 302",
    "reports:appointment_form": "200 200 200 200 200 404 404 404 404 404 404 404 404 302",
    "reports:verify":           "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "reports:work_list":        "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "reports:work":             "200 404 404 404 404 404 404 404 404 404 404 404 404 302",
    "reports:work_file":        "200 404 404 404 404 404 404 404 404 404 404 404 404 302",
    "reports:export_list":      "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "reports:export_mending":   "200 403 403 403 403 403 403 403 403 200 403 200 403 302",
    "reports:empty_roster":     "200 403 403 403 403 403 403 403 403 200 403 200 403 302",
    "reports:audit_log":        "403 403 403 403 403 403 403 403 200 403 403 403 403 302",
    "reports:who_saw":          "403 403 403 403 403 403 403 403 200 403 403 403 403 302",
    "reports:audit_chain":      "403 403 403 403 403 403 403 403 200 403 403 403 403 302",
    "accounts:log_in":          "302 302 302 302 302 302 302 302 302 302 302 302 302 200",
    "accounts:second_factor":   "302 302 302 302 302 302 302 302 302 302 302 302 302 302",
    "accounts:enrol_factor":    "302 302 302 302 302 302 302 302 302 302 302 302 302 302",
    "accounts:drafts":          "200 200 200 200 200 200 200 200 200 200 200 200 200 302",
    "accounts:discard_draft":   "405 405 405 405 405 405 405 405 405 405 405 405 405 302",
    "accounts:log_out":         "405 405 405 405 405 405 405 405 405 405 405 405 405 302",
    "accounts:change_password": "200 200 200 200 200 200 200 200 200 200 200 200 200 302",
    "accounts:choose_role":     "200 200 200 200 200 200 200 200 200 200 200 200 200 302",
    "accounts:switch_role":     "405 405 405 405 405 405 405 405 405 405 405 405 405 302",
    "accounts:accounts":        "403 403 403 403 403 403 200 200 403 403 403 403 403 302",
    "accounts:account_new":     "403 403 403 403 403 403 200 403 403 403 403 403 403 302",
    "accounts:account":         "404 404 404 404 404 404 200 200 403 404 404 404 404 302",
    "accounts:account_disable": "404 404 404 404 404 404 405 403 403 404 404 404 404 302",
    "accounts:account_enable":  "404 404 404 404 404 404 405 403 403 404 404 404 404 302",
    "accounts:account_transfer": "404 404 404 404 404 404 405 405 403 404 404 404 404 302",
    "accounts:account_password": "404 404 404 404 404 404 403 405 403 404 404 404 404 302",
    "accounts:account_factor":  "404 404 404 404 404 404 403 405 403 404 404 404 404 302",
    "accounts:account_unlock":  "404 404 404 404 404 404 403 405 403 404 404 404 404 302",
    "accounts:session_end":     "404 404 404 404 404 404 403 405 403 404 404 404 404 302",
    "accounts:grant_new":       "404 404 404 404 404 404 200 403 403 404 404 404 404 302",
    "accounts:grants":          "403 403 403 403 403 403 200 200 403 403 403 403 403 302",
    "accounts:grant_approve":   "404 404 404 404 404 404 403 405 404 404 404 404 404 302",
    "accounts:grant_refuse":    "404 404 404 404 404 404 200 200 404 404 404 404 404 302",
    "accounts:grant_end":       "404 404 404 404 404 404 200 200 404 404 404 404 404 302",
    "accounts:access":          "403 403 403 403 403 403 403 200 403 403 403 403 403 302",
    "accounts:sessions":        "403 403 403 403 403 403 403 200 403 403 403 403 403 302",
    "accounts:overrides":       "403 403 403 403 403 403 200 200 200 403 403 403 403 302",
    "accounts:override_new":    "403 403 403 403 403 403 200 200 403 403 403 403 403 302",
    "accounts:override_confirm": "404 404 404 404 404 404 405 405 403 404 404 404 404 302",
    "accounts:override_end":    "404 404 404 404 404 404 405 405 403 404 404 404 404 302",
    "accounts:override_acknowledge": "404 404 404 404 404 404 403 403 405 404 404 404 404 302",
    "accounts:divisions":       "403 403 403 403 403 403 200 403 403 403 403 403 403 302",
    "accounts:division_succeed": "404 404 404 404 404 404 200 404 404 404 404 404 404 302",
    "accounts:division_merge":  "404 404 404 404 404 404 200 404 404 404 404 404 404 302",
    "accounts:first_run":       "404 404 404 404 404 404 404 404 404 404 404 404 404 404",
    "cadres:rosters":          "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "cadres:roster_new":       "200 403 403 403 403 403 403 403 403 200 403 200 403 302",
    "cadres:roster":           "200 200 200 200 200 404 404 404 404 404 404 404 404 302",
    "cadres:roster_columns":   "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:roster_confirm":   "302 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:roster_recheck":   "405 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:roster_transfers": "405 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:roster_discard":   "405 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:roster_undo":      "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:roster_refused":   "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:roster_file":      "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:list":              "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "cadres:add":             "200 403 403 403 403 403 403 403 403 200 403 200 403 302",
    "cadres:number":          "405 403 403 403 403 403 403 403 403 405 403 405 403 302",
    "cadres:recusals":        "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "cadres:edit":            "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:education_add":   "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:education_edit":  "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:education_remove":"200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:experience_add":  "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:experience_edit": "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:experience_remove":"200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:relative_add":    "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:relative_edit":   "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:relative_remove": "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:reward_add":      "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:reward_edit":     "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:reward_remove":   "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:sanction_add":    "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:sanction_withdraw":"200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:document_add":    "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:document_withdraw":"200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:photo_set":       "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:document":        "200 200 200 200 200 404 404 404 404 404 404 404 404 302",
    "cadres:photo":           "200 200 200 200 200 404 404 404 404 404 404 404 404 302",
    "cadres:transfers":       "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "cadres:transfer":        "200 200 200 200 200 404 404 404 404 404 404 404 404 302",
    "cadres:transfer_decide": "403 403 405 405 403 404 404 404 404 404 404 404 404 302",
    "cadres:transfer_pass":   "403 403 405 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:transferred":     "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "cadres:duplicates":      "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "cadres:compare":         "200 200 200 200 200 404 404 404 404 404 404 404 404 302",
    "cadres:judge":           "405 403 405 405 403 404 404 404 404 404 404 404 404 302",
    "cadres:verdict":         "200 200 200 200 200 404 404 404 404 404 404 404 404 302",
    "cadres:verdict_review":  "403 403 405 405 403 404 404 404 404 404 404 404 404 302",
    "cadres:corrections":     "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "cadres:correction":      "200 200 200 200 200 404 404 404 404 404 404 404 404 302",
    "cadres:correction_new":  "200 200 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:correction_evidence": "200 200 200 200 200 404 404 404 404 404 404 404 404 302",
    "cadres:correction_review":"403 403 405 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:correction_withdraw":"405 405 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:verify":          "403 403 405 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:posts":             "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "cadres:sheet":             "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "cadres:terms":             "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "cadres:vacancies":         "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "cadres:left_behind":       "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "cadres:village":           "200 200 200 200 200 404 404 404 404 404 404 404 404 302",
    "cadres:tenure_start":      "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:tenure_fill":       "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:tenure_end":        "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:tenure_correct":    "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:tenure_remove":     "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:hand_over":         "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:team_form":         "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:team_end":          "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:teams_renew":       "200 403 403 403 403 403 403 403 403 200 403 200 403 302",
    "cadres:carry_over":        "200 403 200 200 403 404 404 404 404 404 404 404 404 302",
    "cadres:carry_files":       "405 403 405 405 403 404 404 404 404 404 404 404 404 302",
    "assessments:overview":     "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "assessments:plans":        "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "assessments:plan_new":     "403 403 200 403 403 403 403 403 403 403 403 403 200 302",
    "assessments:plan":         "200 200 200 200 200 404 404 404 404 200 200 404 404 302",
    "assessments:plan_edit":    "403 403 200 403 403 404 404 404 404 403 403 404 404 302",
    "assessments:plan_adopt":   "403 403 405 403 403 404 404 404 404 403 403 404 404 302",
    "assessments:plan_revise":  "403 403 200 403 403 404 404 404 404 403 403 404 404 302",
    "assessments:open_rounds":  "403 403 405 403 403 404 404 404 404 403 403 404 404 302",
    "assessments:filing":       "403 403 200 403 403 403 403 403 403 403 403 403 200 302",
    "assessments:board":        "200 200 200 200 200 404 404 404 404 404 404 404 404 302",
    "assessments:meeting":      "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "assessments:targets":      "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "assessments:teams":        "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "assessments:refresh":      "405 403 405 403 403 404 404 404 404 404 404 404 404 302",
    "assessments:submit":       "405 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "assessments:decide":       "403 200 403 403 403 404 404 404 404 404 404 404 404 302",
    "assessments:return":       "403 200 200 403 403 404 404 404 404 404 404 404 404 302",
    "assessments:file":         "403 403 200 403 403 404 404 404 404 404 404 404 404 302",
    "assessments:entry":        "200 200 200 200 200 404 404 404 404 404 404 404 404 302",
    "assessments:excuse":       "200 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "rulebook:figures":         "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "rulebook:catalogues":      "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "rulebook:counties":        "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "rulebook:readings":        "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "rulebook:article":         "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "rulebook:files":           "200 200 200 200 200 403 403 403 403 200 200 200 200 302",
    "rulebook:file_new":        "403 403 200 200 403 403 403 403 403 403 403 403 200 302",
    "rulebook:file":            "200 200 200 200 200 404 404 404 404 200 200 200 200 302",
    "rulebook:file_rule":       "403 403 403 200 403 404 404 404 404 403 403 403 403 302",
    "rulebook:file_try":        "403 403 405 405 403 404 404 404 404 403 403 403 405 302",
    "rulebook:confirm":         "403 403 403 200 403 403 403 403 403 403 403 403 403 302",
    "rulebook:whatif":          "403 403 200 200 403 403 403 403 403 403 403 403 200 302",
    "rulebook:trial":           "404 404 200 200 200 404 404 404 404 404 404 404 404 302",
    "rulebook:trial_again":     "404 404 405 405 403 404 404 404 404 404 404 404 404 302",
    "rulebook:decision":        "200 200 200 200 200 404 404 404 404 404 404 404 404 302",
}  # fmt: skip
# "may": let in, and tried in the tests of the page itself.
WRITE = {
    "reports:export_list":      "may may may may may 403 403 403 403 may may may may 302",
    "reports:export_mending":   "may 403 403 403 403 403 403 403 403 may 403 may 403 302",
    "reports:unmask":           "may 403 may 403 403 404 404 404 404 404 404 404 404 302",
    "reports:person_pdf_in_full": "may 403 may 403 403 404 404 404 404 404 404 404 404 302",
    "reports:appointment_form": "may may may may may 404 404 404 404 404 404 404 404 302",
    "reports:verify":           "may may may may may 403 403 403 403 may may may may 302",
    "reports:who_saw":          "403 403 403 403 403 403 403 403 may 403 403 403 403 302",
    "accounts:log_in":          "may may may may may may may may may may may may may may",
    "accounts:second_factor":   "may may may may may may may may may may may may may may",
    "accounts:enrol_factor":    "may may may may may may may may may may may may may may",
    "accounts:discard_draft":   "404 404 404 404 404 404 404 404 404 404 404 404 404 302",
    "accounts:log_out":         "may may may may may may may may may may may may may 302",
    "accounts:change_password": "may may may may may may may may may may may may may 302",
    "accounts:switch_role":     "404 404 404 404 404 404 404 404 404 404 404 404 404 302",
    "accounts:account_new":     "403 403 403 403 403 403 may 403 403 403 403 403 403 302",
    "accounts:account_disable": "404 404 404 404 404 404 may 403 403 404 404 404 404 302",
    "accounts:account_enable":  "404 404 404 404 404 404 may 403 403 404 404 404 404 302",
    "accounts:account_transfer": "404 404 404 404 404 404 may may 403 404 404 404 404 302",
    "accounts:account_password": "404 404 404 404 404 404 403 may 403 404 404 404 404 302",
    "accounts:account_factor":  "404 404 404 404 404 404 403 may 403 404 404 404 404 302",
    "accounts:account_unlock":  "404 404 404 404 404 404 403 may 403 404 404 404 404 302",
    "accounts:session_end":     "404 404 404 404 404 404 403 may 403 404 404 404 404 302",
    "accounts:grant_new":       "404 404 404 404 404 404 may 403 403 404 404 404 404 302",
    "accounts:grant_approve":   "404 404 404 404 404 404 403 may 404 404 404 404 404 302",
    "accounts:grant_refuse":    "404 404 404 404 404 404 may may 404 404 404 404 404 302",
    "accounts:grant_end":       "404 404 404 404 404 404 may may 404 404 404 404 404 302",
    "accounts:override_new":    "403 403 403 403 403 403 may may 403 403 403 403 403 302",
    "accounts:override_confirm": "404 404 404 404 404 404 may may 403 404 404 404 404 302",
    "accounts:override_end":    "404 404 404 404 404 404 may may 403 404 404 404 404 302",
    "accounts:override_acknowledge": "404 404 404 404 404 404 403 403 may 404 404 404 404 302",
    "accounts:first_run":       "404 404 404 404 404 404 404 404 404 404 404 404 404 404",
    "cadres:add":             "may 403 403 403 403 403 403 403 403 may 403 may 403 302",
    "cadres:number":          "may 403 403 403 403 403 403 403 403 may 403 may 403 302",
    "cadres:edit":            "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:education_add":   "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:education_edit":  "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:education_remove":"may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:experience_add":  "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:experience_edit": "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:experience_remove":"may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:relative_add":    "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:relative_edit":   "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:relative_remove": "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:reward_add":      "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:reward_edit":     "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:reward_remove":   "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:sanction_add":    "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:sanction_withdraw":"may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:document_add":    "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:document_withdraw":"may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:photo_set":       "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:transfer_decide": "403 403 may may 403 404 404 404 404 404 404 404 404 302",
    "cadres:transfer_pass":   "403 403 may 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:judge":           "may 403 may may 403 404 404 404 404 404 404 404 404 302",
    "cadres:verdict_review":  "403 403 may may 403 404 404 404 404 404 404 404 404 302",
    "cadres:correction_new":  "may may 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:correction_review":"403 403 may 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:correction_withdraw":"may may 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:verify":          "403 403 may 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:roster_new":       "may 403 403 403 403 403 403 403 403 may 403 may 403 302",
    "cadres:roster_columns":   "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:roster_confirm":   "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:roster_recheck":   "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:roster_transfers": "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:roster_discard":   "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:roster_undo":      "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:tenure_start":      "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:tenure_fill":       "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:tenure_end":        "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:tenure_correct":    "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:tenure_remove":     "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:hand_over":         "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:team_form":         "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:team_end":          "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "cadres:teams_renew":       "may 403 403 403 403 403 403 403 403 may 403 may 403 302",
    "cadres:carry_over":        "may 403 may may 403 404 404 404 404 404 404 404 404 302",
    "cadres:carry_files":       "may 403 may may 403 404 404 404 404 404 404 404 404 302",
    "accounts:division_succeed": "404 404 404 404 404 404 may 404 404 404 404 404 404 302",
    "accounts:division_merge":  "404 404 404 404 404 404 may 404 404 404 404 404 404 302",
    "assessments:plan_new":     "403 403 may 403 403 403 403 403 403 403 403 403 may 302",
    "assessments:plan_edit":    "403 403 may 403 403 404 404 404 404 403 403 404 404 302",
    "assessments:plan_adopt":   "403 403 may 403 403 404 404 404 404 403 403 404 404 302",
    "assessments:plan_revise":  "403 403 may 403 403 404 404 404 404 403 403 404 404 302",
    "assessments:open_rounds":  "403 403 may 403 403 404 404 404 404 403 403 404 404 302",
    "assessments:meeting":      "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "assessments:targets":      "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "assessments:teams":        "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "assessments:refresh":      "may 403 may 403 403 404 404 404 404 404 404 404 404 302",
    "assessments:submit":       "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "assessments:decide":       "403 may 403 403 403 404 404 404 404 404 404 404 404 302",
    "assessments:return":       "403 may may 403 403 404 404 404 404 404 404 404 404 302",
    "assessments:file":         "403 403 may 403 403 404 404 404 404 404 404 404 404 302",
    "assessments:excuse":       "may 403 403 403 403 404 404 404 404 404 404 404 404 302",
    "rulebook:file_new":        "403 403 may may 403 403 403 403 403 403 403 403 may 302",
    "rulebook:file_rule":       "403 403 403 may 403 404 404 404 404 403 403 403 403 302",
    "rulebook:file_try":        "403 403 may may 403 404 404 404 404 403 403 403 may 302",
    "rulebook:confirm":         "403 403 403 may 403 403 403 403 403 403 403 403 403 302",
    "rulebook:whatif":          "403 403 may may 403 403 403 403 403 403 403 403 may 302",
    "rulebook:trial_again":     "404 404 may may 403 404 404 404 404 404 404 404 404 302",
}  # fmt: skip
# For whoever watches the machine: no log-in, and nothing of ours in the answer.
WATCHED = {"live", "ready"}
OURS = ("accounts", "assessments", "cadres", "reports", "rulebook")
# What a page may try to write wherever it is posted to.
SENT = {
    "reason": "试", "minutes": "试", "year": "2019", "meeting_on": "2018-12-28", "expected": "10",
    "present": "10", "report_share": "40", "target_share": "60", "cutoff_on": "2018-12-31",
    "line-TOTAL_FORMS": "0", "line-INITIAL_FORMS": "0",
}  # fmt: skip


ADDRESSES = dict(addresses(get_resolver().url_patterns))


def test_every_view_has_a_door():
    assert not [name for name, found in ADDRESSES.items() if not hasattr(found.callback, "door")]
    assert all(found.name for found in ADDRESSES.values())


def test_every_address_has_its_line():
    writing = {name for name, found in ADDRESSES.items() if found.callback.door.writes}

    assert READ.keys() == ADDRESSES.keys() - WATCHED
    assert WRITE.keys() == writing
    assert all(len(line.split()) == len(PEOPLE) for line in (*READ.values(), *WRITE.values()))


@pytest.fixture
def everybody(request, client_of) -> dict[str, Client]:
    """Give each person's browser."""
    named = {
        name: client_of(request.getfixturevalue(name)) for name in PEOPLE if name != "anonymous"
    }
    return named | {"anonymous": Client()}


@pytest.fixture
def emergency(clerk, system_admin) -> Override:
    """Give one that somebody has asked for."""
    return Override.objects.create(
        user=clerk.user, role=clerk.role, division=clerk.division, hours=1, reason="试",
        requested_by=system_admin.user,
    )  # fmt: skip


@pytest.fixture
def url_of(opened, clerk, emergency, officer, city_officer):  # noqa: F811
    """Give a function that makes an address of a row of the clerk's own township."""
    rows = rows_of(opened, clerk, officer, city_officer) | {"overrides": emergency}

    def make(name: str) -> str:
        of = ADDRESSES[name].callback.door.of
        return reverse(name, args=[rows[of].pk] if of else [])

    return make


def everything() -> dict[str, list[tuple]]:
    """Give every row of ours, history included; audit events and sessions are not ours to count."""
    models = {model for app in OURS for model in apps.get_app_config(app).get_models()}
    models.discard(LiveSession)
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in models
    }


def _status(response) -> int:
    """Give the status; a file is read to its end, as a browser does, which closes it."""
    if response.streaming:
        list(response.streaming_content)
    return response.status_code


def test_who_may_look_and_looking_writes_nothing(everybody, url_of):
    before = everything()

    got = {
        name: " ".join(str(_status(client.get(url_of(name)))) for client in everybody.values())
        for name in READ
    }

    assert got == {name: " ".join(line.split()) for name, line in READ.items()}
    assert everything() == before


def test_who_may_not_write_and_nothing_is_written(everybody, url_of):
    before = everything()

    wrong = {
        (name, who): status
        for name, line in WRITE.items()
        for (who, client), wanted in zip(everybody.items(), line.split(), strict=True)
        if wanted != "may"
        and (status := client.post(url_of(name), SENT).status_code) != int(wanted)
    }

    assert not wrong
    assert everything() == before


def test_nobody_comes_in_by_a_method_the_door_does_not_name(everybody, url_of):
    for name in READ:
        methods = ADDRESSES[name].callback.door.methods
        for method in {"POST", "PUT", "DELETE", "PATCH"} - set(methods):
            status = everybody["clerk"].generic(method, url_of(name)).status_code
            assert status in (302, 403, 404, 405), (name, method)


@pytest.mark.parametrize("name", sorted(WATCHED))
def test_the_watch_is_answered_without_log_in_and_without_data(client, db, name, settings):
    settings.CELERY_BROKER_URL = "memory://"

    response = client.get(reverse(name))

    assert response.status_code == 200
    assert len(response.content) < 100
