"""Shape of what a county types for its plan."""

from __future__ import annotations

from typing import Any

from django import forms

from assessments.forms import SAVES
from assessments.forms.grids import plain
from assessments.models import Plan
from assessments.services.plans import IndicatorLine
from assessments.states import Dimension, Form

EMPTY_LINES = 3  # so that rows can be added where the browser runs no script


class NewPlanForm(forms.Form):
    summary_title = SAVES
    year = forms.IntegerField(
        label="考核年度",
        min_value=2016,
        max_value=2099,
        widget=forms.NumberInput(attrs={"class": "short"}),
        help_text="每个县市区一年一份方案。新方案按办法的缺省指标起草，可以再改。",
    )


class PlanForm(forms.Form):
    summary_title = SAVES
    report_share = forms.DecimalField(
        label="述职测评占比（%）", min_value=0, max_value=100, decimal_places=2
    )
    target_share = forms.DecimalField(
        label="目标考核占比（%）", min_value=0, max_value=100, decimal_places=2
    )
    cutoff_on = forms.DateField(
        label="在册截止日",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="这一天在任的人列入名册，优秀名额按这一天的人数算。",
    )
    staff_in_base = forms.BooleanField(
        label="聘用文书计入优秀名额的基数",
        required=False,
    )

    @classmethod
    def of(cls, plan: Plan, data: Any = None) -> PlanForm:
        """Show what the plan holds, or what was typed over it."""
        shown = {name: getattr(plan, name) for name in cls.base_fields}
        shares = {name: plain(shown[name]) for name in ("report_share", "target_share")}
        return cls(data, initial=shown | shares)


class LineForm(forms.Form):
    form = forms.ChoiceField(label="考核方式", choices=Form.choices)
    dimension = forms.ChoiceField(label="方面", choices=Dimension.choices)
    name = forms.CharField(
        label="指标",
        max_length=80,
        error_messages={"required": "请填指标的名称"},
        widget=forms.TextInput(attrs={"class": "words", "size": 32}),
    )
    points = forms.DecimalField(
        label="分值",
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        error_messages={"required": "请填分值", "invalid": "请填数字，最多两位小数"},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 7}),
    )

    def has_changed(self) -> bool:
        """Take an added line without a name and points for the empty line it is."""
        untouched = self.empty_permitted and not (self["name"].data or self["points"].data)
        return not untouched and super().has_changed()


class LineFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    def indicators(self) -> list[IndicatorLine]:
        """Give the lines that are filled in and not ticked for removal."""
        return [
            IndicatorLine(**{name: form.cleaned_data[name] for name in LineForm.base_fields})
            for form in self.forms
            if form.cleaned_data.get("name") and not form.cleaned_data.get("DELETE")
        ]

    @property
    def said(self) -> list[tuple[str, str]]:
        """List what is wrong in the lines: the field, and a sentence that names the line."""
        kept = ((n, one) for n, one in enumerate(self.forms, 1) if not one["DELETE"].data)
        return [
            (form[name].id_for_label, f"{_line(place, form)}：{sentence}")
            for place, form in kept
            for name, sentences in form.errors.items()
            for sentence in sentences
        ]


def _line(place: int, form: forms.Form) -> str:
    name = form["name"].value()
    return f"第 {place} 行“{name}”" if name else f"第 {place} 行"


Lines = forms.formset_factory(
    LineForm, formset=LineFormSet, extra=EMPTY_LINES, can_delete=True, max_num=80
)


def lines_of(plan: Plan, data: Any = None) -> LineFormSet:
    """Show the plan's indicators as lines of a table, with empty ones below."""
    lines = plan.indicators.values("form", "dimension", "name", "points")
    shown = [line | {"points": plain(line["points"])} for line in lines]
    return Lines(data, prefix="line", initial=shown)  # type: ignore[return-value]


class ReasonForm(forms.Form):
    summary_title = SAVES
    reason = forms.CharField(
        label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 200})
    )
