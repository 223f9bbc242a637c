"""Shapes of what is typed about pledges."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.fields import day_field, lines_field, plain
from cadres.posts import Post
from supervision.models import Pledge, PledgeItem
from supervision.pledge_states import Dimension, Meeting
from supervision.services.pledges import Line

SAVES = "没有保存，请改正下面几处"
EMPTY_LINES = 3  # so that rows can be added where the browser runs no script
FIRST_LINES = 6


class LineForm(forms.Form):
    dimension = forms.ChoiceField(label="方面", choices=Dimension.choices)
    topic = forms.CharField(
        label="事项", max_length=40,
        widget=forms.TextInput(attrs={"class": "words", "size": 12}),
    )  # fmt: skip
    promise = forms.CharField(
        label="承诺内容", max_length=200,
        widget=forms.TextInput(attrs={"class": "words", "size": 26}),
    )  # fmt: skip
    measure = forms.CharField(
        label="完成标准", max_length=200,
        widget=forms.TextInput(attrs={"class": "words", "size": 22}),
    )  # fmt: skip
    weight = forms.DecimalField(
        label="权重", min_value=0, max_value=100, max_digits=5, decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 5}),
    )  # fmt: skip
    due_on = day_field("完成期限")

    def has_changed(self) -> bool:
        """Take an added line of which nothing is written for the empty line it is."""
        written = ("topic", "promise", "measure", "weight")
        untouched = self.empty_permitted and not any(self[name].data for name in written)
        return not untouched and super().has_changed()


class LineFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    def lines(self) -> list[Line]:
        """Give the lines that are filled in and not ticked for removal."""
        return [
            Line(**{name: form.cleaned_data[name] for name in LineForm.base_fields})
            for form in self.forms
            if form.cleaned_data.get("topic") and not form.cleaned_data.get("DELETE")
        ]

    @property
    def said(self) -> list[tuple[str, str]]:
        """List what is wrong in the lines: the field, and a sentence that names line and column."""
        return [
            (form[name].id_for_label, f"第 {place} 行{form.fields[name].label}：{sentence}")
            for place, form in enumerate(self.forms, 1)
            for name, sentences in form.errors.items()
            for sentence in sentences
        ]


def lines_of(items: Iterable[PledgeItem], data: Any = None) -> LineFormSet:
    """Show promises as lines of a table, with empty ones below."""
    shown = [
        {name: getattr(one, name) for name in LineForm.base_fields} | {"weight": plain(one.weight)}
        for one in items
    ]
    extra = EMPTY_LINES if shown else FIRST_LINES
    made = forms.formset_factory(
        LineForm, formset=LineFormSet, extra=extra, can_delete=True, max_num=40
    )
    return made(data, prefix="line", initial=shown)  # type: ignore[return-value]


class DraftForm(forms.Form):
    """From where the promises come, and for whom."""

    summary_title = "没有起草，请改正下面几处"
    LAST, ALIKE = "last", "alike"
    how = forms.ChoiceField(
        label="承诺事项从哪里来", initial=LAST, widget=forms.RadioSelect,
        choices=[
            (LAST, "沿用本人上年的承诺，期限顺延一年；上年没有承诺的人不在内"),
            (ALIKE, "按下表的统一事项，给选定职务的人各起草一份"),
        ],
    )  # fmt: skip
    posts = forms.MultipleChoiceField(
        label="适用职务", required=False, choices=Post.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="只用于统一事项。一肩挑的人，有一项职务选中就在内；已有承诺的人不重复起草。",
    )  # fmt: skip

    def __init__(self, *args: Any, alone: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if alone:
            del self.fields["posts"]

    def clean(self) -> dict[str, Any]:
        asked: dict[str, Any] = super().clean() or {}
        alike = asked.get("how") == self.ALIKE
        if alike and "posts" in self.fields and not asked.get("posts"):
            self.add_error("posts", "请至少选一项职务")
        return asked


class ChosenForm(forms.Form):
    """Whom a step is about, ticked in a list."""

    summary_title = "没有办理，请改正下面几处"
    chosen = forms.TypedMultipleChoiceField(
        label="人员", coerce=int, error_messages={"required": "请先勾选要办理的人"}
    )

    def __init__(self, *args: Any, offered: Iterable[Pledge], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pairs = [(one.pk, one.name) for one in offered]
        self.fields["chosen"].choices = pairs  # type: ignore[attr-defined]


class DiscussForm(ChosenForm):
    meeting = forms.ChoiceField(
        label="会议", choices=[("", "请选择"), *Meeting.choices],
        help_text="在哪个会上讨论的；同一个村可以一次勾选",
    )  # fmt: skip
    on = day_field("会议日期")
    words = lines_field(
        "讨论意见", 300, required=False, help_text="例如：同意；第三项期限改到 10 月底"
    )


class SignForm(ChosenForm):
    on = day_field("签订日期")


class ReasonForm(forms.Form):
    summary_title = SAVES
    reason = lines_field("理由")


class DoneForm(forms.Form):
    summary_title = SAVES
    done_on = day_field("完成日期")
    evidence = lines_field("完成依据", 300, help_text="例如：验收单编号、会议记录、公示照片")


class ExtensionForm(forms.Form):
    summary_title = SAVES
    new_due_on = day_field("延至")
    reason = lines_field(
        "申请理由", help_text="为什么不能按期完成、准备怎么办。由乡镇党委在原期限以前批准"
    )


class YesNoForm(forms.Form):
    """A question with two answers and the reason for the one given."""

    summary_title = SAVES
    YES, NO = "yes", "no"
    answer = forms.ChoiceField(label="答复", widget=forms.RadioSelect)
    reason = lines_field("理由")

    def __init__(
        self, *args: Any, yes: str, no: str, hint: str, needed: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [(self.YES, yes), (self.NO, no)]  # type: ignore[attr-defined]
        self.fields["reason"].help_text = hint
        self.fields["reason"].required = needed

    @property
    def is_yes(self) -> bool:
        return bool(self.cleaned_data["answer"] == self.YES)
