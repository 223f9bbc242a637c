"""What the pages of a roster show, and to whom."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from cadres.models import Batch
from cadres.posts import Post
from tests.cadres.factories import fresh_number, make_person, make_tenure
from tests.cadres.roster_browser import html_of, post, send
from tests.cadres.rosters_made import HEADS, person_row, roster, take

pytestmark = pytest.mark.usefixtures("day")

CORPUS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% debug %}",
    '=HYPERLINK("http://x")',
    "' onmouseover='alert(1)",
)

# --- looking -------------------------------------------------------------------------------------


def test_a_refused_row_says_at_which_cell_and_why(browser, batch):
    page = html_of(browser, batch)

    assert "C 列“身份证号”" in page
    assert "身份证号未填写" in page
    assert "缺身份证号 1 行" in page


def test_numbers_are_masked_wherever_they_stand(browser, township, village, clerk):
    good, typo = fresh_number(), fresh_number()
    wrong = typo[:17] + ("1" if typo[17] != "1" else "2")
    known = make_person(township, "曾国华", phone="13900000001")
    rows = (
        person_row("曾国华", known.id_number, phone="13911112222"),
        person_row("单小红", wrong, phone="13700001111"),
        person_row("李春生", good, education=fresh_number()),
    )
    batch = take(township, clerk, *rows)

    pages = html_of(browser, batch)
    pages += browser.get(f"/cadres/rosters/{batch.pk}/columns/").content.decode()

    assert not re.findall(r"\d{15,17}[\dX]", re.sub(r"<code>.*?</code>", "", pages))
    for number in ("13900000001", "13911112222", "13700001111"):
        assert number not in pages
    assert "139****0001" in pages
    assert "139****2222" in pages


def test_a_change_is_shown_field_by_field(browser, township, village, clerk):
    person = make_person(township, "曾国华", education="61", phone="13900000001",
                         party_joined_on=date(2003, 7, 1))  # fmt: skip
    make_tenure(person, village, Post.VC_MEMBER)
    batch = take(township, clerk, person_row("曾国华", person.id_number, education="大专"))

    page = html_of(browser, batch)

    changed = '<span class="was">普通高中毕业</span> → <span class="is">大学专科毕业</span>'
    assert f"学历：{changed}" in page


def test_a_number_that_changed_only_where_it_is_hidden_is_said_to_have_changed(
    browser, township, village, clerk
):
    person = make_person(township, "曾国华", phone="13900000001")
    make_tenure(person, village, Post.VC_MEMBER)
    batch = take(township, clerk, person_row("曾国华", person.id_number, phone="13911110001"))

    assert "隐去的几位有改动" in html_of(browser, batch)


def test_the_filter_stands_in_the_address(browser, batch):
    refused = html_of(browser, batch, "?show=refused")
    new = html_of(browser, batch, "?show=new")
    by_reason = html_of(browser, batch, "?show=refused&why=identity_missing")

    assert ("单小红" in refused, "曾国华" in refused) == (True, False)
    assert ("单小红" in new, "曾国华" in new) == (False, True)
    assert ("单小红" in by_reason, "曾国华" in by_reason) == (True, False)
    assert "没有这样的行" in html_of(browser, batch, "?show=refused&why=unknown_post")


@pytest.mark.parametrize("query", ["?show=x&why=%00", "?page=-3", "?page=abc", "?why=<script>"])
def test_an_odd_filter_is_no_error(browser, batch, query):
    assert browser.get(f"/cadres/rosters/{batch.pk}/{query}").status_code == 200


def queries_of(browser: Client, batch: Batch) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get(f"/cadres/rosters/{batch.pk}/").status_code == 200
    return len(queries)


def test_the_page_costs_the_same_for_12_and_for_1200_rows(browser, township, village, clerk):
    few = take(township, clerk, *(person_row("曾国华", fresh_number()) for _ in range(12)))
    many = take(township, clerk, *(person_row("曾国华", fresh_number()) for _ in range(1200)))
    queries_of(browser, few)  # whatever is asked for once

    assert queries_of(browser, few) == queries_of(browser, many)


def test_nothing_in_a_sheet_becomes_part_of_the_page(browser, township, village, clerk):
    rows = [
        person_row(text, fresh_number(), village=text, posts=text, since=text, education=text,
                   party=text, joined=text, phone=text)
        for text in CORPUS
    ]  # fmt: skip
    content = roster(*rows, heads=(*HEADS[:-1], "手机号<b>"))
    send(browser, content, "<img src=x onerror=alert(1)>.csv")

    batch = Batch.objects.get()
    pages = html_of(browser, batch)
    pages += browser.get(f"/cadres/rosters/{batch.pk}/columns/").content.decode()
    pages += browser.get("/cadres/rosters/").content.decode()
    pages += browser.get("/").content.decode()

    for text in (*CORPUS[:2], "<img", "手机号<b>", "' onmouseover='"):
        assert text not in pages
    assert "{{ 7*7 }}" in pages


# --- who -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["committee", "officer", "city_officer", "auditor"])
def test_others_of_the_division_look_and_touch_nothing(request, client_of, batch, who):
    browser = client_of(request.getfixturevalue(who))

    page = html_of(browser, batch)

    assert "待乡镇组织干事确认写入" in page
    for words in ("确认写入 ", "作废", "重新核对", "下载"):
        assert words not in page
    assert "花名册.csv" in browser.get("/cadres/rosters/").content.decode()
    assert "上传并核对" not in browser.get("/cadres/rosters/").content.decode()


@pytest.mark.parametrize("what", ["", "columns/", "confirm/", "undo/", "refused/", "file/"])
def test_a_neighbours_roster_is_not_there(client_of, neighbour, batch, what):
    browser = client_of(neighbour)

    assert browser.get(f"/cadres/rosters/{batch.pk}/{what}").status_code == 404
    assert "花名册.csv" not in browser.get("/cadres/rosters/").content.decode()


def test_the_file_comes_back_as_it_was_sent_and_that_is_written_down(browser, batch):
    answer = browser.get(f"/cadres/rosters/{batch.pk}/file/")

    assert answer.content == bytes(batch.file.body)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert Event.objects.filter(name="roster.file_taken", object_id=str(batch.pk)).count() == 1


def test_looking_at_a_roster_is_written_down(browser, batch):
    html_of(browser, batch, "?show=refused")

    seen = Event.objects.get(name="roster.viewed")
    assert (seen.actor, seen.data["show"]) == ("clerk", "refused")


def test_the_clerk_is_reminded_of_what_he_left(browser, batch, client_of, committee):
    assert "花名册 花名册.csv 已核对，待确认写入" in browser.get("/").content.decode()
    assert "待确认写入" not in client_of(committee).get("/").content.decode()

    post(browser, batch, "confirm")

    assert "待确认写入" not in browser.get("/").content.decode()


def test_the_clerk_is_reminded_of_columns(browser, unknown):
    assert "待核对各列" in browser.get("/").content.decode()


def test_files_that_lie_elsewhere_are_asked_for_in_one_go(
    browser, township, sibling, village, clerk
):
    away = make_person(sibling, "隔壁老王")
    batch = take(township, clerk, person_row("隔壁老王", away.id_number))
    page = html_of(browser, batch)
    assert "此号码已登记，请报县委组织部办理转入" in page
    assert "报县委组织部办理转入（1 人）" in page
    assert sibling.name not in page

    assert "已报县委组织部" in post(browser, batch, "transfers").content.decode()
