"""One pledge's page: steps, promises with their days, notes, requests and answers, its score."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse

from accounts.acting import Acting
from accounts.answer import Answer
from accounts.clock import today
from accounts.fields import plain
from policy.figures import two_places
from supervision.models import Extension, OverdueAnswer, Pledge, PledgeItem, Progress
from supervision.pledge_states import (
    BINDING,
    QUARTERS,
    RUNNING,
    ExtensionStatus,
    ItemState,
    PledgeStatus,
)
from supervision.queries.pledges import latest_notes, unanswered, weighted
from supervision.rules import pledges as rules
from supervision.views.pledge_rows import CLERK, COMMITTEE

LEVELS = {
    ItemState.OPEN: "info",
    ItemState.EXTENDED: "attention",
    ItemState.OVERDUE: "stop",
    ItemState.DONE: "ok",
    ItemState.LATE: "attention",
}
STATUS_LEVELS = {
    PledgeStatus.DRAFT: "attention",
    PledgeStatus.DISCUSSED: "info",
    PledgeStatus.APPROVED: "info",
    PledgeStatus.SIGNED: "ok",
    PledgeStatus.IN_PROGRESS: "ok",
    PledgeStatus.SCORED: "ok",
}
STEPS = {
    PledgeStatus.DRAFT: "起草",
    PledgeStatus.DISCUSSED: "村级讨论",
    PledgeStatus.APPROVED: "乡镇批准",
    PledgeStatus.SIGNED: "签订",
    PledgeStatus.IN_PROGRESS: "履行",
    PledgeStatus.SCORED: "评分",
}


@dataclass(slots=True)
class ItemLine:
    """A promise as the page shows it."""

    item: PledgeItem
    state: ItemState | None
    notes: list[Progress | None]
    extensions: list[Extension]
    answers: list[OverdueAnswer]
    asks: bool
    acting: Acting
    day: date

    @property
    def level(self) -> str:
        return LEVELS[self.state] if self.state else ""

    @property
    def is_extended(self) -> bool:
        return self.item.due != self.item.due_on

    @property
    def due(self) -> date:
        return self.item.due

    @property
    def standing(self) -> OverdueAnswer | None:
        return self.answers[0] if self.answers else None

    @property
    def open_request(self) -> Extension | None:
        open_ = (one for one in self.extensions if one.status == ExtensionStatus.ASKED)
        return next((one for one in open_ if not one.has_lapsed(self.day)), None)

    @property
    def links(self) -> list[tuple[str, str]]:
        """List what the reader can do about it now: label and address."""
        pk, running = self.item.pk, self.item.pledge.status in RUNNING
        found = []
        if running and self.acting.has(CLERK):
            if self.item.done_on is None:
                found.append(("登记完成", reverse("supervision:pledge_done", args=[pk])))
                if self.due >= self.day and not self.open_request:
                    found.append(("申请延期", reverse("supervision:extension_ask", args=[pk])))
            else:
                found.append(("撤回完成", reverse("supervision:pledge_reopen", args=[pk])))
        if self.acting.has(COMMITTEE):
            if running and self.open_request:
                key = self.open_request.pk
                found.append(("批准延期", reverse("supervision:extension_decide", args=[key])))
            if self.asks or self.standing:
                label = "答复逾期" if self.asks else "更正答复"
                found.append((label, reverse("supervision:overdue_answer", args=[pk])))
        return found


@dataclass(slots=True)
class Page:
    pledge: Pledge
    lines: list[ItemLine]
    acting: Acting

    @property
    def level(self) -> str:
        return STATUS_LEVELS[PledgeStatus(self.pledge.status)]

    @property
    def steps(self) -> list[dict[str, Any]]:
        order = list(PledgeStatus)
        at = order.index(PledgeStatus(self.pledge.status))
        at = min(at + 1, len(order) - 1)  # the step that comes next is the one to do
        if self.pledge.status in RUNNING:
            at = order.index(PledgeStatus.SCORED if self.handed_in else PledgeStatus.IN_PROGRESS)
        if self.pledge.status == PledgeStatus.DRAFT and not self.is_whole:
            at = 0
        done = self.pledge.status == PledgeStatus.SCORED
        states = ["done" if place < at or done else "todo" for place in range(len(order))]
        if not done:
            states[at] = "current"
        return [
            {"label": STEPS[one], "state": state} for one, state in zip(order, states, strict=True)
        ]

    @property
    def handed_in(self) -> bool:
        return self.pledge.waits_for_confirmation

    @property
    def items(self) -> list[PledgeItem]:
        return [one.item for one in self.lines]

    @property
    def weight(self) -> str:
        return f"{sum(one.weight for one in self.items):f}".rstrip("0").rstrip(".") or "0"

    @property
    def is_whole(self) -> bool:
        return sum(one.weight for one in self.items) == 100

    @property
    def score(self) -> str:
        found: Fraction | None = weighted(self.items)
        return "" if found is None else two_places(found)

    @property
    def sum(self) -> str:
        """Write the score's arithmetic out."""
        parts = (f"{plain(one.weight)}×{plain(one.score)}" for one in self.items)
        return f"（{' + '.join(parts)}）÷ 100" if self.score else ""

    @property
    def may_edit(self) -> Answer:
        return rules.may_edit(self.pledge, by=self.acting)

    @property
    def may_return(self) -> Answer:
        return rules.may_return(self.pledge, by=self.acting)

    @property
    def may_return_scores(self) -> Answer:
        return rules.may_return_scores(self.pledge, by=self.acting)

    @property
    def next(self) -> dict[str, str]:
        """Say what comes next: the button for whoever can press it, the words for all."""
        status, waits = self.pledge.status, self.handed_in
        words, role, page, label = NEXT["confirm" if waits else status]
        if status == PledgeStatus.DRAFT and not self.is_whole:
            words = f"权重合计 {self.weight}，改到 100 才能登记村级讨论"
            page = ""
        if not page or not self.acting.has(role):
            return {"words": words}
        url = f"{reverse(f'supervision:{page}')}?year={self.pledge.year}"
        return {"words": words, "url": url, "label": label}


NEXT: dict[str, tuple[str, Any, str, str]] = {
    PledgeStatus.DRAFT: ("下一步：村里开会讨论", CLERK, "pledges_discuss", "登记村级讨论"),
    PledgeStatus.DISCUSSED: ("下一步：乡镇党委批准", COMMITTEE, "pledges_approve", "去批准"),
    PledgeStatus.APPROVED: ("下一步：本人签订责任书", CLERK, "pledges_sign", "登记签订"),
    PledgeStatus.SIGNED: ("已签订，按季登记进展", CLERK, "pledge_progress", "登记季度进展"),
    PledgeStatus.IN_PROGRESS: ("履行中，按季登记进展", CLERK, "pledge_progress", "登记季度进展"),
    PledgeStatus.SCORED: ("评分已确认，作为年度考核目标考核的起点", CLERK, "", ""),
    "confirm": ("评分已提交，等乡镇党委确认", COMMITTEE, "scores_confirm", "去确认评分"),
}


def of(found: Pledge, acting: Acting) -> Page:
    """Give a pledge with everything about its promises; five queries."""
    rows = PledgeItem.objects.visible_to(acting).with_due().filter(pledge=found)
    items = list(rows.order_by("place", "pk"))
    keys, day = [one.pk for one in items], today()
    notes = latest_notes(items, acting)
    requests = _by_item(
        Extension.objects.visible_to(acting).filter(item__in=keys)
        .select_related("asked_by", "decided_by").order_by("-pk")
    )  # fmt: skip
    answers = _by_item(
        OverdueAnswer.objects.visible_to(acting).filter(item__in=keys)
        .select_related("answered_by").order_by("-pk")
    )  # fmt: skip
    asked = set(unanswered(acting).filter(pledge=found).values_list("pk", flat=True))
    lines = []
    for item in items:
        item.pledge = found
        state = item.state_on(day) if found.status in BINDING else None
        noted = [notes.get((item.pk, quarter)) for quarter in QUARTERS]
        mine = requests.get(item.pk, []), answers.get(item.pk, [])
        lines.append(ItemLine(item, state, noted, *mine, item.pk in asked, acting, day))
    return Page(found, lines, acting)


def _by_item(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for one in rows:
        found.setdefault(one.item_id, []).append(one)
    return found
