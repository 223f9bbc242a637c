"""What the page tests share: a township with a round, at the state each test asks for."""

from __future__ import annotations

import pytest

from tests.assessments import stage

# Ten cadres, two seats: one stands alone on top, two tie for the seat left, the rest are behind.
TIED = [96, 94, 94, 90, 88, 86, 84, 84, 82, 80]
CLEAR = [96, 94, 92, 90, 88, 86, 84, 84, 82, 80]


@pytest.fixture(autouse=True)
def last_day_of_the_year(settings):
    settings.BUSINESS_DAY = stage.DAY


@pytest.fixture
def opened(officer, village, second_village, township):
    """Give the township's round with ten cadres, nothing entered yet."""
    stage.people(village)
    stage.people(second_village)
    return stage.opened(officer, township)


@pytest.fixture
def entered(opened, clerk):
    """Give the round with everything entered and a tie at the line."""
    stage.entered(opened, clerk, TIED)
    return opened


@pytest.fixture
def submitted(opened, clerk):
    return stage.submitted(opened, clerk, TIED)


@pytest.fixture
def decided(opened, clerk, committee):
    return stage.decided(stage.submitted(opened, clerk, CLEAR), committee)


@pytest.fixture
def reported(decided, clerk):
    return stage.reported(decided, clerk)
