"""What the page of an objection says and offers, to whoever looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts.acting import Acting
from accounts.answer import Answer
from accounts.clock import today
from assessments.models import Objection
from assessments.rules import objections as rules
from assessments.states import UNANSWERED, ObjectionStatus, RoundStatus

LEVELS: dict[str, str] = {
    ObjectionStatus.FILED: "attention",
    ObjectionStatus.ACCEPTED: "attention",
    ObjectionStatus.ANSWERED: "info",
    ObjectionStatus.SERVED: "ok",
}
TURNED = (Objection.Outcome.CHANGED, Objection.Outcome.REVOKED)


@dataclass(slots=True)
class Page:
    one: Objection
    acting: Acting

    @property
    def level(self) -> str:
        return LEVELS.get(self.one.status, "")

    @property
    def term(self) -> str:
        """Say until when it is to be answered, and how many days are left."""
        last = self.one.extended_to or self.one.due_on
        if last is None:
            return "期限算不出"
        if self.one.status not in UNANSWERED:
            return str(last)
        left = (last - today()).days
        return f"{last}，还有 {left} 天" if left >= 0 else f"{last}，已逾期 {-left} 天"

    @property
    def facts(self) -> list[dict[str, Any]]:
        """List what was raised and what became of it."""
        one = self.one
        about = f"{one.entry.name}（{one.entry.village.name}）" if one.entry else "不针对个人"
        answered = f"{one.handled_by.name} {one.handled_on}" if one.handled_by else ""
        pairs = (
            ("针对", about), ("提出人", one.raised_by or "匿名"), ("联系方式", one.contact),
            ("提出日期", one.raised_on), ("答复期限", self.term), ("登记", one.filed_by.name),
            ("延长理由", one.extension_reason), ("处理结果", one.get_outcome_display()),
            ("办理", answered), ("送达日期", one.served_on),
        )  # fmt: skip
        facts = [{"label": label, "value": value} for label, value in pairs if value]
        facts.append({"label": "内容和理由", "value": one.content, "whole": True})
        if one.answer:
            facts.append({"label": "答复", "value": one.answer, "whole": True})
        return facts

    @property
    def is_handler(self) -> bool:
        return self.acting.has(rules.HANDLES[self.one.kind])

    @property
    def may_accept(self) -> Answer:
        return rules.may_handle(self.one, ObjectionStatus.ACCEPTED, by=self.acting)

    @property
    def may_answer(self) -> Answer:
        return rules.may_handle(self.one, ObjectionStatus.ANSWERED, by=self.acting)

    @property
    def may_serve(self) -> Answer:
        return rules.may_serve(self.one, by=self.acting)

    @property
    def may_extend(self) -> Answer:
        return rules.may_extend(self.one, today=today(), by=self.acting)

    @property
    def may_appeal(self) -> bool:
        served = self.one.status == ObjectionStatus.SERVED
        review = self.one.kind == Objection.Kind.REVIEW
        return served and review and bool(rules.may_register(rules.APPEAL, by=self.acting))

    @property
    def why_not(self) -> str:
        """Say what keeps the handler from it, if it is his turn at all."""
        waits = self.one.status in UNANSWERED
        answer = self.may_accept if self.one.status == ObjectionStatus.FILED else self.may_answer
        return " ".join(answer.reasons) if waits and self.is_handler else ""

    @property
    def next(self) -> str:
        """Say what an answer that changes a grade calls for: a return, or a correction."""
        if self.one.outcome not in TURNED or self.one.attempt != self.one.round.attempt:
            return ""
        status = self.one.round.status
        if status == RoundStatus.FINAL:
            return "revise" if self.one.entry_id and self.one.kind != Objection.Kind.NOTICE else ""
        return "return"
