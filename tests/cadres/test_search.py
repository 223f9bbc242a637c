"""Searching: by which ways somebody is found, by what it says he was, and what it never tells."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from audit.models import Event
from audit.redaction import redact
from cadres.posts import Post
from cadres.queries import listing
from cadres.queries.search import asked
from tests.cadres.factories import made_up_number, make_person, make_tenure

URL = "/cadres/"
NUMBER = made_up_number(born_on=date(1975, 3, 8), sequence=903)


@pytest.fixture
def people(settings, township, village, second_village, sibling, sibling_village):
    settings.BUSINESS_DAY = date(2018, 12, 20)
    made = {}
    for name, post in {
        "曾国华": Post.PARTY_SECRETARY, "单海燕": Post.VC_DIRECTOR, "欧阳桂兰": Post.CLERK,
        "吕秀英": Post.VC_MEMBER, "卢建军": Post.PARTY_MEMBER, "石汉生": Post.VC_DEPUTY,
    }.items():  # fmt: skip
        number = {"id_number": NUMBER} if name == "曾国华" else {}
        made[name] = make_person(township, name, **number)
        make_tenure(made[name], second_village if name == "欧阳桂兰" else village, post)
    made["曾春生"] = make_person(sibling, "曾春生")
    make_tenure(made["曾春生"], sibling_village, Post.PARTY_SECRETARY)
    return made


@pytest.fixture
def ask(client_of, clerk):
    """Give a function that searches and gives the names found with what is said of each."""

    def search(text, acting=None, **more):
        response = client_of(acting or clerk).get(URL, {"q": text} | more, follow=True)
        assert response.status_code == 200
        return {row.person.name: cells[0].note for row, cells in response.context["rows"]}

    return search


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # names: whole, given, one character, in the middle, with a space
        ("曾国华", "曾国华"), ("国华", "曾国华"), ("华", "曾国华"), ("国", "曾国华"),
        ("曾 国华", "曾国华"), ("欧阳", "欧阳桂兰"), ("阳桂", "欧阳桂兰"),
        # readings: as surnames are read, run on, parted, begun, the given name alone
        ("zeng", "曾国华"), ("ZENG", "曾国华"), ("zengguohua", "曾国华"),
        ("zeng guo hua", "曾国华"), ("zeng guohua", "曾国华"), ("zengg", "曾国华"),
        ("ze", "曾国华"), ("guohua", "曾国华"), ("guo hua", "曾国华"), ("ouyang", "欧阳桂兰"),
        ("ou yang", "欧阳桂兰"), ("oy", "欧阳桂兰"), ("shan", "单海燕"),
        # ü as it is typed
        ("lv", "吕秀英"), ("lü", "吕秀英"), ("lvxiuying", "吕秀英"), ("luxiuying", "吕秀英"),
        ("lu", "吕秀英 卢建军"), ("lujian", "卢建军"),
        # initials, from the surname or the given name
        ("zgh", "曾国华"), ("gh", "曾国华"), ("oygl", "欧阳桂兰"), ("z", "曾国华"),
        # each syllable begun
        ("zguohua", "曾国华"), ("zenggh", "曾国华"), ("zeng gh", "曾国华"), ("z guo h", "曾国华"),
        ("shihs", "石汉生"), ("shy", "单海燕"),
        # villages, with and without their township
        ("纠陂", "欧阳桂兰"), ("新市镇纠陂村", "欧阳桂兰"), ("新市镇 · 纠陂村", "欧阳桂兰"),
        ("新市 纠陂", "欧阳桂兰"), ("坛山", ""),
        # posts
        ("书记", "曾国华"), ("主任", "单海燕"), ("副主任", "石汉生"), ("文书", "欧阳桂兰"),
        ("村主任", "单海燕"), ("监委会成员", ""), ("杨仙 书记", "曾国华"),
        # nothing
        ("曾春生", ""), ("zcs", ""), ("%", ""), ("_", ""), ("[a-z]*", ""), ("'; drop table", ""),
        ("(", ""), ("\\", ""), ("zzz", ""),
    ],
)  # fmt: skip
def test_whom_a_text_finds(people, ask, text, found):
    assert set(ask(text)) == set(found.split())


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        ("国华", "曾国华", "按姓名"), ("zengg", "曾国华", "按拼音"),
        ("zgh", "曾国华", "按拼音首字母"),
        ("zeng gh", "曾国华", "按拼音"), ("书记", "曾国华", "按职务"),
        ("纠陂", "欧阳桂兰", "按村名"),
        ("杨仙 国华", "曾国华", "按村名、姓名"), (NUMBER, "曾国华", "按身份证号"),
        (NUMBER[-4:], "曾国华", "按末四位"),
    ],
)  # fmt: skip
def test_each_hit_says_by_what_it_was_found(people, ask, client_of, clerk, text, name, why):
    assert "按" + ask(text)[name] == why
    assert why in client_of(clerk).get(URL, {"q": text}, follow=True).content.decode()


def test_the_end_of_a_number_stays_in_no_address_page_or_event(people, client_of, clerk):
    tail = NUMBER[-4:]

    response = client_of(clerk).get(URL, {"q": tail}, follow=True)

    assert [row.person.name for row, _ in response.context["rows"]] == ["曾国华"]
    assert all(tail not in address for address, _ in response.redirect_chain)
    assert f'value="{tail}"' not in response.content.decode()
    assert Event.objects.filter(name="cadre.searched_by_tail").count() == 1
    assert not [event for event in Event.objects.all() if tail in str(event.data)]


@pytest.mark.parametrize("x", ["x", "X", "Ｘ"])
def test_a_tail_with_an_x_is_found_however_it_is_typed(settings, township, village, ask, x):
    settings.BUSINESS_DAY = date(2018, 12, 20)
    number = next(n for s in range(901, 989) if (n := made_up_number(sequence=s)).endswith("X"))
    make_tenure(make_person(township, "曾国华", id_number=number), village)

    assert ask(number[-4:-1] + x) == {"曾国华": "末四位"}


def test_a_tail_finds_whoever_left_too_and_nobody_elsewhere(people, ask, neighbour, village):
    people["曾国华"].tenures.update(ended_on=date(2018, 1, 1), ended_how="resignation")

    assert ask(NUMBER[-4:]) == {"曾国华": "末四位"}
    assert ask(NUMBER[-4:], neighbour) == {}


@pytest.mark.parametrize("token", ["x", "k1:", "k1:AAAA", "k9:AAAA", "9018", "%00", "k1:é"])
def test_a_made_up_token_finds_nobody(people, client_of, clerk, token):
    response = client_of(clerk).get(URL, {"tail": token})

    assert response.status_code == 200
    assert not response.context["rows"]


def test_a_number_that_was_not_typed_to_its_end_leaves_the_address(people, client_of, clerk):
    response = client_of(clerk).get(URL, {"q": NUMBER[:17]}, follow=True)

    assert "号码没有录全" in response.content.decode()
    assert response.redirect_chain == [("/cadres/?found=part", 302)]


def test_logs_lose_the_end_of_a_number_that_was_searched_for():
    for typed in ("9018", "901X"):
        assert typed not in redact(f'GET /cadres/?q={typed} HTTP/1.1" 302')
        assert typed not in redact(f"/cadres/?holding=all&q={typed}&o=name")
    assert redact("/cadres/?on=2018-01-01&q=2018xy") == "/cadres/?on=2018-01-01&q=2018xy"
    assert redact("/cadres/1234/") == "/cadres/1234/"


def test_a_merged_file_leads_to_the_one_that_was_kept(people, ask, township):
    second = make_person(township, "曾果华", merged_into=people["曾国华"])

    assert ask("曾果华") == {"曾国华": "并入的档案或曾任的村"}
    assert set(ask(second.id_number)) == {"曾国华"}
    assert set(ask(second.id_number[-4:])) == {"曾国华"}
    assert len(ask("zengguohua", holding="all")) == 1


@pytest.mark.parametrize("text", ["曾", "zeng", "z", "书记", "山"])
def test_neither_rows_nor_count_tell_of_others(people, client_of, clerk, neighbour, text):
    for acting, count in ((clerk, 1), (neighbour, 1)):
        response = client_of(acting).get(URL, {"q": text})
        wanted = 0 if text == "山" and acting is clerk else count
        assert response.context["count"].count == len(response.context["rows"]) == wanted


def test_more_hits_than_are_counted_are_said_to_be_more(people, client_of, clerk, monkeypatch):
    monkeypatch.setattr(listing, "CAP", 2)

    html = client_of(clerk).get(URL, {"q": "杨仙"}).content.decode()

    assert "2 人以上" in html
    assert "只列到第 2 人" in html


def test_without_a_search_everybody_is_counted(people, client_of, clerk, monkeypatch):
    monkeypatch.setattr(listing, "CAP", 2)

    assert client_of(clerk).get(URL).context["count"].said == "6 人"


def test_pages_and_orders_of_a_search_hold_together(
    people, ask, client_of, clerk, township, village
):
    for number in range(30):
        make_tenure(make_person(township, f"钱{chr(0x4E00 + number)}"), village)

    first, second = (
        [row.person.name for row, _ in client_of(clerk).get(URL, asked).context["rows"]]
        for asked in ({"q": "钱", "o": "-name"}, {"q": "钱", "o": "-name", "page": 2})
    )

    assert (len(first), len(second)) == (25, 5)
    assert len({*first, *second}) == 30


@pytest.mark.parametrize(
    ("letters", "reading"),
    [("zengguohua", True), ("zengg", True), ("shan", True), ("lin", True), ("ouyang", True),
     ("zhengx", True), ("zgh", False), ("zguohua", False), ("zenggh", False), ("zeng gh", False),
     ("wangxm", False), ("nv", True), ("lue", True)],
)  # fmt: skip
def test_a_reading_is_told_from_initials(letters, reading):
    assert asked(letters).is_reading is reading


@pytest.mark.parametrize("letters", ["xian" * 14 + "zz", "xian" * 15, "z" * 60])
def test_letters_that_can_be_parted_in_a_million_ways_take_no_time(people, ask, letters):
    assert ask(letters) == {}


def test_the_reading_of_one_name_does_not_find_the_beginnings_of_another(people, ask):
    assert set(ask("shan")) == {"单海燕"}  # not 石汉生, sh-han


def test_a_page_opens_the_numbers_of_its_own_rows_only(
    settings, client_of, clerk, township, village
):
    settings.BUSINESS_DAY = date(2018, 12, 20)
    for number in range(60):
        make_tenure(make_person(township, f"钱{chr(0x4E00 + number)}"), village)
    browser = client_of(clerk)
    shown = [row.person.pk for row, _ in browser.get(URL, {"q": "钱"}).context["rows"]]
    with connection.cursor() as cursor:  # what is opened now would fail
        cursor.execute(
            "UPDATE cadres_person SET id_number = 'k1:AAAA' WHERE NOT id = ANY(%s)", [shown]
        )

    assert len(browser.get(URL, {"q": "钱"}).context["rows"]) == 25
    with pytest.raises(ValueError, match="Nonce"):
        browser.get(URL, {"q": "钱", "page": 2})
