"""Dates in all the ways rosters write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadres.rosters.dates import pads, readings
from cadres.rosters.lines import Month
from tests.cadres.rosters.made_up import TODAY

AUGUST, DAY = Month(1975, 8), Month(1975, 8, 12)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1975.08", AUGUST), ("1975.8", AUGUST), (1975.08, AUGUST), (1975.8, AUGUST),
        ("1975年8月", AUGUST), ("1975 年 08 月", AUGUST), ("1975/8", AUGUST), ("1975-08", AUGUST),
        ("1975—8", AUGUST), ("197508", AUGUST), (197508, AUGUST), ("75.08", AUGUST),
        (75.08, AUGUST),
        ("１９７５．０８", AUGUST), ("1975。08", AUGUST), ("1975，8", AUGUST), ("1975、8", AUGUST),
        ("1975.08.", AUGUST), ("'1975.08", AUGUST), ("1975.08（43岁）", AUGUST),
        ("1975年8月生", AUGUST),
        ("1975.8月", AUGUST), ("Aug-75", AUGUST), ("一九七五年八月", AUGUST),
        (date(1975, 8, 1), AUGUST),
        ("75年8月", AUGUST), (27607, AUGUST), ("27607", AUGUST), (27607.0, AUGUST),
        ("1975年08月12日", DAY), ("1975-08-12", DAY), ("1975.8.12", DAY), ("1975/8/12 0:00", DAY),
        ("1975-08-12 00:00:00", DAY), ("19750812", DAY), (19750812, DAY), (27618, DAY),
        (1975.0812, DAY), (date(1975, 8, 12), DAY), ("12-Aug-1975", DAY),
        ("一九七五年八月十二日", DAY),
        ("2017.05至今", Month(2017, 5)), ("2017年5月起", Month(2017, 5)), ("17.05", Month(2017, 5)),
        ("2017年十二月", Month(2017, 12)), ("2017.10", Month(2017, 10)), ("2017.1", Month(2017, 1)),
        (1975.12, Month(1975, 12)), ("2016-2-29", Month(2016, 2, 29)),
    ],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(cell, expected):
    assert readings(cell, today=TODAY) == (expected,)


@pytest.mark.parametrize(
    "cell",
    [
        "2017年换届", "2017", 2017, "2017年", "1975.13", "1975.00", "1975.02.30", "2015-2-29",
        "不详", "0", 0,
        -5, 1e20, float("nan"), float("inf"), "2014.05-2017.05", "1975.080", "99", "三年",
        "1875.08",
        "1975.8.12.3", "201713", 100_000, 9_999, "",
    ],
)  # fmt: skip
def test_what_names_no_month_is_not_guessed_at(cell):
    assert readings(cell, today=TODAY) == ()


def test_a_number_that_lost_its_last_zero_can_be_two_months():
    january, october = Month(1975, 1), Month(1975, 10)

    assert readings(1975.1, today=TODAY) == (january, october)
    assert readings("1975.1", today=TODAY, padded=True) == (january, october)
    assert readings("1975.1", today=TODAY) == (january,)
    assert pads("1975.08")
    assert not pads("1975.10")
    assert not pads(1975.08)


@given(st.dates(date(1930, 1, 1), date(2060, 12, 31)))
def test_every_day_is_read_back_from_its_spellings(day):
    month, whole = Month(day.year, day.month), Month(day.year, day.month, day.day)

    for text in (
        f"{day:%Y.%m}",
        f"{day.year}年{day.month}月",
        f"{day:%Y%m}",
        f"{day.year}/{day.month}",
    ):
        assert readings(text, today=TODAY) == (month,)
    for text in (f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"):
        assert readings(text, today=TODAY) == (whole,)
    serial = (day - date(1899, 12, 30)).days
    if serial <= 60_000:
        assert readings(serial, today=TODAY)[0].covers(day)
    assert readings(day, today=TODAY)[0].covers(day)


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.datetimes()))
def test_no_cell_breaks_the_reading_of_dates(cell):
    cell = cell.date() if isinstance(cell, datetime) else cell

    for month in readings(cell, today=TODAY):
        assert 1900 <= month.first.year <= 2100
