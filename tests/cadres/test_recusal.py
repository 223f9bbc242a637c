"""Relatives in the bodies of one village: on both pages, and on the county's list."""

from __future__ import annotations

from datetime import date

import pytest

from cadres.models import Person
from cadres.posts import Post
from cadres.queries.recusal import conflicts, conflicts_of
from tests.cadres import dossier
from tests.cadres.conftest import DAY
from tests.cadres.factories import make_person, make_tenure


@pytest.fixture
def brothers(day, township) -> tuple[Person, Person]:
    first, second = make_person(township, "曾国华"), make_person(township, "曾国强")
    dossier.relative(
        first, relation="sibling", title="弟弟", name="曾国强", holds_office=True, cadre=second
    )
    return first, second


def seated(people, village, posts, **fields) -> None:
    for person, post in zip(people, posts, strict=True):
        make_tenure(person, village, post, date(2017, 5, 1), **fields)


@pytest.mark.parametrize(
    ("posts", "by_law"),
    [
        ((Post.VC_DIRECTOR, Post.SUPERVISION_MEMBER), True),
        ((Post.SUPERVISION_MEMBER, Post.VC_MEMBER), True),
        ((Post.PARTY_SECRETARY, Post.VC_DIRECTOR), False),
        ((Post.PARTY_SECRETARY, Post.SUPERVISION_MEMBER), False),
        ((Post.SUPERVISION_MEMBER, Post.SUPERVISION_MEMBER), False),
    ],
)
def test_relatives_in_one_village_meet(brothers, village, clerk, posts, by_law):
    seated(brothers, village, posts)

    (found,) = conflicts(clerk, DAY)

    assert (found.person, found.relative, found.village) == (*brothers, village)
    assert (found.relation, found.by_law) == ("弟弟", by_law)
    assert ("村民委员会组织法" in found.ground) is by_law


@pytest.mark.parametrize("posts", [(Post.VC_DIRECTOR, Post.CLERK), (Post.CLERK, Post.CLERK)])
def test_hired_staff_is_no_body(brothers, village, clerk, posts):
    seated(brothers, village, posts)

    assert conflicts(clerk, DAY) == []


def test_in_two_villages_they_do_not_meet(brothers, village, second_village, clerk):
    make_tenure(brothers[0], village, Post.VC_DIRECTOR)
    make_tenure(brothers[1], second_village, Post.SUPERVISION_MEMBER)

    assert conflicts(clerk, DAY) == []


@pytest.mark.parametrize(
    ("day", "meets"),
    [(date(2017, 12, 31), False), (date(2018, 1, 1), True), (date(2018, 6, 30), True),
     (date(2018, 7, 1), False)],
)  # fmt: skip
def test_they_meet_on_days_both_serve(brothers, village, clerk, day, meets):
    make_tenure(brothers[0], village, Post.VC_DIRECTOR, date(2017, 5, 1),
                ended_on=date(2018, 6, 30), ended_how="resignation")  # fmt: skip
    make_tenure(brothers[1], village, Post.SUPERVISION_MEMBER, date(2018, 1, 1))

    assert bool(conflicts(clerk, day)) is meets


def test_a_relative_who_is_named_and_not_linked_is_not_guessed(day, township, village, clerk):
    first, second = make_person(township, "曾国华"), make_person(township, "曾国强")
    dossier.relative(first, name="曾国强", holds_office=True)
    seated((first, second), village, (Post.VC_DIRECTOR, Post.SUPERVISION_MEMBER))

    assert conflicts(clerk, DAY) == []


def test_the_tag_stands_on_both_pages(brothers, village, client_of, clerk):
    seated(brothers, village, (Post.VC_DIRECTOR, Post.SUPERVISION_MEMBER))
    browser = client_of(clerk)

    for person in brothers:
        text = browser.get(f"/cadres/{person.pk}/").content.decode()
        assert '<a class="tag tag-stop" href="#recusal">需要回避</a>' in text
        assert "同在新市镇 · 杨仙村任职" in text


def test_a_pair_both_files_name_is_one_pair(brothers, village, clerk):
    first, second = brothers
    dossier.relative(second, title="哥哥", name=first.name, holds_office=True, cadre=first)
    seated(brothers, village, (Post.VC_DIRECTOR, Post.SUPERVISION_MEMBER))

    assert len(conflicts(clerk, DAY)) == 1
    assert len(conflicts_of([second.pk], clerk, DAY)) == 1


@pytest.mark.parametrize(
    ("who", "seen"),
    [("clerk", 1), ("officer", 1), ("city_officer", 1), ("auditor", 1), ("neighbour", 0),
     ("stranger_officer", 0)],
)  # fmt: skip
def test_the_list_shows_the_readers_own(brothers, village, client_of, request, who, seen):
    seated(brothers, village, (Post.VC_DIRECTOR, Post.SUPERVISION_MEMBER))

    response = client_of(request.getfixturevalue(who)).get("/cadres/recusals/")

    text = response.content.decode()
    assert response.context["page"].paginator.count == seen
    assert ("曾国强" in text) is bool(seen)
    assert ("没有查到需要回避的" in text) is not bool(seen)


def test_a_file_that_went_elsewhere_is_not_named_any_more(brothers, village, clerk, sibling):
    seated(brothers, village, (Post.VC_DIRECTOR, Post.SUPERVISION_MEMBER))
    Person.objects.filter(pk=brothers[1].pk).update(unit=sibling, scope_path=sibling.path)

    assert conflicts(clerk, DAY) == []


@pytest.mark.parametrize("pairs", [1, 12])
def test_the_list_asks_twice_however_long(
    township, village, day, clerk, django_assert_num_queries, pairs
):
    for number in range(pairs):
        people = make_person(township), make_person(township)
        dossier.relative(people[0], holds_office=True, cadre=people[1])
        make_tenure(people[0], village, Post.VC_MEMBER, date(2017, 5, 1 + number))
        make_tenure(people[1], village, Post.SUPERVISION_MEMBER)

    with django_assert_num_queries(2):
        assert len(conflicts(clerk, DAY)) == pairs
