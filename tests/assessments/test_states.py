"""The page of state diagrams says what the tables of moves say."""

from __future__ import annotations

from django.conf import settings

from assessments.management.commands.state_diagrams import document
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


def test_the_page_is_up_to_date() -> None:
    page = settings.BASE_DIR / "docs" / "states.md"

    assert page.read_text(encoding="utf-8") == document(), "run manage.py state_diagrams"


def test_every_state_has_its_moves() -> None:
    assert MOVES.keys() == set(RoundStatus)
    assert PLAN_MOVES.keys() == set(PlanStatus)
    assert OBJECTION_MOVES.keys() == set(ObjectionStatus)
    assert REVISION_MOVES.keys() == set(RevisionStatus)
