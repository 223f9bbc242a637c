"""A roster walked in a real browser: sent, looked at, handed over, written, taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.session import acting_as
from cadres.models import Person, Tenure
from cadres.posts import Post
from tests.browser.entrance import log_in
from tests.cadres.factories import fresh_number, make_person, make_tenure
from tests.cadres.rosters_made import person_row, roster

OFFICE = {"width": 1366, "height": 768}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "新市镇花名册.csv"
    path.write_bytes(
        roster(
            person_row("曾国华", fresh_number(), posts="村党支部书记、村委会主任"),
            person_row("单小红", fresh_number()),
            person_row("李春生", ""),
        )
    )
    return path


@pytest.fixture
def holders(committed_db, settings, township, village) -> list[Tenure]:
    settings.BUSINESS_DAY = date(2018, 12, 20)
    return [
        make_tenure(make_person(township, name), village, post, date(2014, 3, 1))
        for name, post in (("前任书记", Post.PARTY_SECRETARY), ("前任主任", Post.VC_DIRECTOR))
    ]


def test_a_roster_goes_its_way(browser_page: Page, holders, clerk, file):
    page = browser_page
    page.set_viewport_size(OFFICE)
    log_in(page, clerk)

    page.get_by_role("link", name="干部", exact=True).first.click()
    page.get_by_role("link", name="花名册导入").click()
    page.get_by_label("花名册文件").set_input_files(file)
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("预览")

    fits_a_phone(page)
    decide(page)
    page.get_by_role("button", name="确认写入 2 人").click()
    expect(page.get_by_text("已写入 2 人：新建档案 2 人")).to_be_in_viewport()
    assert people(clerk) == {"前任书记", "前任主任", "曾国华", "单小红"}

    page.get_by_role("link", name="撤回整批").click()
    page.get_by_label("撤回原因").fill("传错了文件")
    page.get_by_role("button", name="撤回整批").click()
    expect(page.get_by_text("已整批撤回")).to_be_in_viewport()
    assert people(clerk) == {"前任书记", "前任主任"}


def fits_a_phone(page: Page) -> None:
    """Wide tables scroll within; the page itself does not."""
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.set_viewport_size(OFFICE)


def decide(page: Page) -> None:
    """Tick one of two hand-overs; it stays ticked while the rows are filtered."""
    confirm = page.get_by_role("button", name="确认写入 2 人")
    expect(confirm).to_contain_text("办理交接 0 项")
    page.get_by_role("checkbox").first.check()
    expect(confirm).to_contain_text("办理交接 1 项")

    page.get_by_role("link", name="不能导入", exact=True).click()
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    assert "show=refused" in page.url
    expect(page.get_by_text("身份证号未填写")).to_be_visible()
    expect(confirm).to_contain_text("办理交接 1 项")


def people(clerk) -> set[str]:
    with acting_as(clerk):
        return set(Person.objects.values_list("name", flat=True))
