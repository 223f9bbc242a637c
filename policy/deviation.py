"""Say where a committee may decide other than proposed: for whom, how far, within the seats."""

from collections.abc import Collection, Mapping
from typing import Any

from policy.finding import Cite, Finding, Verdict, finding
from policy.snapshot import Snapshot, cites, count, value
from policy.words import GRADES

KEYS = ("grade.deviate_down", "grade.deviate_up", "grade.deviate_steps")
LADDER = tuple(GRADES)
TOP = LADDER[0]
NEVER = {
    "none": "本年度不定等次，不能改定；要定等次的，退回乡镇取消“不定等次”后重报。",
    "missing": "缺分，还没有建议等次，不能改定；请退回乡镇补齐。",
    "pending": "等次待定，不能改定；请退回乡镇补齐缺分和班子结果。",
}
Row = Mapping[str, Any]


def settled(row: Row, *, chosen: bool) -> str:
    """Return the grade of a proposal row once its tie, if any, is settled."""
    if row["grade"] != "tie":
        return str(row["grade"])
    return TOP if chosen else str(row["fallback"])


def moves(row: Row, rules: Snapshot, *, chosen: bool = False) -> dict[str, Finding]:
    """Judge every other grade for one proposal row, seats aside (ASSESS-EACH).

    `row` is a row of the yearly grade's result with its findings. A grade is open where its
    finding is `met`; empty for a grade nobody may leave (无等次, 待补, 待定).
    """
    start = settled(row, chosen=chosen)
    if start not in LADDER:
        return {}
    return {to: _judged(row, start, to, rules, chosen=chosen) for to in LADDER if to != start}


def judged(
    result: Mapping[str, Any],
    wanted: Mapping[str, str],
    chosen: Collection[str],
    rules: Snapshot,
) -> dict[str, Finding]:
    """Judge all deviations of a township together: each for itself, then against the seats.

    `result` is the yearly grade's result with findings, `wanted` maps ids to grades, `chosen`
    are those who take a seat out of a tie. Raises KeyError for an id that is not in the result.
    """
    found = {
        pk: _one(result["rows"][pk], to, rules, chosen=pk in chosen) for pk, to in wanted.items()
    }
    raised = [pk for pk, to in wanted.items() if to == TOP and found[pk]["verdict"] == "met"]
    over = raised and taken(result, wanted, chosen) > (result["seats"] or 0)
    return found | ({pk: _no_seat(result, rules) for pk in raised} if over else {})


def taken(result: Mapping[str, Any], wanted: Mapping[str, str], chosen: Collection[str]) -> int:
    """Count the 优秀 a decision would make: as proposed, as chosen, as changed."""
    rows: Mapping[str, Row] = result["rows"]
    return sum(wanted.get(pk, settled(row, chosen=pk in chosen)) == TOP for pk, row in rows.items())


def freed(result: Mapping[str, Any], wanted: Mapping[str, str]) -> int:
    """Count the seats that changes leave to a tie: given up, less those given to others."""
    given_up = [pk for pk, to in wanted.items() if result["rows"][pk]["grade"] == TOP != to]
    return len(given_up) - sum(to == TOP for to in wanted.values())


def _one(row: Row, to: str, rules: Snapshot, *, chosen: bool) -> Finding:
    start = settled(row, chosen=chosen)
    if start not in LADDER:
        return _said("failed", NEVER.get(start, NEVER["pending"]), rules)
    if to not in LADDER:
        return _said("failed", "等次只能改定为优秀、称职、基本称职或不称职。", rules)
    if to == start:
        return _said("failed", f"与建议相同，都是“{GRADES[to]}”，不用改定。", rules)
    return _judged(row, start, to, rules, chosen=chosen)


def _judged(row: Row, start: str, to: str, rules: Snapshot, *, chosen: bool) -> Finding:
    down = LADDER.index(to) > LADDER.index(start)
    key, word = ("grade.deviate_down", "低") if down else ("grade.deviate_up", "高")
    if value(rules, key) is not True:
        return _said("failed", f"按现行规则，定等不得{word}于建议。", rules)
    steps, most = abs(LADDER.index(to) - LADDER.index(start)), count(rules, "grade.deviate_steps")
    change = f"从“{GRADES[start]}”改定为“{GRADES[to]}”"
    if steps > most:
        return _said("failed", f"{change}相差 {steps} 档，至多 {most} 档。", rules)
    if chosen:
        return _said("failed", "已在并列人员中选为优秀，不能同时改定；请取消选定。", rules)
    return _top(row, rules) if to == TOP else _said("met", f"{change}，可以，须写理由。", rules)


def _top(row: Row, rules: Snapshot) -> Finding:
    """Say whether a row may be raised to 优秀: never past a gate, never below the line."""
    if row["grade"] == "tie":
        return _said("failed", "在并列人员之中，要定优秀的请在并列里选定。", rules)
    if row["barred"]:
        return _said("barred", "受班子结果、警示或处分限制，不得改定为优秀。", rules)
    if not any(one["code"] == f"grade.band.{TOP}" for one in row["findings"]):
        return _said("failed", "综合分没有达到优秀线，不能改定为优秀。", rules)
    if any(one["code"] == "grade.team" and one["verdict"] == "unknown" for one in row["findings"]):
        return _said("unknown", "所在班子考核结果未报，不能改定为优秀；请先补报。", rules)
    return _said("met", "综合分达到优秀线、不受限，有空出的名额时可以改定为优秀，须写理由。", rules)


def _no_seat(result: Mapping[str, Any], rules: Snapshot) -> Finding:
    sentence = (
        f"优秀名额只有 {result['seats']} 个（{result['seat_arithmetic']}），已没有空出的名额；"
        "要改定为优秀，须先有人改低或少选一名并列人员。"
    )
    grounds = [*cites(rules, "grade.top_share"), *_grounds(rules)]
    return finding("grade.deviate", "failed", sentence, grounds)


def _said(verdict: Verdict, sentence: str, rules: Snapshot) -> Finding:
    return finding("grade.deviate", verdict, sentence, _grounds(rules))


def _grounds(rules: Snapshot) -> list[Cite]:
    return cites(rules, *KEYS)
