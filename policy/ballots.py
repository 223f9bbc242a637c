"""Turn a rating meeting's ballots into a score, and tell whether enough people came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from policy.facts import FactError, whole
from policy.figures import HUNDRED, percent, plain, two_places
from policy.finding import Finding, finding
from policy.snapshot import Snapshot, cites, ratio, text
from policy.words import GRADES


def report_rating(counts: Mapping[str, int | str], rules: Snapshot) -> Fraction | None:
    """Return the exact mean of the valid ballots in points, None without any (ASSESS-METHOD-2).

    `counts` maps excellent, competent, basic and incompetent to their ballots; invalid ballots
    are left out. Raises FactError for an unknown grade or a negative count.
    """
    if unknown := counts.keys() - GRADES.keys():
        raise FactError(f"测评票没有“{'、'.join(sorted(unknown))}”这一档。")
    cast = {grade: whole(counts.get(grade, 0), f"{GRADES[grade]}票") or 0 for grade in GRADES}
    total = sum(cast.values())
    if not total:
        return None
    points = Fraction(0)
    for grade, ballots in cast.items():
        points += ballots * Fraction(ratio(rules, f"ballot.value.{grade}"))
    return points / total


def quorum_met(expected: int | None, present: int | None, rules: Snapshot) -> list[Finding]:
    """Say whether enough of those expected are present (draft; ASSESS-METHOD-2).

    Counts are persons. Unknown counts give `unknown`. Raises FactError for a negative count.
    """
    due, came = whole(expected, "应到人数"), whole(present, "实到人数")
    least, grounds = ratio(rules, "ballot.quorum"), cites(rules, "ballot.quorum")
    seen = {
        "expected": None if due is None else str(due),
        "present": None if came is None else str(came),
    }
    if not due or came is None:
        said = "应到或实到人数未填，能否开会未定。"
        return [finding("ballot.quorum", "unknown", said, grounds, seen)]
    enough = came >= least * due
    tail = "符合" if enough else "不足"
    said = f"应到 {due} 人、实到 {came} 人，应不少于应到的 {percent(least)}，{tail}。"
    return [finding("ballot.quorum", "met" if enough else "failed", said, grounds, seen)]


@dataclass(frozen=True, slots=True)
class Group:
    """Hold how one group of voters rated one cadre; `counts` is None while one is not known."""

    name: str
    weight: Decimal
    expected: int | None
    counts: Mapping[str, int] | None

    @property
    def is_absent(self) -> bool:
        """Tell whether the village has no such group; unknown counts as having one."""
        return self.expected == 0


def weighted_rating(groups: Sequence[Group], rules: Snapshot) -> Fraction | None:
    """Return the sum over groups of weight times the mean of its ballots, exactly.

    A group that does not exist is left out, the others' weights stay in proportion. A group that
    exists and has no valid ballot makes the rating unknown: nobody's voice is passed on.
    """
    there = [group for group in groups if not group.is_absent]
    points, weights = Fraction(0), Fraction(0)
    for group in there:
        mean = _mean(group, rules)
        if mean is None:
            return None
        points += Fraction(group.weight) * mean
        weights += Fraction(group.weight)
    return points / weights if weights else None


def rating_said(groups: Sequence[Group], rules: Snapshot) -> str:
    """Say how the rating came about, with every figure, or what it still waits for."""
    there = [group for group in groups if not group.is_absent]
    rating = weighted_rating(groups, rules)
    if rating is None:
        return _waits_for(there, rules)
    means = [_mean_said(group, rules) for group in there]
    if len(there) == 1:
        said = f"{means[0]}。"
    else:
        weights = sum((group.weight for group in there), Decimal(0))
        parts = "＋".join(f"{_shown(one, rules)}×{plain(one.weight)}%" for one in there)
        whole_weight = "" if weights == HUNDRED else f"（{parts}）÷{plain(weights)}%"
        said = f"{'；'.join(means)}。合计：{whole_weight or parts}＝{two_places(rating)}。"
    absent = "、".join(group.name for group in groups if group.is_absent)
    return f"{said}本村没有{absent}，其余类别的权重按原比例计。" if absent else said


def _waits_for(there: Sequence[Group], rules: Snapshot) -> str:
    if not there:
        return "各类投票人应到都是 0，没有测评分。"
    silent = [one.name for one in there if _mean(one, rules) is None]
    return f"{'、'.join(silent)}没有有效票或票数未录齐，测评分未定。"


def _mean(group: Group, rules: Snapshot) -> Fraction | None:
    return None if group.counts is None else report_rating(group.counts, rules)


def _mean_said(group: Group, rules: Snapshot) -> str:
    counts = group.counts or {}
    parts = "＋".join(f"{counts[grade]}×{text(rules, f'ballot.value.{grade}')}" for grade in GRADES)
    total = sum(counts[grade] for grade in GRADES)
    return f"{group.name}（{parts}）÷{total}＝{_shown(group, rules)}"


def _shown(group: Group, rules: Snapshot) -> str:
    mean = _mean(group, rules)
    return "—" if mean is None else two_places(mean)


def spoilt(counts: Mapping[str, int], returned: int | None) -> int | None:
    """Return how many ballots came back without a valid mark; negative where too many are counted.

    None where it is not known how many came back.
    """
    return None if returned is None else returned - sum(counts.values())
