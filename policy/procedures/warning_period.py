"""Tell when a warning period ends and in what state it is; time alone lifts nothing."""

from datetime import date
from typing import Any

from policy.dates import add_months
from policy.facts import FactError, Facts, day, word
from policy.finding import Finding, Verdict, finding
from policy.snapshot import Snapshot, cites, count
from policy.words import REVIEW_RESULTS

STATES = {
    "in_warning": "警示中",
    "review_due": "待考察",
    "lifted": "已解除",
    "failed": "转退出",
    "unknown": "待补",
}


def warning_period_2016(rules: Snapshot, facts: Facts) -> tuple[dict[str, Any], list[Finding]]:
    """Return the last day and the state (WARN-PERIOD, WARN-LIFT, WARN-FAIL).

    Facts are days: `served_on`, `reviewed_on` and `review_result` (None for none yet), `today`.
    Raises FactError when a day comes before the service.
    """
    served = day(facts.get("served_on"), "送达日")
    today = day(facts.get("today"), "今日")
    if served is None:
        said = "送达日未填，警示期算不出。"
        lacking = finding("warning.period", "unknown", said, cites(rules, "warning.months"))
        return _result(None, "unknown"), [lacking]
    reviewed, passed = _review(facts, served)
    months = count(rules, "warning.months")
    last = add_months(served, months)
    said = f"警示期 {months} 个月，{served} 送达，次日起算，{last} 为最后一天。"
    found = [finding("warning.period", "info", said, cites(rules, "warning.months"))]
    if today is not None and today < served:
        raise FactError(f"今日 {today} 早于送达日 {served}，请核对后重填。")
    state, verdict, said = _state(last, today, reviewed, passed=passed)
    found.append(finding("warning.state", verdict, said, cites(rules, "warning.review_days")))
    return _result(last, state), found


def _result(last: date | None, state: str) -> dict[str, Any]:
    shown = None if last is None else last.isoformat()
    return {"last_day": shown, "state": state, "label": STATES[state]}


def _review(facts: Facts, served: date) -> tuple[date | None, bool | None]:
    reviewed = day(facts.get("reviewed_on"), "考察日")
    result = word(facts.get("review_result"), REVIEW_RESULTS, "考察结果")
    if reviewed is not None and reviewed < served:
        raise FactError(f"考察日 {reviewed} 早于送达日 {served}，请核对后重填。")
    return reviewed, None if result is None else result == REVIEW_RESULTS[0]


def _state(
    last: date, today: date | None, reviewed: date | None, *, passed: bool | None
) -> tuple[str, Verdict, str]:
    """Judge the state on a day; an early review waits for the last day to take effect."""
    if today is None:
        return "unknown", "unknown", "今日未填，状态未定。"
    held = reviewed is not None and reviewed <= today
    if today <= last:
        early = f"；{reviewed} 已提前考察，期满前不解除" if held else ""
        return "in_warning", "info", f"{today} 不晚于 {last}，仍在警示中{early}。"
    if not held or passed is None:
        lacking = "没有考察日" if reviewed is None and passed is not None else "还没有考察结果"
        return "review_due", "unknown", f"{last} 已期满，{lacking}；不自动解除，由乡镇党委考察。"
    if passed:
        return "lifted", "met", f"{reviewed} 考察合格，解除警示。"
    return "failed", "failed", f"{reviewed} 考察不合格，转退出程序。"
