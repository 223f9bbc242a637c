"""The one place that says which business day it is."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Give the business day: `BUSINESS_DAY` in the demo and in tests, else today in Shanghai."""
    fixed: date | None = settings.BUSINESS_DAY
    return fixed or timezone.localdate()


def a_year_on(day: date | None = None) -> date:
    """Give the last day of a year that begins that day, today if none is named."""
    day = day or today()
    leap = (day.month, day.day) == (2, 29)
    same = day.replace(year=day.year + 1, day=28) if leap else day.replace(year=day.year + 1)
    return same if leap else same - timedelta(days=1)
