"""A row that goes while somebody's form is on its way is as if he had never seen it."""

from __future__ import annotations

from django.urls import reverse

from accounts.session import acting_as
from cadres import services
from cadres.models import Reward
from tests.cadres import dossier
from tests.cadres.factories import make_person
from tests.cadres.late import Late


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
