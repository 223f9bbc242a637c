"""Screen a candidate against the basic conditions and the bars; a failed clause decides."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from policy import words
from policy.dates import age_on
from policy.facts import FactError, Facts, day, word
from policy.facts import words as listed
from policy.finding import Cite, Finding, Verdict, finding
from policy.snapshot import Snapshot, cite_entry, cites, count
from policy.snapshot import words as allowed

LABELS = {True: "符合", False: "不符合", None: "待核实"}
CLEAR, WAITING, FOUND = "全部无问题", "未齐", "有问题"
REVIEW = re.compile(r"有问题[:：](.+)")
SECRETARY = "书记"


class Clause(NamedTuple):
    """Hold one clause's verdict: True met, False failed, None unknown."""

    code: str
    holds: bool | None
    sentence: str
    keys: tuple[str, ...] = ()


def qualification_2016(rules: Snapshot, facts: Facts) -> tuple[dict[str, Any], list[Finding]]:
    """Screen a candidate (SELECT-BASIC-6, SELECT-BAR-9; all clauses are draft).

    Facts: posts, entry, born_on, education, party_status, sanction_until (None for none),
    convicted, review, elected_on. Ages are full years on the election day. Raises FactError.
    """
    read = _read(facts)
    entries = {
        entry["code"]: entry
        for name in ("condition", "bar")
        for entry in rules["catalogues"][name]["entries"]
    }
    clauses = [
        _party(rules, read),
        _education(rules, read),
        _age(rules, read),
        _convicted(read),
        _sanction(read),
        *_review(read["review"], [code for code in entries if code.startswith("NS-")]),
    ]
    failed = {clause.code for clause in clauses if clause.holds is False}
    unknown = any(clause.holds is None for clause in clauses)
    fits = False if failed else None if unknown else True
    found = [_finding(rules, clause, entries) for clause in clauses]
    ordered = [code for code in entries if code in failed]
    return {"fits": fits, "label": LABELS[fits], "clauses": ordered}, found


def _read(facts: Facts) -> dict[str, Any]:
    read: dict[str, Any] = {
        "posts": listed(facts.get("posts"), words.POSTS, "职务"),
        "entry": word(facts.get("entry"), words.ENTRIES, "新任或留任"),
        "born": day(facts.get("born_on"), "出生"),
        "education": word(facts.get("education"), words.EDUCATION, "学历"),
        "party": word(facts.get("party_status"), words.PARTY_STATUS, "政治面貌"),
        "sanction": day(facts.get("sanction_until"), "处分影响期止"),
        "convicted": word(facts.get("convicted"), words.YES_NO, "判刑"),
        "review": facts.get("review") or None,
        "elected": day(facts.get("elected_on"), "选举日"),
    }
    born, elected = read["born"], read["elected"]
    if isinstance(born, date) and isinstance(elected, date) and born > elected:
        raise FactError(f"出生 {born} 晚于选举日 {elected}，请核对后重填。")
    return read


def _party(rules: Snapshot, read: dict[str, Any]) -> Clause:
    """Judge BC-1: a Party post wants a full member; other posts do not."""
    key = "qualify.party_status"
    need, status = allowed(rules, key), read["party"]
    holds: bool | None
    if status in need:
        holds, said = True, f"政治面貌为{status}。"
    elif read["posts"] and not set(read["posts"]) & set(words.PARTY_POSTS):
        holds, said = True, "不任党组织职务，不要求党员。"
    elif status is None or not read["posts"]:
        holds, said = None, "职务或政治面貌未填，党组织职务须为正式党员。"
    else:
        holds, said = False, f"任党组织职务须为{'、'.join(need)}，现为{status}。"
    return Clause("BC-1", holds, said, (key,))


def _education(rules: Snapshot, read: dict[str, Any]) -> Clause:
    key, got = "qualify.education", read["education"]
    need = allowed(rules, key)
    holds = None if got is None else got in need
    return Clause("BC-5", holds, f"学历{got or '未填'}，应为{'、'.join(need)}之一。", (key,))


def _age(rules: Snapshot, read: dict[str, Any]) -> Clause:
    """Judge BC-6; with the limit unknown, an age under all limits or over all still decides."""
    keys = _age_keys(read["posts"], read["entry"])
    limits = [count(rules, key) for key in keys]
    if read["born"] is None or read["elected"] is None:
        return Clause("BC-6", None, "出生或选举日未填，年龄算不出。", keys)
    age = age_on(read["born"], read["elected"])
    verdicts = {age <= limit for limit in limits}
    holds = verdicts.pop() if len(verdicts) == 1 else None
    shown = "或 ".join(f"{limit} " for limit in sorted(set(limits)))
    start = f"{read['born']} 出生，选举日 {read['elected']} 满 {age} 周岁"
    return Clause("BC-6", holds, f"{start}，上限 {shown}周岁。", keys)


def _age_keys(posts: list[str], entry: str | None) -> tuple[str, ...]:
    """Return the keys of every age limit that may apply."""
    new, secretary, other = (
        "qualify.age_new",
        "qualify.age_stay_secretary",
        "qualify.age_stay_other",
    )
    stay = (secretary,) if SECRETARY in posts else (other,) if posts else (secretary, other)
    if entry == words.ENTRIES[0]:
        return (new,)
    return stay if entry else (new, *stay)


def _convicted(read: dict[str, Any]) -> Clause:
    got = read["convicted"]
    said = {"是": "曾被判刑。", "否": "没有判刑记录。", None: "是否判刑未填。"}[got]
    return Clause("NS-1", None if got is None else got == "否", said)


def _sanction(read: dict[str, Any]) -> Clause:
    """Judge NS-2: the last day of the effect still counts, the next day no longer."""
    until, elected = read["sanction"], read["elected"]
    if until is None:
        return Clause("NS-2", holds=True, sentence="没有影响期内的处分。")
    if elected is None:
        return Clause("NS-2", holds=None, sentence="选举日未填，处分影响期是否已满未定。")
    over: bool = until < elected
    state = "已满" if over else "未满"
    return Clause("NS-2", over, f"处分影响期到 {until} 止，选举日 {elected} {state}。")


def _review(raw: str | None, codes: list[str]) -> Iterator[Clause]:
    """Read the joint review's answer; each named case is a failed clause of its own."""
    if raw == CLEAR:
        yield Clause("BC-2", holds=True, sentence="联审全部无问题。")
    elif raw is None or raw == WAITING:
        yield Clause("BC-2", holds=None, sentence="联审意见未齐，是否有不选情形未定。")
    else:
        found = REVIEW.fullmatch(str(raw))
        named = listed(found[1].split("、"), codes, "联审情形") if found else []
        if not named:
            raise FactError(
                f"联审“{raw}”不在可填的词里，只能是：{CLEAR}、{WAITING}、{FOUND}:NS-n。"
            )
        for code in named:
            yield Clause(code, holds=False, sentence=f"联审有问题：{code}。")


def _finding(rules: Snapshot, clause: Clause, entries: dict[str, Any]) -> Finding:
    verdict: Verdict = "unknown" if clause.holds is None else "met" if clause.holds else "failed"
    entry = entries.get(clause.code)
    grounds: list[Cite] = cite_entry(rules, entry) if entry else []
    grounds += cites(rules, *clause.keys)
    shown = f"{entry['text']}：" if entry and clause.holds is not True else ""
    return finding(f"qualify.{clause.code}", verdict, shown + clause.sentence, grounds)
