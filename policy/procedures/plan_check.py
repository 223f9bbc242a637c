"""Check a county's assessment plan: five aspects in two forms, the two methods, its own figures."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from policy.facts import Facts, number
from policy.figures import EXACT, HUNDRED, percent, plain
from policy.finding import Finding, Verdict, finding
from policy.procedures import plan_figures
from policy.snapshot import Snapshot, cites, ratio
from policy.words import ASPECTS, FORMS

Weights = dict[str, Decimal | None]
LABELS = {True: "是", False: "否", None: "待核实"}
ZERO = Decimal(0)


def plan_check_2016(rules: Snapshot, facts: Facts) -> tuple[dict[str, Any], list[Finding]]:
    """Tell whether a plan may be used (ASSESS-5DIM, ASSESS-PERF-50, ASSESS-TARGET-60).

    Weights and shares are percentages as text ("12.5"); None is unknown. A check that fails
    decides even while others are unknown. `bands`, `ballots` and `groups` are a county's own
    figures; facts without them are judged by the rulebook's. Raises FactError for what is not a
    number.
    """
    forms = {form: _weights(facts["weights"].get(form) or {}, form) for form in FORMS}
    found = [one for form in FORMS for one in _form(rules, form, forms[form])]
    found += [_performance(rules, forms)]
    found += [_method(rules, form, facts.get("methods") or {}) for form in FORMS]
    found += plan_figures.own_figures(rules, facts)
    verdicts = {one["verdict"] for one in found}
    usable = False if "failed" in verdicts else None if "unknown" in verdicts else True
    return {"usable": usable, "label": LABELS[usable]}, found


def _weights(raw: Mapping[str, Any], form: str) -> Weights:
    name = FORMS[form]
    return {key: number(raw.get(key), f"{name}“{word}”占比") for key, word in ASPECTS.items()}


def _form(rules: Snapshot, form: str, weights: Weights) -> list[Finding]:
    grounds = cites(rules, f"plan.{form}.virtue")
    found = [_sum(form, weights, grounds)]
    for key, weight in weights.items():
        if weight is not None and weight <= 0:
            said = f"{FORMS[form]}“{ASPECTS[key]}”占 {plain(weight)}%，每项都应大于 0。"
            found.append(finding(f"plan.positive.{form}.{key}", "failed", said, grounds))
    return found


def _sum(form: str, weights: Weights, grounds: Any) -> Finding:
    known = [weight for weight in weights.values() if weight is not None]
    missing = [ASPECTS[key] for key, weight in weights.items() if weight is None]
    total = sum(known, ZERO)
    name, gap = FORMS[form], HUNDRED - total
    verdict: Verdict
    if missing:
        verdict = "unknown" if gap > 0 else "failed"
        said = f"{name}缺“{'、'.join(missing)}”的占比，其余合计 {plain(total)}，五项应为 100"
        said += "。" if gap > 0 else "，已无余数可分。"
    elif gap == 0:
        verdict, said = "met", f"{name}五项合计 100，正好。"
    else:
        rest = f"还差 {plain(gap)}" if gap > 0 else f"多出 {plain(-gap)}"
        verdict, said = "failed", f"{name}五项合计 {plain(total)}，应为 100，{rest}。"
    return finding(
        f"plan.sum.{form}", verdict, said, grounds, {"sum": plain(total)}, {"sum": "100"}
    )


def _performance(rules: Snapshot, forms: Mapping[str, Weights]) -> Finding:
    """Weigh 绩 over both forms; with parts missing, see whether it could still be enough."""
    least = EXACT.multiply(ratio(rules, "plan.performance_min"), HUNDRED)
    grounds = cites(rules, "plan.performance_min")
    total, parts, sure, strict = ZERO, [], True, False
    for form, weights in forms.items():
        share, weight = ratio(rules, f"plan.{form}_share"), weights["performance"]
        reach, short = _reach(weights)
        sure, strict = sure and weight is not None, strict or short
        total += EXACT.multiply(share, reach)
        parts.append(f"{'？' if weight is None else plain(weight)}×{percent(share)}")
    enough = total > least or (total == least and not strict)
    shown = f"两表合成“绩”占 {plain(total) if sure else '未定'}% = {' + '.join(parts)}"
    verdict: Verdict
    if enough:
        verdict, tail = ("met", "，符合") if sure else ("unknown", "，补齐后再看")
    else:
        verdict = "failed"
        tail = f"，还差 {plain(least - total)}" if sure else f"，最多 {plain(total)}%，不够"
    said = f"{shown}，应不低于 {plain(least)}%{tail}。"
    return finding("plan.performance", verdict, said, grounds, need={"min": plain(least)})


def _reach(weights: Weights) -> tuple[Decimal, bool]:
    """Return the most 绩 can be in a form, and whether that bound itself is out of reach."""
    weight = weights["performance"]
    if weight is not None:
        return weight, False
    others = [part for key, part in weights.items() if key != "performance"]
    known = sum((part for part in others if part is not None), ZERO)
    return HUNDRED - known, None in others


def _method(rules: Snapshot, form: str, methods: Mapping[str, Any]) -> Finding:
    need = EXACT.multiply(ratio(rules, f"plan.{form}_share"), HUNDRED)
    grounds, name = cites(rules, f"plan.{form}_share"), FORMS[form]
    share = number(methods.get(form), f"{name}占比")
    verdict: Verdict
    if share is None:
        verdict, said = "unknown", f"{name}占比未填，应为 {plain(need)}%。"
    elif share == need:
        verdict, said = "met", f"{name}占 {plain(share)}%，符合。"
    else:
        verdict, said = "failed", f"{name}占 {plain(share)}%，应为 {plain(need)}%。"
    return finding(f"plan.method.{form}", verdict, said, grounds, need={"share": plain(need)})
