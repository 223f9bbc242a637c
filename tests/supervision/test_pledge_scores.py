"""The year's end: scored by one, confirmed by another, exact, and what the assessment reads."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied

from accounts.answer import Refused
from accounts.roles import Role
from supervision.models import Pledge
from supervision.pledge_states import PledgeStatus
from supervision.queries.pledges import PledgeScore, scores_of, township_lines, township_sums
from supervision.services import pledge_items, pledge_scores
from tests.assessments.stage import people
from tests.cadres.factories import make_person
from tests.supervision import pledge_stage as stage

DECEMBER = date(2018, 12, 1)
SCORES = ["90", "85.5", "77.25", "100"]


@pytest.fixture(autouse=True)
def in_december(settings):
    settings.BUSINESS_DAY = DECEMBER


@pytest.fixture
def signed(village, clerk, committee) -> list[Pledge]:
    people(village, 2)
    return stage.signed(clerk, committee)


def give(pledge, clerk, *scores, **shown):
    items = stage.items(pledge)
    wanted = {one.pk: Decimal(s) for one, s in zip(items, scores, strict=False)}
    return pledge_scores.save_scores(year=2018, scores=wanted, by=clerk, **shown)


def test_scores_are_given_from_december_on(signed, clerk, settings):
    settings.BUSINESS_DAY = date(2018, 11, 30)
    with pytest.raises(Refused, match="从 2018-12-01 起评分"):
        give(signed[0], clerk, "90")
    settings.BUSINESS_DAY = DECEMBER
    assert give(signed[0], clerk, "90") == 1


@pytest.mark.parametrize("score", ["-1", "100.01", "88.888"])
def test_a_score_beyond_the_scale_is_refused(signed, clerk, score):
    with pytest.raises(Refused, match="0 至 100"):
        give(signed[0], clerk, score)


def test_what_a_colleague_scored_meanwhile_is_not_written_over(signed, clerk, second_clerk):
    first = stage.items(signed[0])[0]
    give(signed[0], second_clerk, "88")

    with pytest.raises(Refused, match="刚由他人改为 88"):
        give(signed[0], clerk, "90", shown={first.pk: None})
    assert stage.items(signed[0])[0].score == 88


def test_scores_are_handed_in_whole(signed, clerk):
    give(signed[0], clerk, "90", "80")

    with pytest.raises(Refused, match="还有事项没有评分：值班、财务公开"):
        pledge_scores.hand_in_scores(pledges=[signed[0].pk], by=clerk)


def test_after_handing_in_nothing_changes_until_the_committee_returns_it(signed, clerk, committee):
    give(signed[0], clerk, *SCORES)
    pledge_scores.hand_in_scores(pledges=[signed[0].pk], by=clerk)
    with pytest.raises(Refused, match="请党委先退回"):
        give(signed[0], clerk, "91")

    pledge_scores.return_scores(pledge=signed[0], reason="第一项偏高", by=committee)

    assert give(signed[0], clerk, "80") == 1


def test_whoever_scored_does_not_confirm(signed, clerk, hire, township):
    give(signed[0], clerk, *SCORES)
    pledge_scores.hand_in_scores(pledges=[signed[0].pk], by=clerk)
    both = hire(Role.TOWNSHIP_COMMITTEE, township, user=clerk.user)

    with pytest.raises(PermissionDenied, match="另一位同志确认"):
        pledge_scores.confirm_scores(pledges=[signed[0].pk], by=both)


def test_what_is_not_handed_in_is_not_confirmed(signed, clerk, committee):
    with pytest.raises(Refused, match="没有待确认的评分"):
        pledge_scores.confirm_scores(pledges=[signed[0].pk], by=committee)


def test_a_confirmed_score_is_closed_and_can_be_sent_back(village, clerk, committee):
    people(village, 1)
    (pledge,) = stage.scored(clerk, committee, SCORES)
    with pytest.raises(Refused, match="签订以后、评分确认以前"):
        pledge_items.finish_item(
            item=stage.items(pledge)[0], done_on=DECEMBER, evidence="有", by=clerk
        )

    pledge_scores.return_scores(pledge=pledge, reason="核实有误", by=committee)

    pledge.refresh_from_db()
    assert pledge.status == PledgeStatus.IN_PROGRESS
    assert pledge.confirmed_by is pledge.scored_on is None


# --- what the assessment reads -------------------------------------------------------------------


def test_the_score_is_exact_also_by_aspect(village, clerk, committee):
    people(village, 1)
    (pledge,) = stage.scored(clerk, committee, SCORES)

    score = scores_of([pledge.person_id], 2018, clerk)[pledge.person_id]

    assert score.score == Fraction("87.14125")  # (40×90 + 30.5×85.5 + 19.5×77.25 + 10×100) ÷ 100
    assert score.by_dimension == {
        "virtue": None,
        "ability": None,
        "diligence": Fraction("77.25"),
        "performance": (40 * 90 + Fraction("30.5") * Fraction("85.5")) / Fraction("70.5"),
        "probity": Fraction(100),
    }


def test_until_it_is_confirmed_there_is_no_score(signed, clerk):
    give(signed[0], clerk, *SCORES)
    pledge_scores.hand_in_scores(pledges=[signed[0].pk], by=clerk)

    score = scores_of([signed[0].person_id], 2018, clerk)[signed[0].person_id]

    assert score.score is None
    assert set(score.by_dimension.values()) == {None}
    assert (score.done, score.overdue, score.total) == (0, 2, 4)


def test_who_has_no_pledge_is_answered_too_and_neighbours_see_nothing(
    signed, clerk, neighbour, township
):
    nobody = make_person(township)
    asked = [nobody.pk, signed[0].person_id]

    assert scores_of(asked, 2018, clerk)[nobody.pk] == PledgeScore()
    assert list(scores_of(asked, 2018, neighbour).values()) == [PledgeScore()] * 2


@pytest.mark.parametrize("several", [12, 120])
def test_scores_lists_and_sums_cost_the_same_for_many(
    village, clerk, committee, officer, county, django_assert_num_queries, several
):
    persons = people(village, several)
    stage.signed(clerk, committee)

    with django_assert_num_queries(2):
        assert len(scores_of([one.pk for one in persons], 2018, clerk)) == several
    with django_assert_num_queries(3):
        assert len(township_lines(clerk.division, 2018, clerk)) == several
    with django_assert_num_queries(4):
        (sums,) = township_sums(county, 2018, officer)
    assert (sums.cadres, sums.bound, sums.missing) == (several, several, 0)
    assert sums.overdue == sums.unanswered == 2 * several
