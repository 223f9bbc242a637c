"""What is asked of a village's page, and what is typed of its teams."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from accounts.acting import Acting
from accounts.fields import day_field
from cadres.queries.places import registered, villages


class DayForm(forms.Form):
    """The day a page is about."""

    on = day_field("截至日期", required=False)

    def __init__(self, data: Any, *, today: date) -> None:
        self.today = today
        super().__init__({"on": data.get("on") or today.isoformat()})

    @property
    def day(self) -> date:
        """Give the day asked for; after a wrong one today."""
        return self.cleaned_data.get("on") or self.today if self.is_valid() else self.today


class TeamForm(forms.Form):
    """A village's team and its term."""

    term = forms.CharField(label="届次", max_length=20, help_text="例如：第十一届")
    first_day = day_field("起始日", help_text="选举产生之日")
    last_day = day_field(
        "终止日", required=False, help_text="还没有定的不填，期限按规定年数推算，标明暂定"
    )


class TeamEndForm(forms.Form):
    """The last day of a term."""

    last_day = day_field("终止日", help_text="下一届产生的前一天")


class RenewForm(TeamForm):
    """A new term for many villages of a township at once."""

    villages = forms.MultipleChoiceField(
        label="换届的村（社区）", widget=forms.CheckboxSelectMultiple,
        help_text="登记过干部的村已勾选，没有换届的请去掉勾选",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, acting: Acting, today: date) -> None:
        self.places = {str(one.pk): one for one in villages(acting).filter(last_day=None)}
        kept = registered(acting, today).values_list("pk", flat=True)
        super().__init__(data, initial={"villages": [str(pk) for pk in kept]})
        choices = [(pk, one.name) for pk, one in self.places.items()]
        self.fields["villages"].choices = choices  # type: ignore[attr-defined]
        self.fields["first_day"].help_text = "上一届在这一天的前一天终止"

    def values(self) -> dict[str, Any]:
        """Give what the service takes."""
        found = dict(self.cleaned_data)
        return found | {"villages": [self.places[pk] for pk in found["villages"]]}
