"""The same number twice in one file, and one seat claimed by two."""

from __future__ import annotations

from collections import defaultdict

from cadres.posts import ORDER, SINGLE, Post
from cadres.rosters.cells import tight
from cadres.rosters.lines import Line, Problem

SHAPELESS = {"identity_missing", "identity_float", "identity_length", "identity_charset"}


def judge(lines: list[Line]) -> list[Line]:
    """Refuse or put together what stands twice; give the lines that are left."""
    by_number: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if _has_number(line):
            by_number[line.values["id_number"]].append(line)
    gone: set[int] = set()
    for same in by_number.values():
        if len(same) > 1:
            gone |= _one_number(same)
    left = [line for line in lines if line.sheet_row not in gone]
    _seats(left)
    return left


def _has_number(line: Line) -> bool:
    codes = {problem.code for problem in line.refused}
    return "id_number" in line.values and not codes & SHAPELESS


def _one_number(same: list[Line]) -> set[int]:
    """Judge the lines of one number; give the rows that went into the first of them."""
    if len({line.values.get("name", "") for line in same}) > 1:
        for line in same:
            other = next(o for o in same if o.values.get("name") != line.values.get("name"))
            sentence = f"与第 {other.sheet_row} 行号码相同，姓名不同，请对照身份证核对两行。"
            line.refused.append(Problem("duplicate_in_file", "id_number", sentence))
        return set()
    gone: set[int] = set()
    first = next((line for line in same if not line.refused), None)
    for line in same:
        if first is None or line is first or line.refused:
            continue
        if _adds(first, line):
            _merge(first, line)
            gone.add(line.sheet_row)
        else:
            sentence = f"与第 {first.sheet_row} 行是同一人、同一职务，请只留一行。"
            line.refused.append(Problem("duplicate_in_file", "id_number", sentence))
    return gone


def _adds(first: Line, line: Line) -> bool:
    """Tell whether a later row of the same person names a post the first does not."""
    if _village(line) == _village(first):
        return bool(set(line.values["posts"]) - set(first.values["posts"]))
    return (line.values["village"], line.values["posts"]) not in first.elsewhere


def _merge(first: Line, line: Line) -> None:
    first.also.append(line.sheet_row)
    if _village(line) == _village(first):
        posts = {*first.values["posts"], *line.values["posts"]}
        first.values["posts"] = sorted(posts, key=lambda post: ORDER[post])
        return
    first.elsewhere.append((line.values["village"], line.values["posts"]))
    sentence = f"第 {line.sheet_row} 行是同一人在“{line.values['village']}”的任职，请核对。"
    first.warned.append(Problem("posts_in_two_villages", "village", sentence))


def _village(line: Line) -> tuple[str, str]:
    return tight(line.values.get("township", "")), tight(line.values.get("village", ""))


def _seats(lines: list[Line]) -> None:
    """Refuse both of two people in one single post of a village, if nothing else is wrong."""
    holders: dict[tuple[tuple[str, str], Post], list[Line]] = defaultdict(list)
    for line in lines:
        if line.refused:
            continue
        for post in line.values["posts"]:
            if post in SINGLE:
                holders[_village(line), post].append(line)
    for (_, post), claims in holders.items():
        if len(claims) < 2:
            continue
        for line in claims:
            other = next(claim for claim in claims if claim is not line)
            sentence = (
                f"与第 {other.sheet_row} 行在同一村任同一职务“{post.label}”，"
                "同一时间只能有一人，请核对。"
            )
            line.refused.append(Problem("single_post_twice", "posts", sentence))
