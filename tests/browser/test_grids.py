"""Entry grids in a real browser: cells save themselves, a paste is one step, steps go back."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessments.models import Entry, Round, Tally
from audit.models import Event
from tests.assessments import stage
from tests.browser.entrance import log_in
from tests.supervision import pledge_stage

PASTE = """([selector, text]) => {
  const field = document.querySelector(selector);
  field.focus();
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const how = { clipboardData: data, bubbles: true, cancelable: true };
  field.dispatchEvent(new ClipboardEvent("paste", how));
}"""


@pytest.fixture
def found(committed_db, settings, officer, village, township) -> Round:
    settings.BUSINESS_DAY = stage.DAY
    stage.people(village, names=["任永胜", "李光辉", "刘秀珍"])
    return stage.opened(officer, township)


@pytest.fixture
def voting(found: Round, clerk) -> Round:
    stage.met(found, clerk)
    return found


def state(page: Page):
    return page.locator("[data-save-state]")


def tallies(found: Round) -> list[tuple[int | None, ...]]:
    return [stage.tally(entry) for entry in stage.roster(found)]


def test_a_cell_is_saved_on_leaving_it_and_the_row_is_summed(
    browser_page: Page, voting: Round, clerk
):
    page = browser_page
    log_in(page, clerk)
    page.goto(reverse("assessments:ballots", args=[voting.pk]))
    page.get_by_label("任永胜 优秀", exact=True).focus()
    for number in ("60", "20", "10", "0"):
        page.keyboard.type(number)
        page.keyboard.press("Tab")
        expect(state(page)).to_contain_text("已保存")

    row = page.locator("tr", has_text="任永胜")
    expect(row.locator("[data-sum=total]")).to_have_text("90")
    expect(row.locator("[data-sum=rating]")).to_have_text("91.11")
    assert tallies(voting)[0] == (60, 20, 10, 0)
    assert row.locator("td.is-saved").count() >= 3


def test_a_paste_is_one_request_and_one_step_back(browser_page: Page, voting: Round, clerk):
    page = browser_page
    log_in(page, clerk)
    page.goto(reverse("assessments:ballots", args=[voting.pk]))
    requests: list[str] = []
    page.on("request", lambda one: requests.append(one.url) if one.method == "POST" else None)
    first = page.get_by_label("任永胜 优秀", exact=True).get_attribute("id")

    page.evaluate(PASTE, [f"#{first}", "６０\t20\t10\t0\n1\t2\t3\t4\n5\t6\t7\t8\n"])
    expect(state(page)).to_have_text("已保存 12 格")
    assert tallies(voting) == [(60, 20, 10, 0), (1, 2, 3, 4), (5, 6, 7, 8)]
    assert len(requests) == 1

    page.keyboard.press("Control+z")
    expect(page.locator("tr", has_text="李光辉").locator("[data-sum=total]")).to_have_text("—")
    expect(state(page)).to_have_text("已保存 12 格")
    assert tallies(voting) == [(None,) * 4] * 3
    page.keyboard.press("Control+y")
    expect(page.locator("tr", has_text="李光辉").locator("[data-sum=total]")).to_have_text("10")
    expect(state(page)).to_have_text("已保存 12 格")
    assert tallies(voting)[2] == (5, 6, 7, 8)
    hows = [
        one.data["how"]
        for one in Event.objects.filter(name="assessments.ballots_saved").order_by("pk")
    ]
    assert hows == ["paste", "undo", "redo"]


def test_several_steps_go_back_one_by_one(browser_page: Page, found: Round, clerk):
    page = browser_page
    log_in(page, clerk)
    page.goto(reverse("assessments:targets", args=[found.pk]))
    page.get_by_label("任永胜 德", exact=True).focus()
    for number in ("9", "8", "7"):
        page.keyboard.type(number)
        page.keyboard.press("Enter")
    expect(state(page)).to_contain_text("已保存")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")

    expect(page.get_by_label("李光辉 德", exact=True)).to_have_value("")
    expect(page.get_by_label("任永胜 德", exact=True)).to_have_value("9")
    expect(page.locator("td.is-saving")).to_have_count(0)
    assert [one.virtue for one in stage.roster(found)] == [9, None, None]


def test_what_cannot_be_saved_stays_with_its_sentence(browser_page: Page, voting: Round, clerk):
    page = browser_page
    log_in(page, clerk)
    page.goto(reverse("assessments:ballots", args=[voting.pk]))
    cell = page.get_by_label("任永胜 优秀", exact=True)
    cell.fill("91")
    cell.press("Tab")

    expect(page.locator(".cell-message")).to_contain_text("票数合计 91，多于收回 90 张")
    expect(state(page)).to_contain_text("1 格没有保存")
    expect(cell).to_have_value("91")
    assert not Tally.objects.exists()
    cell.fill("90")
    cell.press("Tab")
    expect(page.locator(".cell-message")).to_have_count(0)
    expect(state(page)).to_contain_text("已保存")


def test_without_a_network_what_was_typed_waits_and_is_saved_later(
    browser_page: Page, found: Round, clerk
):
    page = browser_page
    log_in(page, clerk)
    page.goto(reverse("assessments:targets", args=[found.pk]))
    page.context.set_offline(True)
    page.get_by_label("任永胜 德", exact=True).fill("9.5")
    page.keyboard.press("Tab")
    expect(state(page)).to_contain_text("网络不通，录入的内容留在本页")
    assert not Entry.objects.exclude(virtue=None).exists()

    page.context.set_offline(False)

    expect(state(page)).to_contain_text("已保存", timeout=9000)
    assert stage.roster(found)[0].virtue is not None


def test_a_colleagues_value_is_told_and_taken_only_when_typed_again(
    browser_page: Page, found: Round, clerk
):
    page = browser_page
    log_in(page, clerk)
    page.goto(reverse("assessments:targets", args=[found.pk]))
    Entry.objects.filter(name="任永胜").update(virtue=7)
    cell = page.get_by_label("任永胜 德", exact=True)
    cell.fill("9")
    cell.press("Tab")
    expect(page.locator(".cell-message")).to_contain_text("刚由他人改为 7.00")

    cell.fill("8")
    cell.press("Tab")

    expect(state(page)).to_contain_text("已保存")
    assert stage.roster(found)[0].virtue == 8


def test_pledges_fill_only_what_is_empty_and_go_back(
    browser_page: Page, found: Round, clerk, committee
):
    pledge_stage.scored(clerk, committee, ["90", "80", "70", "100"])
    first, second, _ = stage.roster(found)
    Entry.objects.filter(pk=second.pk).update(performance=40)
    page = browser_page
    log_in(page, clerk)
    page.goto(reverse("assessments:targets", args=[found.pk]))

    page.get_by_role("button", name="按承诺得分填入空格").click()

    expect(state(page)).to_have_text("已保存 2 格")
    expect(page.get_by_text("填了 2 格")).to_be_visible()
    assert [f"{one.performance:f}" for one in stage.roster(found)] == ["42.03", "40.00", "42.03"]
    assert Event.objects.get(name="assessments.points_saved").data["how"] == "pledge"
    page.get_by_label(f"{first.name} 德", exact=True).focus()
    # The mark says the same before and after: wait for the answer itself.
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("Control+z")
    expect(page.get_by_label(f"{first.name} 绩", exact=True)).to_have_value("")
    expect(state(page)).to_have_text("已保存 2 格")
    assert [one.performance for one in stage.roster(found)] == [None, 40, None]
