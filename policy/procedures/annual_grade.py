"""Grade a township's cadres for a year: 优秀 by seats, the rest by bands, nobody by row order."""

from collections.abc import Sequence
from typing import Any

from policy.facts import Facts, required_day, whole
from policy.figures import two_places
from policy.finding import Finding
from policy.procedures import grade_findings as say
from policy.procedures.grade_entry import Entry, GradeRules, read_entries, read_rules, seats_of
from policy.procedures.grade_seats import Cut, Fate
from policy.snapshot import Snapshot
from policy.words import GRADE_LABELS

Row = dict[str, Any]
GRADE_OF: dict[Fate, str] = {"top": "excellent", "tie": "tie", "open": "pending"}


def annual_grade_2016(rules: Snapshot, facts: Facts) -> tuple[dict[str, Any], list[Finding]]:
    """Propose grades (ASSESS-EXCELLENT-CAP, ASSESS-TEAM-GATE, ASSESS-METHOD-2, GRADE-4).

    Scores are points from 0 to 100, `headcount` is persons in office on the cut-off day.
    Raises FactError for a score outside, an unknown word, or a cadre listed twice.
    """
    need = read_rules(rules)
    on = required_day(facts["on"], "考核截止日")
    headcount = whole(facts.get("headcount"), "在岗总数")
    entries = read_entries(facts, need, on)
    seats, product = seats_of(headcount, need)
    arithmetic = say.seat_arithmetic(headcount, product, need)
    cut = cut_of(seats, entries)
    rows = {entry.id: _row(entry, cut, arithmetic, need) for entry in entries}
    result = _summary(rows, entries, cut)
    result |= {"seats": seats, "headcount": headcount, "seat_arithmetic": arithmetic, "rows": rows}
    found = say.township(headcount, seats, arithmetic, len(entries), need)
    ungraded = sum(bool(entry.no_grade) for entry in entries)
    return result, found + say.without_ungraded(headcount, seats, ungraded, need)


def cut_of(seats: int | None, entries: Sequence[Entry]) -> Cut:
    """Sort those who compete: surely, if the gate opens, or if the missing score allows.

    Those under the line for 优秀 may stay in: they are never above or level with one who asks.
    """
    rivals = [one for one in entries if not one.no_grade and not one.barred]
    scored = [one for one in rivals if one.composite is not None]
    unscored = [one for one in rivals if one.composite is None]
    return Cut(
        seats,
        sure=(one.low for one in scored if one.gate == "fine"),
        doubtful=(one.low for one in scored if one.gate == "unknown"),
        highs=(one.high for one in unscored),
        lows=(one.low for one in unscored if one.gate == "fine"),
    )


def _row(entry: Entry, cut: Cut, arithmetic: str, rules: GradeRules) -> Row:
    if entry.no_grade:
        return _made(entry, "none", None, [say.no_grade(entry, rules)])
    found = [say.composite(entry, rules)]
    if entry.composite is None:
        return _made(entry, "missing", None, found + say.gates(entry, rules))
    index = next(i for i, (_, low) in enumerate(rules.bands) if entry.low >= low)
    found.append(say.band(entry, index, rules))
    found += say.gates(entry, rules)
    fallback = rules.bands[max(index, 1)][0]
    if index > 0 or entry.barred:
        return _made(entry, fallback, fallback, found)
    fate = cut.fate(entry.low, doubted=entry.gate == "unknown")
    found.append(say.place(entry, fate, cut, arithmetic, rules))
    row = _made(entry, GRADE_OF.get(fate, fallback), fallback, found)
    row["rank"] = cut.rank(entry.low)
    return row


def _made(entry: Entry, grade: str, fallback: str | None, found: list[Finding]) -> Row:
    composite = None if entry.no_grade else entry.composite
    return {
        "composite_exact": None if composite is None else entry.total,
        "composite": None if composite is None else two_places(composite),
        "grade": grade,
        "label": GRADE_LABELS[grade],
        "rank": None,
        "barred": entry.barred,
        "fallback": fallback,
        "findings": found,
    }


def _summary(rows: dict[str, Row], entries: Sequence[Entry], cut: Cut) -> dict[str, Any]:
    """Count the seats taken, and those left for the committee to give among the tied."""
    by_grade: dict[str, list[Entry]] = {}
    for entry in entries:
        by_grade.setdefault(rows[entry.id]["grade"], []).append(entry)
    tied = by_grade.get("tie", [])
    return {
        "taken": len(by_grade.get("excellent", [])),
        "left": cut.left_at(tied[0].low) if tied else 0,
        "tied": [one.id for one in tied],
        "missing": [one.id for one in by_grade.get("missing", [])],
        "pending": [one.id for one in by_grade.get("pending", [])],
    }
