"""Grade again under other figures, fast: no sentences, only what comes out.

`read` parses a township's facts once; `grades` then answers for any figures, with the same grades
as the full procedure (a test proves it), so that twenty variants of a city take seconds.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from policy import figures
from policy.facts import Facts, required_day, score, whole
from policy.figures import EXACT, HUNDRED
from policy.procedures.annual_grade import GRADE_OF
from policy.procedures.grade_entry import GradeRules, seats_of
from policy.procedures.grade_seats import Cut, Fate
from policy.snapshot import Snapshot

ZERO = Decimal(0)


class Known(NamedTuple):
    """One cadre's facts as read, whatever the figures are."""

    id: str
    report: Decimal | None
    target: Decimal | None
    posts: tuple[str, ...]
    team: str | None
    measured: bool
    months: int | None
    excused: bool


@dataclass(frozen=True, slots=True)
class Town:
    """One township's facts, read once for many variants; what variants share is worked out once."""

    headcount: int | None
    rows: tuple[Known, ...]
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Graded:
    """What a variant gives a township."""

    seats: int | None
    grades: Mapping[str, str]
    left: int  # seats left to the committee among the tied
    fallback: Mapping[str, str]  # of the tied: what those not chosen get


def changed(rules: Snapshot, key: str, text: str, where: str | None = None) -> Snapshot:
    """Give the rules with another figure in force; `where` limits it to one county.

    It takes the place of the county's own row too. KeyError for a figure nobody defined,
    ValueError for a text that does not read as one.
    """
    held = rules["values"][key]
    figures.value(held["type"], text)
    if where not in (None, rules["where"]):
        return rules
    first, *rest = held["rows"]
    figure = {**held, "rows": [{**first, "is": text}, *rest]}
    return {**rules, "values": {**rules["values"], key: figure}}


def read(facts: Facts) -> Town:
    """Read a township's facts, as the procedure does; FactError where it refuses them."""
    on = required_day(facts["on"], "考核截止日")
    rows = tuple(_known(row, on) for row in facts["rows"])
    return Town(whole(facts.get("headcount"), "在岗总数"), rows)


def _known(raw: Mapping[str, Any], on: date) -> Known:
    name = str(raw.get("name") or raw["id"])
    return Known(
        id=str(raw["id"]),
        report=score(raw.get("report_rating"), f"{name} 述职测评"),
        target=score(raw.get("target_score"), f"{name} 目标考核"),
        posts=tuple(raw.get("posts") or ()),
        team=raw.get("team") or None,
        measured=any(_counts(item.get("on"), on) for item in raw.get("measures") or ()),
        months=whole(raw.get("months"), f"{name} 在职整月数"),
        excused=bool(raw.get("excused")),
    )


def _counts(day: object, on: date) -> bool:
    return day is None or required_day(day, "日期").year == on.year


class _Line(NamedTuple):
    id: str
    low: Decimal
    high: Decimal
    scored: bool
    gate: str
    barred: bool


def grades(town: Town, rules: GradeRules) -> Graded:
    """Grade a township under the figures given. Shared between calls: never change the answer."""
    seats, _ = seats_of(town.headcount, rules)
    field_key = _field_key(rules)
    key = field_key, seats, rules.bands
    if key not in town.memo:
        if field_key not in town.memo:
            town.memo[field_key] = _field(town, rules)
        town.memo[key] = _graded(seats, town.memo[field_key], rules)
    graded: Graded = town.memo[key]
    return graded


def _field_key(rules: GradeRules) -> tuple[Any, ...]:
    """Give everything that bears on scores and gates; seats and bands come after."""
    shares = rules.report_share, rules.target_share
    teams = rules.team_scale, rules.team_posts, rules.team_floor
    return (*shares, *teams, rules.measure_bars, rules.min_months)


def _field(town: Town, rules: GradeRules) -> tuple[list[str], list[_Line], Cut]:
    ungraded: list[str] = []
    lines: list[_Line] = []
    for row in town.rows:
        if row.excused or (row.months is not None and row.months < rules.min_months):
            ungraded.append(row.id)
        else:
            lines.append(_line(row, rules))
    return ungraded, lines, _cut(None, lines)


def _graded(
    seats: int | None, known: tuple[list[str], list[_Line], Cut], rules: GradeRules
) -> Graded:
    ungraded, lines, sorted_once = known
    cut = copy(sorted_once)
    cut.seats = seats
    found = dict.fromkeys(ungraded, "none")
    fates: dict[tuple[Decimal, bool], Fate] = {}
    tied, fallback = ZERO, {}
    for line in lines:
        grade, below = _grade(line, cut, rules, fates)
        found[line.id] = grade
        if grade == "tie":
            tied, fallback[line.id] = line.low, below
    return Graded(seats, found, cut.left_at(tied) if fallback else 0, fallback)


def _line(row: Known, rules: GradeRules) -> _Line:
    gate = "barred" if row.measured and rules.measure_bars else _gate(row, rules)
    low = _weighted(rules, row.report, row.target, ZERO)
    scored = row.report is not None and row.target is not None
    high = low if scored else _weighted(rules, row.report, row.target, HUNDRED)
    return _Line(row.id, low, high, scored, gate, gate == "barred")


def _weighted(
    rules: GradeRules, report: Decimal | None, target: Decimal | None, fill: Decimal
) -> Decimal:
    one = EXACT.multiply(fill if report is None else report, rules.report_share)
    return EXACT.fma(fill if target is None else target, rules.target_share, one)


def _gate(row: Known, rules: GradeRules) -> str:
    principal = any(post in rules.team_posts for post in row.posts) if row.posts else None
    if principal is False:
        return "fine"
    if row.team is not None and rules.team_scale.index(row.team) < rules.team_floor:
        return "fine"
    return "barred" if principal and row.team is not None else "unknown"


def _cut(seats: int | None, lines: list[_Line]) -> Cut:
    rivals = [line for line in lines if not line.barred]
    scored = [line for line in rivals if line.scored]
    unscored = [line for line in rivals if not line.scored]
    return Cut(
        seats,
        sure=(line.low for line in scored if line.gate == "fine"),
        doubtful=(line.low for line in scored if line.gate == "unknown"),
        highs=(line.high for line in unscored),
        lows=(line.low for line in unscored if line.gate == "fine"),
    )


def _grade(
    line: _Line, cut: Cut, rules: GradeRules, fates: dict[tuple[Decimal, bool], Fate]
) -> tuple[str, str]:
    """Give a grade, and the grade without a seat; level scores share a fate, asked once."""
    if not line.scored:
        return "missing", ""
    index = next(i for i, (_, low) in enumerate(rules.bands) if line.low >= low)
    below = rules.bands[max(index, 1)][0]
    if index > 0 or line.barred:
        return below, below
    mark = line.low, line.gate == "unknown"
    if mark not in fates:
        fates[mark] = cut.fate(line.low, doubted=mark[1])
    return GRADE_OF.get(fates[mark], below), below
