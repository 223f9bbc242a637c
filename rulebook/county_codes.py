"""By which six digits the rulebook knows a county on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from accounts.models import Division, DivisionCode

COUNTY_DIGITS = 6  # the first six digits of its statistical code


def codes_of(counties: Iterable[int], on: date) -> dict[int, str]:
    """Give the counties' six-digit codes on a day; a county without one is left out."""
    found = DivisionCode.objects.filter(
        Q(last_day=None) | Q(last_day__gte=on),
        division__in=set(counties),
        family=DivisionCode.Family.STATISTICS,
        first_day__lte=on,
    )
    pairs = found.values_list("division_id", "code")
    return {county: code[:COUNTY_DIGITS] for county, code in pairs}


def code_of(county: Division, on: date) -> str:
    """Give a county's six-digit code on a day, empty where it has none."""
    return codes_of([county.pk], on).get(county.pk, "")
