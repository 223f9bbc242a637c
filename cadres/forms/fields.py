"""Fields that the forms of the registry share: days, codes, lines of text."""

from __future__ import annotations

from typing import Any

from django import forms

from cadres import codes

NOTHING = ("", "未填")


def amended(data: Any, **values: str) -> Any:
    """Copy what was sent, with some values put in place of others."""
    copy = data.copy()
    for name, value in values.items():
        copy[name] = value
    return copy


def day(label: str, *, required: bool = False, **more: Any) -> forms.DateField:
    """Give a field for a day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, widget=widget, **more)


def line(label: str, most: int, *, required: bool = False, **more: Any) -> forms.CharField:
    """Give a field for a line of text."""
    attrs = {"autocomplete": "off"} | more.pop("attrs", {})
    return forms.CharField(
        label=label, required=required, max_length=most, widget=forms.TextInput(attrs), **more
    )


def code(label: str, table: str, *, required: bool = False, **more: Any) -> forms.ChoiceField:
    """Give a field for a code of a national table."""
    choices = [NOTHING, *codes.TABLES[table]().choices]
    return forms.ChoiceField(label=label, required=required, choices=choices, **more)


def choice(label: str, choices: Any, *, required: bool = True, **more: Any) -> forms.ChoiceField:
    """Give a field for one of a few."""
    offered = [("", "请选择" if required else "未填"), *choices]
    return forms.ChoiceField(label=label, required=required, choices=offered, **more)
