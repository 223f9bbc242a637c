"""What is typed into the rows of a person's file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.acting import Acting
from cadres.cleaning import named
from cadres.forms.fields import amended, choice, code, day, line
from cadres.models import Education, Person, Relative, Reward
from cadres.models.dossier import FileRow
from cadres.queries.editions import edition_of

MOST_FOUND = 20  # people of one name
NOT_FOUND = "选定的档案与姓名不符。请按姓名再查找一次，重新选定。"


class EntryForm(forms.Form):
    """A row of the file; one that is corrected says from which edition it was made."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any,
        *,
        person: Person,
        acting: Acting,
        entry: FileRow | None = None,
        typed: Mapping[str, str] | None = None,
    ) -> None:
        """Take what is sent, or show the row; `typed` stands in it without being judged yet."""
        super().__init__(data, initial=self._initial(entry) | dict(typed or {}))
        self.person, self.acting, self.entry = person, acting, entry

    def _initial(self, entry: FileRow | None) -> dict[str, Any]:
        if entry is None:
            return {}
        shown = {name: getattr(entry, name, None) for name in self.base_fields if name != "cadre"}
        return shown | {"edition": edition_of(entry)}

    def values(self) -> dict[str, Any]:
        """Give what the row is to hold."""
        return {name: value for name, value in self.cleaned_data.items() if name != "edition"}

    def come_up_to_date(self) -> None:
        """Let a second save stand on what the page has just told."""
        if self.entry is not None:
            self.data = amended(self.data, edition=str(edition_of(self.entry)))


class EducationForm(EntryForm):
    mode = choice("教育类别", Education.Mode.choices)
    level = code("学历", "education", required=True)
    degree = code("学位", "degree")
    school = line("毕业院校", 80, required=True)
    major = line("专业", 60)
    began_on = day("入学日期")
    graduated_on = day("毕业日期", help_text="在读的留空")


class ExperienceForm(EntryForm):
    began_on = day("起始日期", required=True, help_text="只知道年月的填当月 1 日")
    ended_on = day("结束日期", help_text="至今的留空")
    text = line("单位和职务", 120, required=True, help_text="例如 耒阳市新市镇杨仙村务农")


class RewardForm(EntryForm):
    title = line("名称", 80, required=True, help_text="例如 优秀共产党员")
    level = choice("级别", Reward.Level.choices)
    granted_by = line("授予机关", 80, required=True)
    granted_on = day("授予日期", required=True)
    document = line("文号", 80)


class RelativeForm(EntryForm):
    """A relative, and which file of the reader's division is his, if he has one."""

    relation = choice("关系", Relative.Relation.choices)
    title = line("称谓", 12, required=True, help_text="如 妻子、长子、岳父")
    name = line("姓名", 60, required=True)
    born_on = day("出生日期")
    political_status = code("政治面貌", "political_status")
    work = line("工作单位及职务", 120)
    holds_office = forms.BooleanField(label="担任公职或村干部", required=False)
    cadre = forms.ChoiceField(
        label="本系统档案", required=False, widget=forms.RadioSelect,
        help_text="亲属本人也是村干部的，按姓名查到后选定，两人的档案会互相提示回避",
    )  # fmt: skip

    def __init__(self, data: Any, *, entry: FileRow | None = None, **more: Any) -> None:
        super().__init__(data, entry=entry, **more)
        self.looked_up = bool(data or more.get("typed"))
        chosen = getattr(entry, "cadre_id", None)
        self.found = self._people(str(self["name"].value() or ""), chosen)
        offered = [(str(one.pk), _who(one)) for one in self.found.values()]
        self.fields["cadre"].choices = [("", "不关联"), *offered]  # type: ignore[attr-defined]
        self.fields["cadre"].error_messages["invalid_choice"] = NOT_FOUND
        self.initial.setdefault("cadre", chosen or "")

    def clean_cadre(self) -> Person | None:
        chosen = self.cleaned_data["cadre"]
        return self.found[int(chosen)] if chosen else None

    def _people(self, name: str, chosen: int | None) -> dict[int, Person]:
        """Find the cadres of that name whose files the reader may see."""
        name = named(name)
        seen = Person.objects.visible_to(self.acting).select_related("unit__parent")
        seen = seen.exclude(pk=self.person.pk)
        of_name = seen.standing().filter(name=name).order_by("pk") if name else seen.none()
        people = {one.pk: one for one in of_name[:MOST_FOUND]}
        if chosen and chosen not in people:
            people |= {one.pk: one for one in seen.filter(pk=chosen)}
        return people


class ConfirmForm(forms.Form):
    """Nothing but a yes; why it is not possible stands on top."""


class SanctionForm(forms.Form):
    """A sanction as the deciding organ wrote it."""

    title = line("处分名称", 60, required=True, help_text="例如 党内警告、党内严重警告、记过")
    document = line("文号", 80, required=True, help_text="例如 新纪〔2018〕2号")
    taken_on = day("作出日期", required=True)
    until = day("影响期届满日", help_text="没有影响期的留空")


class WithdrawMeasureForm(forms.Form):
    withdrawn_on = day("撤销日期", required=True)


def _who(person: Person) -> str:
    return f"{person.name}，{person.get_sex_display()}，{person.born_on} 生，{person.unit.title}"
