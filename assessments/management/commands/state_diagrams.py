"""Write docs/states.md from the tables of moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import models

from assessments.states import (
    MOVES,
    OBJECTION_MOVES,
    PLAN_MOVES,
    REVISION_MOVES,
    ObjectionStatus,
    PlanStatus,
    RevisionStatus,
    RoundStatus,
)
from supervision.appraisal_states import APPRAISAL_MOVES, AppraisalStatus
from supervision.pledge_states import (
    EXTENSION_MOVES,
    PLEDGE_MOVES,
    ExtensionStatus,
    PledgeStatus,
)

HEAD = """\
# 状态图 (state diagrams)

由 `manage.py state_diagrams` 按各部分的状态表（如 `assessments/states.py`）生成，不要手改。
"""
DIAGRAMS: tuple[tuple[str, Mapping[Any, set[Any]], models.TextChoices], ...] = (
    ("考核方案", PLAN_MOVES, PlanStatus.DRAFT),
    ("乡镇年度考核", MOVES, RoundStatus.ENTERING),
    ("异议、复核、申诉", OBJECTION_MOVES, ObjectionStatus.FILED),
    ("等次更正", REVISION_MOVES, RevisionStatus.PROPOSED),
    ("民主评议", APPRAISAL_MOVES, AppraisalStatus.NOTICED),
    ("目标承诺", PLEDGE_MOVES, PledgeStatus.DRAFT),
    ("承诺延期申请", EXTENSION_MOVES, ExtensionStatus.ASKED),
)


class Command(BaseCommand):
    help = "按状态表生成 docs/states.md"
    requires_system_checks = ()

    def handle(self, *_: Any, **__: Any) -> None:
        target = settings.BASE_DIR / "docs" / "states.md"
        target.write_text(document(), encoding="utf-8")
        self.stdout.write(f"已生成 {target.relative_to(settings.BASE_DIR)}。")


def document() -> str:
    """Give the whole page."""
    return HEAD + "".join(_section(*diagram) for diagram in DIAGRAMS)


def _section(title: str, moves: Mapping[Any, set[Any]], first: models.TextChoices) -> str:
    states = list(type(first))
    lines = [f"    {state.value}: {state.label}" for state in states]
    lines.append(f"    [*] --> {first.value}")
    for state in states:
        to = [other for other in states if other in moves[state]]
        lines += [f"    {state.value} --> {other.value}" for other in to]
        if not to:
            lines.append(f"    {state.value} --> [*]")
    return "\n".join(["", f"## {title}", "", "```mermaid", "stateDiagram-v2", *lines, "```", ""])
