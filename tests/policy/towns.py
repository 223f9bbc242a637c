"""Make townships for the yearly grade, and grade them the slow, obvious way."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, product
from math import floor
from typing import Any

from hypothesis import strategies as st

TOP = Fraction(90)
PRINCIPALS = {"书记", "主任"}


def cadre(key: str, **facts: Any) -> dict[str, Any]:
    row = {
        "id": key,
        "name": f"人{key}",
        "village": "东村",
        "posts": ["文书"],
        "team": "优秀",
        "report_rating": "80",
        "target_score": "80",
        "measures": [],
        "months": 12,
        "excused": "",
    }
    return row | facts


def town(rows: list[dict[str, Any]], headcount: int | None = 10) -> dict[str, Any]:
    return {"on": "2018-12-31", "county": "430481", "headcount": headcount, "rows": rows}


SCORES = st.sampled_from(["89.99", "90", "90.0", "92", "92.5", "95", "100", "60", None, None])
POSTS = st.sampled_from(
    [["书记"], ["主任"], ["书记", "主任"], ["书记", "支委委员"], ["委员"], ["监委会成员"], None]
)
MEASURES = st.sampled_from([[], [], [], [{"kind": "警示", "text": "", "on": None}]])


@st.composite
def towns(draw: st.DrawFn, most: int = 6) -> dict[str, Any]:
    count = draw(st.integers(1, most))
    rows = [
        cadre(
            str(index),
            village=draw(st.sampled_from(["东村", "西村"])),
            posts=draw(POSTS),
            team=draw(st.sampled_from(["优秀", "良好", "一般", "较差", None, None])),
            report_rating=draw(SCORES),
            target_score=draw(SCORES),
            measures=draw(MEASURES),
            months=draw(st.sampled_from([None, 12, 6, 5])),
            excused=draw(st.sampled_from(["", "", "", "长期病假"])),
        )
        for index in range(count)
    ]
    return town(rows, draw(st.integers(0, 16)))


def slow_grades(facts: dict[str, Any]) -> dict[str, str]:
    """Grade by trying every completion of what is missing: scores on a fine enough grid."""
    rows = [row for row in facts["rows"] if not row["excused"] and (row["months"] or 12) >= 6]
    fates: dict[str, set[str]] = {row["id"]: set() for row in rows}
    for world in product(*(list(_completions(row, rows)) for row in rows)):
        for row, fate in zip(rows, _fates(world, floor(facts["headcount"] / 5)), strict=True):
            fates[row["id"]].add(fate)
    grades = {row["id"]: "none" for row in facts["rows"]}
    for row in rows:
        one = fates[row["id"]]
        missing = None in (row["report_rating"], row["target_score"])
        grades[row["id"]] = "missing" if missing else one.pop() if len(one) == 1 else "pending"
    return grades


def _composite(row: dict[str, Any], fill: Fraction) -> Fraction:
    parts = [row["report_rating"], row["target_score"]]
    report, target = (fill if part is None else Fraction(part) for part in parts)
    return report * Fraction(2, 5) + target * Fraction(3, 5)


def _completions(
    row: dict[str, Any], rows: list[dict[str, Any]]
) -> Iterator[tuple[Fraction, bool]]:
    """Give each score and gate the row may turn out to have."""
    posts, barred = row["posts"], bool(row["measures"])
    principal = {None} if posts is None else {bool(PRINCIPALS & set(posts))}
    gates = set()
    for is_principal in principal if None not in principal else {True, False}:
        for team in [row["team"]] if row["team"] else ["优秀", "一般"]:
            gates.add(not barred and not (is_principal and team in ("一般", "较差")))
    for score in _scores(row, rows):
        for gate in gates:
            yield score, gate


def _scores(row: dict[str, Any], rows: list[dict[str, Any]]) -> set[Fraction]:
    """Give every score that could matter: the ends, each rival's own, and between them."""
    low, high = _composite(row, Fraction(0)), _composite(row, Fraction(100))
    if low == high:
        return {low}
    marks = {TOP, low, high}
    marks |= {
        _composite(one, Fraction(0))
        for one in rows
        if None not in (one["report_rating"], one["target_score"])
    }
    inside = {mark for mark in marks if low <= mark <= high}
    ends = sorted(inside)
    return inside | {(a + b) / 2 for a, b in pairwise(ends)}


def _fates(world: tuple[tuple[Fraction, bool], ...], seats: int) -> list[str]:
    rivals = [score for score, gate in world if gate and score >= TOP]
    fates = []
    for score, gate in world:
        above = sum(rival > score for rival in rivals)
        level = rivals.count(score)
        if score < TOP or not gate or above >= seats:
            fates.append(_fallback(score))
        else:
            fates.append("excellent" if above + level <= seats else "tie")
    return fates


def _fallback(score: Fraction) -> str:
    return "competent" if score >= 70 else "basic" if score >= 60 else "incompetent"
