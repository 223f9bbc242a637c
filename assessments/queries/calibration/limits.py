"""From where on a figure is worth a question: the rulebook's values, with what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from policy.snapshot import Snapshot, count, ratio, value

KEYS = {
    "equal": ("calibrate.equal_people", "calibrate.equal_spread", "calibrate.equal_share"),
    "gaps": ("calibrate.gap", "calibrate.gap_mean"),
    "jumps": ("calibrate.jump", "calibrate.jump_grades", "calibrate.jump_mean"),
    "ballots": (
        "calibrate.ballot.excellent",
        "calibrate.ballot.competent",
        "calibrate.ballot.basic",
        "calibrate.ballot.incompetent",
    ),
    "grades": ("grade.top_share",),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """A county's limits for a year."""

    top_share: Decimal
    equal_people: int
    equal_spread: Decimal
    equal_share: Decimal
    gap: Decimal
    gap_mean: Decimal
    jump: Decimal
    jump_grades: int
    jump_mean: Decimal
    excellent: Decimal
    basic: Decimal
    incompetent: Decimal
    competent: Decimal


def limits_of(rules: Snapshot) -> Limits:
    """Read the limits; NotInForce where one is missing."""
    return Limits(
        top_share=ratio(rules, "grade.top_share"),
        equal_people=count(rules, "calibrate.equal_people"),
        equal_spread=value(rules, "calibrate.equal_spread"),
        equal_share=ratio(rules, "calibrate.equal_share"),
        gap=value(rules, "calibrate.gap"),
        gap_mean=value(rules, "calibrate.gap_mean"),
        jump=value(rules, "calibrate.jump"),
        jump_grades=count(rules, "calibrate.jump_grades"),
        jump_mean=value(rules, "calibrate.jump_mean"),
        excellent=ratio(rules, "calibrate.ballot.excellent"),
        basic=ratio(rules, "calibrate.ballot.basic"),
        incompetent=ratio(rules, "calibrate.ballot.incompetent"),
        competent=ratio(rules, "calibrate.ballot.competent"),
    )
