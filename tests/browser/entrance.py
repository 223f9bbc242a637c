"""The way in for tests with a real browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from accounts import factors
from accounts.acting import Acting
from accounts.credentials import Factor
from tests.people import PASSWORD


def log_in(page: Page, person: Acting) -> None:
    """Log the person in through the pages; who needs a second factor is given one beforehand."""
    if person.user and factors.is_needed(person.user):
        factors.enrol_demo(person.user)
        # A code works once, and he may come in twice within half a minute.
        Factor.objects.filter(user=person.user).update(last_step=0)
    page.context.clear_cookies()
    page.goto("/")
    page.get_by_label("账号").fill(person.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    if person.user and factors.is_needed(person.user):
        page.get_by_label("验证码").fill(code_of(person))
        page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("待办")


def code_of(person: Acting) -> str:
    """Give the code that the person's authenticator shows now."""
    return factors.code_now(factors.demo_secret(person.username))
