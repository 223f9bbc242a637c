"""How complete a file is: one table of weights, what is missing, where it is filled in."""

from __future__ import annotations

from datetime import date

import pytest

from cadres.models import Person
from cadres.queries.completeness import HELD, ITEMS, completeness, completeness_of
from tests.cadres import dossier
from tests.cadres.factories import make_person

FULL = {
    "phone": "13907340123", "education": "31", "political_status": "01", "health": "10",
    "party_joined_on": date(1995, 7, 1), "full_member_on": date(1996, 7, 1),
    "native_place": "湖南耒阳", "birthplace": "湖南耒阳", "first_job_on": date(1996, 1, 1),
    "bank_account": "6217990000001111",
}  # fmt: skip


@pytest.fixture
def person(day, township, village) -> Person:
    person = make_person(township, "曾国华", residence=village, **FULL)
    person.photo = dossier.stored(person)
    person.save()
    return person


def missing(found) -> list[str]:
    return [one.label for one in found.missing]


def test_a_file_that_lacks_nothing_is_complete(person):
    found = completeness(person, set(HELD))

    assert (found.score, found.missing, found.level) == (100, (), "ok")


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.key)
def test_each_thing_missing_is_named_and_leads_to_where_it_is_filled_in(
    person, item, client_of, clerk
):
    held = set(HELD)
    if item.holds is None:
        held.discard(item.key.removesuffix("_row"))
    else:
        field = Person._meta.get_field(item.key)
        setattr(person, field.attname, None if field.null else "")

    found = completeness(person, held)

    assert item.label in missing(found)
    assert found.score < 100
    (one,) = [one for one in found.missing if one.label == item.label]
    page, _, place = one.url.partition("#")
    response = client_of(clerk).get(page)
    assert response.status_code == 200
    assert not place or f'id="{place}"' in response.content.decode()


def test_party_dates_are_asked_of_members_only(day, township):
    member = make_person(township, political_status="01")
    candidate = make_person(township, political_status="02")
    other = make_person(township, political_status="13")

    asked = {"入党日期", "转正日期"}
    assert asked <= set(missing(completeness(member, ())))
    assert asked & set(missing(completeness(candidate, ()))) == {"入党日期"}
    assert not asked & set(missing(completeness(other, ())))


def test_more_is_never_worse(day, township):
    person = make_person(township, phone="", education="", political_status="")
    scores = [completeness(person, ()).score]
    for name, value in FULL.items():
        setattr(person, name, value)
        scores.append(completeness(person, ()).score)

    assert scores[0] == 0
    assert scores[1] < scores[-1]


@pytest.mark.parametrize("count", [1, 12])
def test_many_files_are_weighed_in_one_query(
    person, township, clerk, django_assert_num_queries, count
):
    people = [person, *(make_person(township) for _ in range(count))]
    for one in people[:2]:
        dossier.education(one)
        dossier.education(one)
        dossier.paper(one)
    dossier.paper(people[-1], withdrawn_on=date(2018, 3, 2), withdrawn_by="陈", withdrawn_why="错")

    with django_assert_num_queries(1):
        found = completeness_of(people, clerk)

    assert set(found) == {one.pk for one in people}
    assert missing(found[person.pk]) == ["简历", "家庭成员"]
    if count > 1:
        assert "档案材料" in missing(found[people[-1].pk])


def test_nobody_is_weighed_without_a_query_too_many(clerk):
    assert completeness_of([], clerk) == {}


def test_the_page_says_it_and_links_for_the_clerk_only(person, client_of, clerk, auditor):
    dossier.education(person)

    mine = client_of(clerk).get(f"/cadres/{person.pk}/")
    others = client_of(auditor).get(f"/cadres/{person.pk}/").content.decode()

    score = mine.context["complete"].score
    assert f"{score}%</span>，还缺 3 项" in mine.content.decode()
    assert f'<a href="/cadres/{person.pk}/experience/new/">简历</a>' in mine.content.decode()
    assert f"{score}%" in others
    assert "/experience/new/" not in others
