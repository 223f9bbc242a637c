"""Judge a village's democratic appraisal: was it called rightly, who failed, who failed twice.

The yearly grades have no part in it: they are another counter (reading incompetent-twice).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from policy import words
from policy.dates import add_months
from policy.facts import FactError, Facts, day, whole, word
from policy.facts import words as listed
from policy.figures import two_places
from policy.finding import Finding, Verdict, finding
from policy.snapshot import Snapshot, cites, count, ratio, text
from policy.snapshot import words as allowed

NOTICE, INTERVAL, SHARE = (
    "appraisal.notice_days",
    "appraisal.interval_months",
    "appraisal.incompetent_share",
)
POSTS, RUNS = "appraisal.posts", "appraisal.runs"
KEPT = {True: "是", False: "否", None: "待核实"}
STANDING = {"counts": "计入", "void": "不计入", "unknown": "待定"}
LABELS = {
    "competent": "称职",
    "incompetent": "不称职",
    "unknown": "待定",
    "void": "不计入",
    "exempt": "不参加评议",
}
EARLIER = ("称职", "不称职", "待定")
COMMITTEE, STAFF = "removal.committee", "removal.staff"
ROUTES = {COMMITTEE: "自行终止", STAFF: "解聘"}


@dataclass(frozen=True, slots=True)
class Meeting:
    """What holds for everybody appraised in it."""

    held: date | None
    returned: int | None
    notice: bool | None
    interval: bool | None  # True also where there is no earlier one to count from
    standing: str
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class Need:
    """The figures every row is judged by, with their grounds, read once."""

    posts: frozenset[str]
    share: Fraction
    limit: str
    runs: int
    share_cites: Any
    post_cites: Any
    run_cites: Mapping[str, Any]


def democratic_appraisal_2016(
    rules: Snapshot, facts: Facts
) -> tuple[dict[str, Any], list[Finding]]:
    """Judge one appraisal and everybody in it (村民委员会组织法 33; ASSESS-EACH, REMOVE-12).

    Facts: days `noticed_on`, `held_on`, `previous_on` (None: the village's first), `accepted`
    (是, 否, None: the township's word on a meeting not rightly called), ballots `returned`, and
    `rows` of {id, posts, competent, incompetent, earlier}; `earlier` are the person's results of
    the village's appraisals just before, newest first. Raises FactError for what cannot be.
    """
    meeting, need = _meeting(rules, facts), _need(rules)
    rows = {str(row["id"]): _row(row, meeting, need) for row in facts.get("rows") or ()}
    result = {
        "notice": meeting.notice,
        "interval": meeting.interval,
        "standing": meeting.standing,
        "label": STANDING[meeting.standing],
        "rows": rows,
    }
    return result, meeting.findings


def first_day_after(rules: Snapshot, previous: date) -> date:
    """Give the first day on which the next appraisal can be held."""
    return add_months(previous, count(rules, INTERVAL))


def _need(rules: Snapshot) -> Need:
    return Need(
        posts=frozenset(allowed(rules, POSTS)),
        share=Fraction(ratio(rules, SHARE)),
        limit=text(rules, SHARE),
        runs=count(rules, RUNS),
        share_cites=cites(rules, SHARE),
        post_cites=cites(rules, POSTS),
        run_cites={key: cites(rules, RUNS, key) for key in ROUTES},
    )


def _meeting(rules: Snapshot, facts: Facts) -> Meeting:
    held = day(facts.get("held_on"), "评议日")
    returned = whole(facts.get("returned"), "收回票数")
    notice, told = _notice(rules, facts, held)
    interval, counted = _interval(rules, facts, held)
    accepted = word(facts.get("accepted"), words.YES_NO, "是否计入")
    standing, said, verdict = _standing((notice, interval), accepted)
    ruled = finding("appraisal.standing", verdict, said, cites(rules, NOTICE, INTERVAL))
    return Meeting(held, returned, notice, interval, standing, [told, counted, ruled])


def _notice(rules: Snapshot, facts: Facts, held: date | None) -> tuple[bool | None, Finding]:
    noticed, need = day(facts.get("noticed_on"), "告知日"), count(rules, NOTICE)
    if noticed is None or held is None:
        said = "告知日或评议日未填，是否按期告知未定。"
        return None, finding("appraisal.notice", "unknown", said, cites(rules, NOTICE))
    if noticed > held:
        raise FactError(f"告知日 {noticed} 晚于评议日 {held}，请核对后重填。")
    ahead = (held - noticed).days
    kept = ahead >= need
    said = f"{noticed} 书面告知，{held} 召开，提前 {ahead} 日，应不少于 {need} 日。"
    return kept, finding("appraisal.notice", _verdict(kept), said, cites(rules, NOTICE))


def _interval(rules: Snapshot, facts: Facts, held: date | None) -> tuple[bool | None, Finding]:
    previous, code = day(facts.get("previous_on"), "上次评议日"), "appraisal.interval"
    if held is None:
        said = "评议日未填，间隔未定。"
        return None, finding(code, "unknown", said, cites(rules, INTERVAL))
    if previous is None:
        said = "本村没有登记过上一次评议，不判间隔。"
        return True, finding(code, "info", said, cites(rules, INTERVAL))
    if previous >= held:
        raise FactError(f"上次评议日 {previous} 不早于本次 {held}，请核对后重填。")
    first, months = first_day_after(rules, previous), count(rules, INTERVAL)
    kept = held >= first
    said = f"上次评议 {previous}，满 {months} 个月即 {first} 起可以召开，本次 {held}。"
    return kept, finding(code, _verdict(kept), said, cites(rules, INTERVAL))


def _standing(
    kept: tuple[bool | None, bool | None], accepted: str | None
) -> tuple[str, str, Verdict]:
    """Let the township's word decide on a meeting that was not rightly called; nobody else."""
    if all(kept):
        return "counts", "告知和间隔都合规定，本次评议计入。", "met"
    broken = "告知或间隔" + ("不合规定" if False in kept else "未定")
    if accepted is None:
        return "unknown", f"{broken}，各人结果待定，由乡镇党委核实是否计入。", "unknown"
    if accepted == words.YES_NO[0]:
        return "counts", f"{broken}，乡镇党委核实后认定计入。", "info"
    return "void", f"{broken}，乡镇党委核实后认定不计入。", "info"


def _row(row: Facts, meeting: Meeting, need: Need) -> dict[str, Any]:
    posts = listed(row.get("posts"), words.POSTS, "职务")
    verdict, found = _judged(row, posts, meeting, need)
    run, route, twice = _run(row, posts, verdict, meeting, need)
    return {
        "verdict": verdict,
        "label": LABELS[verdict],
        "run": run,
        "route": route,
        "findings": [*found, *twice],
    }


def _judged(
    row: Facts, posts: list[str], meeting: Meeting, need: Need
) -> tuple[str, list[Finding]]:
    if posts and not need.posts & set(posts):
        said = f"任{'、'.join(posts)}，不在民主评议范围。"
        return "exempt", [finding("appraisal.post", "info", said, need.post_cites)]
    competent = whole(row.get("competent"), "称职票")
    incompetent = whole(row.get("incompetent"), "不称职票")
    if competent is None or incompetent is None or not meeting.returned:
        said = "收回票数或本人票数未填，结果待定。"
        return "unknown", [finding("appraisal.share", "unknown", said, need.share_cites)]
    failed, found = _share(competent, incompetent, meeting.returned, need)
    if meeting.standing == "counts":
        return ("incompetent" if failed else "competent"), [found]
    return meeting.standing, [found]


def _share(competent: int, incompetent: int, returned: int, need: Need) -> tuple[bool, Finding]:
    abstained = returned - competent - incompetent
    if abstained < 0:
        both = f"称职 {competent} 票、不称职 {incompetent} 票"
        raise FactError(f"{both}，合计多于收回的 {returned} 票，请核对票数。")
    failed = incompetent > need.share * returned
    share = two_places(Fraction(incompetent * 100, returned))
    said = (
        f"收回 {returned} 票：称职 {competent}，不称职 {incompetent}，弃权 {abstained}；"
        f"不称职占 {share}%，{'超过' if failed else '没有超过'} {need.limit}。"
    )
    return failed, finding("appraisal.share", _verdict(not failed), said, need.share_cites)


def _run(
    row: Facts, posts: list[str], verdict: str, meeting: Meeting, need: Need
) -> tuple[bool | None, str, list[Finding]]:
    """Tell whether this is one 不称职 too many in a row; it proposes, the township verifies."""
    if verdict not in ("incompetent", "unknown"):
        return False, "", []
    before = [_earlier(one) for one in row.get("earlier") or ()][: need.runs - 1]
    key = _kind(posts)
    days = "、".join(str(held) for held, _, _ in reversed(before))
    if len(before) < need.runs - 1:
        return False, "", _said(verdict, "info", "此前没有相邻的评议结果，不构成连续。", key, need)
    if any(label == LABELS["competent"] for _, label, _ in before):
        return False, "", _said(verdict, "info", f"前次（{days}）为称职，不构成连续。", key, need)
    if verdict == "unknown" or any(label == LABELS["unknown"] for _, label, _ in before):
        said = f"本次或前次（{days}）结果待定，是否连续不称职未定。"
        return None, "", [finding(RUNS, "unknown", said, need.run_cites[key])]
    both = f"{days}、{meeting.held} 相邻 {need.runs} 次被评议为不称职"
    if {_kind(held_posts) for _, _, held_posts in before} != {key}:
        said = f"{both}，但前后职务一为村委会、一为聘用岗位，由乡镇党委核实。"
        return None, "", [finding(RUNS, "unknown", said, need.run_cites[key])]
    way = "职务自行终止" if key == COMMITTEE else "解聘"
    said = f"{both}，拟按{way}办理；由乡镇党委核实，系统不自动终止。"
    return True, ROUTES[key], [finding(RUNS, "failed", said, need.run_cites[key])]


def _said(verdict: str, tone: Verdict, said: str, key: str, need: Need) -> list[Finding]:
    """Explain why it is no run only to whom it matters: who has not failed needs no word."""
    return [finding(RUNS, tone, said, need.run_cites[key])] if verdict == "incompetent" else []


def _earlier(raw: Mapping[str, Any]) -> tuple[date | None, str | None, list[str]]:
    verdict = word(raw.get("verdict"), EARLIER, "前次结果") or LABELS["unknown"]
    posts = listed(raw.get("posts"), words.POSTS, "前次职务")
    return day(raw.get("held_on"), "前次评议日"), verdict, posts


def _kind(posts: list[str]) -> str:
    """Give the kind of post the result concerns: one elected counts before one hired."""
    elected = set(posts) & set(words.COMMITTEE_POSTS)
    return STAFF if not elected and set(posts) & set(words.STAFF_POSTS) else COMMITTEE


def _verdict(kept: bool) -> Verdict:  # noqa: FBT001
    return "met" if kept else "failed"
