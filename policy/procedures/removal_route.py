"""Tell which way out of office a post allows: nobody dismisses whom villagers elected."""

from typing import Any

from policy import words
from policy.facts import Facts, word
from policy.facts import words as listed
from policy.finding import Finding, finding
from policy.snapshot import Snapshot, cites
from policy.snapshot import words as allowed

KINDS = {
    "removal.party": words.PARTY_POSTS,
    "removal.committee": words.COMMITTEE_POSTS,
    "removal.supervision": words.SUPERVISION_POSTS,
    "removal.staff": words.STAFF_POSTS,
}
NAMES = {
    "removal.party": "党组织职务",
    "removal.committee": "村委会职务",
    "removal.supervision": "村务监督委员会职务",
    "removal.staff": "聘用岗位",
}
LABELS = {True: "是", False: "否", None: "待核实"}


def removal_route_2016(rules: Snapshot, facts: Facts) -> tuple[dict[str, Any], list[Finding]]:
    """Tell whether one route fits every post a person holds (REMOVE-MANDATORY).

    `posts` is a list, `route` one word. For several posts all must allow it, else the paper is
    split by post. Raises FactError for an unknown word.
    """
    posts = listed(facts.get("posts"), words.POSTS, "职务")
    route = word(facts.get("route"), words.ROUTES, "路径")
    if not posts or route is None:
        said = "职务或路径未填，能否采用未定。"
        found = finding("removal.route", "unknown", said, cites(rules, *KINDS))
        return {"allowed": None, "label": LABELS[None], "by_post": {}}, [found]
    by_post = {post: route in allowed(rules, kind_of(post)) for post in posts}
    found_all = [_post(rules, post, route, fits=fits) for post, fits in by_post.items()]
    if len(set(by_post.values())) > 1:
        said = f"几个职务对“{route}”可用不一，须按职务拆成几张处理单。"
        found_all.append(finding("removal.split", "info", said, cites(rules, *KINDS)))
    fits = all(by_post.values())
    return {"allowed": fits, "label": LABELS[fits], "by_post": by_post}, found_all


def kind_of(post: str) -> str:
    """Return the rulebook key of a post's kind; StopIteration never, posts are a closed list."""
    return next(key for key, posts in KINDS.items() if post in posts)


def _post(rules: Snapshot, post: str, route: str, *, fits: bool) -> Finding:
    key = kind_of(post)
    ways = "、".join(allowed(rules, key))
    said = f"{post}是{NAMES[key]}，可用路径为{ways}；“{route}”{'可用' if fits else '不可用'}。"
    return finding(f"{key}.{post}", "met" if fits else "failed", said, cites(rules, key))
