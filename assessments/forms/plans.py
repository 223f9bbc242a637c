"""Shape of what a county types for its plan."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.fields import plain
from assessments.forms import SAVES
from assessments.models import Plan
from assessments.models.plans import BALLOTS, BANDS
from assessments.services.plan_lines import GroupLine, IndicatorLine
from assessments.states import Dimension, Form

EMPTY_LINES = 3  # so that rows can be added where the browser runs no script
# Who takes part in a report meeting (draft); the weights are a beginning for the county to change.
PRESET = (("全体党员", "30"), ("两委成员", "20"), ("村民小组长", "20"), ("群众代表", "30"))


def _figure(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        required=False,
        widget=forms.NumberInput(attrs={"class": "tiny", "step": "0.01"}),
    )


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
    band_excellent = _figure("优秀，不低于")
    band_competent = _figure("称职，不低于")
    band_basic = _figure("基本称职，不低于")
    ballot_excellent = _figure("优秀票")
    ballot_competent = _figure("称职票")
    ballot_basic = _figure("基本称职票")
    ballot_incompetent = _figure("不称职票")

    @classmethod
    def of(cls, plan: Plan, data: Any = None) -> PlanForm:
        """Show what the plan holds, or what was typed over it."""
        shown = {name: getattr(plan, name) for name in cls.base_fields}
        plainly = ("report_share", "target_share", *BANDS.values(), *BALLOTS.values())
        return cls(data, initial=shown | {name: plain(shown[name]) for name in plainly})

    def asked(self) -> dict[str, Any]:
        """Give what was typed as the service takes it: shares and days, and the own figures."""
        figures = {name: self.cleaned_data[name] for name in self.base_fields if _is_own(name)}
        rest = {name: value for name, value in self.cleaned_data.items() if name not in figures}
        return {**rest, "figures": figures}

    @property
    def bands(self) -> list[forms.BoundField]:
        return [self[name] for name in BANDS.values()]

    @property
    def ballots(self) -> list[forms.BoundField]:
        return [self[name] for name in BALLOTS.values()]


def _is_own(name: str) -> bool:
    return name in {*BANDS.values(), *BALLOTS.values()}


def _words(label: str, most: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=False,
        widget=forms.Textarea(attrs={"class": "words", "rows": 3, "maxlength": most}),
    )


class LineForm(forms.Form):
    form = forms.ChoiceField(label="考核方式", choices=Form.choices)
    dimension = forms.ChoiceField(label="方面", choices=Dimension.choices)
    name = forms.CharField(
        label="指标",
        max_length=80,
        error_messages={"required": "请填指标的名称"},
        widget=forms.Textarea(attrs={"class": "words", "rows": 3, "maxlength": 80}),
    )
    evidence = _words("查验材料", 200)
    scoring = _words("计分办法", 300)
    points = forms.DecimalField(
        label="分值",
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        error_messages={"required": "请填分值", "invalid": "请填数字，最多两位小数"},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 5}),
    )
    topic = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    library_code = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def has_changed(self) -> bool:
        """Take an added line without a name and points for the empty line it is."""
        untouched = self.empty_permitted and not (self["name"].data or self["points"].data)
        return not untouched and super().has_changed()


class _Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    def kept(self) -> list[dict[str, Any]]:
        """Give what is filled in and not ticked for removal."""
        fields = self.form.base_fields
        return [
            {name: form.cleaned_data[name] for name in fields}
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


class LineFormSet(_Rows):
    def indicators(self) -> list[IndicatorLine]:
        """Give the indicators."""
        return [IndicatorLine(**held) for held in self.kept()]


class GroupForm(forms.Form):
    name = forms.CharField(
        label="投票人类别",
        max_length=40,
        error_messages={"required": "请填类别的名称"},
        widget=forms.TextInput(attrs={"class": "words"}),
    )
    weight = forms.DecimalField(
        label="权重（%）",
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        error_messages={"required": "请填权重", "invalid": "请填数字，最多两位小数"},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 5}),
    )


class GroupFormSet(_Rows):
    def groups(self) -> list[GroupLine]:
        """Give the voter groups."""
        return [GroupLine(**held) for held in self.kept()]


def _line(place: int, form: forms.Form) -> str:
    name = form["name"].value()
    return f"第 {place} 行“{name}”" if name else f"第 {place} 行"


Lines = forms.formset_factory(
    LineForm, formset=LineFormSet, extra=EMPTY_LINES, can_delete=True, max_num=80
)


def lines_of(plan: Plan, data: Any = None) -> LineFormSet:
    """Show the plan's indicators as lines of a table, with empty ones below."""
    lines = plan.indicators.values(*LineForm.base_fields)
    shown = [line | {"points": plain(line["points"])} for line in lines]
    return Lines(data, prefix="line", initial=shown)  # type: ignore[return-value]


Groups = forms.formset_factory(
    GroupForm, formset=GroupFormSet, extra=EMPTY_LINES, can_delete=True, max_num=12
)


def groups_of(plan: Plan, data: Any = None, *, preset: bool = False) -> GroupFormSet:
    """Show the plan's voter groups, or the four usual ones instead, with empty rows below."""
    own = [{"name": one.name, "weight": plain(one.weight)} for one in plan.voter_groups.all()]
    usual = [{"name": name, "weight": weight} for name, weight in PRESET]
    return Groups(data, prefix="group", initial=usual if preset else own)  # type: ignore[return-value]


class ReasonForm(forms.Form):
    summary_title = SAVES
    reason = forms.CharField(
        label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 200})
    )


class VersionForm(forms.Form):
    summary_title = SAVES
    reason = forms.CharField(
        label="改版的理由",
        max_length=170,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 170}),
        help_text="乡镇会看到这条理由。",
    )


class PickForm(forms.Form):
    summary_title = SAVES
    forms_ = forms.MultipleChoiceField(
        label="放进",
        choices=Form.choices,
        error_messages={"required": "请选择放进述职测评还是目标考核，也可以两种都选。"},
        initial=[Form.REPORT, Form.TARGET],
        widget=forms.CheckboxSelectMultiple,
    )
    codes = forms.MultipleChoiceField(required=False)

    def __init__(self, codes: list[str], data: Any = None) -> None:
        super().__init__(data)
        self.fields["codes"].choices = [(code, code) for code in codes]  # type: ignore[attr-defined]


class ConfirmForm(forms.Form):
    summary_title = SAVES
    restarts = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
