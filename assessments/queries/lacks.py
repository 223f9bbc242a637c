"""What keeps a round from being submitted, in sentences for the clerk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assessments.models import Round

NAMED = 5  # people named in a sentence; the rest are counted


def named(names: Sequence[str]) -> str:
    """Name a few and count the rest."""
    shown = "、".join(names[:NAMED])
    return shown if len(names) <= NAMED else f"{shown}等 {len(names)} 人"


def lacks(round: Round, facts: dict[str, Any], result: dict[str, Any]) -> list[str]:  # noqa: A002
    """Name everybody who lacks something, and what; empty when the round is complete."""
    found = []
    if round.meeting_on is None:
        found.append("还没有录入述职会议的日期和应到、实到人数。")
    missing = set(result["missing"])
    short = [row for row in facts["rows"] if row["id"] in missing]
    for column, what in (("report_rating", "述职测评票"), ("target_score", "目标考核分")):
        if names := [row["name"] for row in short if row[column] is None]:
            found.append(f"缺{what} {len(names)} 人：{named(names)}。")
    if pending := set(result["pending"]):
        found.append(_undecided(facts, pending))
    return found


def _undecided(facts: dict[str, Any], pending: set[str]) -> str:
    names = [row["name"] for row in facts["rows"] if row["id"] in pending]
    said = f"待定 {len(names)} 人：{named(names)}"
    teams = [row["village"] for row in facts["rows"] if row["team"] is None]
    if not teams:
        return f"{said}，等缺分的人补齐后再定。"
    villages = list(dict.fromkeys(teams))
    return f"{said}。班子结果未报：{named(villages).replace(' 人', ' 个村')}。"
