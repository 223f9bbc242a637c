"""Add months, count ages and working days: the only place that does, because libraries disagree.

民法典 200 to 204: a period in months begins on the day after and ends on the same day of its last
month, or on that month's last day where there is no such day.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

SATURDAY = 5
Calendar = Mapping[str, Mapping[str, Any]]


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def add_months(start: date, months: int) -> date:
    """Return the last day of a period of months from `start`, the start not counted.

    Always count from the first day, never month by month: 31 Jan + 2 is 31 Mar.
    """
    index = start.year * 12 + start.month - 1 + months
    end = month_end(index // 12, index % 12 + 1)
    return end if start.day > end.day else end.replace(day=start.day)


def add_days(start: date, days: int) -> date:
    """Return the last day of a period of days from `start`, the start not counted."""
    return start + timedelta(days=days)


def age_on(born: date, on: date) -> int:
    """Return full years on a day; one born on 29 Feb comes of age on 1 Mar of a common year."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def born_after_for(age_max: int, on: date) -> date:
    """Return the first birth date that is not above `age_max` on a day, for a published window."""
    year = on.year - age_max - 1
    if (on.month, on.day) == (2, 29):
        return date(year, 3, 1)
    return on.replace(year=year) + timedelta(days=1)


def whole_months(first: date, last: date) -> int:
    """Return the full months from `first` to `last`, both days counted."""
    after = last + timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    return max(0, months - (after.day < first.day))


def is_working_day(day: date, calendar: Calendar) -> bool | None:
    """Tell whether people work on a day; None for a year whose arrangement is not loaded."""
    year = calendar.get(str(day.year))
    if year is None:
        return None
    shown = day.isoformat()
    if shown in year["work"]:
        return True
    return day.weekday() < SATURDAY and shown not in year["statutory"] and shown not in year["off"]


def add_working_days(start: date, days: int, calendar: Calendar) -> date | None:
    """Return the last of so many working days after `start`; None if a year is not loaded."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        works = is_working_day(day, calendar)
        if works is None:
            return None
        days -= works
    return day
