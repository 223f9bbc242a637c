"""Shape of what is asked of the indicator library and added to it."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts import clock
from accounts.fields import day_field, lines_field
from assessments.forms import SAVES
from assessments.states import Dimension


class LibraryFilter(forms.Form):
    aspect = forms.ChoiceField(
        label="方面", choices=[("", "全部"), *Dimension.choices], required=False
    )
    topic = forms.CharField(label="内容或指标", max_length=40, required=False)
    on = day_field("哪一天在用", required=False)


class OwnIndicatorForm(forms.Form):
    summary_title = SAVES
    dimension = forms.ChoiceField(
        label="方面", choices=Dimension.choices, initial=Dimension.PERFORMANCE
    )
    topic = forms.CharField(
        label="内容", max_length=40, help_text="这条指标属于哪项工作，例如“油茶产业”。"
    )
    name = forms.CharField(label="指标", max_length=80)
    evidence = lines_field("查验材料", 200, help_text="打分时看什么：台账、单据、照片、记录。")
    scoring = lines_field("计分办法", 300, help_text="怎样得满分，怎样扣分。")
    document = forms.CharField(
        label="出处", max_length=80, help_text="县里的文件名称和文号，例如“耒组发〔2018〕5 号”。"
    )
    first_day = day_field("起用日期", help_text="从这一天起可以选入方案。")


class RetireForm(forms.Form):
    summary_title = SAVES
    last_day = day_field(
        "最后使用的一天", help_text="过了这一天，新写的方案不能再选；已选入方案的不变。"
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"last_day": clock.today()})
