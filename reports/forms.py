"""Forms of the audit administrator's pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.acting import Acting
from cadres.models import Person
from cadres.queries.search import number_in
from reports.events import LABELS
from reports.verifying import read_reference

MEGABYTE = 1024 * 1024
LARGEST = 100 * MEGABYTE
MOMENT = "%Y-%m-%dT%H:%M"
KINDS = [("", "全部"), *sorted(LABELS.items(), key=lambda pair: pair[0])]


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget)


def _text(label: str, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=200, **more)


def _moment(label: str) -> forms.DateTimeField:
    widget = forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, input_formats=[MOMENT], widget=widget)


class LogFilter(forms.Form):
    first = _day("自")
    last = _day("至")
    account = _text("账号")
    event = forms.ChoiceField(label="事项", choices=KINDS, required=False)
    object = _text("对象（全称）")
    address = _text("来源地址")
    type = _text("", widget=forms.HiddenInput)
    id = _text("", widget=forms.HiddenInput)


class WhoSawForm(forms.Form):
    person = forms.CharField(
        label="身份证号或档案编号",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-no-draft": True}),
        help_text="号码只用来找到此人，不写进网址，也不写进日志。",
    )
    since = _moment("自")
    until = _moment("至")

    def __init__(self, data: Any = None) -> None:
        now = timezone.localtime()
        month = {"since": now - timedelta(days=30), "until": now + timedelta(minutes=1)}
        super().__init__(data, initial=month)

    def clean_person(self) -> str:
        """Give the number as it is kept, or the file number."""
        text = str(self.cleaned_data["person"]).strip()
        number = number_in(text)
        if number or (text.isdecimal() and len(text) < 12):
            return number or text
        raise ValidationError("这不是身份证号，也不是档案编号。请核对后再查。")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            raise ValidationError("起讫时间颠倒了。请改正。")
        return given


class VerifyForm(forms.Form):
    """A file that somebody was handed, or the number printed on one."""

    file = forms.FileField(
        label="文件", required=False, allow_empty_file=True,
        help_text="原样上传，不要打开另存。文件只用来计算指纹，不保存。",
    )  # fmt: skip
    reference = forms.CharField(
        label="编号", required=False, max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="印在文件上，例如 20181220-7KQ4M2XD。只有纸质件的，输入编号，逐项核对。",
    )  # fmt: skip

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST:
            raise ValidationError(
                f"这个文件有 {file.size // MEGABYTE} MB，本系统产生的文件不超过 "
                f"{LARGEST // MEGABYTE} MB。请核对是不是选错了文件。"
            )
        return file

    def clean_reference(self) -> str:
        try:
            return read_reference(self.cleaned_data["reference"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("file") and not given.get("reference"):
            raise ValidationError("请选择要核验的文件，或者输入文件上的编号。")
        return given


class AppointmentForm(forms.Form):
    """What the 干部任免审批表 says beyond the person's file; each may stay empty."""

    to_take = _text("拟任职务")
    to_leave = _text("拟免职务")
    reason = forms.CharField(
        label="任免理由", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    speciality = _text("熟悉专业有何专长")
    submitted_by = _text("呈报单位")
    filled_by = _text("填表人")

    def __init__(self, data: Any, *, person: Person, by: Acting) -> None:
        office = "工作委员会" if person.unit.unit_type == "街道" else "委员会"
        given = {"submitted_by": f"中共{person.unit.name}{office}", "filled_by": by.person_name}
        super().__init__(data, initial=given)
