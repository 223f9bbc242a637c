"""Keep decisions with the rules and facts they were made from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from accounts.models import User
from policy import record
from rulebook.models import Decision, FactSnapshot, RuleSnapshot

# Rows at a time: with more, Django sends columns as arrays, and quoting long JSON in arrays
# costs more than the statements saved.
ONE = 1
Copy = Callable[[Sequence[Any]], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Made:
    """An outcome with everything a stored decision keeps beside it.

    `body` is what to keep of the outcome where its details are rows of their own; the digest is
    always of the whole, so that a replay is still compared word for word.
    """

    subject: models.Model
    outcome: record.Outcome
    rules: dict[str, Any]
    facts: dict[str, Any]
    on: date
    known: date
    where: str
    scope_path: str
    prepared_by: User | None
    decided_by: User | None = None
    decided_on: date | None = None
    choices: dict[str, Any] | None = None
    reason: str = ""
    minutes: str = ""
    supersedes: Decision | None = None
    body: dict[str, Any] | None = None


def store_decision(**kept: Any) -> Decision:
    """Store an outcome of the rulebook (see `Made`); without `decided_by` it is a proposal."""
    return store_decisions([Made(**kept)])[0]


def store_decisions(made: Sequence[Made], *, copy: Copy | None = None) -> list[Decision]:
    """Store many outcomes; rules and facts that are kept already are not kept twice.

    `copy` writes thousands of rows at once and gives them their numbers; it knows nothing of
    rows that somebody else writes meanwhile, so only a city under construction uses it.
    """
    _keep_rules(made)
    facts = _keep_facts(made, copy)
    decisions = [_decision(one, facts) for one in made]
    if copy is not None:
        return list(copy(decisions))
    return Decision.objects.bulk_create(decisions, batch_size=ONE)


def _keep_rules(made: Sequence[Made]) -> None:
    wanted = {one.outcome.rules_sha: one.rules for one in made}
    kept = set(RuleSnapshot.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    new = [RuleSnapshot(sha=sha, body=wanted[sha]) for sha in wanted.keys() - kept]
    RuleSnapshot.objects.bulk_create(new, batch_size=ONE, ignore_conflicts=True)


def _keep_facts(made: Sequence[Made], copy: Copy | None) -> dict[tuple[str, str], FactSnapshot]:
    wanted = {(one.scope_path, one.outcome.facts_sha): one.facts for one in made}
    shas = {sha for _, sha in wanted}
    kept = set(FactSnapshot.objects.filter(sha__in=shas).values_list("scope_path", "sha"))
    new = [
        FactSnapshot(scope_path=path, sha=sha, body=wanted[path, sha])
        for path, sha in wanted.keys() - kept
    ]
    if copy is not None:
        copy(new)
    else:
        FactSnapshot.objects.bulk_create(new, batch_size=ONE, ignore_conflicts=True)
    found = FactSnapshot.objects.filter(sha__in=shas).defer("body")
    return {(one.scope_path, one.sha): one for one in found}


def _decision(one: Made, facts: dict[tuple[str, str], FactSnapshot]) -> Decision:
    whole = one.outcome.as_dict()
    return Decision(
        subject_type=one.subject._meta.label_lower,
        subject_id=one.subject.pk,
        subject_label=str(one.subject)[:200],
        scope_path=one.scope_path,
        procedure=one.outcome.procedure,
        on=one.on,
        known=one.known,
        where=one.where,
        rules_id=one.outcome.rules_sha,
        facts=facts[one.scope_path, one.outcome.facts_sha],
        outcome=whole if one.body is None else one.body,
        outcome_sha=record.sha(whole),
        choices=one.choices or {},
        reason=one.reason,
        minutes=one.minutes,
        prepared_by=one.prepared_by,
        decided_by=one.decided_by,
        decided_on=one.decided_on,
        supersedes=one.supersedes,
    )
