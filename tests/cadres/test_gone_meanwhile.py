"""A row that goes while somebody's form is on its way is as if he had never seen it."""

from __future__ import annotations

import time
from threading import Thread

import pytest
from django.db import connection
from django.urls import reverse

from accounts.session import acting_as
from cadres import services
from cadres.models import Reward
from tests.cadres import dossier
from tests.cadres.factories import make_person


class Late:
    """A form sent by a thread of its own; it waits for a lock, and then for its answer."""

    def __init__(self, browser, address, sent):
        self.status = 0
        self.thread = Thread(target=self._send, args=(browser, address, sent))
        self.thread.start()

    def _send(self, browser, address, sent):
        try:
            self.status = browser.post(address, sent).status_code
        finally:
            connection.close()

    def wait_for_the_lock(self):
        ask = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        for _ in range(200):
            with connection.cursor() as cursor:
                cursor.execute(ask)
                if cursor.fetchone()[0]:
                    return
            time.sleep(0.05)
        pytest.fail("the form waited for nothing")

    def answer(self):
        self.thread.join(30)
        return self.status


def test_a_file_given_away_meanwhile_is_not_found(
    committed_db, day, client_of, clerk, officer, township, sibling
):
    person, browser = make_person(township, "曾秀英"), client_of(clerk)
    address = reverse("cadres:reward_add", args=[person.pk])
    reward = {
        "title": "先进", "level": "county", "granted_by": "县委", "granted_on": "2017-05-01",
        "document": "",
    }  # fmt: skip

    with acting_as(officer):
        services.transfer_person(person=person, to=sibling, reason="调到该镇任职", by=officer)
        late = Late(browser, address, reward)
        late.wait_for_the_lock()

    assert late.answer() == 404
    assert not Reward.objects.exists()


def test_a_row_removed_twice_at_one_moment_is_removed_once(
    committed_db, day, client_of, clerk, township
):
    row = dossier.reward(make_person(township, "曾秀英"))
    browser = client_of(clerk)

    with acting_as(clerk):
        services.remove_entry(entry=row, by=clerk)
        late = Late(browser, reverse("cadres:reward_remove", args=[row.pk]), {})
        late.wait_for_the_lock()

    assert late.answer() == 404
    assert not Reward.objects.exists()
