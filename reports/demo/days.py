"""The days on which the demo city's story turns."""

from __future__ import annotations

from datetime import date

BUSINESS_DAY = date(2018, 12, 20)
CUTOFF_2018 = date(2018, 11, 30)
TERM_2014, TERM_2017 = "2014年换届", "2017年换届"
TERM_2014_BEGAN = date(2014, 4, 1)
ELECTION_2014 = (date(2014, 4, 8), date(2014, 5, 20))
ELECTION_2017 = (date(2017, 4, 5), date(2017, 4, 28))
YEARS = (2016, 2017, 2018)
SEEDED = 20181220  # the seed of `make demo`


def cutoff(year: int) -> date:
    """Give the day on which a year's roster is frozen."""
    return CUTOFF_2018 if year == 2018 else date(year, 12, 31)


def plus_months(day: date, months: int) -> date:
    """Count calendar months on from a day; where there is no such day, the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError(day)
