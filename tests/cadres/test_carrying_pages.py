"""The pages on which people are carried over: a proposal each, one click writes it."""

from __future__ import annotations

import pytest

from cadres.models import Tenure
from cadres.posts import Post
from tests.cadres.factories import make_person, make_tenure
from tests.cadres.mergers import convert, merge

SECRETARY, MEMBER = Post.PARTY_SECRETARY, Post.PARTY_MEMBER


@pytest.fixture
def person(township):
    return make_person(township, "任永胜")


def test_the_page_proposes_and_writes(day, system_admin, clerk, client_of, person, village):
    tenure = make_tenure(person, village, SECRETARY)
    community = convert(system_admin, village)
    browser, url = client_of(clerk), f"/cadres/carry-over/{village.pk}/"

    page = browser.get(url).content.decode()
    empty = browser.post(url, {f"post-{tenure.pk}": ""}).content.decode()
    done = browser.post(url, {f"post-{tenure.pk}": SECRETARY.value}, follow=True)

    assert f'value="{SECRETARY.value}" selected' in page
    assert "没有选定任何一项" in empty
    assert "1 项任职的接续已登记" in done.content.decode()
    assert Tenure.objects.get(village=community).person == person


def test_the_list_costs_the_same_for_many(
    day, system_admin, officer, client_of, township, village, second_village, community,
    django_assert_max_num_queries,
):  # fmt: skip
    for place in (village, second_village):
        for _ in range(6):
            make_tenure(make_person(township), place, MEMBER)
    merge(system_admin, community, village, second_village)
    browser = client_of(officer)

    with django_assert_max_num_queries(30):
        page = browser.get("/cadres/carry-over/").content.decode()
    assert "由乡镇组织干事办理" in page
