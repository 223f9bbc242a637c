"""The harness itself: a browser reaches the live server."""

from __future__ import annotations


def test_the_browser_reaches_the_server(browser_page):
    answer = browser_page.goto("/healthz/live")

    assert answer.status == 200
    assert "ok" in browser_page.content()
