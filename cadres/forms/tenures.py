"""What is typed when somebody takes, leaves or hands over a post, or a tenure is put right."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.acting import Acting
from accounts.fields import day_field
from accounts.models import Division
from cadres import rules, services
from cadres.models import Began, Ended, Person, Source, Tenure
from cadres.posts import Body, Post
from cadres.queries.places import villages

NONE = ("", "请选择")
UNKNOWN = ("", "不填")
BY_HAND = [one for one in Began if one is not Began.CARRIED]


def ways(choices: Any) -> list[tuple[str, str]]:
    """List ways to begin or to end for a picker."""
    return [(one.value, one.label) for one in choices]


class ApprovalFields(forms.Form):
    """On whose word, and where the person comes from."""

    approved_by = forms.CharField(
        label="批准机关", max_length=80, required=False, help_text="例如：新市镇党委"
    )
    source = forms.ChoiceField(label="干部来源", required=False, choices=[UNKNOWN, *Source.choices])


class StartForm(forms.Form):
    """A person takes one or several posts of a village: 一肩挑 ticks both."""

    person = forms.ChoiceField(label="干部")
    village = forms.ChoiceField(label="村（社区）")
    posts = forms.MultipleChoiceField(
        label="职务", choices=Post.choices, widget=forms.CheckboxSelectMultiple,
        help_text="书记、主任一肩挑的，两项都勾选，一次登记",
    )  # fmt: skip
    began_on = day_field("任职日期")
    began_how = forms.ChoiceField(
        label="任职方式", choices=[NONE, *ways(BY_HAND)],
        help_text="村委会、监委会成员由选举产生，党组织职务可以选举或任命，文书为聘用；"
        "几项职务任职方式不同的，分次登记",
    )  # fmt: skip
    approved_by = ApprovalFields.base_fields["approved_by"]
    source = ApprovalFields.base_fields["source"]
    ended_on = day_field("离任日期", required=False, help_text="补录已经结束的任职才填")
    ended_how = forms.ChoiceField(
        label="离任方式", required=False,
        choices=[UNKNOWN, *ways(one for one in Ended if one is not Ended.CARRIED)],
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, acting: Acting, person: Person | None = None,
        village: Division | None = None, initial: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(data, initial=initial)
        self.given = {"person": person, "village": village}
        if person is not None:
            del self.fields["person"]
        else:
            self.people = people_of(village, acting)
            self.fields["person"].choices = [NONE, *map(_named, self.people.values())]  # type: ignore[attr-defined]
        if village is not None:
            del self.fields["village"]
        else:
            self.villages = {str(one.pk): one for one in villages(acting).filter(last_day=None)}
            self.fields["village"].choices = [  # type: ignore[attr-defined]
                NONE, *((pk, one.title) for pk, one in self.villages.items()),
            ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if bool(given.get("ended_on")) is not bool(given.get("ended_how")):
            raise forms.ValidationError("离任日期和离任方式要么都填，要么都不填。")
        return given

    def values(self) -> dict[str, Any]:
        """Give what the service takes."""
        found = dict(self.cleaned_data)
        return found | {
            "person": self.given["person"] or self.people[found["person"]],
            "village": self.given["village"] or self.villages[found["village"]],
            "posts": [Post(post) for post in found["posts"]],
            "began_how": Began(found["began_how"]),
        }


class EndForm(forms.Form):
    """Somebody leaves a post, in one of the ways there are for it."""

    ended_on = day_field("离任日期", help_text="任职的最后一天")
    ended_how = forms.ChoiceField(label="离任方式")

    def __init__(self, data: Any = None, *, tenure: Tenure) -> None:
        super().__init__(data)
        body = Post(tenure.post).body
        field = self.fields["ended_how"]
        field.choices = [NONE, *ways(rules.BY_HAND_ENDED[body])]  # type: ignore[attr-defined]
        field.help_text = why_these_ways(body)


class HandOverForm(ApprovalFields):
    """Whoever holds a single post leaves it, and the next one takes it the day after."""

    successor = forms.ChoiceField(label="接任的人", help_text="只列档案在本乡镇的人")
    on = day_field("新任任职日期", help_text="前任的最后一天自动登记为前一天")
    ended_how = forms.ChoiceField(label="前任离任方式")
    began_how = forms.ChoiceField(label="新任任职方式")

    field_order = ("successor", "on", "ended_how", "began_how", "approved_by", "source")

    def __init__(self, data: Any = None, *, tenure: Tenure, acting: Acting) -> None:
        super().__init__(data)
        body = Post(tenure.post).body
        self.people = people_of(tenure.village, acting)
        self.people.pop(str(tenure.person_id), None)
        for name, choices in (
            ("successor", map(_named, self.people.values())),
            ("ended_how", ways(rules.BY_HAND_ENDED[body])),
            ("began_how", ways(rules.BY_HAND_BEGUN[body])),
        ):
            self.fields[name].choices = [NONE, *choices]  # type: ignore[attr-defined]
        self.fields["ended_how"].help_text = why_these_ways(body)

    def values(self) -> dict[str, Any]:
        """Give what the service takes."""
        found = dict(self.cleaned_data)
        return found | {
            "successor": self.people[found["successor"]],
            "ended_how": Ended(found["ended_how"]),
            "began_how": Began(found["began_how"]),
        }


class CorrectForm(ApprovalFields):
    """What was written down wrongly of a tenure; its person, village and post stay."""

    began_on = day_field("任职日期")
    began_how = forms.ChoiceField(label="任职方式")
    ended_on = day_field("离任日期", required=False, help_text="仍在任的不填")
    ended_how = forms.ChoiceField(label="离任方式", required=False)
    reason = forms.CharField(
        label="更正原因", max_length=200, help_text="写明依据，例如“任职文件日期为 2017-05-10”"
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    field_order = (
        "began_on", "began_how", "ended_on", "ended_how", "approved_by", "source", "reason",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, tenure: Tenure) -> None:
        written = {name: getattr(tenure, name) for name in services.CORRECTED}
        super().__init__(data, initial=written | {"seen": services.looks(tenure)})
        body = Post(tenure.post).body
        began = {*rules.BY_HAND_BEGUN[body], Began(tenure.began_how)}
        ended = {
            *rules.BY_HAND_ENDED[body],
            *([Ended(tenure.ended_how)] if tenure.ended_how else []),
        }
        self.fields["began_how"].choices = ways(one for one in Began if one in began)  # type: ignore[attr-defined]
        self.fields["ended_how"].choices = [  # type: ignore[attr-defined]
            UNKNOWN, *ways(one for one in Ended if one in ended),
        ]  # fmt: skip
        self.fields["ended_how"].help_text = why_these_ways(body)


def people_of(village: Division | None, acting: Acting) -> dict[str, Person]:
    """Give the people whose files the village's township keeps, by name."""
    if village is None:
        return {}
    kept = Person.objects.visible_to(acting).standing().filter(unit=village.parent_id)
    found = kept.only("name", "born_on", "unit", "scope_path").order_by("pinyin", "pk")
    return {str(person.pk): person for person in found}


def why_these_ways(body: Body) -> str:
    """Say why only these ways out are offered."""
    if body is Body.PARTY:
        return "党组织职务可以免职"
    if body is Body.STAFF:
        return "聘用人员按合同解聘，不适用免职和罢免"
    return f"{body.label}成员由村民选举产生，不能免职：只能届满、辞职、罢免、自行终止或当选无效"


def _named(person: Person) -> tuple[str, str]:
    return str(person.pk), f"{person.name}（{person.born_on:%Y-%m} 生）"


class RemoveForm(forms.Form):
    """Why a tenure never was."""

    reason = forms.CharField(
        label="错在哪里", max_length=200, help_text="例如“登记到了同名的另一人名下”"
    )
