"""Shape of the report meeting."""

from __future__ import annotations

from typing import Any

from django import forms

from assessments.models import Round

TOGETHER = {"required": "会议日期、应到、实到三项要一起填"}
COUNT = {"class": "short", "inputmode": "numeric"}


class MeetingForm(forms.Form):
    """All three or none: ballots may be typed in before the minutes are at hand."""

    meeting_on = forms.DateField(
        label="会议日期",
        error_messages=TOGETHER,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    expected = forms.IntegerField(
        label="应到人数",
        error_messages=TOGETHER,
        min_value=1,
        max_value=30000,
        widget=forms.NumberInput(attrs=COUNT),
    )
    present = forms.IntegerField(
        label="实到人数",
        error_messages=TOGETHER,
        min_value=0,
        max_value=30000,
        widget=forms.NumberInput(attrs=COUNT),
    )

    @classmethod
    def of(cls, found: Round, data: Any = None) -> MeetingForm:
        """Show the meeting of the round, or what was typed over it."""
        initial = {name: getattr(found, name) for name in cls.base_fields}
        return cls(data, initial=initial, empty_permitted=True, use_required_attribute=False)
