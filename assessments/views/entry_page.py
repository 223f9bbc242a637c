"""One cadre's grounds sheet (依据单): votes, points, findings, decision, earlier years."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from accounts.acting import Acting
from accounts.fields import plain
from accounts.roles import Role
from assessments.models import Entry, Grade
from assessments.queries import Board, BoardRow, board
from assessments.queries.ballots import COUNTS, Ballots, ballots_of
from assessments.rules.objections import REVIEW, TOLD, may_register
from assessments.rules.revisions import may_propose
from assessments.services.entering import maxima_of
from assessments.states import GRADED, Dimension, GradeLabel, RoundStatus
from assessments.views import grounds
from assessments.views.board_page import LEVELS, choice_said, deviation_said
from cadres.models import Person
from rulebook.grounds import resting


@dataclass
class Page:
    entry: Entry
    board: Board
    row: BoardRow | None
    acting: Acting
    decision: Any

    @property
    def grade(self) -> dict[str, str]:
        """Give the grade, proposed or decided, with its colour; off the roster there is none."""
        if self.row is None:
            return {"label": "已不在名册", "level": ""}
        return {"label": self.row.label, "level": LEVELS.get(self.row.grade, "")}

    @property
    def corrected(self) -> str:
        return self.row.corrected if self.row else ""

    @property
    def may_revise(self) -> bool:
        return self.row is not None and bool(may_propose(self.entry, by=self.acting))

    @property
    def may_ask_review(self) -> bool:
        """Say whether a review may be registered: the letters are out, and he has a grade."""
        told = self.entry.round.status in TOLD and self.row is not None
        return told and bool(may_register(REVIEW, by=self.acting))

    @property
    def is_decided(self) -> bool:
        return self.entry.round.status in GRADED

    @property
    def choice(self) -> str:
        return choice_said(self.board, self.row) if self.row else ""

    @property
    def deviation(self) -> str:
        return deviation_said(self.row) if self.row else ""

    @property
    def team_village(self) -> str:
        """Say whose team answers for a principal who led two in the year."""
        village = self.entry.team_village
        if village is None:
            return ""
        return f"{village.parent}{village.name}（本年先后主持两个班子，按带得久的）"

    @property
    def may_excuse(self) -> bool:
        entering = self.entry.round.status == RoundStatus.ENTERING
        return entering and self.acting.has(Role.TOWNSHIP_CLERK) and self.row is not None

    @property
    def has_file(self) -> bool:
        """Say whether the reader may open his file: it follows him, the assessment does not."""
        return Person.objects.visible_to(self.acting).filter(pk=self.entry.person_id).exists()

    @property
    def findings(self) -> list[dict[str, Any]]:
        return grounds.shown(self.row.findings) if self.row else []

    @property
    def resting(self) -> list[str]:
        """List what his findings rest on that nobody has confirmed in writing."""
        if self.row is None or self.decision is None:
            return []
        return resting(self.row.findings, self.decision.rules.body)

    @cached_property
    def ballots(self) -> Ballots:
        return ballots_of([self.entry])[self.entry.pk]

    @property
    def heads(self) -> list[str]:
        return [GradeLabel(one).label for one in COUNTS]

    @property
    def points(self) -> list[tuple[str, str, str]]:
        most = maxima_of(self.entry.round)
        return [
            (label, plain(getattr(self.entry, name)), plain(most[name]))
            for name, label in Dimension.choices
        ]

    @property
    def earlier(self) -> list[Grade]:
        """List the grades in force of his other years, newest first."""
        grades = Grade.objects.visible_to(self.acting).in_force()
        grades = grades.filter(entry__person=self.entry.person_id, round__status__in=GRADED)
        others = grades.exclude(round=self.entry.round).order_by("-round__year")
        return list(others.select_related("round__township", "entry"))


def of(found: Entry, acting: Acting) -> Page:
    """Give the grounds of one cadre from his township's board."""
    decision, shown = found.round.decision or found.round.proposal, board(found.round)
    return Page(found, shown, shown.row_of(found.pk), acting, decision)
