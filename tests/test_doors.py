"""Every address, asked by everybody: who comes in, who is refused, and that refusals write nothing.

The table is the contract. A new address without a line here fails, and so does a line too many.
"""

from __future__ import annotations

import pytest
from django.apps import apps
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import LiveSession, Override
from tests.assessments.pages import last_day_of_the_year, opened  # noqa: F401
from tests.doors_table import PEOPLE, READ, WRITE
from tests.doorstep import addresses, rows_of

WATCHED = {"live", "ready"}
OURS = ("accounts", "assessments", "cadres", "reports", "rulebook", "supervision")
# What a page may try to write wherever it is posted to.
SENT = {
    "reason": "试", "minutes": "试", "year": "2019", "meeting_on": "2018-12-28", "expected": "10",
    "present": "10", "report_share": "40", "target_share": "60", "cutoff_on": "2018-12-31",
    "line-TOTAL_FORMS": "0", "line-INITIAL_FORMS": "0",
}  # fmt: skip


ADDRESSES = dict(addresses(get_resolver().url_patterns))


def test_every_view_has_a_door():
    assert not [name for name, found in ADDRESSES.items() if not hasattr(found.callback, "door")]
    assert all(found.name for found in ADDRESSES.values())


def test_every_address_has_its_line():
    writing = {name for name, found in ADDRESSES.items() if found.callback.door.writes}

    assert READ.keys() == ADDRESSES.keys() - WATCHED
    assert WRITE.keys() == writing
    assert all(len(line.split()) == len(PEOPLE) for line in (*READ.values(), *WRITE.values()))


@pytest.fixture
def everybody(request, client_of) -> dict[str, Client]:
    """Give each person's browser."""
    named = {
        name: client_of(request.getfixturevalue(name)) for name in PEOPLE if name != "anonymous"
    }
    return named | {"anonymous": Client()}


@pytest.fixture
def emergency(clerk, system_admin) -> Override:
    """Give one that somebody has asked for."""
    return Override.objects.create(
        user=clerk.user, role=clerk.role, division=clerk.division, hours=1, reason="试",
        requested_by=system_admin.user,
    )  # fmt: skip


@pytest.fixture
def url_of(opened, clerk, emergency, officer, city_officer):  # noqa: F811
    """Give a function that makes an address of a row of the clerk's own township."""
    rows = rows_of(opened, clerk, officer, city_officer) | {"overrides": emergency}

    def make(name: str) -> str:
        of = ADDRESSES[name].callback.door.of
        return reverse(name, args=[rows[of].pk] if of else [])

    return make


def everything() -> dict[str, list[tuple]]:
    """Give every row of ours, history included; audit events and sessions are not ours to count."""
    models = {model for app in OURS for model in apps.get_app_config(app).get_models()}
    models.discard(LiveSession)
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in models
    }


def _status(response) -> int:
    """Give the status; a file is read to its end, as a browser does, which closes it."""
    if response.streaming:
        list(response.streaming_content)
    return response.status_code


def test_who_may_look_and_looking_writes_nothing(everybody, url_of):
    before = everything()

    got = {
        name: " ".join(str(_status(client.get(url_of(name)))) for client in everybody.values())
        for name in READ
    }

    assert got == {name: " ".join(line.split()) for name, line in READ.items()}
    assert everything() == before


def test_who_may_not_write_and_nothing_is_written(everybody, url_of):
    before = everything()

    wrong = {
        (name, who): status
        for name, line in WRITE.items()
        for (who, client), wanted in zip(everybody.items(), line.split(), strict=True)
        if wanted != "may"
        and (status := client.post(url_of(name), SENT).status_code) != int(wanted)
    }

    assert not wrong
    assert everything() == before


def test_nobody_comes_in_by_a_method_the_door_does_not_name(everybody, url_of):
    for name in READ:
        methods = ADDRESSES[name].callback.door.methods
        for method in {"POST", "PUT", "DELETE", "PATCH"} - set(methods):
            status = everybody["clerk"].generic(method, url_of(name)).status_code
            assert status in (302, 403, 404, 405), (name, method)


@pytest.mark.parametrize("name", sorted(WATCHED))
def test_the_watch_is_answered_without_log_in_and_without_data(client, db, name, settings):
    settings.CELERY_BROKER_URL = "memory://"

    response = client.get(reverse(name))

    assert response.status_code == 200
    assert len(response.content) < 100
