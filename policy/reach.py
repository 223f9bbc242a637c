"""Say how far what is missing in a township could still reach: how many seats hang on whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from policy.facts import Facts, required_day
from policy.procedures.annual_grade import cut_of
from policy.procedures.grade_entry import Entry, read_entries, read_rules
from policy.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Reach:
    """Hold the ids of those without a score, of those whose gate is unknown, and the seats open."""

    unscored: tuple[str, ...] = ()
    reaching: tuple[str, ...] = ()  # of the unscored, those a full score would bring to a seat
    blocked: tuple[str, ...] = ()  # scored, and only the team's result keeps them from a seat
    seats: int = 0

    def __bool__(self) -> bool:
        return bool(self.unscored or self.blocked)


def reach(rules: Snapshot, facts: Facts, result: dict[str, Any]) -> Reach:
    """Count the seats of a proposal that missing scores and team results could still take."""
    need = read_rules(rules)
    entries = read_entries(facts, need, required_day(facts["on"], "考核截止日"))
    cut = cut_of(result["seats"], entries)
    unscored = [one for one in entries if not one.no_grade and one.composite is None]
    line = need.bands[0][1]
    reaching = [
        one.id
        for one in unscored
        if not one.barred and one.high >= line and cut.fate(one.high, doubted=True) != "out"
    ]
    blocked = _blocked(entries, result)
    free = (result["seats"] or 0) - result["taken"] - result["left"]
    seats = min(free, len(reaching) + len(blocked))
    return Reach(tuple(one.id for one in unscored), tuple(reaching), tuple(blocked), seats)


def _blocked(entries: Sequence[Entry], result: dict[str, Any]) -> list[str]:
    return [
        one.id
        for one in entries
        if one.gate == "unknown" and result["rows"][one.id]["grade"] == "pending"
    ]
