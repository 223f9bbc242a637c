"""Count any deadline of the procedures: how many days, of which kind, and is it past."""

from datetime import date
from typing import Any

from policy.dates import add_days, add_months, add_working_days
from policy.facts import FactError, Facts, day, required_day
from policy.finding import Finding, Verdict, finding
from policy.snapshot import Snapshot, cites, count

TIMED = ("days", "working_days", "months")
LABELS = {
    "open": "未到期",
    "done": "按期办结",
    "late": "逾期办结",
    "overdue": "已逾期",
    "unknown": "待定",
}


def kinds(rules: Snapshot) -> dict[str, str]:
    """List the keys that are deadlines, with their Chinese labels."""
    return {key: held["label"] for key, held in rules["values"].items() if held["type"] in TIMED}


def due(rules: Snapshot, key: str, start: date) -> date | None:
    """Return a deadline's last day; None where a needed year has no holiday arrangement.

    The start is not counted; a last day on a holiday is not moved (reading deadline-holiday).
    Raises FactError for a key that is no deadline.
    """
    if key not in kinds(rules):
        raise FactError(f"没有“{key}”这个期限。")
    number, kind = count(rules, key), rules["values"][key]["type"]
    if kind == "months":
        return add_months(start, number)
    if kind == "days":
        return add_days(start, number)
    return add_working_days(start, number, rules["calendar"])


def deadline_2016(rules: Snapshot, facts: Facts) -> tuple[dict[str, Any], list[Finding]]:
    """Tell a deadline's last day and whether it is kept (the rule id stands in the citation).

    Facts: `kind` (a key of `kinds`), `start`, `done_on` (None for not yet) and `today`, days.
    Raises FactError for an unknown kind or a day before the start.
    """
    key = str(facts.get("kind"))
    start = required_day(facts.get("start"), "起算日")
    done, today = day(facts.get("done_on"), "办结日"), day(facts.get("today"), "今日")
    for name, one in (("办结日", done), ("今日", today)):
        if one is not None and one < start:
            raise FactError(f"{name} {one} 早于起算日 {start}，请核对后重填。")
    last = due(rules, key, start)
    state = _state(last, done, today)
    shown = None if last is None else last.isoformat()
    result = {"due_on": shown, "state": state, "label": LABELS[state]}
    return result, [_finding(rules, key, start, last, done or today, state)]


def _state(last: date | None, done: date | None, today: date | None) -> str:
    if last is None or (done is None and today is None):
        return "unknown"
    if done is not None:
        return "done" if done <= last else "late"
    return "open" if today is not None and today <= last else "overdue"


VERDICTS: dict[str, Verdict] = {
    "open": "info",
    "done": "met",
    "late": "failed",
    "overdue": "failed",
    "unknown": "unknown",
}


def _finding(
    rules: Snapshot, key: str, start: date, last: date | None, seen: date | None, state: str
) -> Finding:
    held = rules["values"][key]
    span = f"{count(rules, key)} {held['unit']}"
    if last is None:
        said = f"{held['label']}期限 {span}，自 {start} 起；节假日安排没有导入，期满日算不出。"
    else:
        tail = "" if seen is None else f"，{seen} {LABELS[state]}"
        said = f"{held['label']}期限 {span}，自 {start} 次日起算，{last} 为最后一天{tail}。"
    return finding(key, VERDICTS[state], said, cites(rules, key))
