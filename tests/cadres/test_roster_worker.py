"""A long roster is judged, written and taken back by a worker, with a page that says how far."""

from __future__ import annotations

import time
from datetime import date

import pytest
from django.test import Client

from accounts.models import Work
from accounts.roles import Role
from accounts.session import acting_as
from cadres.models import Batch, BatchStatus, Person
from config.workers import workers
from tests.cadres.factories import fresh_number
from tests.cadres.roster_browser import html_of, post, send
from tests.cadres.rosters_made import person_row, roster

MANY = 1_600  # rows; more than a clerk is made to wait for
PATIENCE = 60  # seconds


@pytest.fixture
def long_clerk(hire, township):
    """Give a clerk whose role is in force in the worker's real year too."""
    return hire(Role.TOWNSHIP_CLERK, township, "clerk9", "常干事", last_day=date(2090, 1, 1))


def finished(browser: Client, path: str) -> str:
    """Look at the page of the work until it says that it is over."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        page = browser.get(path).content.decode()
        if "查看结果" in page or "没有完成" in page:
            return page
        time.sleep(0.2)
    raise AssertionError(page)


def the_batch(clerk) -> Batch:
    with acting_as(clerk):
        return Batch.objects.select_related("file").get()


def people(clerk) -> int:
    with acting_as(clerk):
        return Person.objects.count()


def test_a_long_roster_goes_its_way_through_the_worker(
    task_queue, client_of, long_clerk, village, second_clerk
):
    browser = client_of(long_clerk)
    content = roster(*(person_row("曾国华", fresh_number()) for _ in range(MANY)))
    with workers(1):
        sent = send(browser, content)
        assert sent.headers["Location"].startswith("/background/")
        page = finished(browser, sent.headers["Location"])
        batch = the_batch(long_clerk)
        assert f"/cadres/rosters/{batch.pk}/" in page
        assert (batch.status, batch.counts["new"]) == (BatchStatus.CHECKED, MANY)
        assert f"确认写入 {MANY} 人" in html_of(browser, batch)

        written = post(browser, batch, "confirm")
        finished(browser, written.redirect_chain[-1][0])
        assert people(long_clerk) == MANY
        assert f"已写入 {MANY} 人" in html_of(browser, batch)

        undone = post(browser, batch, "undo", reason="传错了文件")
        finished(browser, undone.redirect_chain[-1][0])
        assert people(long_clerk) == 0
        assert "已整批撤回" in html_of(browser, batch)


def test_while_it_waits_nobody_starts_it_again(
    task_queue, client_of, long_clerk, second_clerk, village
):
    browser = client_of(long_clerk)
    content = roster(*(person_row("曾国华", fresh_number()) for _ in range(MANY)))

    first = send(browser, content)  # no worker runs here
    again = send(browser, content)

    batch = the_batch(long_clerk)
    assert again.headers["Location"] == first.headers["Location"]
    waiting = browser.get(f"/cadres/rosters/{batch.pk}/")
    assert waiting.headers["Location"] == first.headers["Location"]
    other = client_of(second_clerk).get(f"/cadres/rosters/{batch.pk}/", follow=True)
    assert "正在后台处理" in other.content.decode()
    with acting_as(long_clerk):
        assert Work.objects.count() == 1
