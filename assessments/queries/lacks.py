"""What keeps a round from being submitted, in sentences for the clerk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from assessments.states import OPEN_ENDED

if TYPE_CHECKING:
    from assessments.queries.facts import Case

NAMED = 5  # people named in a sentence; the rest are counted


def named(names: Sequence[str], unit: str = "人") -> str:
    """Name a few and count the rest."""
    shown = "、".join(names[:NAMED])
    return shown if len(names) <= NAMED else f"{shown}等 {len(names)} {unit}"


def lacks(case: Case, result: dict[str, Any]) -> list[str]:
    """Name everybody who lacks something, and what; empty when the round is complete."""
    facts = case.facts
    found = list(_meetings(case))
    missing = set(result["missing"])
    short = [row for row in facts["rows"] if row["id"] in missing]
    for column, what in (("report_rating", "述职测评票"), ("target_score", "目标考核分")):
        if names := [row["name"] for row in short if row[column] is None]:
            found.append(f"缺{what} {len(names)} 人：{named(names)}。")
    if result["pending"]:
        found.append(_undecided(facts, result))
    return found


def _meetings(case: Case) -> Iterable[str]:
    if case.unmet:
        said = villages_named(case.unmet)
        yield f"述职会议未录齐 {len(case.unmet)} 个村：{said}。日期、到会人数和票数都要录。"
    for village, sentence in case.short.items():
        yield f"{village}述职会议{sentence}测评不能使用，须重新开会。"


def villages_named(names: Sequence[str]) -> str:
    """Name a few villages and count the rest."""
    return named(names, "个村")


def _undecided(facts: dict[str, Any], result: dict[str, Any]) -> str:
    pending = set(result["pending"])
    names = [row["name"] for row in facts["rows"] if row["id"] in pending]
    said = f"待定 {len(names)} 人：{named(names)}"
    teams = blocking(facts, result)
    if not teams:
        return f"{said}，等缺分的人补齐后再定。"
    return f"{said}。班子结果未报：{said_of(teams)}。"


def blocking(facts: dict[str, Any], result: dict[str, Any]) -> dict[str, list[str]]:
    """Give the villages whose missing team result keeps somebody waiting, with their names."""
    found: dict[str, list[str]] = {}
    for row in facts["rows"]:
        got = result["rows"][row["id"]]
        if got["grade"] in OPEN_ENDED and row["team"] is None and _is_asked(got):
            found.setdefault(row.get("team_village") or row["village"], []).append(row["name"])
    return found


def said_of(teams: dict[str, list[str]]) -> str:
    """Name a few villages, each with whom it keeps waiting, and count the rest."""
    each = [f"{village}（影响{'、'.join(names)}评优）" for village, names in teams.items()]
    return villages_named(each)


def _is_asked(got: dict[str, Any]) -> bool:
    return any(
        one["code"] == "grade.team" and one["verdict"] == "unknown" for one in got["findings"]
    )
