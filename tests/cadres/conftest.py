"""The business day of these tests, fixed where a rule asks for it."""

from __future__ import annotations

from datetime import date

import pytest

DAY = date(2018, 12, 20)


@pytest.fixture
def day(settings) -> date:
    settings.BUSINESS_DAY = DAY
    return DAY
