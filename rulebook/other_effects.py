"""Run the other stored decisions of a year again under other figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accounts.acting import Acting
from accounts.models import Division
from policy import whatif
from policy.procedures import PROCEDURES
from rulebook.models import Decision
from rulebook.trials import Change, heads

# Whose answers hang on which figures; grades and their pay are worked out by `trials`.
BY_FIGURE = {
    "plan.": "plan_check",
    "attendance.": "attendance",
    "warning.": "warning_period",
    "removal.": "removal_route",
    "incentive.": "three_excellent",
    "reserve.": "reserve_age",
    "qualify.": "qualification",
    "appraisal.": "democratic_appraisal",
}
LABELS = {
    "annual_grade": "年度等次",
    "plan_check": "考核方案核对",
    "grade_change": "等次更正",
    "performance_pay": "绩效报酬",
    "warning_period": "警示期",
    "removal_route": "退出路径",
    "three_excellent": "连续三年优秀",
    "reserve_age": "后备干部年龄",
    "deadline": "期限",
    "recall_motion": "罢免动议",
    "recall_vote": "罢免投票",
    "attendance": "出勤",
    "qualification": "任职资格",
    "democratic_appraisal": "民主评议",
}
MOST_NAMED = 500


def others(
    by: Acting, division: Division, year: int, changes: Sequence[Change]
) -> list[dict[str, Any]]:
    """Say for each kind of decision touched how many are stored and which come out otherwise."""
    prefixes = {change["key"].split(".")[0] + "." for change in changes}
    kinds = sorted(BY_FIGURE[prefix] for prefix in prefixes if prefix in BY_FIGURE)
    return [_kind(by, division, year, kind, changes) for kind in kinds]


def _kind(
    by: Acting, division: Division, year: int, kind: str, changes: Sequence[Change]
) -> dict[str, Any]:
    found = Decision.objects.filter(pk__in=heads(by, division, year, kind))
    stored, moved = 0, []
    for decision in found.select_related("rules", "facts").order_by("scope_path").iterator(50):
        stored += 1
        was, now = _labels(decision, changes)
        if was != now:
            moved.append({"subject": decision.subject_label, "was": was, "now": now})
    return {
        "kind": LABELS[kind],
        "stored": stored,
        "changed": len(moved),
        "subjects": moved[:MOST_NAMED],
    }


def _labels(decision: Decision, changes: Sequence[Change]) -> tuple[str, str]:
    name, _, start = decision.procedure.partition("@")
    rules = decision.rules.body
    for change in changes:
        rules = whatif.changed(rules, change["key"], change["is"], change.get("where") or None)
    result, _ = PROCEDURES[name][start](rules, decision.facts.body)
    return str(decision.outcome["result"].get("label", "")), str(result.get("label", ""))
