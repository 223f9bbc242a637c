"""Turn a rating meeting's ballots into a score, and tell whether enough people came."""

from collections.abc import Mapping
from fractions import Fraction

from policy.facts import FactError, whole
from policy.figures import percent
from policy.finding import Finding, finding
from policy.snapshot import Snapshot, cites, ratio
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
