"""Filters by place and day that the pages of posts, terms and vacancies share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from accounts.acting import Acting
from accounts.fields import day_field
from accounts.models import Division
from accounts.roles import Level
from cadres.forms.people import ANY, places_for
from cadres.posts import SINGLE, Body, Post


class PlaceFilter(forms.Form):
    """A place in the reader's division and a day; a GET form, so that a page is a link."""

    county = forms.ChoiceField(label="县市区", required=False)
    township = forms.ChoiceField(label="乡镇（街道）", required=False)
    village = forms.ChoiceField(label="村（社区）", required=False)
    on = day_field("截至日期", required=False)

    def __init__(self, data: Any, *, acting: Acting, today: date) -> None:
        data = data.copy()
        data["on"] = data.get("on") or today.isoformat()
        # A page without conditions is a page too: it is always bound.
        super().__init__(data)
        self.acting, self.today = acting, today
        self.places = places_for(acting, data)
        for name in ("county", "township", "village"):
            self._offer(name)

    @property
    def day(self) -> date:
        """Give the day the page is about."""
        return self.cleaned_data.get("on") or self.today if self.is_valid() else self.today

    @property
    def place(self) -> Division | None:
        """Give the smallest place picked, or the reader's own division."""
        chosen = self.places.chosen
        found = chosen.get("village") or chosen.get("township") or chosen.get("county")
        return found or self.acting.division

    @property
    def at_township(self) -> Division | None:
        """Give the township picked, or the reader's own."""
        own = self.acting.division
        at_home = own if own and own.level == Level.TOWNSHIP else None
        return self.places.chosen.get("township") or at_home

    @property
    def below(self) -> Level:
        """Give the level by which figures are counted: the next one below the place."""
        place = self.place
        return Level(min(place.level + 1, Level.TOWNSHIP)) if place else Level.TOWNSHIP

    def clean(self) -> dict[str, Any]:
        if self.places.foreign:
            raise forms.ValidationError("所选单位不在您的范围内，请在下拉表中重新选择。")
        return self.cleaned_data

    def _offer(self, name: str) -> None:
        options = self.places.options.get(name, [])
        if not options or name not in self.fields:
            self.fields.pop(name, None)
            return
        choices = [ANY, *((str(place.pk), place.name) for place in options)]
        self.fields[name].choices = choices  # type: ignore[attr-defined]
        if name not in self.places.chosen:
            self.data[name] = ""  # type: ignore[index]


class SheetFilter(PlaceFilter):
    """Which township's sheet, of which day."""

    village = None  # type: ignore[assignment]


class PostsFilter(PlaceFilter):
    """Whose posts, on which day."""

    q = forms.CharField(
        label="姓名或拼音", required=False, max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    body = forms.ChoiceField(label="组织", required=False, choices=[ANY, *Body.choices])
    post = forms.ChoiceField(label="职务", required=False, choices=[ANY, *Post.choices])


class VacancyFilter(PlaceFilter):
    """Which vacant posts, on which day."""

    village = None  # type: ignore[assignment]
    post = forms.ChoiceField(
        label="职务", required=False, choices=[ANY, *((post.value, post.label) for post in SINGLE)]
    )

    @property
    def chosen(self) -> str:
        """Give the post asked for; after a wrong condition any."""
        return str(self.cleaned_data["post"]) if self.is_valid() else ""


class TermFilter(PlaceFilter):
    """Whose terms end how soon."""

    MONTHS = (("3", "3 个月内届满"), ("6", "6 个月内届满"), ("12", "12 个月内届满"),
              ("0", "已经届满"), ("all", "全部"))  # fmt: skip

    village = None  # type: ignore[assignment]
    on = None  # type: ignore[assignment]
    within = forms.ChoiceField(label="期限", required=False, choices=MONTHS)

    def __init__(self, data: Any, *, acting: Acting, today: date) -> None:
        data = data.copy()
        data["within"] = data.get("within") or "6"
        super().__init__(data, acting=acting, today=today)

    @property
    def months(self) -> int | None:
        """Give in how many months from now; None for all of them."""
        within = self.cleaned_data["within"] if self.is_valid() else "6"
        return None if within == "all" else int(within)
