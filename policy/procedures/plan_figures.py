"""Check what a county's plan sets of its own: bands, ballots' worth, voter groups' weights."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from policy.facts import FactError, Facts, number
from policy.figures import HUNDRED, plain
from policy.finding import Cite, Finding, Verdict, finding
from policy.snapshot import Snapshot, cites
from policy.words import GRADES

BANDED = tuple(GRADES)[:-1]  # 不称职 begins at nought
ZERO = Decimal(0)
Figures = dict[str, Decimal | None]


def own_figures(rules: Snapshot, facts: Facts) -> list[Finding]:
    """Say of each kind of figure the facts hold whether it can be used; nothing of the others."""
    found = []
    if bands := facts.get("bands"):
        found.append(_bands(_read(bands, BANDED, "分数线"), _cited(rules, "grade.band", BANDED)))
    if worth := facts.get("ballots"):
        grounds = _cited(rules, "ballot.value", tuple(GRADES))
        found.append(_ballots(_read(worth, tuple(GRADES), "票折分"), grounds))
    if (groups := facts.get("groups")) is not None:
        found.append(_groups(groups, cites(rules, "plan.report_share")))
    return found


def _read(raw: Mapping[str, Any], grades: Sequence[str], what: str) -> Figures:
    return {grade: number(raw.get(grade), f"{GRADES[grade]}{what}") for grade in grades}


def _cited(rules: Snapshot, prefix: str, grades: Sequence[str]) -> list[Cite]:
    return cites(rules, *(f"{prefix}.{grade}" for grade in grades))


def _bands(bounds: Figures, grounds: list[Cite]) -> Finding:
    """Hold the lines apart and inside: a band of no width would grade nobody (GRADE-4)."""
    shown = "、".join(_named(grade, bound, " 分以上") for grade, bound in bounds.items())
    rest = "应在 0 至 100 之间（不含两端）、依次降低"
    inside = all(bound is None or ZERO < bound < HUNDRED for bound in bounds.values())
    fits = inside and _falls(bounds)
    return _made("plan.bands", f"分数线：{shown}", rest, (fits, bounds), grounds)


def _ballots(worth: Figures, grounds: list[Cite]) -> Finding:
    """Hold a better ballot worth more, both ends of 0 to 100 allowed (ASSESS-METHOD-2)."""
    shown = "、".join(_named(grade, one, " 分") for grade, one in worth.items())
    rest = "应在 0 至 100 之间、依次降低"
    inside = all(one is None or ZERO <= one <= HUNDRED for one in worth.values())
    fits = inside and _falls(worth)
    return _made("plan.ballots", f"测评票折分：{shown}", rest, (fits, worth), grounds)


def _named(grade: str, figure: Decimal | None, unit: str) -> str:
    return f"{GRADES[grade]} {'未填' if figure is None else plain(figure) + unit}"


def _falls(figures: Figures) -> bool:
    """Tell whether the known figures fall from one to the next."""
    known = [one for one in figures.values() if one is not None]
    return all(above > below for above, below in pairwise(known))


def _made(
    code: str, shown: str, rest: str, judged: tuple[bool, Figures], grounds: list[Cite]
) -> Finding:
    fits, figures = judged
    verdict: Verdict
    if not fits:
        verdict, tail = "failed", f"，{rest}，请改。"
    elif None in figures.values():
        verdict, tail = "unknown", f"，{rest}，请补齐。"
    else:
        verdict, tail = "met", "，依次降低，符合。"
    return finding(code, verdict, shown + tail, grounds)


def _groups(raw: Any, grounds: list[Cite]) -> Finding:
    """Hold every voter group to a weight above nought and all of them to 100 (ASSESS-METHOD-2)."""
    weights = {str(one["name"]): _weight(one) for one in raw}
    if len(weights) < len(raw):
        raise FactError("投票人类别的名称写重了，请合并或改名。")
    known = [one for one in weights.values() if one is not None]
    missing = [name for name, one in weights.items() if one is None]
    idle = [name for name, one in weights.items() if one is not None and one <= 0]
    total = sum(known, ZERO)
    shown = " + ".join(f"{name} {'？' if w is None else plain(w)}" for name, w in weights.items())
    verdict: Verdict
    if idle:
        verdict, said = "failed", f"投票人“{'、'.join(idle)}”的权重应大于 0"
    elif missing and total < HUNDRED:
        verdict, said = "unknown", f"投票人“{'、'.join(missing)}”的权重未填"
    elif total == HUNDRED and not missing:
        verdict, said = "met", f"投票人权重 {shown} = 100%，正好"
    else:
        verdict = "failed"
        said = f"投票人权重{' ' + shown if shown else ''} 合计 {plain(total)}%，应为 100%"
    seen, need = {"sum": plain(total)}, {"sum": "100"}
    return finding("plan.groups", verdict, f"{said}。", grounds, seen, need)


def _weight(one: Mapping[str, Any]) -> Decimal | None:
    return number(one.get("weight"), f"投票人“{one['name']}”权重")
