"""People and rounds of the rulebook's tests."""

from __future__ import annotations

import pytest

from accounts.acting import Acting
from accounts.roles import Role
from tests.assessments import stage
from tests.assessments.pages import last_day_of_the_year  # noqa: F401


@pytest.fixture
def second_city_officer(hire, city) -> Acting:
    """Give a colleague of the city officer."""
    return hire(Role.CITY_OFFICER, city, "city_officer2", "申处长")


@pytest.fixture
def round_(officer, clerk, township, village):
    """Give a township of ten cadres with clear scores, everything entered and submitted."""
    stage.people(village, 10)
    return stage.submitted(
        stage.opened(officer, township), clerk, [96, 94, 92, 90, 88, 86, 84, 84, 82, 80]
    )
