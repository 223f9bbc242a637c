"""Decide, keep what was decided by its digest, and decide again to prove it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from policy.facts import Facts
from policy.faults import NotInForce
from policy.finding import Finding
from policy.procedures import PROCEDURES
from policy.snapshot import Snapshot, day_of


@dataclass(frozen=True, slots=True)
class Outcome:
    """Hold a decision: which procedure, under which rules, on which facts, and what came out."""

    procedure: str
    rules_sha: str
    facts_sha: str
    result: dict[str, Any]
    findings: list[Finding]

    def as_dict(self) -> dict[str, Any]:
        """Return the outcome as JSON-able data, for storing and replaying."""
        return {
            "procedure": self.procedure,
            "rules_sha": self.rules_sha,
            "facts_sha": self.facts_sha,
            "result": self.result,
            "findings": self.findings,
        }


def canonical(data: Any) -> str:
    """Return the one JSON text of plain data; ValueError or TypeError if it is not plain."""
    return json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def sha(data: Any) -> str:
    """Return the sha256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()


def version(name: str, on: date) -> str:
    """Name the version of a procedure in force on a day; KeyError or NotInForce if none."""
    begun = [start for start in PROCEDURES[name] if date.fromisoformat(start) <= on]
    if not begun:
        raise NotInForce(on, [name])
    return f"{name}@{max(begun)}"


def decide(name: str, rules: Snapshot, facts: Facts) -> Outcome:
    """Decide a case by the version in force on the snapshot's day.

    `rules` is a snapshot of `Book.at`, `facts` plain data as the procedure says. Raises
    KeyError for an unknown procedure, NotInForce before its first version, FactError (a
    ValueError with a Chinese sentence) for a fact that cannot be.
    """
    return _run(version(name, day_of(rules)), rules, facts)


def decide_many(name: str, rules: Snapshot, many: Iterable[Facts]) -> list[Outcome]:
    """Decide many cases under one snapshot, whose digest is then taken once; else as `decide`."""
    versioned, rules_sha = version(name, day_of(rules)), sha(rules)
    return [_decided(versioned, rules, rules_sha, facts) for facts in many]


def _run(versioned: str, rules: Snapshot, facts: Facts) -> Outcome:
    return _decided(versioned, rules, sha(rules), facts)


def _decided(versioned: str, rules: Snapshot, rules_sha: str, facts: Facts) -> Outcome:
    name, _, start = versioned.partition("@")
    result, findings = PROCEDURES[name][start](rules, facts)
    return Outcome(versioned, rules_sha, sha(facts), result, findings)


def replay(record: Mapping[str, Any], snapshots: Mapping[str, Any]) -> bool:
    """Decide a stored outcome again from its own rules and facts; tell whether it is the same.

    `record` is `Outcome.as_dict()`, `snapshots` maps the digests to the stored bodies. Raises
    KeyError when a body or the procedure version is missing.
    """
    rules, facts = snapshots[record["rules_sha"]], snapshots[record["facts_sha"]]
    again = _run(record["procedure"], rules, facts)
    return canonical(again.as_dict()) == canonical(record)
