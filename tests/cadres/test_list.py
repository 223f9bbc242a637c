"""The list of cadres: who is on it, in what order, and what it never shows."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from cadres.identity import mask
from cadres.posts import Post
from tests.cadres.factories import made_up_number, make_measure, make_person, make_tenure

URL = "/cadres/"
NUMBER = made_up_number(born_on=date(1975, 3, 8), sequence=903)
OVERHEAD = ("SAVEPOINT", "RELEASE", "set_config", "current_setting")


@pytest.fixture
def people(day, township, village, second_village, sibling, sibling_village):
    """Give six people: four in post here, one who left, one next door."""
    made = {
        "secretary": make_person(township, "曾国华", id_number=NUMBER, education="31"),
        "director": make_person(township, "单海燕", political_status="13", education="61"),
        "member": make_person(township, "尉迟志强", education="21"),
        "clerk": make_person(township, "欧阳桂兰", education="31"),
        "left": make_person(township, "缪建军"),
        "next_door": make_person(sibling, "曾春生"),
    }
    make_tenure(made["secretary"], village, Post.PARTY_SECRETARY)
    make_tenure(made["secretary"], village, Post.VC_DIRECTOR, date(2018, 2, 1))
    make_tenure(made["director"], second_village, Post.VC_DIRECTOR, date(2018, 1, 5))
    make_tenure(made["member"], second_village, Post.PARTY_MEMBER)
    make_tenure(made["clerk"], village, Post.CLERK, date(2016, 1, 1))
    make_tenure(
        made["left"], village, Post.VC_MEMBER, date(2014, 5, 1),
        ended_on=date(2017, 4, 30), ended_how="term_over",
    )  # fmt: skip
    make_tenure(made["next_door"], sibling_village)
    return made


@pytest.fixture
def names(client_of, clerk):
    """Give a function that asks the clerk's list and gives the names on it."""

    def ask(acting=None, **conditions):
        response = client_of(acting or clerk).get(URL, conditions, follow=True)
        assert response.status_code == 200
        return [row.person.name for row, _ in response.context["rows"]]

    return ask


def test_the_list_holds_those_in_post_sorted_by_pinyin(people, names):
    assert names() == ["欧阳桂兰", "单海燕", "尉迟志强", "曾国华"]


@pytest.mark.parametrize(
    ("who", "count"),
    [("clerk", 4), ("committee", 4), ("neighbour", 1), ("stranger", 0), ("officer", 5),
     ("city_officer", 5), ("auditor", 5)],
)  # fmt: skip
def test_everybody_reads_his_own_division(people, names, request, who, count):
    assert len(names(request.getfixturevalue(who))) == count


@pytest.mark.parametrize("who", ["department", "system_admin", "security_admin", "audit_admin"])
def test_nobody_else_reads_it(people, client_of, request, who):
    assert client_of(request.getfixturevalue(who)).get(URL).status_code == 403


def test_a_visitor_is_sent_to_log_in(people, client):
    assert client.get(URL).status_code == 302


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("国华", ["曾国华"]),
        ("曾 国华", ["曾国华"]),
        ("zeng", ["曾国华"]),
        ("ZengGuoHua", ["曾国华"]),
        ("zeng guo", ["曾国华"]),
        ("guohua", ["曾国华"]),
        ("zgh", ["曾国华"]),
        ("yuchi", ["尉迟志强"]),
        ("shan", ["单海燕"]),
        ("纠陂", ["单海燕", "尉迟志强"]),
        ("坛山", []),
        ("曾春生", []),
        ("%", []),
        ("_", []),
        ("'; drop table", []),
    ],
)
def test_search_by_name_pinyin_initials_and_village(people, names, text, found):
    assert names(q=text) == found


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ({"post": "party_secretary"}, ["曾国华"]),
        ({"post": "vc_director"}, ["单海燕", "曾国华"]),
        ({"political": "13"}, ["单海燕"]),
        ({"education": "30"}, ["欧阳桂兰", "曾国华"]),
        ({"holding": "no"}, ["缪建军"]),
        ({"holding": "all"}, ["缪建军", "欧阳桂兰", "单海燕", "尉迟志强", "曾国华"]),
        ({"holding": "all", "post": "vc_member"}, ["缪建军"]),
        ({"on": "2017-05-01"}, ["欧阳桂兰", "尉迟志强", "曾国华"]),
        ({"on": "2017-04-30"}, ["缪建军", "欧阳桂兰"]),
        ({"on": "2014-04-30"}, []),
        ({"on": "昨天"}, []),
        ({"post": "emperor"}, []),
    ],
)
def test_filters(people, names, conditions, found):
    assert names(**conditions) == found


def test_filter_by_place(people, names, officer, county, township, second_village, sibling):
    assert names(officer, township=sibling.pk) == ["曾春生"]
    assert names(officer, township=township.pk, village=second_village.pk) == ["单海燕", "尉迟志强"]
    # the village of a township that is no longer picked is dropped
    assert names(officer, township=sibling.pk, village=second_village.pk) == ["曾春生"]


def test_a_place_of_others_gives_nobody_and_says_so(people, client_of, clerk, sibling):
    for place in (sibling.pk, 999_999, "x"):
        response = client_of(clerk).get(URL, {"township": place})

        assert not response.context["rows"]
        assert "不在您的范围内" in response.content.decode()
        assert "遥田镇" not in response.content.decode()


@pytest.mark.parametrize(
    ("band", "ages"), [("35", {35}), ("45", {36, 45}), ("55", {46}), ("60", set()), ("61", {61})]
)
def test_age_bands_hold_both_their_ends(day, names, township, village, band, ages):
    for age, born_on in {
        35: date(1983, 12, 20), 36: date(1982, 12, 20), 45: date(1972, 12, 21),
        46: date(1972, 12, 20), 61: date(1957, 12, 20),
    }.items():  # fmt: skip
        make_tenure(
            make_person(
                township,
                f"龄{'甲乙丙丁戊己庚'[age % 7]}",
                id_number=made_up_number(born_on=born_on),
            ),
            village,
        )

    assert len(names(age=band)) == len(ages)


def test_sex_and_measure(people, names, day):
    make_measure(people["member"], until=date(2018, 12, 20))
    make_measure(people["clerk"], until=date(2018, 12, 19))

    assert names(measure="on") == ["尉迟志强"]
    assert names(measure="on", on="2018-12-19") == ["欧阳桂兰", "尉迟志强"]
    assert "曾国华" in names(sex="1")
    assert "曾国华" not in names(sex="2")


@pytest.mark.parametrize(
    ("order", "first"),
    [("name", "欧阳桂兰"), ("-name", "曾国华"), ("since", "欧阳桂兰"), ("-since", "单海燕"),
     ("-village", "单海燕"), ("id_number", "欧阳桂兰"), ("-person__id_index", "欧阳桂兰")],
)  # fmt: skip
def test_only_the_columns_of_the_list_sort_it(people, names, order, first):
    assert names(o=order)[0] == first


def test_a_row_says_what_the_columns_promise(people, client_of, clerk):
    html = client_of(clerk).get(URL, {"q": "曾国华"}).content.decode()

    for text in ("男", "43", "新市镇 · 杨仙村", "书记、主任", "大学专科毕业", "中共党员"):
        assert text in html
    for text in (mask(NUMBER), "2017-05-01", f"/cadres/{people['secretary'].pk}/"):
        assert text in html


def test_the_list_never_shows_a_full_number(people, client_of, clerk):
    html = client_of(clerk).get(URL, {"holding": "all"}).content.decode()

    for person in people.values():
        assert person.id_number not in html
        assert person.phone not in html


@pytest.mark.parametrize("typed", [NUMBER, f" {NUMBER[:6]} {NUMBER[6:]}".lower()])
def test_a_whole_number_finds_its_bearer_and_is_written_down(people, client_of, clerk, typed):
    response = client_of(clerk).get(URL, {"q": typed}, follow=True)

    assert [row.person for row, _ in response.context["rows"]] == [people["secretary"]]
    assert NUMBER not in response.content.decode()
    assert NUMBER not in response.redirect_chain[0][0]
    assert 'name="found"' not in response.content.decode()
    event = Event.objects.get(name="cadre.searched_by_number")
    assert (event.data, event.object_id) == ({"found": True}, str(people["secretary"].pk))
    assert NUMBER not in str(event.__dict__)


def test_a_foreign_number_finds_nothing_like_an_unknown_one(people, client_of, clerk):
    browser = client_of(clerk)

    foreign = browser.get(URL, {"q": people["next_door"].id_number}, follow=True)
    unknown = browser.get(URL, {"q": made_up_number(sequence=988)}, follow=True)

    assert not foreign.context["rows"]
    assert _without_tokens(foreign) == _without_tokens(unknown)
    assert foreign.redirect_chain == unknown.redirect_chain
    assert "没有查到此号码" in foreign.content.decode()
    assert not Event.objects.exclude(object_id="").filter(name="cadre.searched_by_number")


def _without_tokens(response):
    return re.sub(r"[A-Za-z0-9]{64}", "", response.content.decode())


def test_a_foreign_id_in_the_address_finds_nothing(people, names):
    assert names(found=people["next_door"].pk) == []


def test_part_of_a_number_finds_nothing(people, names):
    assert names(q=NUMBER[:17]) == []


def test_an_empty_list_says_how_to_go_on(people, client_of, clerk):
    html = client_of(clerk).get(URL, {"q": "缪建军"}).content.decode()

    assert "要找的人可能已经离任" in html
    assert "holding=all" in html


def test_a_list_without_anybody_says_what_belongs_here(day, client_of, clerk):
    assert "名册中还没有在任干部" in client_of(clerk).get(URL).content.decode()


def test_the_pager_counts_people(day, client_of, clerk, township, village):
    for _ in range(26):
        make_tenure(make_person(township), village)

    response = client_of(clerk).get(URL, {"page": 2, "q": "杨仙"})

    assert len(response.context["rows"]) == 1
    assert "共 2 页，26 人" in response.content.decode()
    assert "?q=" in response.content.decode()


@pytest.mark.parametrize("acts", ["clerk", "city_officer"])
def test_the_number_of_queries_does_not_depend_on_the_rows(
    day, client_of, request, acts, township, village
):
    browser = client_of(request.getfixturevalue(acts))
    counts = []
    for more in (12, 108):
        for _ in range(more):
            make_tenure(make_person(township), village)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            browser.get(URL)
        counts.append([q["sql"] for q in captured if not any(w in q["sql"] for w in OVERHEAD)])

    assert len(counts[0]) == len(counts[1])
    assert len(counts[1]) <= 10, "\n".join(counts[1])
