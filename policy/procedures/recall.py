"""Tell whether a recall motion has enough names, and whether a recall vote passed."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from policy.facts import FactError, Facts, whole
from policy.finding import Finding, Verdict, finding
from policy.snapshot import Snapshot, cites, text, value

LABELS = {True: "是", False: "否", None: "待核实"}


def recall_motion_2016(rules: Snapshot, facts: Facts) -> tuple[dict[str, Any], list[Finding]]:
    """Tell whether voters or representatives enough have signed (REMOVE-MANDATORY, law).

    Facts are persons: `voters`, `signed_voters`, `representatives`, `signed_representatives`.
    Either way is enough. Raises FactError for more names than people.
    """
    ways = (
        ("recall.voters", "有选举权的村民", "voters", "signed_voters"),
        ("recall.representatives", "村民代表", "representatives", "signed_representatives"),
    )
    found, verdicts = [], []
    for key, name, whole_key, part_key in ways:
        share = value(rules, key)
        all_, signed = _pair(facts, whole_key, part_key, name, "联名人数")
        enough = None if all_ is None or signed is None else _at_least(signed, all_, share)
        verdicts.append(enough)
        said = f"{name}联名 {_shown(signed)} / {_shown(all_)}，应不少于 {text(rules, key)}。"
        found.append(finding(key, _verdict(holds=enough), said, cites(rules, key)))
    enough = True if True in verdicts else None if None in verdicts else False
    return {"enough": enough, "label": LABELS[enough]}, found


def recall_vote_2016(rules: Snapshot, facts: Facts) -> tuple[dict[str, Any], list[Finding]]:
    """Tell whether more than half voted and more than half of those agreed (law).

    Facts are persons: `registered`, `voted`, `agreed`. Raises FactError for impossible counts.
    """
    found, verdicts = [], []
    for key, name, whole_key, part_key in (
        ("recall.turnout", "登记参加投票的村民", "registered", "voted"),
        ("recall.approval", "投票村民", "voted", "agreed"),
    ):
        all_, part = _pair(facts, whole_key, part_key, name, "人数")
        over = None if all_ is None or part is None else part > all_ * value(rules, key)
        verdicts.append(over)
        said = f"{name} {_shown(all_)} 人中 {_shown(part)} 人，应超过 {text(rules, key)}。"
        found.append(finding(key, _verdict(holds=over), said, cites(rules, key)))
    passed = False if False in verdicts else None if None in verdicts else True
    return {"passed": passed, "label": LABELS[passed]}, found


def _pair(
    facts: Facts, whole_key: str, part_key: str, name: str, what: str
) -> tuple[int | None, int | None]:
    all_, part = whole(facts.get(whole_key), name), whole(facts.get(part_key), name)
    if all_ is not None and part is not None and part > all_:
        raise FactError(f"{name}{what} {part} 多于总数 {all_}，请核对后重填。")
    return all_, part


def _at_least(part: int, all_: int, share: Decimal | Fraction) -> bool:
    return bool(all_) and part >= Fraction(share) * all_


def _shown(count: int | None) -> str:
    return "？" if count is None else str(count)


def _verdict(*, holds: bool | None) -> Verdict:
    return "unknown" if holds is None else "met" if holds else "failed"
