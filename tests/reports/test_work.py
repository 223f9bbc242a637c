"""The page of long work: for its asker only, moving while it runs, ending in a link or a reason."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import Work
from accounts.roles import Role

POLLS = 'hx-trigger="every 2s"'


@pytest.fixture
def work(clerk):
    """Give what the clerk asked for."""
    return Work.objects.create(
        scope_path=clerk.lo, task="x.y", title="导出干部名册", asked_by=clerk.username,
        grant_id=clerk.grant_id, total=3000,
    )  # fmt: skip


@pytest.fixture
def page(client_of, clerk, work):
    """Give a function that stores a state of the work and reads the page."""

    def read(**state):
        Work.objects.filter(pk=work.pk).update(**state)
        return client_of(clerk).get(f"/background/{work.pk}/").content.decode()

    return read


def test_what_waits_says_so_and_asks_again(page):
    html = page()

    assert "正在排队" in html
    assert POLLS in html


def test_what_runs_says_how_far_it_is(page):
    html = page(status="running", done=120, doing="写出各行")

    assert "已处理 120 / 3" in html
    assert "，写出各行" in html
    assert POLLS in html


def test_what_is_done_leads_to_its_result_and_asks_no_more(page):
    html = page(status="done", ended_at=timezone.now(), url="/cadres/?page=2")

    assert 'href="/cadres/?page=2"' in html
    assert POLLS not in html


def test_what_failed_says_why_and_asks_no_more(page):
    html = page(status="failed", ended_at=timezone.now(), failure="文件打不开。\n请重新另存。")

    assert "文件打不开。" in html
    assert "请重新另存。" in html
    assert POLLS not in html


@pytest.mark.parametrize(
    "who", ["committee", "second_clerk", "officer", "neighbour", "auditor", "system_admin"]
)
def test_nobody_else_sees_it(client_of, work, request, who):
    browser = client_of(request.getfixturevalue(who))

    assert browser.get(f"/background/{work.pk}/").status_code == 404
    assert "导出干部名册" not in browser.get("/background/").content.decode()


def test_the_list_leads_back_to_it(client_of, clerk, work):
    html = client_of(clerk).get("/background/").content.decode()

    assert f'href="/background/{work.pk}/"' in html
    assert "排队中" in html


def test_in_another_role_elsewhere_it_is_not_listed(client_of, hire, clerk, work, sibling):
    elsewhere = hire(Role.TOWNSHIP_CLERK, sibling, user=clerk.user)

    assert client_of(elsewhere).get(f"/background/{work.pk}/").status_code == 404
