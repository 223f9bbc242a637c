from datetime import date
from itertools import pairwise

import pytest

from cadres.models import Ended, Measure
from cadres.posts import Post
from cadres.rules import ENDINGS
from reports.demo.days import BUSINESS_DAY, CUTOFF_2018, plus_months
from reports.demo.measures import take
from reports.demo.turnover import FORCED, swap_secretaries, turn_over
from tests.reports.demo_city import villages


@pytest.fixture(scope="module")
def city():
    """Tell the whole city's story, with everybody who came, went, or was warned."""
    told = villages(2276)
    swap_secretaries(told, 1, quiet=set())
    exits = turn_over(told, 1, quiet=set())
    return told, exits, take(told, exits, 1, quiet=set(), already=0)


def test_every_village_has_its_secretary_on_the_business_day(city):
    held = [
        s
        for village in city[0]
        for s in village.stints
        if s.post is Post.PARTY_SECRETARY and s.covers(BUSINESS_DAY)
    ]

    assert len(held) == len({s.human.number for s in held}) == 2276


def test_over_twelve_thousand_are_in_office(city):
    held = {s.human.number for v in city[0] for s in v.stints if s.covers(BUSINESS_DAY)}

    assert 12_000 <= len(held) <= 12_500


def test_two_villages_wait_for_a_director(city):
    without = [
        village
        for village in city[0]
        if not any(s.post is Post.VC_DIRECTOR and s.covers(BUSINESS_DAY) for s in village.stints)
    ]

    assert len(without) == 2


def test_115_were_made_to_leave_in_2018(city):
    left = {
        s.human.number
        for village in city[0]
        for s in village.stints
        if s.ended and s.ended.year == 2018 and s.ended_how in FORCED
    }

    assert len(left) == 115


def test_306_were_warned_in_2018_each_while_in_office(city):
    warned = [t for t in city[2] if t.kind == Measure.Kind.WARNING and t.on.year == 2018]
    held = {}
    for village in city[0]:
        for stint in village.stints:
            held.setdefault(stint.human.number, []).append(stint)

    assert len({t.human.number for t in warned}) == 306
    assert all(any(s.covers(t.on) for s in held[t.human.number]) for t in warned)
    assert all(t.until == plus_months(t.on, 3) and t.on <= BUSINESS_DAY for t in warned)


def test_nobody_is_dismissed_from_the_villagers_committee(city):
    ended = [s for v in city[0] for s in v.stints if s.ended]

    assert all(s.ended_how in ENDINGS[s.post.body] for s in ended)
    assert not [
        s for s in ended if s.ended_how is Ended.DISMISSAL and s.post.value.startswith("vc_")
    ]


def test_nobody_leaves_before_he_came_or_sits_on_two_chairs_of_a_post(city):
    for village in city[0]:
        single = [s for s in village.stints if s.post in (Post.PARTY_SECRETARY, Post.VC_DIRECTOR)]
        for stint in village.stints:
            assert stint.ended is None or stint.began <= stint.ended
        for post in (Post.PARTY_SECRETARY, Post.VC_DIRECTOR):
            line = sorted((s for s in single if s.post is post), key=lambda s: s.began)
            assert all(a.ended and a.ended < b.began for a, b in pairwise(line))


@pytest.mark.parametrize("year", [2016, 2017, 2018])
def test_some_join_on_either_side_of_the_half_year(city, year):
    began = {s.began for v in city[0] for s in v.stints}

    assert {date(year, 7, 1), date(year, 7, 2)} <= began


def test_secretaries_change_places_without_a_day_between(city):
    moved = [s for v in city[0] for s in v.stints if s.ended_how is Ended.MOVED]

    assert len(moved) == 24
    assert {s.ended for s in moved} == {date(2018, 2, 28)}


def test_everybody_who_follows_has_come_by_the_cut_off(city):
    assert max(s.began for v in city[0] for s in v.stints) <= CUTOFF_2018
