"""The way in and back in, in a real browser: second factor, time-out, a form that came too late."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts import factors
from accounts.credentials import Draft, Factor, LiveSession
from assessments.models import Round
from tests.assessments import stage
from tests.browser.entrance import log_in
from tests.people import PASSWORD


@pytest.fixture
def found(committed_db, settings, officer, village, township) -> Round:
    settings.BUSINESS_DAY = stage.DAY
    stage.people(village, names=["任永胜", "李光辉"])
    return stage.opened(officer, township)


def give_password(page: Page, username: str) -> None:
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def give_code(page: Page, code: str, button: str = "登录") -> None:
    page.get_by_label("验证码").fill(code)
    page.get_by_role("button", name=button).click()


def come_back(page: Page, code: str) -> None:
    """Log in anew with a code that has not been used."""
    page.context.clear_cookies()
    Factor.objects.update(last_step=0)
    page.goto("/")
    give_password(page, "officer")
    give_code(page, code)
    expect(page.get_by_role("heading", level=1)).to_have_text("待办")


def test_an_officer_enrols_and_comes_back_with_a_code(browser_page: Page, officer):
    page = browser_page
    page.goto("/")
    give_password(page, "officer")
    expect(page.get_by_role("heading", level=1)).to_have_text("启用动态验证码")
    drawn = page.get_by_alt_text("含有密钥的二维码")
    assert drawn.evaluate("image => image.complete && image.naturalWidth > 100")
    secret = page.locator("code.secret").inner_text()
    give_code(page, "000000", "启用并登录")
    expect(page.get_by_role("alert")).to_contain_text("验证码不对")
    assert page.locator("code.secret").inner_text() == secret
    give_code(page, factors.code_now(secret), "启用并登录")
    expect(page.locator(".codes li")).to_have_count(8)
    spent = page.locator(".codes code").first.inner_text()
    page.get_by_role("link", name="已抄好，继续").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("待办")

    come_back(page, factors.code_now(secret))
    come_back(page, spent)


def test_what_was_typed_before_a_time_out_is_sent_after_the_next_log_in(
    browser_page: Page, found: Round, clerk
):
    page = browser_page
    log_in(page, clerk)
    stage.met(found, clerk, (12, 10, 10, 10))
    page.goto(reverse("assessments:ballots", args=[found.pk]))
    for ballot, number in (("优秀", 9), ("称职", 1), ("基本称职", 0), ("不称职", 0)):
        page.get_by_label(f"任永胜 {ballot}", exact=True).fill(str(number))
    LiveSession.objects.update(seen_at=timezone.now() - timedelta(minutes=16))

    page.get_by_role("button", name="保存测评").click()
    expect(page.get_by_text("没有交完的内容已经暂存")).to_be_visible()
    give_password(page, "clerk")
    expect(page.get_by_role("heading", level=1)).to_have_text("暂存的内容")
    page.get_by_role("button", name="再次提交").click()

    expect(page.get_by_text("1 人的测评票已保存")).to_be_visible()
    assert stage.tally(stage.roster(found)[0]) == (9, 1, 0, 0)
    assert not Draft.objects.exists()


def test_nothing_of_a_person_stays_in_the_browser(browser_page: Page, found: Round, clerk):
    page = browser_page
    log_in(page, clerk)
    page.goto("/cadres/?q=任永胜")
    page.get_by_role("link", name="任永胜").first.click()
    stage.met(found, clerk, (12, 10, 10, 10))
    page.goto(reverse("assessments:ballots", args=[found.pk]))
    page.get_by_label("任永胜 优秀", exact=True).fill("9")
    page.get_by_role("button", name="保存测评").click()

    kept = page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")

    assert not re.search(r"任|%E4%BB%BB", kept)
    assert page.evaluate("document.cookie") == ""


def test_a_line_comes_before_the_time_out(browser_page: Page, found: Round, clerk, settings):
    settings.SESSION_IDLE = timedelta(seconds=4)
    page = browser_page
    log_in(page, clerk)

    expect(page.get_by_text("没有操作就会退出登录，请先保存")).to_be_visible(timeout=4000)
