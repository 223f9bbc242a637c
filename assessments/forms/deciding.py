"""Shape of what a committee types when it decides, and a county when it returns."""

from __future__ import annotations

from typing import Any

from django import forms

from assessments.forms import SAVES


class DecideForm(forms.Form):
    summary_title = SAVES
    chosen = forms.TypedMultipleChoiceField(
        label="并列人员中选定优秀", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label="选定的理由",
        max_length=200,
        error_messages={"required": "请写明选定（或不选）的理由"},
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 200}),
        help_text="例如：班子年度目标完成情况较好。",
    )
    minutes = forms.CharField(
        label="会议纪要编号",
        max_length=120,
        help_text="例如：新市镇党委会纪要〔2018〕32 号",
    )

    def __init__(self, *args: Any, ties: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = ties  # type: ignore[attr-defined]
        if not ties:
            del self.fields["chosen"], self.fields["reason"]

    def asked(self) -> dict[str, Any]:
        """Give what the service asks for; where nobody ties there is nobody to choose."""
        data = self.cleaned_data
        return {
            "chosen": set(data.get("chosen", ())),
            "reason": data.get("reason", ""),
            "minutes": data["minutes"],
        }


class ReturnForm(forms.Form):
    summary_title = SAVES
    reason = forms.CharField(
        label="退回理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 200}),
        help_text="乡镇会在待办里看到这句话，请写明要改什么。",
    )


class ExcuseForm(forms.Form):
    summary_title = SAVES
    reason = forms.CharField(
        label="不定等次的理由",
        max_length=100,
        error_messages={"required": "请写明理由，例如病假超过半年"},
        widget=forms.TextInput(attrs={"class": "long", "maxlength": 100}),
        help_text="例如：病假超过半年。",
    )
