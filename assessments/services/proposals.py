"""Store what the rulebook proposes for townships: one decision each, one row for each cadre."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal as Number
from typing import Any

from django.db.models import Max

from accounts.models import User
from assessments.models import Proposal, Round
from assessments.queries.facts import Case
from assessments.queries.rulebook import same_rules
from assessments.services.bulk import insert
from policy.record import Outcome
from rulebook.models import Decision, RuleSnapshot
from rulebook.services import Made, store_decisions


@dataclass(frozen=True, slots=True)
class Proposed:
    """A round's case with what the rulebook says of it."""

    case: Case
    outcome: Outcome

    @property
    def round(self) -> Round:
        return self.case.round

    @property
    def slim(self) -> dict[str, Any]:
        """Give the outcome without the findings of cadres, which are rows of their own."""
        rows = {
            pk: {name: value for name, value in row.items() if name != "findings"}
            for pk, row in self.outcome.result["rows"].items()
        }
        return {**self.outcome.as_dict(), "result": {**self.outcome.result, "rows": rows}}

    def made(self, prepared_by: User | None, supersedes: Decision | None, **more: Any) -> Made:
        """Say what a stored decision keeps."""
        return Made(
            subject=self.round,
            outcome=self.outcome,
            rules=self.case.rules,
            facts=self.case.facts,
            on=self.case.on,
            known=self.case.known,
            where=self.case.where,
            scope_path=self.round.scope_path,
            prepared_by=prepared_by,
            supersedes=supersedes,
            body=self.slim,
            **more,
        )


def store_proposals(proposed: Sequence[Proposed], prepared_by: User | None) -> list[Decision]:
    """Store proposals, each superseding what stood for its round, and point the rounds to them."""
    former = latest([one.round for one in proposed])
    decisions = store_decisions(
        [one.made(prepared_by, former.get(one.round.pk)) for one in proposed]
    )
    pairs = list(zip(proposed, decisions, strict=True))
    insert(Proposal, [row for one, decision in pairs for row in _rows(one, decision)])
    for one, decision in pairs:
        one.round.proposal = decision
    Round.objects.bulk_update([one.round for one in proposed], ["proposal"])
    return decisions


def latest(rounds: Iterable[Round]) -> dict[int, Decision]:
    """Give the last decision or proposal of each round."""
    ids = [one.pk for one in rounds]
    of_rounds = Decision.objects.filter(subject_type=Round._meta.label_lower, subject_id__in=ids)
    newest = of_rounds.values("subject_id").annotate(last=Max("pk"))
    heads = Decision.objects.filter(pk__in=[row["last"] for row in newest])
    return {one.subject_id: one for one in heads.only("subject_id")}


def unchanged(proposed: Sequence[Proposed]) -> set[int]:
    """Give the rounds whose stored proposal was made from the same facts and rules."""
    by_proposal = {
        one.round.proposal_id: one for one in proposed if one.round.proposal_id is not None
    }
    stored = Decision.objects.filter(pk__in=by_proposal).values_list("pk", "facts__sha", "rules")
    same_facts = [
        (by_proposal[pk], rules)
        for pk, facts, rules in stored
        if facts == by_proposal[pk].outcome.facts_sha
    ]
    bodies = _bodies({rules for one, rules in same_facts if rules != one.outcome.rules_sha})
    return {
        one.round.pk
        for one, rules in same_facts
        if rules == one.outcome.rules_sha or same_rules(bodies[rules], one.case.rules)
    }


def _bodies(shas: set[str]) -> dict[str, dict[str, Any]]:
    return dict(RuleSnapshot.objects.filter(pk__in=shas).values_list("pk", "body"))


def _rows(one: Proposed, decision: Decision) -> Iterable[Proposal]:
    for pk, row in one.outcome.result["rows"].items():
        yield Proposal(
            decision=decision,
            entry_id=int(pk),
            scope_path=one.round.scope_path,
            composite=None if row["composite"] is None else Number(row["composite"]),
            composite_exact=row["composite_exact"] or "",
            rank=row["rank"],
            grade=row["grade"],
            fallback=row["fallback"] or "",
            barred=row["barred"],
            findings=row["findings"],
        )
