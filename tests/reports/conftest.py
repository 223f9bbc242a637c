"""The small demo city, built once for a file of tests that look at it."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import override_settings

from reports.demo.days import BUSINESS_DAY
from tests import database


@pytest.fixture(scope="module")
def demo_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Build the city in a clone of its own; the name is the fixture's value."""
    before = dict(connections["default"].settings_dict)
    with django_db_blocker.unblock(), database.clone("demo") as name:
        _go_to(name)
        with override_settings(DEMO=True):
            call_command("demo", size="small", stdout=StringIO())
        _go_back(before)
        yield name


@pytest.fixture
def demo_city(demo_database: str, django_db_blocker: Any, settings: Any) -> Iterator[str]:
    """Look at the city as the owner, on its business day; whatever a test does is undone."""
    settings.DEMO, settings.BUSINESS_DAY = True, BUSINESS_DAY
    before = dict(connections["default"].settings_dict)
    with django_db_blocker.unblock():
        _go_to(demo_database)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('app.lo', '', true), set_config('app.hi', ':', true)"
                )
            yield demo_database
            transaction.set_rollback(True)
        _go_back(before)


def _go_to(name: str) -> None:
    database.point_django_at(name, role="owner")


def _go_back(before: dict[str, Any]) -> None:
    connections["default"].close()
    connections["default"].settings_dict.update(before)
