from collections.abc import Iterable
from datetime import date

import pytest

from cadres import identity
from cadres.posts import Body, Post
from cadres.rules import BEGINNINGS, ENDINGS
from reports.demo.chance import chance
from reports.demo.days import BUSINESS_DAY
from reports.demo.identities import read_regions
from reports.demo.places import COMMUNITY, SECRETARIES, VILLAGE
from reports.demo.stories import Stint, Village
from tests.reports.demo_city import DATA, chosen, humans, told, villages


def stints(some: Iterable[Village]) -> list[Stint]:
    return [stint for village in some for stint in village.stints]


def test_there_is_a_place_for_each_of_the_article_s_secretaries():
    kinds = [place.committee for place in chosen()]

    assert len(kinds) == SECRETARIES == 2276
    assert kinds.count(VILLAGE) == 2265
    assert kinds.count(COMMUNITY) == 11


def test_a_seed_gives_the_same_people_again():
    first, again = villages(30), villages(30)

    assert [s.human.number for s in stints(first)] == [s.human.number for s in stints(again)]
    assert [s.human.name for s in stints(first)] == [s.human.name for s in stints(again)]


def test_another_seed_gives_others():
    ours, others = villages(10), villages(10, seed=2)

    assert {s.human.number for s in stints(ours)}.isdisjoint(s.human.number for s in stints(others))


def test_every_number_is_valid_unique_and_of_a_free_sequence():
    people = {id(s.human): s.human for s in stints(told(300))}.values()

    readings = [
        identity.read(one.number, today=BUSINESS_DAY, sex=one.sex, born_on=one.born)
        for one in people
    ]

    assert not [problem for reading in readings for problem in reading.problems]
    assert len({one.number for one in people}) == len(people)
    assert all(901 <= int(one.number[14:17]) <= 989 for one in people)


def test_no_number_is_given_twice_however_many_share_a_birthday():
    numbers, dice = humans().numbers, chance(1, "twins")
    born = date(1970, 1, 1)

    given = {numbers.identity(dice, county="430423", born=born, sex="1") for _ in range(40)}

    assert len(given) == 40


@pytest.mark.parametrize(
    ("county", "year", "codes"),
    [
        ("430481", 1985, {"430427"}),
        ("430481", 1986, {"439003"}),
        ("430481", 1996, {"430481"}),
        ("430482", 1995, {"430425"}),
        ("430482", 1996, {"430482"}),
        ("430405", 1999, {"430402", "430411"}),
        ("430405", 2001, {"430405"}),
        ("430421", 1990, {"430421"}),
    ],
)
def test_a_number_bears_the_code_its_county_had_when_it_was_given(county, year, codes):
    regions, dice = read_regions(DATA / "identity/hengyang_id_region_codes.csv"), chance(1, "codes")

    found = [regions.code(dice, county, year) for _ in range(300)]

    here = [code for code in found if code in codes]
    assert len(here) > 0.9 * len(found)  # the others came from another county


def test_whoever_holds_a_party_post_is_a_member_of_the_party():
    held = [s for s in stints(told(300)) if s.post.body is Body.PARTY]

    assert all(s.human.is_member and s.human.joined < s.began for s in held)


def test_nobody_takes_office_under_age_or_is_past_sixty():
    held = stints(told(300))

    assert min(identity.age_on(s.human.born, s.began) for s in held) >= 21
    assert max(identity.age_on(s.human.born, BUSINESS_DAY) for s in held) <= 61


def test_posts_begin_and_end_only_as_their_kind_allows():
    held = stints(told(300))

    assert all(s.how in BEGINNINGS[s.post.body] for s in held)
    assert all(s.ended_how in ENDINGS[s.post.body] for s in held if s.ended)


@pytest.mark.parametrize("day", [date(2015, 6, 1), date(2016, 12, 31), date(2018, 1, 1)])
def test_a_village_has_one_secretary_and_at_most_one_director(day):
    for village in told(300):
        held = [s.post for s in village.stints if s.covers(day)]
        assert held.count(Post.PARTY_SECRETARY) <= 1
        assert held.count(Post.VC_DIRECTOR) <= 1


def test_some_secretaries_are_directors_too():
    heads = [v.chairs[0].posts for v in told(300)]

    dual = heads.count((Post.PARTY_SECRETARY, Post.VC_DIRECTOR))

    assert 0.15 < dual / len(heads) < 0.4
