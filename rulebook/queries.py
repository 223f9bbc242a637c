"""Questions about stored decisions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from policy import record
from policy.procedures import PROCEDURES
from rulebook.models import Decision

CHUNK = 50  # a township's decision holds some 70 people's findings


def replayed(decisions: QuerySet[Decision]) -> Iterator[tuple[Decision, str]]:
    """Decide stored decisions again from their own snapshots; give each with what is wrong."""
    for decision in decisions.select_related("rules", "facts").iterator(chunk_size=CHUNK):
        yield decision, _difference(decision)


def _difference(decision: Decision) -> str:
    rules, facts = decision.rules.body, decision.facts.body
    if record.sha(rules) != decision.rules_id:
        return "规则快照与哈希不符"
    if record.sha(facts) != decision.facts.sha:
        return "事实快照与哈希不符"
    try:
        again = _again(decision, rules, facts)
    except (LookupError, ValueError) as error:
        return f"无法重新计算：{error}"
    if record.sha(again) != decision.outcome_sha or not _within(decision.outcome, again):
        return "重新计算的结果与当时不同"
    return ""


def _again(decision: Decision, rules: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    """Run the very version that decided, also where a later one has begun since."""
    name, _, start = decision.procedure.partition("@")
    result, findings = PROCEDURES[name][start](rules, facts)
    sums = {"rules_sha": decision.rules_id, "facts_sha": decision.facts.sha}
    return record.Outcome(decision.procedure, **sums, result=result, findings=findings).as_dict()


def _within(kept: Any, whole: Any) -> bool:
    """Say whether everything kept is so in the whole; details may have been left to other rows."""
    if isinstance(kept, dict) and isinstance(whole, dict):
        return all(key in whole and _within(value, whole[key]) for key, value in kept.items())
    return bool(kept == whole)
