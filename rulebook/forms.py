"""Forms for putting a file forward, ruling on it, confirming one thing, trying other figures."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from accounts.answer import Refused
from accounts.models import Division
from policy.book import Book
from rulebook import variants
from rulebook.variants import Variant

LONGEST_UPLOAD = 400_000  # bytes
FIGURES = {
    "share": ("grade.top_share", "优秀比例上限", "15/20/25 %"),
    "performance": ("plan.performance_min", "“绩”占比下限", "60 %"),
    "excellent_pay": ("pay.rate.excellent", "优秀绩效系数", "115 %"),
    "days": ("attendance.days", "每月白天在村天数", "20"),
}
DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class FileForm(forms.Form):
    upload = forms.FileField(
        label="规则文件", required=False, help_text="YAML 文件，写法见下面的样子"
    )
    text = forms.CharField(
        label="或者把内容贴在这里", required=False,
        widget=forms.Textarea(attrs={"class": "tall long", "spellcheck": "false"}),
    )  # fmt: skip
    note = forms.CharField(
        label="说明", max_length=300, required=False, help_text="写给批准的同志看"
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        upload = data.get("upload")
        if upload is None:
            data["name"] = "贴入的内容.yaml"
        elif upload.size > LONGEST_UPLOAD:
            raise forms.ValidationError("文件太大，规则文件不会超过 400 KB，请核对是否选错了文件。")
        else:
            data["name"] = upload.name
            try:
                data["text"] = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise forms.ValidationError("文件不是 UTF-8 文字，请另存为 UTF-8 再传。") from None
        if not (data.get("text") or "").strip():
            raise forms.ValidationError("请选择一个文件，或者把内容贴在框里。")
        return data


class RulingForm(forms.Form):
    publish = forms.TypedChoiceField(
        label="办理意见", choices=[("yes", "公布，到生效日即适用"), ("no", "不予公布")],
        coerce=lambda value: value == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    reason = forms.CharField(
        label="理由",
        max_length=300,
        required=False,
        widget=forms.Textarea,
        help_text="不予公布时必填",
    )


class ConfirmForm(forms.Form):
    what = forms.ChoiceField(label="核对哪一条")
    document = forms.CharField(label="文号", max_length=100, help_text="如 衡组函〔2019〕3 号")
    issued = forms.DateField(label="成文日期", widget=DATE)
    note = forms.CharField(label="说明", max_length=300, required=False)

    def __init__(self, *args: Any, items: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = list(items)  # type: ignore[attr-defined]


class TrialForm(forms.Form):
    division = forms.ModelChoiceField(
        label="范围", queryset=Division.objects.none(), empty_label=None
    )
    year = forms.IntegerField(label="年度", min_value=2016, max_value=2100)
    base_pay = forms.DecimalField(
        label="假定基准（元／人·年）", min_value=Decimal("0.01"), max_value=Decimal(1_000_000),
        max_digits=9, decimal_places=2,
        help_text="绩效报酬按它乘系数；各人真实基准随报酬模块接入后改用",
    )  # fmt: skip
    share = forms.CharField(required=False)
    performance = forms.CharField(required=False)
    excellent_pay = forms.CharField(required=False)
    days = forms.CharField(required=False)
    more = forms.CharField(
        label="其他数值", required=False, widget=forms.Textarea,
        help_text="一行一个方案，如 grade.top_share=25%，pay.rate.excellent=115%；"
        "只改一个县的写 attendance.days@430481=20。键见“数值”一页",
    )  # fmt: skip

    def __init__(self, *args: Any, book: Book, divisions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.book = book
        self.fields["division"].queryset = divisions  # type: ignore[attr-defined]
        for name, (_, label, example) in FIGURES.items():
            self.fields[name].label = label
            self.fields[name].help_text = f"可写几个，每个算一个方案，如 {example}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        found: list[Variant] = []
        for name, (key, _, _) in FIGURES.items():
            found += self._read(name, lambda text, key=key: variants.several(self.book, key, text))
        for line in (data.get("more") or "").splitlines():
            if line.strip():
                found += self._line(line)
        if not found and not self.errors:
            raise forms.ValidationError("请至少改一个数。")
        data["variants"] = found
        return data

    def _read(self, name: str, read: Any) -> list[Variant]:
        text = self.cleaned_data.get(name) or ""
        try:
            found: list[Variant] = read(text) if text.strip() else []
        except Refused as refused:
            self.add_error(name, list(refused.objections))
            return []
        return found

    def _line(self, line: str) -> list[Variant]:
        try:
            return [variants.variant(self.book, line)]
        except Refused as refused:
            self.add_error("more", list(refused.objections))
            return []


class FileTrialForm(forms.Form):
    year = forms.IntegerField(label="用哪一年的决定", min_value=2016, max_value=2100)
    base_pay = forms.DecimalField(
        label="假定基准（元／人·年）", min_value=Decimal("0.01"), max_value=Decimal(1_000_000),
        max_digits=9, decimal_places=2,
    )  # fmt: skip
