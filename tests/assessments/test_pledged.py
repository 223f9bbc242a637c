"""Target scores start from the pledges: offered beside each cadre, never put over what stands."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.services import entering
from tests.assessments import stage
from tests.assessments.pages import *  # noqa: F403
from tests.supervision import pledge_stage


def page_of(client, found):
    return client.get(reverse("assessments:targets", args=[found.pk])).content.decode()


@pytest.fixture
def promised(opened, clerk, committee):
    """Give the round where everybody's pledge was confirmed at 84.05."""
    pledge_stage.scored(clerk, committee, ["90", "80", "70", "100"])
    return opened


def test_the_pledge_stands_beside_the_name_and_offers_its_share(client_of, clerk, promised):
    page = page_of(client_of(clerk), promised)

    assert page.count('<td class="num soft">84.05</td>') == 10
    assert page.count('data-offer="42.03"') == 10  # 50 × 84.05 / 100 = 42.025, half up
    assert "按承诺得分填入空格" in page


def test_nothing_is_offered_without_a_confirmed_pledge(client_of, clerk, committee, opened):
    pledge_stage.signed(clerk, committee)

    page = page_of(client_of(clerk), opened)

    assert "data-offer" not in page
    assert "按承诺得分填入空格" not in page


def test_filling_in_is_told_apart_in_the_log(client_of, clerk, promised):
    from_page = {"c-{}-performance": "42.03", "wc-{}-performance": ""}
    first = stage.roster(promised)[0]
    sent = {name.format(first.pk): text for name, text in from_page.items()} | {"how": "pledge"}

    client_of(clerk).post(reverse("assessments:targets_cells", args=[promised.pk]), sent)

    first.refresh_from_db()
    assert first.performance == Decimal("42.03")


def test_the_page_takes_as_many_queries_for_many_as_for_few(
    client_of, clerk, promised, village, django_assert_num_queries
):
    client = client_of(clerk)
    page_of(client, promised)
    with django_assert_num_queries(QUERIES):
        page_of(client, promised)
    stage.more_people(village, 110)
    client.post(reverse("assessments:refresh", args=[promised.pk]))
    with django_assert_num_queries(QUERIES):
        page_of(client, promised)
    entering.save_targets(
        round=promised, points={one.pk: {"virtue": Decimal(9)} for one in stage.roster(promised)},
        by=clerk,
    )  # fmt: skip
    with django_assert_num_queries(QUERIES):
        page_of(client, promised)


QUERIES = 20
