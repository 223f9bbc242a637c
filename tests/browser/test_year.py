"""A township's year walked in a real browser: entered, submitted, decided, filed.

With SCREENSHOTS=1 the README's pictures are taken on the way.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessments.models import Grade, Round
from assessments.states import RoundStatus
from tests.assessments import stage
from tests.browser.entrance import log_in

PICTURES = Path(__file__).resolve().parents[2] / "docs/screenshots"
OFFICE = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
NAMES = (
    "任永胜",
    "李光辉",
    "刘秀珍",
    "谭小平",
    "周海燕",
    "欧阳建",
    "罗国华",
    "陈志强",
    "肖明",
    "彭玉兰",
)
# 李光辉 and 陈志强 tie for the seat that is left; the team of 欧阳建 is 一般.
SCORES = (96, 94, 90, 88, 82, 96, 92, 94, 86, 80)


def picture(page: Page, name: str, size: dict[str, int] = OFFICE) -> None:
    """Keep a picture of the page if pictures are asked for."""
    if os.environ.get("SCREENSHOTS") == "1":
        PICTURES.mkdir(parents=True, exist_ok=True)
        before = page.viewport_size
        page.set_viewport_size(size)
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=PICTURES / f"{name}.png")
        page.set_viewport_size(before)


@pytest.fixture
def found(committed_db, settings, officer, village, second_village, township) -> Round:
    settings.BUSINESS_DAY = stage.DAY
    stage.people(village, names=NAMES[:5])
    stage.people(second_village, names=NAMES[5:])
    return stage.opened(officer, township)


def test_a_township_goes_through_its_year(
    browser_page: Page, found: Round, settings, clerk, committee, officer, second_village
):
    page = browser_page
    page.set_viewport_size(OFFICE)

    log_in(page, clerk)
    picture(page, "home")
    enter_meetings(page, found)
    enter_ballots(page, found)
    enter_targets(page, found)
    choose_teams(page, found, fair=second_village.pk)
    submit(page, found)

    log_in(page, committee)
    decide(page, found)

    log_in(page, clerk)
    post(page)
    log_in(page, committee)
    answer(page)
    settings.BUSINESS_DAY = date(2019, 1, 9)  # the notice hung until 8 January
    log_in(page, clerk)
    tell(page, found)
    report(page)

    log_in(page, officer)
    file(page)

    found.refresh_from_db()
    assert found.status == RoundStatus.FINAL
    best = Grade.objects.filter(round=found, grade="excellent").select_related("entry")
    assert {grade.entry.name for grade in best} == {"任永胜", "陈志强"}


def saved(page: Page) -> None:
    """Wait until the grid says that nothing waits to be saved."""
    expect(page.locator("td.is-saving")).to_have_count(0)
    expect(page.locator("[data-save-state]")).to_contain_text("已保存")


def enter_meetings(page: Page, found: Round) -> None:
    page.get_by_role("link", name="去填写").click()
    villages = dict.fromkeys(entry.village.name for entry in stage.roster(found))
    first = next(iter(villages))
    expect(page.get_by_label(f"{first} 会议日期", exact=True)).to_be_focused()
    line = {"会议日期": "12-28", "主持人": "欧阳建国", "应到": 25, "实到": 22}
    for village in villages:
        for label, value in (line | {"发出票": 22, "收回票": 21}).items():
            page.get_by_label(f"{village} {label}", exact=True).fill(str(value))
    page.keyboard.press("Tab")
    saved(page)
    expect(page.locator("[data-sum=quorum]")).to_have_text(["符合", "符合"])
    picture(page, "meeting")


def enter_ballots(page: Page, found: Round) -> None:
    page.get_by_role("link", name="下一步：测评票").click()
    for entry, score in zip(stage.roster(found), SCORES, strict=True):
        typed = (("优秀", score - 80), ("称职", 100 - score), ("基本称职", 0), ("不称职", 0))
        for ballot, number in typed:
            page.get_by_label(f"{entry.name} {ballot}", exact=True).fill(str(number))
    page.keyboard.press("Tab")
    saved(page)
    picture(page, "ballots")


def comes_to_the_first_empty_cell(page: Page, found: Round) -> None:
    """Its row stands clear of the heading row that stays on top."""
    last = stage.roster(found)[-1]
    page.set_viewport_size({"width": 1366, "height": 500})
    page.locator(f'[name="c-{last.pk}-probity"]').fill("")
    page.keyboard.press("Tab")
    saved(page)
    page.reload()
    page.get_by_role("link", name="缺 1 人").click()
    cell = page.get_by_label(f"{last.name} 廉", exact=True)
    expect(cell).to_be_focused()
    head = page.locator(".grid thead th").first.bounding_box()
    assert cell.bounding_box()["y"] >= head["y"] + head["height"]
    cell.fill("20")
    page.keyboard.press("Tab")
    page.set_viewport_size(OFFICE)
    saved(page)


def enter_targets(page: Page, found: Round) -> None:
    page.get_by_role("link", name="下一步：目标考核").click()
    first = stage.roster(found)[0]
    width = column_width(page)
    page.get_by_label(f"{first.name} 德", exact=True).fill("12")
    page.keyboard.press("Tab")
    expect(page.locator(".cell-message")).to_contain_text("应在 0 至 10 分之间")
    assert column_width(page) == width  # what is said at a cell does not push the others aside
    picture(page, "targets-refused")
    for entry, score in zip(stage.roster(found), SCORES, strict=True):
        typed = (("德", 10), ("能", 10), ("勤", 10), ("绩", score - 50), ("廉", 20))
        for aspect, points in typed:
            page.get_by_label(f"{entry.name} {aspect}", exact=True).fill(str(points))
    page.keyboard.press("Tab")
    saved(page)
    comes_to_the_first_empty_cell(page, found)


def column_width(page: Page) -> float:
    return page.locator(".grid thead th").filter(has_text="德").bounding_box()["width"]


def choose_teams(page: Page, found: Round, *, fair: int) -> None:
    page.get_by_role("link", name="下一步：班子结果").click()
    expect(page.get_by_text("暂不能定优秀").first).to_be_visible()
    picture(page, "teams")
    for select in page.locator("select").all():
        select.select_option(
            "一般" if select.get_attribute("name") == f"c-{fair}-result" else "优秀"
        )
    saved(page)
    expect(page.get_by_text("暂不能定优秀")).to_have_count(0)


def submit(page: Page, found: Round) -> None:
    page.get_by_role("link", name="下一步：看定等").click()
    expect(page.get_by_text("以上 1 人占用优秀名额 1 / 2")).to_be_visible()
    page.get_by_role("link", name="欧阳建").click()
    expect(page.get_by_role("heading", name="欧阳建 · 为什么是“称职”")).to_be_visible()
    picture(page, "board")
    picture(page, "board-phone", PHONE)
    taps_on_a_phone(page)
    page.get_by_role("button", name="提交党委会").click()
    expect(page.get_by_text("已提交党委会，等待审定")).to_be_visible()


def taps_on_a_phone(page: Page) -> None:
    """The grounds stand below the table there: a tapped row leads down to them."""
    page.set_viewport_size(PHONE)
    page.evaluate("scrollTo(0, 0)")
    page.get_by_role("link", name="任永胜").click()
    expect(page.get_by_role("heading", name="任永胜 · 为什么是“优秀”")).to_be_in_viewport()
    page.set_viewport_size(OFFICE)


def decide(page: Page, found: Round) -> None:
    page.get_by_role("link", name="去审定").click()
    picture(page, "decide")
    page.get_by_role("checkbox", name="陈志强").check()
    page.get_by_label("选定的理由").fill("年度任务完成得更好")
    page.get_by_label("会议纪要编号").fill("新市镇党委会纪要〔2018〕32 号")
    page.get_by_label("会议日期").fill("2018-12-31")
    page.get_by_label("到会人员").fill("党委书记、副书记、组织委员等 7 人")
    page.get_by_role("button", name="审定 10 人的等次").click()
    expect(page.get_by_text("等次已审定，请组织干事张榜公示")).to_be_visible()
    page.get_by_role("link", name="陈志强").click()
    page.get_by_role("link", name="看依据单").click()
    expect(page.get_by_text("年度任务完成得更好")).to_be_visible()
    expect(page.get_by_role("button", name="打印")).to_be_visible()
    picture(page, "grounds")


def post(page: Page) -> None:
    page.get_by_role("link", name="去公示").click()
    page.get_by_role("link", name="登记公示", exact=True).click()
    page.get_by_role("button", name="登记公示").click()
    expect(page.get_by_text("公示到 2019-01-08 为止")).to_be_visible()
    expect(page.get_by_role("button", name="公示期满，制发告知书")).to_be_disabled()
    objected(page)


def objected(page: Page) -> None:
    page.get_by_role("link", name="登记公示异议").click()
    page.get_by_label("针对谁").select_option(
        label=page.locator("option", has_text="陈志强").inner_text()
    )
    page.get_by_label("内容和理由").fill("环境整治没有按期完成，请核查得分")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("乡镇党委应在 2019-01-03 以前答复")).to_be_visible()
    picture(page, "objection")


def answer(page: Page) -> None:
    page.get_by_role("link", name="去办理").click()
    page.get_by_role("button", name="受理", exact=True).click()
    page.get_by_role("link", name="答复", exact=True).click()
    page.get_by_label("维持").check()
    page.get_by_label("答复", exact=True).fill("经核查，得分与评分表一致，维持原定等次。")
    page.get_by_role("button", name="答复").click()
    expect(page.get_by_text("已答复").first).to_be_visible()


def tell(page: Page, found: Round) -> None:
    page.get_by_role("link", name="去制发").click()
    page.get_by_role("button", name="公示期满，制发告知书").click()
    expect(page.get_by_text("未送达 10 份")).to_be_visible()
    page.get_by_role("link", name="登记送达（还有 10 份）").click()
    page.get_by_label("送达日期").first.fill("2019-01-09")
    page.get_by_label("送达方式").first.select_option("当面送达")
    for box in page.get_by_role("checkbox").all():
        box.check()
    picture(page, "letters")
    page.get_by_role("button", name="保存送达登记").click()
    expect(page.get_by_text("未送达 0 份")).to_be_visible()
    papers(page, found)


def papers(page: Page, found: Round) -> None:
    page.goto(reverse("assessments:board", args=[found.pk]))
    page.get_by_role("link", name="文书").click()
    picture(page, "papers")


def report(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="去报县").click()
    page.get_by_role("button", name="报县").click()
    expect(page.get_by_text("已报县，等待县委组织部备案")).to_be_visible()


def file(page: Page) -> None:
    page.get_by_role("link", name="去备案").click()
    page.get_by_role("link", name="新市镇").click()
    picture(page, "file")
    page.get_by_role("button", name="备案办结").click()
    expect(page.get_by_text("已备案，办结")).to_be_visible()
    page.goto(reverse("assessments:overview"))
    picture(page, "county")
