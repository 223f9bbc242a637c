"""The committee's form: who of the tied is chosen, whose grade is another, and the minutes."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from accounts.clock import today
from accounts.pages import ActingRequest, posted
from assessments.forms.deciding import Changes, ChangeSet, DecideForm
from assessments.queries.rulebook import rules_of_round
from assessments.views.board_page import Page
from policy.deviation import LADDER
from policy.snapshot import text, value

MORE = "more"  # the button that asks for one more row; its value may name the cadre


class Desk:
    """The form of a submitted round, as typed so far."""

    def __init__(self, request: ActingRequest, page: Page) -> None:
        self.page = page
        self.more = MORE in request.POST
        data = None if self.more else posted(request)
        shown = DecideForm.typed(request.POST) if self.more else {"held_on": today()}
        self.form = DecideForm(data, request.FILES or None, ties=page.ties, initial=shown)
        self.changes = self._changes(data, self._rows(request))
        self.lost_scan = self.more and "scan" in request.FILES

    def _rows(self, request: ActingRequest) -> list[dict[str, str]]:
        """Give the rows typed so far, and the one that was asked for."""
        if not self.more:
            return []
        typed = ChangeSet.typed(request.POST)
        asked = request.POST[MORE]
        there = asked and any(row["cadre"] == asked for row in typed)
        return typed if there else [*typed, {"cadre": asked}]

    def _changes(self, data: Any, rows: list[dict[str, str]]) -> ChangeSet:
        # A page sent without any row, as those before this form, changes nobody.
        if data is not None and "change-TOTAL_FORMS" not in data:
            data = {"change-TOTAL_FORMS": "0", "change-INITIAL_FORMS": "0"}
        kwargs = {"cadres": self.cadres}
        return Changes(  # type: ignore[return-value]
            data, prefix="change", initial=rows, form_kwargs=kwargs
        )

    @cached_property
    def cadres(self) -> list[tuple[int, str]]:
        """List whose grade may be changed: everybody who is proposed one."""
        return [
            (row.entry.pk, f"{row.entry.name}（{row.entry.village.name}）建议{row.label}")
            for row in self.page.board.rows
            if row.grade in (*LADDER, "tie")
        ]

    @cached_property
    def changeable(self) -> set[int]:
        return {pk for pk, _ in self.cadres} if self.limits else set()

    @cached_property
    def limits(self) -> str:
        """Say how far the rulebook lets a committee depart from a proposal; empty: not at all."""
        found = self.page.round
        rules = rules_of_round(found)
        ways = {"grade.deviate_up": "高于", "grade.deviate_down": "低于"}
        open_ = [word for key, word in ways.items() if value(rules, key) is True]
        steps = text(rules, "grade.deviate_steps")
        return f"可以{'或'.join(open_)}建议，至多相差 {steps} 档" if open_ and steps != "0" else ""

    def is_valid(self) -> bool:
        """Judge both parts, so that all that is wrong is said at once."""
        valid = [self.form.is_valid(), self.changes.is_valid()]
        return all(valid) and not self.more

    def asked(self) -> dict[str, Any]:
        """Give what the service asks for."""
        return self.form.asked() | {"changed": self.changes.asked()}
