"""The steps bar of a round, from its status and from what is still missing."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from accounts.acting import Acting
from accounts.roles import Role
from assessments.models import Round
from assessments.queries.gaps import Gaps, gaps_of
from assessments.states import GRADED, RoundStatus

AFTER = {
    RoundStatus.ENTERING: "grading",
    RoundStatus.SUBMITTED: "decide",
    RoundStatus.DECIDED: "notice",
    RoundStatus.NOTICE: "notice",
    RoundStatus.FEEDBACK: "feedback",
    RoundStatus.REPORTED: "file",
    RoundStatus.FINAL: "",
}
ORDER = (
    *("plan", "meeting", "ballots", "targets", "teams"),
    *("grading", "decide", "notice", "feedback", "file"),
)
LABELS = {
    "plan": "方案",
    "meeting": "述职会议",
    "ballots": "测评票",
    "targets": "目标考核",
    "teams": "班子结果",
    "grading": "定等",
    "decide": "审定",
    "notice": "公示",
    "feedback": "反馈",
    "file": "备案",
}
ENTRY = ("meeting", "ballots", "targets", "teams")


def of(
    found: Round, acting: Acting, *, here: str = "", gaps: Gaps | None = None
) -> list[dict[str, Any]]:
    """Give the steps with their state, what is missing, and links for whoever can follow them."""
    entering = found.status == RoundStatus.ENTERING
    if entering and gaps is None:
        gaps = gaps_of([found], acting)[found.pk]
    missing = lacking(gaps) if entering and gaps is not None else {}
    waits = next((key for key in ENTRY if key in missing), AFTER[RoundStatus(found.status)])
    current = here if here and entering else waits
    return [_step(key, found, acting, current, missing) for key in ORDER]


def lacking(gaps: Gaps) -> dict[str, str]:
    """Say in words what each entry step lacks; steps that lack nothing are left out."""
    words = {
        "meeting": f"缺 {gaps.meetings} 个村" if gaps.meetings else "",
        "ballots": f"缺 {gaps.ballots} 人" if gaps.ballots else "",
        "targets": f"缺 {gaps.points} 人" if gaps.points else "",
        "teams": _teams(gaps),
    }
    return {key: word for key, word in words.items() if word}


def _teams(gaps: Gaps) -> str:
    if gaps.teams:
        return f"缺 {gaps.teams} 个村"
    return f"等外乡镇报 {gaps.elsewhere} 人" if gaps.elsewhere else ""


def _step(
    key: str, found: Round, acting: Acting, current: str, missing: dict[str, str]
) -> dict[str, Any]:
    step = {"label": LABELS[key], "state": _state(key, found, current, missing)}
    if url := _url(key, found, acting):
        step["url"] = url
    if key in missing:
        step["missing"] = missing[key]
        if acting.has(Role.TOWNSHIP_CLERK):
            step["missing_url"] = f"{url}#missing"
    return step


def _state(key: str, found: Round, current: str, missing: dict[str, str]) -> str:
    if key == current:
        return "current"
    reached = AFTER[RoundStatus(found.status)] or "end"
    before = reached == "end" or ORDER.index(key) < ORDER.index(reached)
    return "done" if before and key not in missing else "todo"


def _url(key: str, found: Round, acting: Acting) -> str:
    if key == "plan":
        return reverse("assessments:plan", args=[found.plan_id])
    if key in ENTRY and acting.has(Role.TOWNSHIP_CLERK):
        return reverse(f"assessments:{key}", args=[found.pk])
    if key == "notice" and found.status in GRADED:
        return reverse("assessments:notice", args=[found.pk])
    if key == "feedback" and found.feedback_on:
        return reverse("assessments:letters", args=[found.pk])
    if key == "grading":
        return reverse("assessments:board", args=[found.pk])
    return ""
