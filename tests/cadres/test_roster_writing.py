"""A roster is written, once and whole, and taken back."""

from __future__ import annotations

import pytest

from cadres.models import BatchRow, Person, Tenure
from tests.cadres.factories import fresh_number, make_person
from tests.cadres.roster_browser import html_of, post
from tests.cadres.rosters_made import confirm, person_row, take

pytestmark = pytest.mark.usefixtures("day")


# --- writing -------------------------------------------------------------------------------------


def test_what_is_confirmed_is_true_and_the_page_says_so(browser, batch):
    page = post(browser, batch, "confirm").content.decode()

    person = Person.objects.get()
    assert "已写入 1 人：新建档案 1 人，更正 0 人" in page
    assert f'href="/cadres/{person.pk}/"' in page
    assert "陈干事 2018-12-20 确认" in page


def test_the_same_button_twice_writes_once_and_shows_the_result(browser, batch):
    post(browser, batch, "confirm")

    again = post(browser, batch, "confirm")

    assert again.status_code == 200
    assert "没有重复写入" in again.content.decode()
    assert Person.objects.count() == 1


def test_a_registry_that_changed_meanwhile_is_said_and_nothing_is_written(
    browser, township, village, clerk
):
    number = fresh_number()
    batch = take(township, clerk, person_row("曾国华", number))
    make_person(township, "曾国华", id_number=number)

    page = post(browser, batch, "confirm")

    assert page.status_code == 200
    assert "第 2 行的结果已不同，没有写入任何内容" in page.content.decode()
    assert not Tenure.objects.exists()
    post(browser, batch, "recheck")
    batch.refresh_from_db()
    assert batch.counts["changed"] == 1


def test_a_roster_without_anything_new_offers_no_writing(browser, township, village, clerk):
    rows = (person_row("曾国华", fresh_number()),)
    confirm(take(township, clerk, *rows), clerk)

    page = html_of(browser, take(township, clerk, *rows))

    assert "没有要写入的内容" in page
    assert "确认写入" not in page


def test_a_roster_can_be_dropped(browser, batch):
    page = post(browser, batch, "discard").content.decode()

    assert "已作废，没有写入任何内容" in page
    assert 'class="steps"' not in page  # it is not on its way any more
    assert not BatchRow.objects.exists()
    assert "这次导入现在是“已作废”" in post(browser, batch, "confirm").content.decode()
    assert not Person.objects.exists()


@pytest.mark.parametrize("what", ["recheck", "discard"])
def test_what_is_written_is_not_checked_or_dropped_again(browser, batch, what):
    post(browser, batch, "confirm")

    page = post(browser, batch, what).content.decode()

    assert "这次导入现在是“已写入”" in page
    assert Person.objects.count() == 1


# --- taking back ---------------------------------------------------------------------------------


def test_a_written_roster_is_taken_back_with_a_reason(browser, batch):
    post(browser, batch, "confirm")

    refused = post(browser, batch, "undo")
    assert "请写明撤回的原因" in refused.content.decode()
    assert Person.objects.count() == 1
    page = post(browser, batch, "undo", reason="传错了文件").content.decode()

    assert "已整批撤回" in page
    assert "传错了文件" in page
    assert not Person.objects.exists()


def test_who_stands_against_taking_back_is_named_before_it_is_asked(browser, batch):
    post(browser, batch, "confirm")
    Person.objects.update(native_place="湖南耒阳")

    page = browser.get(f"/cadres/rosters/{batch.pk}/undo/").content.decode()

    assert "曾国华 的档案或任职在导入以后又有变动" in page
    assert "撤回原因" not in page


def test_what_was_never_written_cannot_be_taken_back(browser, batch):
    page = browser.get(f"/cadres/rosters/{batch.pk}/undo/").content.decode()

    assert "这次导入现在是“待确认”，不能再撤回" in page
    assert "不能再撤回" in post(browser, batch, "undo", reason="试").content.decode()
