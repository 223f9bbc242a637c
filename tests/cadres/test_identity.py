"""The identity number, against all vectors of data/identity and against every slip of one digit."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadres import identity
from cadres.identity import Severity, mask, normalise, read, upgrade
from tests.cadres.factories import made_up_number

TODAY = date(2026, 1, 1)  # the vectors' reference date
FILE = Path(__file__).parents[2] / "data/identity/gb11643_test_vectors.csv"
with FILE.open(encoding="utf-8", newline="") as _file:
    VECTORS = list(csv.DictReader(_file))
# Valid codes of elsewhere, which our list of Hengyang cannot know.
ELSEWHERE = {"110105", "440305", "430105", "440524"}
SEX = {"M": "1", "F": "2", "": ""}

births = st.dates(date(1926, 1, 1), date(2007, 12, 31))
numbers = st.builds(
    made_up_number,
    region=st.sampled_from(["430481", "430425", "439003", "430405"]),
    born_on=births,
    sequence=st.integers(901, 989),
)


def test_the_file_holds_73_vectors():
    assert len(VECTORS) == 73


def _typed(row):
    """What stands beside the number, for the rows that are about it."""
    born_on = date.fromisoformat(row["birth_date"]) if row["birth_date"] else None
    return {
        "sex": SEX[row["sex"]] if "sex_mismatch" in row["fails"] else "",
        "born_on": born_on if "birth_mismatch" in row["fails"] else None,
    }


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: row["id_number"] or "empty")
def test_every_vector_fails_exactly_its_checks(row):
    reading = read(row["id_number"], today=TODAY, **_typed(row))

    expected = set(filter(None, row["fails"].split(";")))
    if row["region_code"] in ELSEWHERE:
        expected.add("region")
    assert {problem.check for problem in reading.problems} == expected


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: row["id_number"] or "empty")
def test_every_vector_is_accepted_or_refused_as_it_says(row):
    reading = read(row["id_number"], today=TODAY, **_typed(row))

    assert (not reading.errors) == row["expected"].startswith("valid")


@pytest.mark.parametrize(
    "row", [r for r in VECTORS if r["expected"].startswith("valid")], ids=lambda r: r["id_number"]
)
def test_sex_and_birth_date_come_from_the_number(row):
    reading = read(row["id_number"], today=TODAY)

    assert reading.sex == SEX[row["sex"]]
    assert reading.born_on == date.fromisoformat(row["birth_date"])


def test_a_code_of_elsewhere_is_only_a_warning():
    reading = read("11010519491231002X", today=TODAY)

    assert [p.severity for p in reading.problems] == [Severity.WARNING]
    assert "外地户籍可以录入" in reading.warnings[0]


def test_a_15_digit_number_is_refused_with_its_successor():
    reading = read("430421680315901", today=TODAY)

    assert upgrade("430421680315901") == "430421196803159017"
    assert "430421196803159017" in reading.errors[0]


@pytest.mark.parametrize(
    ("day", "fails"),
    [(date(1905, 1, 1), True), (date(1905, 1, 2), False), (date(1905, 12, 31), False)],
)
def test_the_oldest_age_is_120_to_the_day(day, fails):
    reading = read(made_up_number(born_on=day), today=TODAY)

    assert any(p.check == "birth_range" for p in reading.problems) is fails


@pytest.mark.parametrize(
    ("day", "fails"),
    [(date(2025, 12, 31), False), (date(2026, 1, 1), False), (date(2026, 1, 2), True)],
)
def test_nobody_is_born_tomorrow(day, fails):
    reading = read(made_up_number(born_on=day), today=TODAY)

    assert any(p.check == "birth_future" for p in reading.problems) is fails


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(1970, 6, 6), date(2018, 6, 5), 47),
        (date(1970, 6, 6), date(2018, 6, 6), 48),
        (date(1970, 6, 6), date(2018, 6, 7), 48),
        (date(2000, 2, 29), date(2018, 2, 28), 17),
        (date(2000, 2, 29), date(2018, 3, 1), 18),
    ],
)
def test_age_counts_full_years(born, day, age):
    assert identity.age_on(born, day) == age


def test_the_mask_leaves_the_region_and_the_last_four():
    assert mask("430405200203159012") == "430405********9012"
    assert mask("4304052002") == "**********"


@given(numbers)
def test_made_up_numbers_hold(number):
    assert not read(number, today=TODAY).problems


@given(numbers, st.integers(0, 17), st.integers(1, 10))
def test_any_single_slip_is_found(number, place, shift):
    alphabet = "0123456789X" if place == 17 else "0123456789"
    slipped = alphabet[(alphabet.index(number[place]) + shift) % len(alphabet)]
    if slipped == number[place]:
        return

    reading = read(number[:place] + slipped + number[place + 1 :], today=TODAY)

    assert "checksum" in {problem.check for problem in reading.problems}


@given(numbers, st.integers(0, 16))
def test_two_neighbours_swapped_are_found(number, place):
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    reading = read(swapped, today=TODAY)

    assert (swapped == number) is (not reading.problems)


@given(st.text())
def test_no_text_breaks_the_rule(text):
    reading = read(text, today=TODAY)

    assert reading.number == normalise(text)
    assert "!" not in "".join(reading.errors)
