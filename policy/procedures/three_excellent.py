"""Tell whether a village principal was 优秀 three years running, in such a post each year."""

from typing import Any

from policy import words
from policy.facts import FactError, Facts, word
from policy.facts import words as listed
from policy.finding import Finding, Verdict, finding
from policy.snapshot import Snapshot, cites, count
from policy.snapshot import words as posts_in

LABELS = {True: "是", False: "否", None: "待定"}
TOP = words.GRADES["excellent"]
UNDECIDED = {words.GRADE_LABELS[key] for key in ("tie", "missing", "pending")}


def three_excellent_2016(rules: Snapshot, facts: Facts) -> tuple[dict[str, Any], list[Finding]]:
    """Tell whether the last years in a row qualify (INC-3Y-REP, INC-3Y-RECRUIT).

    `years` maps each year to {"grade": label or None, "posts": list or None}; the run is the
    calendar years up to the last one given. Raises FactError for an unknown word or no year.
    """
    need, principal = count(rules, "incentive.years"), posts_in(rules, "incentive.posts")
    years = _years(facts.get("years") or {})
    last = max(years)
    grounds = cites(rules, "incentive.years", "incentive.posts")
    found = []
    verdicts: list[bool | None] = []
    for year in range(last - need + 1, last + 1):
        grade, posts = _one(year, years.get(year) or {})
        holds, said = _judge(grade, posts, principal)
        verdicts.append(holds)
        verdict: Verdict = "unknown" if holds is None else "met" if holds else "failed"
        found.append(finding(f"incentive.{year}", verdict, f"{year} 年{said}。", grounds))
    eligible = False if False in verdicts else None if None in verdicts else True
    return {"eligible": eligible, "label": LABELS[eligible]}, found


def _years(raw: Any) -> dict[int, Any]:
    if not raw or not all(isinstance(year, str) and year.isdecimal() for year in raw):
        raise FactError("没有填写年份，请按年份填写等次和职务。")
    return {int(year): facts for year, facts in raw.items()}


def _one(year: int, raw: Any) -> tuple[str | None, list[str]]:
    grade = word(raw.get("grade"), words.GRADE_WORDS, f"{year} 年等次")
    posts = listed(raw.get("posts"), (*words.POSTS, words.PLAIN_MEMBER), f"{year} 年职务")
    return grade, posts


def _judge(
    grade: str | None, posts: list[str], principal: tuple[str, ...]
) -> tuple[bool | None, str]:
    """Judge a year: what breaks it breaks it, even while the rest is unknown."""
    held = "、".join(posts)
    if posts and not set(posts) & set(principal):
        return False, f"任{held}，不是村主干"
    if grade is not None and grade != TOP and grade not in UNDECIDED:
        return False, f"等次为“{grade}”，不是优秀"
    if grade != TOP:
        return None, f"等次{'未填' if grade is None else f'为“{grade}”'}，未定"
    if not posts:
        return None, "职务未填，未定"
    return True, f"任{held}，等次优秀"
