"""Fields and texts of forms that more than one app has."""

from __future__ import annotations

from typing import Any

from django import forms

# What Chinese input methods and Excel put in for figures.
FULL_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")


def day_field(label: str, **more: Any) -> forms.DateField:
    """Give a field for a day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **more)


def lines_field(label: str, most: int = 200, **more: Any) -> forms.CharField:
    """Give a field for a few lines of words."""
    widget = forms.Textarea(attrs={"rows": 3, "maxlength": most})
    return forms.CharField(label=label, max_length=most, widget=widget, **more)


def plain(value: Any) -> str:
    """Write a stored number as a person types it: 19.50 as 19.5, nothing as nothing."""
    if value is None:
        return ""
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
