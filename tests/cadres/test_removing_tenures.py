"""A tenure entered by mistake is taken out; its history stays, and nobody else may."""

from __future__ import annotations

from datetime import date

import pytest

from audit.models import Event
from cadres.models import Began, Ended, Tenure
from cadres.posts import Post
from tests.cadres.factories import make_person, make_tenure

pytestmark = pytest.mark.usefixtures("day")
REASON = {"reason": "登记到了同名的另一人名下"}


@pytest.fixture
def mistaken(township, village):
    return make_tenure(make_person(township, "任永胜"), village, Post.PARTY_MEMBER)


def url(tenure):
    return f"/cadres/tenures/{tenure.pk}/remove/?back=person"


def test_a_mistaken_tenure_goes_and_its_history_stays(client_of, clerk, mistaken):
    history = Tenure.events.rel.related_model.objects  # type: ignore[attr-defined]
    browser = client_of(clerk)
    assert "确曾任职的请登记离任" in browser.get(url(mistaken)).content.decode()

    done = browser.post(url(mistaken), REASON)

    assert (done.status_code, done.url) == (302, f"/cadres/{mistaken.person_id}/")
    assert not Tenure.objects.exists()
    assert list(history.order_by("pgh_id").values_list("pgh_label", flat=True)) == [
        "insert", "delete",
    ]  # fmt: skip
    event = Event.objects.get(name="tenure.removed")
    assert (event.data["person"], event.data["reason"]) == (mistaken.person_id, REASON["reason"])


def test_a_reason_is_asked_for(client_of, clerk, mistaken):
    page = client_of(clerk).post(url(mistaken), {"reason": "错"})

    assert "请写明错在哪里" in page.content.decode()
    assert Tenure.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"ended_on": date(2018, 5, 1), "ended_how": Ended.RESIGNATION},
        {"began_how": Began.CARRIED},
    ],
)
def test_what_was_held_or_carried_over_stays(client_of, clerk, mistaken, fields):
    Tenure.objects.filter(pk=mistaken.pk).update(**fields)

    page = client_of(clerk).post(url(mistaken), REASON)

    assert "不能删除，请更正日期或方式" in page.content.decode()
    assert Tenure.objects.exists()


def test_a_second_click_finds_nothing(client_of, clerk, mistaken):
    browser = client_of(clerk)
    browser.post(url(mistaken), REASON)

    assert browser.post(url(mistaken), REASON).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("neighbour", 404), ("committee", 403)])
def test_others_may_not(client_of, mistaken, request, who, status):
    browser = client_of(request.getfixturevalue(who))

    assert browser.post(url(mistaken), REASON).status_code == status
    assert Tenure.objects.exists()
