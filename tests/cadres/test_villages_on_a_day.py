"""Who held what on a day: a village, a township's sheet, a list of posts across a county."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadres.posts import Post
from tests.cadres.factories import make_person, make_team, make_tenure

SECRETARY, DIRECTOR = Post.PARTY_SECRETARY, Post.VC_DIRECTOR
OVERHEAD = ("SAVEPOINT", "RELEASE", "set_config", "current_setting")
ASKED = date(2017, 6, 30)


@pytest.fixture
def posts(day, township, village, second_village, sibling, sibling_village):
    """Give a secretary who handed over on 2017-07-01, and one next door."""
    old, new = make_person(township, "任永胜"), make_person(township, "缪志强")
    make_tenure(old, village, SECRETARY, ended_on=ASKED, ended_how="resignation")
    make_tenure(old, village, DIRECTOR, ended_on=ASKED, ended_how="resignation")
    make_tenure(new, village, SECRETARY, date(2017, 7, 1))
    make_tenure(make_person(sibling, "曾春生"), sibling_village, SECRETARY)
    make_team(village)
    return old, new


def seats(response) -> dict[str, list[str]]:
    found = [seat for _, group in response.context["bodies"] for seat in group]
    return {seat.post: [held.name for held in seat.holders] for seat in found if seat.holders}


@pytest.mark.parametrize(
    ("on", "held"),
    [
        ("2017-04-30", {}),
        ("2017-05-01", {SECRETARY: ["任永胜"], DIRECTOR: ["任永胜"]}),
        ("2017-06-30", {SECRETARY: ["任永胜"], DIRECTOR: ["任永胜"]}),
        ("2017-07-01", {SECRETARY: ["缪志强"]}),
        ("", {SECRETARY: ["缪志强"]}),
    ],
)
def test_a_village_shows_who_held_what_on_the_day(posts, clerk, client_of, village, on, held):
    response = client_of(clerk).get(f"/cadres/villages/{village.pk}/", {"on": on})

    assert seats(response) == held
    assert ("一肩挑" in response.content.decode()) is (DIRECTOR in held)


def test_a_village_shows_what_is_vacant_and_who_was_before(posts, clerk, client_of, village):
    response = client_of(clerk).get(f"/cadres/villages/{village.pk}/")
    page = response.content.decode()

    assert page.count('<span class="tag tag-attention">空缺</span>') == 1
    assert [(one.name, one.tenure.post) for one in response.context["former"]] == [
        ("任永胜", SECRETARY), ("任永胜", DIRECTOR),
    ]  # fmt: skip
    assert "2020-04-30" in page  # three years from 2017-05-01
    assert f"/cadres/villages/{village.pk}/tenures/new/?post=vc_director" in page


def test_a_day_gone_by_offers_nothing_to_do(posts, clerk, client_of, village):
    page = client_of(clerk).get(f"/cadres/villages/{village.pk}/?on=2017-06-30").content.decode()

    assert "/tenures/new/" not in page


def test_a_holder_whose_file_went_elsewhere_keeps_his_post_without_a_name(
    posts, clerk, client_of, village, sibling
):
    make_tenure(make_person(sibling, "外转人"), village, DIRECTOR, date(2018, 1, 1))
    browser = client_of(clerk)
    for url in (f"/cadres/villages/{village.pk}/", "/cadres/sheet/", "/cadres/posts/"):
        page = browser.get(url).content.decode()
        assert "档案在外单位" in page
        assert "外转人" not in page


def test_a_sheet_holds_every_village_of_the_township(posts, clerk, client_of):
    rows = client_of(clerk).get("/cadres/sheet/?on=2017-06-30").context["rows"]

    assert [row.village.name for row in rows] == ["杨仙村", "纠陂村", "新市社区"]
    assert [held.name for held in rows[0].seats[0].holders] == ["任永胜"]
    assert [row.is_empty for row in rows] == [False, True, True]


def test_the_county_picks_a_township_and_no_foreign_one(
    posts, officer, client_of, sibling, other_township
):
    browser = client_of(officer)

    assert browser.get("/cadres/sheet/").context["township"] is None
    assert browser.get("/cadres/sheet/", {"township": sibling.pk}).context["township"] == sibling
    page = browser.get("/cadres/sheet/", {"township": other_township.pk})
    assert page.context["township"] is None
    assert "不在您的范围内" in page.content.decode()


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("clerk", ["任永胜", "任永胜"]),
        ("neighbour", ["曾春生"]),
        ("officer", ["任永胜", "任永胜", "曾春生"]),
        ("stranger_officer", []),
        ("auditor", ["任永胜", "任永胜", "曾春生"]),
    ],
)
def test_one_list_answers_for_a_whole_county(posts, client_of, request, who, names):
    response = client_of(request.getfixturevalue(who)).get("/cadres/posts/?on=2017-06-30")

    assert [row.held.name for row in response.context["rows"]] == names


@pytest.mark.parametrize(
    ("asked", "count"),
    [({"post": DIRECTOR}, 1), ({"body": "party"}, 2), ({"q": "zcs"}, 1), ({"q": "任"}, 2),
     ({"body": "staff"}, 0)],
)  # fmt: skip
def test_the_list_of_posts_is_narrowed(posts, officer, client_of, asked, count):
    response = client_of(officer).get("/cadres/posts/", {"on": "2017-06-30"} | asked)

    assert len(response.context["rows"]) == count


def test_ages_are_of_the_day(posts, clerk, client_of):
    browser = client_of(clerk)

    def age(on):
        (row, *_) = browser.get("/cadres/posts/", {"on": on, "post": SECRETARY}).context["rows"]
        return row.person.born_on, next(one.text for one in row.cells if one.label == "年龄")

    born, text = age("2017-06-30")
    assert int(text) == 2017 - born.year - ((born.month, born.day) > (6, 30))


def test_a_wrong_day_says_so(posts, clerk, client_of):
    page = client_of(clerk).get("/cadres/posts/?on=2017-02-30").content.decode()

    assert "没有符合条件的任职" in page


def cost(browser, url) -> int:
    browser.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url).status_code == 200
    return len([q for q in queries if not any(word in q["sql"] for word in OVERHEAD)])


@pytest.mark.parametrize(
    "url",
    ["/cadres/sheet/", "/cadres/posts/", "/cadres/vacancies/", "/cadres/terms/?within=all", "/"],
)
def test_the_number_of_queries_does_not_grow(
    posts, clerk, client_of, township, village, second_village, community, url
):
    browser = client_of(clerk)
    before = cost(browser, url)
    for place in (second_village, community):
        make_team(place)
        for _ in range(9):
            make_tenure(make_person(township), place, Post.VC_MEMBER)

    assert cost(browser, url) == before


def test_the_list_of_cadres_says_what_is_not_of_the_day(posts, clerk, client_of):
    browser, said = client_of(clerk), "学历、政治面貌按现在"

    then = browser.get("/cadres/?on=2017-06-30")
    ((row, _),) = then.context["rows"]

    assert (row.person.name, row.posts) == ("任永胜", "书记、主任")
    assert said in then.content.decode()
    assert said not in browser.get("/cadres/").content.decode()
