"""Shape of what is typed after the decision: notice, letters, objections, corrections."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.fields import day_field
from assessments.forms import SAVES
from assessments.models import Letter, Objection, Revision
from assessments.services.notice import Service
from assessments.services.sittings import Sitting
from assessments.states import GradeLabel
from cadres import filecheck
from cadres.forms.documents import CheckedFileField

LONG, WORDS = {"class": "long"}, {"class": "words"}
NOBODY = [("", "不针对个人")]
CHOOSE = [("", "请选择")]
PAID = [("unpaid", "未发"), ("paid", "已发"), ("unknown", "还没有核实")]
PAID_IS: dict[str, bool | None] = {"unpaid": False, "paid": True, "unknown": None}


def _text(label: str, rows: int, length: int, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": length})
    return forms.CharField(label=label, max_length=length, widget=widget, **more)


class NoticeForm(forms.Form):
    summary_title = SAVES
    on = day_field("公示日期", help_text="张贴的那一天；公示期从次日起算。")
    place = forms.CharField(
        label="公示地点",
        max_length=80,
        initial="各村村务公开栏",
        widget=forms.TextInput(attrs=LONG),
        help_text="例如：各村村务公开栏、镇政务公开栏。",
    )


class ObjectionForm(forms.Form):
    """An objection to the notice; who raises it may stay unnamed."""

    summary_title = SAVES
    raised_on = day_field("提出日期")
    entry = forms.TypedChoiceField(
        label="针对谁", coerce=int, empty_value=None, required=False, help_text="可以不针对个人。"
    )
    raised_by = forms.CharField(
        label="提出人",
        max_length=60,
        required=False,
        help_text="可以不写（匿名）。加密保存，只有经办人能看。",
    )
    contact = forms.CharField(
        label="联系方式", max_length=60, required=False, help_text="答复时用；匿名的不用填。"
    )
    content = _text("内容和理由", 5, 2000)

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"].choices = [*NOBODY, *people]  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """A review or an appeal, raised by the cadre himself."""

    summary_title = SAVES
    raised_on = day_field("提出日期")
    contact = forms.CharField(label="联系方式", max_length=60, required=False)
    content = _text("请求和理由", 5, 2000)


class ReasonForm(forms.Form):
    summary_title = SAVES
    reason = _text("理由", 3, 200)

    def __init__(self, *args: Any, label: str = "理由", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label


class AnswerForm(forms.Form):
    summary_title = SAVES
    outcome = forms.ChoiceField(
        label="处理结果",
        choices=Objection.Outcome.choices,
        widget=forms.RadioSelect,
        help_text="变更、撤销的，答复以后还要退回重定；已经备案的，办理等次更正。",
    )
    answer = _text("答复", 5, 500, help_text="查明了什么，为什么这样处理。提出人要看到。")


class DayForm(forms.Form):
    summary_title = SAVES
    served_on = day_field("送达日期", help_text="匿名提出的，填公开答复的日期。")


class ReviseForm(forms.Form):
    summary_title = SAVES
    grade = forms.ChoiceField(label="更正为", choices=[*CHOOSE, *GradeLabel.choices])
    kind = forms.ChoiceField(label="更正情形", choices=Revision.Kind.choices)
    paid = forms.ChoiceField(
        label="当年绩效报酬", choices=PAID, help_text="已经发放的，差额在当期办理，追回另作决定。"
    )
    reason = _text("更正理由", 4, 300, help_text="写明查明的事实和依据的文书。")

    def asked(self) -> dict[str, Any]:
        """Give what the service asks for."""
        return self.cleaned_data | {"paid": PAID_IS[self.cleaned_data["paid"]]}


class SittingForm(forms.Form):
    """A sitting's minutes: number, day, who came, who stepped back."""

    summary_title = SAVES
    number = forms.CharField(
        label="会议纪要编号", max_length=120, help_text="例如：新市镇党委会纪要〔2018〕32 号"
    )
    held_on = day_field("会议日期")
    attended = _text("到会人员", 2, 300, help_text="姓名之间用顿号分开。")
    recused = forms.CharField(
        label="回避人员", max_length=200, required=False, widget=forms.TextInput(attrs=LONG)
    )
    scan = CheckedFileField(
        filecheck.document,
        filecheck.DOCUMENT_MOST,
        label="纪要原件",
        required=False,
        help_text="PDF、JPEG 或 PNG，不超过 10 MB；没有的不传",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def asked(self) -> Sitting:
        """Give the sitting as the service takes it."""
        return Sitting(**self.cleaned_data)


class ServiceForm(forms.Form):
    """One letter's line: how it reached its reader."""

    letter = forms.IntegerField(widget=forms.HiddenInput)
    pick = forms.BooleanField(label="一并登记", required=False)
    on = forms.DateField(
        label="送达日期",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "day"}),
    )
    manner = forms.ChoiceField(
        label="送达方式", choices=[*CHOOSE, *Letter.Manner.choices], required=False
    )
    receiver = forms.CharField(
        label="签收人", max_length=60, required=False, widget=forms.TextInput(attrs=WORDS)
    )
    note = forms.CharField(
        label="备注", max_length=100, required=False, widget=forms.TextInput(attrs=WORDS)
    )


class TogetherForm(forms.Form):
    """The day and manner for all lines that are ticked."""

    on = day_field("送达日期", required=False)
    manner = forms.ChoiceField(
        label="送达方式", choices=[*CHOOSE, *Letter.Manner.choices], required=False
    )


class ServiceLines(forms.BaseFormSet):  # type: ignore[type-arg]  # not a generic when it runs
    """Every letter of a round as one grid; lines nobody touched say nothing."""

    def services(self, together: dict[str, Any]) -> dict[int, Service]:
        """Give what was typed, line by line; a ticked line takes the common day and manner."""
        found = {}
        for form in self.forms:
            if not form.has_changed():
                continue
            data = form.cleaned_data
            common = together if data["pick"] else {}
            found[data["letter"]] = Service(
                on=data["on"] or common.get("on"),
                manner=data["manner"] or common.get("manner", ""),
                receiver=data["receiver"],
                note=data["note"],
            )
        return found


def service_lines(letters: list[Letter], data: Any = None) -> ServiceLines:
    """Give the grid of letters, each with its cadre's name as the receiver to be expected."""
    made = forms.formset_factory(ServiceForm, formset=ServiceLines, extra=0)
    initial = [
        {
            "letter": one.pk,
            "on": one.served_on,
            "manner": one.manner,
            "receiver": one.receiver or one.entry.name,
            "note": one.note,
        }
        for one in letters
    ]
    return made(data, initial=initial)  # type: ignore[return-value]
