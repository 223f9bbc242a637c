"""What is asked before a list is exported."""

from __future__ import annotations

from typing import Any

from django import forms

from cadres import rules
from reports.exports.orders import Format

FORMATS = [
    (Format.XLSX, "Excel 工作簿（xlsx）"),
    (Format.CSV, "CSV 文本，UTF-8 编码"),
    (Format.GB18030, "CSV 文本，GB18030 编码（旧版 WPS、Excel）"),
]


class ExportForm(forms.Form):
    """The format, and what full numbers are wanted for where they may be."""

    format = forms.ChoiceField(
        label="格式", choices=FORMATS, initial=Format.XLSX, widget=forms.RadioSelect
    )
    stated = forms.CharField(
        label="身份证号全文的用途",
        required=False,
        max_length=100,
        help_text="不填则号码照样遮盖；填写用途后导出全文，写入审计日志，并印在表上。",
    )

    def __init__(self, data: Any, *, full: bool) -> None:
        super().__init__(data)
        if not full:
            del self.fields["stated"]

    def clean_stated(self) -> str:
        """Take a purpose only if it says something."""
        stated: str = self.cleaned_data["stated"].strip()
        if stated and not (answer := rules.purpose_stands(stated)):
            raise forms.ValidationError(list(answer.objections))
        return stated
