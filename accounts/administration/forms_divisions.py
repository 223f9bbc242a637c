"""What is typed when a unit is renamed, converted or merged."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms

from accounts.administration.forms import ActionForm
from accounts.clock import today
from accounts.fields import day_field
from accounts.models import Division
from accounts.roles import Level

COMMITTEES = (("村民委员会", "村民委员会"), ("居民委员会", "居民委员会"))


class DivisionFilter(forms.Form):
    """Which unit is looked for: a township or a village by its name."""

    q = forms.CharField(
        label="乡镇或村名", required=False, max_length=40,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    ended = forms.BooleanField(label="只看已撤并", required=False)

    def asked(self) -> tuple[str, bool]:
        """Give the text, and whether ended units are asked for; after a wrong condition neither."""
        given = self.cleaned_data if self.is_valid() else {}
        return str(given.get("q", "")).strip(), bool(given.get("ended"))


class ChangeForm(ActionForm):
    """The last day of the unit as it is, and that somebody has compared it with the paper."""

    last_day = day_field("终止日", help_text="原单位存续的最后一天，次日起由承继单位接替")
    confirmed = forms.BooleanField(
        label="已与批复文件核对。写入后不能撤回，原单位的干部和档案由组织部门另行办理接续"
    )

    def clean(self) -> dict[str, Any]:
        """Give what the service takes; a day to come would end a unit that still stands."""
        given = super().clean() or {}
        given.pop("confirmed", None)
        if (day := given.get("last_day")) and day > today():
            self.add_error("last_day", f"{day} 还没有到，请在终止日当天或以后登记。")
        return given


class SucceedForm(ChangeForm):
    """A unit goes on under another name or as another kind: a village becomes a community."""

    name = forms.CharField(label="新名称", max_length=60, help_text="例如：金星社区")
    official_name = forms.CharField(
        label="新全称", max_length=80, help_text="例如：金星社区居民委员会"
    )
    unit_type = forms.CharField(label="类型", max_length=20, help_text="例如：社区、村、镇、街道")
    committee_type = forms.ChoiceField(label="自治组织", choices=COMMITTEES)

    field_order = ("name", "official_name", "unit_type", "committee_type", "last_day", "confirmed")

    def __init__(self, data: Any = None, *, division: Division) -> None:
        kept = ("name", "official_name", "unit_type", "committee_type")
        super().__init__(data, initial={name: getattr(division, name) for name in kept})
        if division.level != Level.VILLAGE:
            del self.fields["committee_type"]


class MergeForm(ChangeForm):
    """A unit ends in favour of one that goes on."""

    into = forms.ChoiceField(label="并入", help_text="只列同一县市区内同级、仍然存续的单位")

    field_order = ("into", "last_day", "confirmed")

    def __init__(self, data: Any = None, *, division: Division) -> None:
        super().__init__(data)
        self.targets = {str(one.pk): one for one in _targets(division)}
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for pk, one in self.targets.items():
            groups[one.parent.name if one.parent else ""].append((pk, one.name))
        self.fields["into"].choices = [("", "请选择"), *groups.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Give the unit itself."""
        given = super().clean()
        given["into"] = self.targets.get(given.get("into", ""))
        return given


def _targets(division: Division) -> list[Division]:
    county = division.path[: 4 * Level.COUNTY]
    found = Division.objects.filter(
        level=division.level, last_day=None, path__gte=county, path__lt=county + ":"
    )
    return list(found.exclude(pk=division.pk).select_related("parent").order_by("path"))
