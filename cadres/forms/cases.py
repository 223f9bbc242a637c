"""What is written down where two people decide: a reason, a choice."""

from __future__ import annotations

from typing import Any

from django import forms

from cadres.models import Transfer


class ReasonForm(forms.Form):
    """Why something is decided so."""

    reason = forms.CharField(
        label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="申请单位看得到；请不要写号码全文",
    )  # fmt: skip


class TransferForm(ReasonForm):
    """Give a file into the asking township's keeping, or answer with no."""

    GRANT, REFUSE = "grant", "refuse"

    decision = forms.ChoiceField(
        label="办理结果", widget=forms.RadioSelect,
        choices=[(GRANT, "同意转入"), (REFUSE, "不予转入")],
    )  # fmt: skip
    field_order = ("decision", "reason")

    def __init__(self, *args: Any, may_grant: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_grant:  # there is nothing to give: the answer can only be no
            del self.fields["decision"]

    @property
    def grants(self) -> bool:
        return self.cleaned_data.get("decision") == self.GRANT


class TransferFilter(forms.Form):
    """Which requests are listed."""

    status = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *Transfer.Status.choices]
    )
