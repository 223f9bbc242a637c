"""Months, ages and working days, on the day before, the day, and the day after."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy import dates
from policy.book import Book

D = date.fromisoformat


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2018-03-15", 3, "2018-06-15"),
        ("2018-11-30", 3, "2019-02-28"),
        ("2019-11-30", 3, "2020-02-29"),
        ("2018-08-31", 3, "2018-11-30"),
        ("2018-01-31", 2, "2018-03-31"),
        ("2018-12-31", 12, "2019-12-31"),
        ("2020-02-29", 12, "2021-02-28"),
    ],
)
def test_months_end_on_the_same_day_or_the_months_end(start: str, months: int, last: str) -> None:
    assert dates.add_months(D(start), months) == D(last)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("1982-12-31", "2018-12-30", 35),
        ("1982-12-31", "2018-12-31", 36),
        ("1982-12-31", "2019-01-01", 36),
        ("1992-02-29", "2027-02-28", 34),
        ("1992-02-29", "2027-03-01", 35),
        ("1992-02-29", "2028-02-28", 35),
        ("1992-02-29", "2028-02-29", 36),
    ],
)
def test_age_changes_on_the_birthday(born: str, on: str, age: int) -> None:
    assert dates.age_on(D(born), D(on)) == age


DAYS = st.dates(date(1940, 1, 1), date(2040, 12, 31))


@given(on=st.dates(date(1990, 1, 1), date(2040, 12, 31)), limit=st.integers(18, 60))
def test_the_birth_window_is_exact(on: date, limit: int) -> None:
    first = dates.born_after_for(limit, on)

    assert dates.age_on(first, on) <= limit < dates.age_on(first - timedelta(days=1), on)


@pytest.mark.parametrize(
    ("first", "months"),
    [
        ("2018-06-30", 6),
        ("2018-07-01", 6),
        ("2018-07-02", 5),
        ("2018-01-01", 12),
        ("2018-12-02", 0),
    ],
)
def test_joining_on_the_first_of_july_makes_six_months(first: str, months: int) -> None:
    assert dates.whole_months(D(first), D("2018-12-31")) == months


@pytest.fixture
def calendar(book: Book) -> dict[str, Any]:
    return book.at(D("2018-10-08"), D("2018-10-08"))["calendar"]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2018-09-28", True),
        ("2018-09-29", True),
        ("2018-09-30", True),
        ("2018-10-01", False),
        ("2018-10-06", False),
        ("2018-10-08", True),
        ("2018-10-13", False),
        ("2017-10-09", None),
    ],
)
def test_working_days_follow_the_years_arrangement(
    calendar: dict[str, Any], day: str, works: bool | None
) -> None:
    assert dates.is_working_day(D(day), calendar) is works


def test_working_days_are_counted_across_the_new_year(calendar: dict[str, Any]) -> None:
    assert dates.add_working_days(D("2018-12-28"), 2, calendar) == D("2019-01-02")


def test_a_year_without_data_is_unknown_never_guessed(book: Book) -> None:
    calendar = book.at(D("2026-12-28"), D("2026-12-28"))["calendar"]

    assert dates.add_working_days(D("2026-12-28"), 3, calendar) == D("2026-12-31")
    assert dates.add_working_days(D("2026-12-28"), 4, calendar) is None
