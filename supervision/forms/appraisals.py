"""What is typed about an appraisal: notice, meeting, ballots, and what the committee says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from accounts.fields import day_field
from supervision.appraisal_states import Assembly
from supervision.models import Appraisal, Appraised
from supervision.rules.appraisals import Meeting
from supervision.services.appraisals import COLUMNS, FieldsRefused, Notice, Votes

NOTICE_TEXT = "定于上述日期召开民主评议会，对村委会成员和聘用人员履行职责情况进行评议，请届时到会。"
MOST = 30000
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


class NoticeForm(forms.Form):
    """The written notice as it was given."""

    noticed_on = day_field("书面告知日期", help_text="告知书送达或张贴的那一天")
    planned_on = day_field("定于何日召开")
    place = forms.CharField(label="地点", max_length=60)
    notice = forms.CharField(
        label="告知内容", max_length=600, initial=NOTICE_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def asked(self) -> Notice:
        return Notice(**self.cleaned_data)


def whole(label: str) -> forms.IntegerField:
    """Give a field for a number of people or ballots."""
    widget = forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=0, max_value=MOST, widget=widget)


class MeetingForm(forms.Form):
    """The meeting as its minutes have it."""

    held_on = day_field("评议日期")
    host = forms.CharField(
        label="主持人", max_length=40, help_text="村务监督委员会的同志：评议由村务监督机构主持"
    )
    assembly = forms.ChoiceField(
        label="会议", choices=Assembly.choices, initial=Assembly.REPRESENTATIVES
    )
    expected = whole("应到人数")
    present = whole("实到人数")
    handed_out = whole("发出票数")
    returned = whole("收回票数")

    @classmethod
    def of(cls, found: Appraisal, data: Any = None) -> MeetingForm:
        """Show the meeting as it is kept, or what was typed over it."""
        kept = {name: getattr(found, name) for name in cls.base_fields}
        if found.held_on is None:
            kept = {"held_on": found.planned_on, "assembly": Assembly.REPRESENTATIVES}
        return cls(data, initial=kept)

    def asked(self) -> Meeting:
        return Meeting(**self.cleaned_data)

    def refuse(self, refused: FieldsRefused) -> None:
        """Show each sentence at its field."""
        for name, sentence in refused.fields.items():
            self.add_error(name if name in self.fields else None, sentence)


class BallotForm(forms.Form):
    """A row of two counts for everybody; only cells that were typed over are handed on."""

    def __init__(self, data: Any, people: Iterable[Appraised]) -> None:
        super().__init__(_tidy(data))
        self.people = list(people)
        for one in self.people:
            for column, label in COLUMNS.items():
                self.fields[cell(one.pk, column)] = forms.IntegerField(
                    label=f"{one.name} {label}", required=False, min_value=0, max_value=MOST,
                    initial=getattr(one, column), show_hidden_initial=True,
                )  # fmt: skip

    def changed(self) -> tuple[dict[int, Votes], dict[int, Votes]]:
        """Give the rows typed over: as they are typed now, and as the page showed them."""
        touched = set(self.changed_data)
        rows = [one.pk for one in self.people if touched & {cell(one.pk, name) for name in COLUMNS}]
        typed = {pk: Votes(*(self.cleaned_data[cell(pk, c)] for c in COLUMNS)) for pk in rows}
        shown = {pk: Votes(*(self._shown(cell(pk, c)) for c in COLUMNS)) for pk in rows}
        return typed, shown

    def refuse(self, refused: FieldsRefused) -> None:
        """Show each sentence at its cell."""
        for key, sentence in refused.fields.items():
            name = cell(*key) if isinstance(key, tuple) else str(key)
            self.add_error(name if name in self.fields else None, sentence)

    def rows(self) -> list[dict[str, Any]]:
        """Give the rows as the grid shows them."""
        return [
            {"about": one, "cells": [self[cell(one.pk, name)] for name in COLUMNS]}
            for one in self.people
        ]

    def _shown(self, name: str) -> int | None:
        sent = self.data.get(self.add_initial_prefix(name), "")
        return int(sent) if str(sent).isdecimal() else None


class AnnounceForm(forms.Form):
    announced_on = day_field("公布日期", help_text="向村民公布评议结果的那一天")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明哪里要更正，组织干事据此办理",
    )  # fmt: skip


class RulingForm(forms.Form):
    """The township's word on a meeting that was not rightly called."""

    accepted = forms.ChoiceField(
        label="认定", choices=[("yes", "计入"), ("no", "不计入，另行召开")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = forms.CharField(
        label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：村民代表均已知悉、签收在案",
    )  # fmt: skip

    def asked(self) -> dict[str, Any]:
        return {**self.cleaned_data, "accepted": self.cleaned_data["accepted"] == "yes"}


class CheckForm(forms.Form):
    """What the township found about two in a row."""

    confirmed = forms.ChoiceField(
        label="核实结论", choices=[("yes", "核实属实"), ("no", "核实不实")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = forms.CharField(
        label="核实情况", max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="核对了哪两次评议的会议记录和票数",
    )  # fmt: skip

    def asked(self) -> dict[str, Any]:
        return {**self.cleaned_data, "confirmed": self.cleaned_data["confirmed"] == "yes"}


def cell(pk: int, column: str) -> str:
    """Name the cell of a row and a column."""
    return f"c-{pk}-{column}"


def _tidy(data: Any) -> Any:
    """Take out what input methods and Excel put in: full-width digits, blanks."""
    if data is None:
        return None
    sent: Mapping[str, str] = data
    return {
        name: text.translate(FULL_WIDTH).replace("\u3000", "").strip()
        for name, text in sent.items()
    }
