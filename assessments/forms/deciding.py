"""Shape of what a committee types when it decides, and a county when it returns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from assessments.forms import SAVES
from assessments.services.deciding import Change
from assessments.services.sittings import Sitting
from assessments.states import GradeLabel
from cadres import filecheck
from cadres.forms.documents import CheckedFileField

GRADES = [one for one in GradeLabel if one != GradeLabel.NONE]


class DecideForm(forms.Form):
    """Whom the committee chose among those who tie, and what the minutes tell of its sitting."""

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
    held_on = forms.DateField(
        label="会议日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    attended = forms.CharField(
        label="到会人员",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
        help_text="党委委员中到会的，写姓名，用顿号隔开",
    )
    recused = forms.CharField(
        label="回避人员",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "long", "maxlength": 200}),
        help_text="与考核对象是近亲属的，或者涉及本人的，写姓名和回避的对象；没有的不填",
    )
    scan = CheckedFileField(
        filecheck.document,
        filecheck.DOCUMENT_MOST,
        label="纪要原件",
        required=False,
        help_text="PDF、JPEG 或 PNG，不超过 10 MB；没有的不传",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def __init__(self, *args: Any, ties: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = ties  # type: ignore[attr-defined]
        if not ties:
            del self.fields["chosen"], self.fields["reason"]

    def asked(self) -> dict[str, Any]:
        """Give what the service asks for; where nobody ties there is nobody to choose."""
        data = self.cleaned_data
        sitting = {name: data[name] for name in ("held_on", "attended", "recused", "scan")}
        return {
            "chosen": set(data.get("chosen", ())),
            "reason": data.get("reason", ""),
            "sitting": Sitting(data["minutes"], **sitting),
        }

    @classmethod
    def typed(cls, data: QueryDict) -> dict[str, Any]:
        """Give what was typed so far, unjudged, to show it again beside one row more."""
        kept = {name: data[name] for name in cls.base_fields if name in data}
        return kept | {"chosen": data.getlist("chosen")}


class ChangeForm(forms.Form):
    """One cadre whose grade is to be another than proposed; without a name it is no change."""

    cadre = forms.TypedChoiceField(label="姓名", coerce=int, empty_value=None, required=False)
    grade = forms.ChoiceField(
        label="改定为",
        choices=[("", "请选择"), *((one.value, one.label) for one in GRADES)],
        required=False,
    )
    reason = forms.CharField(
        label="理由",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "words", "size": 44, "maxlength": 200}),
    )

    def __init__(self, *args: Any, cadres: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cadre"].choices = [("", "请选择"), *cadres]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("cadre"):
            lacking = {"grade": "请选择等次", "reason": "请写明与建议不同的理由"}
            for name, sentence in lacking.items():
                if name not in self.errors and not data.get(name, "").strip():
                    self.add_error(name, sentence)
        elif (data.get("grade") or data.get("reason")) and "cadre" not in self.errors:
            self.add_error("cadre", "请选择姓名；不改的把这一行清空")
        return data


class ChangeSet(forms.BaseFormSet):  # type: ignore[type-arg]
    def asked(self) -> dict[int, Change]:
        """Give the changes by entry."""
        lines = (form.cleaned_data for form in self.forms)
        return {
            line["cadre"]: Change(line["grade"], line["reason"])
            for line in lines
            if line.get("cadre")
        }

    def clean(self) -> None:
        named = [form.cleaned_data.get("cadre") for form in self.forms if form.is_valid()]
        once = [pk for pk in named if pk]
        if len(once) > len(set(once)):
            raise forms.ValidationError("同一人改定了两次，请只留一行。")

    @property
    def said(self) -> list[tuple[str, str]]:
        """List what is wrong in the rows: the field, and a sentence."""
        return [
            (form[name].id_for_label, f"改定第 {place} 行：{sentence}")
            for place, form in enumerate(self.forms, 1)
            for name, sentences in form.errors.items()
            for sentence in sentences
        ] + [("changes", str(sentence)) for sentence in self.non_form_errors()]

    @classmethod
    def typed(cls, data: QueryDict) -> list[dict[str, str]]:
        """Give the rows typed so far, unjudged, those without anything in them left out."""
        number = data.get("change-TOTAL_FORMS", "")
        rows = [
            {name: data.get(f"change-{place}-{name}", "") for name in ChangeForm.base_fields}
            for place in range(min(int(number), MOST) if number.isdecimal() else 0)
        ]
        return [row for row in rows if any(row.values())]


MOST = 200  # rows: more than anybody has cadres
Changes = forms.formset_factory(
    ChangeForm, formset=ChangeSet, extra=0, max_num=MOST, absolute_max=MOST
)


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
