"""Work out the year's performance pay from the grade, the base and the days in post."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from policy.facts import FactError, Facts, number, whole, word
from policy.figures import cents, exact, percent
from policy.finding import Finding, finding
from policy.snapshot import Snapshot, cites, ratio
from policy.words import GRADE_WORDS, GRADES

HELD = "暂缓"
RATED = {label: code for code, label in GRADES.items()}


def performance_pay_2016(rules: Snapshot, facts: Facts) -> tuple[dict[str, Any], list[Finding]]:
    """Return yuan for the year, rounded once, half up, at the cent (PAY-EXC-120 and kin).

    `base` is yuan for a full year, `days` in post of `year_days`. No grade or an undecided one
    holds the pay: no rate is made up. Raises FactError for negative or impossible figures.
    """
    grade = word(facts.get("grade"), GRADE_WORDS, "等次")
    base, days, year_days = _figures(facts)
    if grade not in RATED:
        return _held(_why(grade), cites(rules, "pay.rate.excellent"))
    key = f"pay.rate.{RATED[grade]}"
    rate = ratio(rules, key)
    if rate == 0:
        return _paid("0.00", f"等次“{grade}”，取消绩效报酬，应发 0.00 元。", cites(rules, key))
    if base is None or days is None or year_days is None:
        return _held("基准、在岗天数或全年天数未填", cites(rules, key))
    amount = cents(Fraction(base) * Fraction(rate) * days / year_days)
    said = f"应发 {amount} 元 = {exact(base)}×{percent(rate)}×{days}÷{year_days}，四舍五入到分。"
    return _paid(amount, said, cites(rules, key))


def _figures(facts: Facts) -> tuple[Decimal | None, int | None, int | None]:
    base = number(facts.get("base"), "基准")
    days = whole(facts.get("days"), "在岗天数")
    year_days = whole(facts.get("year_days"), "全年天数")
    if base is not None and base < 0:
        raise FactError(f"基准 {base} 不能小于 0，请核对后重填。")
    if year_days == 0:
        raise FactError("全年天数不能为 0，请填 365 或 366。")
    if days is not None and year_days is not None and days > year_days:
        raise FactError(f"在岗天数 {days} 多于全年天数 {year_days}，请核对后重填。")
    return base, days, year_days


def _why(grade: str | None) -> str:
    return "等次未填" if grade is None else f"等次为“{grade}”"


def _held(why: str, grounds: Any) -> tuple[dict[str, Any], list[Finding]]:
    said = f"{why}，绩效报酬暂缓发放；报道没有写这种情形的系数，不自行设定。"
    result = {"amount": None, "label": HELD}
    return result, [finding("pay.held", "unknown", said, grounds)]


def _paid(amount: str, said: str, grounds: Any) -> tuple[dict[str, Any], list[Finding]]:
    return {"amount": amount, "label": amount}, [finding("pay.amount", "met", said, grounds)]
