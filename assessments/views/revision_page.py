"""What the page of a correction says and offers, to whoever looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts.acting import Acting
from accounts.answer import Answer
from assessments.models import Revision
from assessments.queries.changing import change_of
from assessments.rules import revisions as rules
from assessments.states import RevisionStatus
from assessments.views import grounds

LEVELS: dict[str, str] = {
    RevisionStatus.PROPOSED: "attention",
    RevisionStatus.DECIDED: "info",
    RevisionStatus.FILED: "ok",
}
PAID = {True: "已发", False: "未发", None: "还没有核实"}


@dataclass(slots=True)
class Page:
    one: Revision
    acting: Acting

    @property
    def level(self) -> str:
        return LEVELS.get(self.one.status, "")

    @property
    def facts(self) -> list[dict[str, Any]]:
        """List what changes and who has done what about it."""
        one = self.one
        decided = f"{one.decided_by.name} {one.decided_on}" if one.decided_by else ""
        sitting = one.sitting
        pairs = (
            ("原等次", one.former.get_grade_display()), ("更正为", one.get_grade_display()),
            ("更正情形", one.get_kind_display()), ("当年绩效报酬", PAID[one.paid]),
            ("提出", f"{one.prepared_by.name} {one.prepared_on}"), ("审定", decided),
            ("会议纪要", f"{sitting.number}（{sitting.held_on}）" if sitting else ""),
            ("到会", sitting.attended if sitting else ""),
            ("回避", sitting.recused if sitting else ""),
            ("备案", f"{one.filed_by.name} {one.filed_on}" if one.filed_by else ""),
        )  # fmt: skip
        facts: list[dict[str, Any]] = [
            {"label": label, "value": value} for label, value in pairs if value
        ]
        facts.append({"label": "理由", "value": one.reason, "whole": True})
        if one.review:
            facts.append({"label": "不予更正的理由", "value": one.review, "whole": True})
        return facts

    @property
    def findings(self) -> list[dict[str, Any]]:
        """Give what was found when it was decided; before that, what would be found now."""
        if self.one.decision:
            return grounds.shown(self.one.decision.outcome["findings"])
        if self.one.status == RevisionStatus.REFUSED:
            return []
        change = change_of(self.one.round, self.one.former, self.one.grade, self.one.paid)
        return grounds.shown(dict(one) for one in change.outcome.findings)

    @property
    def may_decide(self) -> Answer:
        return rules.may_decide(self.one, by=self.acting)

    @property
    def may_file(self) -> Answer:
        return rules.may_file(self.one, by=self.acting)

    @property
    def may_refuse(self) -> Answer:
        return rules.may_refuse(self.one, by=self.acting)
