"""Tell whether a reserve cadre is 35 or younger on the day the notice names."""

from typing import Any

from policy.dates import age_on, born_after_for
from policy.facts import FactError, Facts, day
from policy.finding import Finding, finding
from policy.snapshot import Snapshot, cites, count

LABELS = {True: "是", False: "否", None: "待补"}


def reserve_age_2016(rules: Snapshot, facts: Facts) -> tuple[dict[str, Any], list[Finding]]:
    """Judge the age in full years (STAT-RESERVE): 35 counts until the 36th birthday.

    `born_on` and `cutoff` are days. Raises FactError for a birth after the cut-off.
    """
    born, cutoff = day(facts.get("born_on"), "出生"), day(facts.get("cutoff"), "截止日")
    limit, grounds = count(rules, "reserve.max_age"), cites(rules, "reserve.max_age")
    if born is None or cutoff is None:
        said = "出生或截止日未填，年龄算不出。"
        found = finding("reserve.age", "unknown", said, grounds)
        return {"within": None, "label": LABELS[None], "age": None}, [found]
    if born > cutoff:
        raise FactError(f"出生 {born} 晚于截止日 {cutoff}，请核对后重填。")
    age = age_on(born, cutoff)
    within = age <= limit
    first = born_after_for(limit, cutoff)
    window = f"{limit} 岁以下含 {limit} 岁（{first} 及以后出生）"
    said = f"{born} 出生，到 {cutoff} 满 {age} 周岁，{window}。"
    seen, need = {"age": str(age)}, {"max": str(limit)}
    verdict = finding("reserve.age", "met" if within else "failed", said, grounds, seen, need)
    return {"within": within, "label": LABELS[within], "age": age}, [verdict]
