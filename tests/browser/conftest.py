"""A real Chromium in front of a live server on a database of its own.

`live_url`: the address; what the test commits through the ORM is there for the browser.
`browser_page`: a Playwright page with that address as base. Errors the page writes to its console
(a blocked script, a policy violation) fail the test at its end; `page_errors` holds them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

FLAGS = [
    "--no-sandbox",  # tests may run as root in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))  # one Chromium, not one a worker


@pytest.fixture(scope="session")
def chromium() -> str:
    """Find the browser; without one skip, or fail where CI insists."""
    found = shutil.which("chromium")
    if found is None and os.environ.get("REQUIRE_CHROMIUM") == "1":
        pytest.fail("REQUIRE_CHROMIUM=1, but there is no chromium on PATH")
    if found is None:
        pytest.skip("no chromium on PATH: the pages were not walked")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread; Django would take the ORM for unsafe here.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def live_url(chromium: str, committed_db: str) -> Iterator[str]:
    """Serve the site in threads of this process, on a clone for this test alone."""
    thread = LiveServerThread("127.0.0.1", static_handler=lambda handler: handler)
    thread.server_class = ThreadedWSGIServer
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://{thread.host}:{thread.port}"
    thread.terminate()


@pytest.fixture
def page_errors() -> list[str]:
    """Collect what the page complained about; a test that expects it empties the list."""
    return []


@pytest.fixture
def browser_page(live_url: str, browser: Browser, page_errors: list[str]) -> Iterator[Page]:
    def listen(message: ConsoleMessage) -> None:
        # A refused page (403, 404) is reported too; tests look at the status themselves.
        if message.type == "error" and "Failed to load resource" not in message.text:
            page_errors.append(message.text)

    context = browser.new_context(
        base_url=live_url, locale="zh-CN", timezone_id="Asia/Shanghai",
        viewport={"width": 1280, "height": 900},
    )  # fmt: skip
    page = context.new_page()
    page.on("console", listen)
    page.on("pageerror", lambda error: page_errors.append(str(error)))
    yield page
    context.close()
    assert not page_errors
