"""The business day of these tests, fixed where a rule asks for it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from cadres.models import Batch, Person
from tests.cadres import cases
from tests.cadres.factories import fresh_number, make_person
from tests.cadres.roster_browser import UNKNOWN, send
from tests.cadres.rosters_made import person_row, roster, take

DAY = date(2018, 12, 20)


@pytest.fixture
def day(settings) -> date:
    settings.BUSINESS_DAY = DAY
    return DAY


@pytest.fixture
def pair(day, township) -> tuple[Person, Person]:
    """Give two files of one name and birth date in one township."""
    return cases.twin(township, 901), cases.twin(township, 903)


@pytest.fixture
def across(day, township, sibling) -> tuple[Person, Person]:
    """Give such a pair across two townships of the county."""
    return cases.twin(township, 901), cases.twin(sibling, 903)


@pytest.fixture
def afar(day, township, other_township) -> tuple[Person, Person]:
    """Give such a pair across two counties."""
    return cases.twin(township, 901), cases.twin(other_township, 903)


@pytest.fixture
def unverified(day, township) -> Person:
    """Give somebody whose file has all that the county verifies."""
    return make_person(
        township, "曾秀英", id_number=cases.NUMBER, education="31",
        party_joined_on=date(1995, 7, 1),
    )  # fmt: skip


@pytest.fixture
def verified(unverified, officer) -> Person:
    """Give the same after the county has verified the file."""
    return cases.verify(officer, unverified)


@pytest.fixture
def browser(client_of, clerk) -> Client:
    return client_of(clerk)


@pytest.fixture
def batch(township, village, clerk) -> Batch:
    """Give a roster with one new person and one who is refused."""
    rows = (person_row("曾国华", fresh_number()), person_row("单小红", ""))
    return take(township, clerk, *rows)


@pytest.fixture
def unknown(browser, village) -> Batch:
    """Give a roster of which one needed column is called by a name nobody knows."""
    send(browser, roster(person_row("曾国华", fresh_number(), village="杨仙"), heads=UNKNOWN))
    return Batch.objects.get()
