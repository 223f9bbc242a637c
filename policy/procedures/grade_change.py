"""Say what a grade changed after filing does: to the cap, the gates, the pay and the seat."""

from typing import Any

from policy.facts import Facts, whole, word
from policy.figures import percent
from policy.finding import Finding, Verdict, finding
from policy.snapshot import Snapshot, cites, ratio
from policy.words import GRADES, PAID, YES_NO

TOP, NONE = "优秀", "无等次"
DECIDED = (*GRADES.values(), NONE)
RATED = {label: code for code, label in GRADES.items()}
LABELS = {True: "可以更正", False: "不能更正", None: "待核实"}
PAY = {
    "as_new": "按新等次发",
    "pay_more": "当期补差",
    "recover": "追回另定",
    "same": "不变",
    "held": "暂缓",
    "unknown": "待核实",
}
# What becomes of the seat.
SEAT = {"freed": "空出，交党委会", "used": "占用一个", "same": "不变"}


def grade_change_2016(rules: Snapshot, facts: Facts) -> tuple[dict[str, Any], list[Finding]]:
    """Tell whether a filed grade may be changed, and what follows (GRADE-4, PAY-EXC-120).

    Facts: `was` and `now` (grade words), `seats` and `taken` (优秀 in force of the others),
    `barred` (是 or 否), `paid` (已发 or 未发 of that year's pay). Unknown facts make it unknown.
    Raises FactError for words and figures that cannot be.
    """
    was, now = (word(facts.get(name), DECIDED, label) for name, label in WAS_NOW)
    found = [_changes(rules, was, now), *_top(rules, facts, now)]
    verdicts = {one["verdict"] for one in found}
    allowed = False if verdicts & {"failed", "barred"} else None if "unknown" in verdicts else True
    seat, pay = _seat(was, now), _pay(rules, was, now, word(facts.get("paid"), PAID, "当年绩效"))
    result = {
        "allowed": allowed,
        "label": LABELS[allowed],
        "seat": seat,
        "seat_label": SEAT[seat],
        "pay": pay,
        "pay_label": PAY[pay],
        "rate_was": _rate(rules, was),
        "rate_now": _rate(rules, now),
    }
    return result, [*found, *_seat_said(rules, seat), _pay_said(rules, was, now, pay)]


WAS_NOW = (("was", "原等次"), ("now", "更正后等次"))


def _changes(rules: Snapshot, was: str | None, now: str | None) -> Finding:
    grounds = cites(rules, "grade.band.competent")
    if was is None or now is None:
        return finding("change.grade", "unknown", "原等次或更正后等次未填。", grounds)
    if was == now:
        said = f"更正后仍是“{now}”，与原等次相同，没有可更正的。"
        return finding("change.grade", "failed", said, grounds)
    said = f"由“{was}”更正为“{now}”，作新决定替代原决定，原决定留存。"
    return finding("change.grade", "met", said, grounds, {"was": was, "now": now})


def _top(rules: Snapshot, facts: Facts, now: str | None) -> list[Finding]:
    """Hold 优秀 to what it is held to in the year itself: the cap and the gates."""
    if now != TOP:
        return []
    seats, taken = whole(facts.get("seats"), "优秀名额"), whole(facts.get("taken"), "已占名额")
    barred = word(facts.get("barred"), YES_NO, "不得优秀")
    return [_cap(rules, seats, taken), _gate(rules, barred)]


def _cap(rules: Snapshot, seats: int | None, taken: int | None) -> Finding:
    grounds = cites(rules, "grade.top_share")
    if seats is None or taken is None:
        return finding("change.cap", "unknown", "优秀名额或已占名额未填，不能定为优秀。", grounds)
    fits = taken + 1 <= seats
    verdict: Verdict = "met" if fits else "failed"
    tail = "没有突破名额" if fits else "名额已满，不能再增加优秀"
    said = f"其他人已占优秀名额 {taken} 个，加本人 {taken + 1} 个，名额 {seats} 个，{tail}。"
    return finding(
        "change.cap", verdict, said, grounds, {"taken": str(taken)}, {"seats": str(seats)}
    )


def _gate(rules: Snapshot, barred: str | None) -> Finding:
    grounds = cites(rules, "grade.team_floor", "grade.measure_bars")
    if barred is None:
        return finding("change.gate", "unknown", "班子结果、当年警示或处分没有核实。", grounds)
    if barred == "是":
        said = "班子一般及以下，或当年受警示、处分，不得评优，不能更正为优秀。"
        return finding("change.gate", "barred", said, grounds)
    return finding("change.gate", "met", "班子结果、当年警示和处分都不影响评优。", grounds)


def _seat(was: str | None, now: str | None) -> str:
    if was == TOP and now != TOP:
        return "freed"
    return "used" if now == TOP and was != TOP else "same"


def _seat_said(rules: Snapshot, seat: str) -> list[Finding]:
    if seat != "freed":
        return []
    said = "空出一个优秀名额，是否递补、给谁，由乡镇党委另行决定，程序不自动递补。"
    return [finding("change.seat", "info", said, cites(rules, "grade.top_share"))]


def _rate(rules: Snapshot, grade: str | None) -> str | None:
    return percent(ratio(rules, f"pay.rate.{RATED[grade]}")) if grade in RATED else None


def _pay(rules: Snapshot, was: str | None, now: str | None, paid: str | None) -> str:
    """Say what the year's performance pay calls for; a grade without a rate holds it."""
    if was is None or now is None or paid is None:
        return "unknown"
    if was not in RATED or now not in RATED:
        return "held"
    before, after = (ratio(rules, f"pay.rate.{RATED[grade]}") for grade in (was, now))
    if before == after:
        return "same"
    if paid == "未发":
        return "as_new"
    return "pay_more" if after > before else "recover"


PAY_SAID = {
    "as_new": "当年绩效报酬还没有发放，按更正后的等次发放。",
    "pay_more": "当年绩效报酬已经发放，差额在当期补发，同时引用原决定和本决定。",
    "recover": "当年绩效报酬已经发放，多发的差额在当期列明，引用原决定和本决定；追回须另作决定。",
    "same": "两个等次的系数相同，绩效报酬不变。",
    "held": "“无等次”没有系数，绩效报酬暂缓，不自行设定。",
    "unknown": "当年绩效报酬是否已经发放没有核实，核实后再定差额怎么办。",
}


def _pay_said(rules: Snapshot, was: str | None, now: str | None, pay: str) -> Finding:
    keys = dict.fromkeys(f"pay.rate.{RATED[one]}" for one in (was, now) if one in RATED)
    rates = [_rate(rules, one) or "没有系数" for one in (was, now)]
    verdict: Verdict = "unknown" if pay in ("held", "unknown") else "info"
    said = f"绩效系数由 {rates[0]} 变为 {rates[1]}。{PAY_SAID[pay]}"
    return finding("change.pay", verdict, said, cites(rules, *(keys or ["pay.rate.competent"])))
