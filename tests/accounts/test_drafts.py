"""A form that comes after a time-out is kept for its sender, and for nobody else."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts import drafts
from accounts.credentials import Draft, LiveSession
from accounts.models import User
from assessments.models import Tally
from audit.models import Event
from config.titles import TITLES
from tests.assessments import stage
from tests.assessments.pages import last_day_of_the_year, opened  # noqa: F401
from tests.people import PASSWORD
from tests.test_doors import ADDRESSES

LOG_IN = "/account/log-in/"
DRAFTS = "/account/drafts/"
NOW = datetime(2026, 3, 2, 9, 0, 10, tzinfo=timezone(timedelta(hours=8)))
HOUR = timedelta(hours=1)
OURS = {"Origin": "http://testserver"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def entry(opened):  # noqa: F811
    return stage.roster(opened)[0]


@pytest.fixture
def page(opened):  # noqa: F811
    """Give the address of the clerk's ballots."""
    return reverse("assessments:ballots", args=[opened.pk])


@pytest.fixture
def sent(entry, opened, clerk):  # noqa: F811
    """Give what the clerk typed."""
    stage.met(opened, clerk, (12, 10, 10, 10))
    cells = stage.ballots(stage.groups(opened)[0], "9100")
    return {f"was-{entry.pk}": "|||"} | {f"c-{entry.pk}-{key}": one for key, one in cells.items()}


def log_in(browser, username="clerk"):
    return browser.post(LOG_IN, {"username": username, "password": PASSWORD})


def forms_of(browser):
    """Read the forms of the page of drafts as a browser does: address and hidden fields."""
    text = browser.get(DRAFTS).content.decode()
    found = re.findall(r'<form method="post" action="([^"]+)">(.*?)</form>', text, re.DOTALL)
    hidden = r'<input type="hidden" name="([^"]+)" value="([^"]*)">'
    return [
        (unescape(url), {unescape(n): unescape(v) for n, v in re.findall(hidden, body)})
        for url, body in found
    ]


def test_what_comes_after_a_time_out_is_kept_and_sent_again(clerk, page, sent, entry, clock):
    browser = Client()
    log_in(browser)
    clock.shift(HOUR)

    late = browser.post(page, sent)
    assert late.url.startswith(LOG_IN)
    assert "没有交完的内容已经暂存" in browser.get(late.url).content.decode()
    assert stage.tally(entry) == (None,) * 4

    assert log_in(browser).url == DRAFTS
    shown = browser.get(DRAFTS).content.decode()
    assert "测评票 · " in shown
    assert "2026 年 3 月 2 日 10:00 暂存，当时角色：耒阳市 · 新市镇 · 乡镇组织干事" in shown
    [(url, fields)] = forms_of(browser)
    assert url == page
    done = browser.post(url, fields, follow=True)

    assert "1 人的测评票已保存" in done.content.decode()
    assert stage.tally(entry) == (9, 1, 0, 0)
    assert not Draft.objects.exists()
    assert "没有暂存的内容" in browser.get(DRAFTS).content.decode()


def test_a_look_that_noticed_the_time_out_first_takes_nothing_away(clerk, page, sent, clock):
    browser = Client()
    log_in(browser)
    clock.shift(HOUR)
    browser.get(page)
    browser.get(LOG_IN)

    browser.post(page, sent)

    assert Draft.objects.get().user == clerk.user


@pytest.mark.parametrize("end", ["replaced", "put out", "password", "row gone"])
def test_it_is_kept_however_the_session_ended(end, clerk, page, sent):
    browser = Client()
    log_in(browser)
    if end == "replaced":
        log_in(Client())
    elif end == "password":
        clerk.user.set_password("Nan-Shan_3172")
        clerk.user.save()
    else:
        LiveSession.objects.all().delete()

    browser.post(page, sent)

    assert Draft.objects.get().user == clerk.user


def test_nothing_is_kept_of_whoever_logged_out_or_never_came(clerk, page, sent):
    browser = Client()
    browser.post(page, sent)
    log_in(browser)
    browser.post("/account/log-out/")
    browser.post(page, sent)

    assert not Draft.objects.exists()


def test_nothing_is_kept_for_an_account_that_was_closed(clerk, page, sent):
    browser = Client()
    log_in(browser)
    User.objects.filter(pk=clerk.user.pk).update(is_active=False)

    browser.post(page, sent)

    assert not Draft.objects.exists()


def test_passwords_and_pages_of_the_account_are_never_kept(clerk, page, sent, clock):
    browser = Client()
    log_in(browser)
    clock.shift(HOUR)

    browser.post("/account/password/", {"old": PASSWORD, "new": "x", "again": "x"})
    browser.post(LOG_IN, {"username": "clerk", "password": "x"})
    browser.post("/account/second-factor/", {"code": "123456"})
    assert not Draft.objects.exists()

    secrets = {"password": "geheim", "new_password1": "geheim", "csrfmiddlewaretoken": "geheim",
               "totp_code": "geheim", "old": "geheim", "secret": "geheim"}  # fmt: skip
    browser.post(page, sent | secrets)
    assert "geheim" not in Draft.objects.get().fields


def test_the_database_holds_it_encrypted(clerk, page, sent, clock):
    browser = Client()
    log_in(browser)
    clock.shift(HOUR)
    browser.post(f"{page}?q=任永胜", sent | {"reason": "与任永胜核对"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_draft")
        row = str(cursor.fetchall())
    assert "任永胜" not in row
    assert "2018-12-28" not in row
    event = Event.objects.get(name="accounts.draft_kept")
    assert "任永胜" not in str(event.data)


def test_another_person_at_the_same_machine_does_not_see_it(clerk, second_clerk, page, sent, clock):
    browser = Client()
    log_in(browser)
    clock.shift(HOUR)
    browser.post(page, sent)

    assert log_in(browser, "clerk2").url == "/"
    assert forms_of(browser) == []
    number = Draft.objects.get().pk
    assert browser.post("/account/drafts/discard/", {"draft": number}).status_code == 404
    browser.post(page, {"kept-draft": number})
    assert Draft.objects.count() == 1


def test_it_is_sent_again_under_the_rights_of_then(clerk, page, sent, clock, hire, sibling, entry):
    browser = Client()
    log_in(browser)
    clock.shift(HOUR)
    browser.post(page, sent)
    moved = hire(clerk.role, sibling, user=clerk.user)
    log_in(browser)
    browser.post("/account/role/switch/", {"grant": moved.grant_id})

    [(url, fields)] = forms_of(browser)
    assert browser.post(url, fields).status_code == 404
    assert Draft.objects.count() == 1  # still there for the right role
    assert "任永胜" not in browser.get(DRAFTS).content.decode()
    assert stage.tally(entry) == (None,) * 4


def test_it_can_be_thrown_away(clerk, page, sent, clock):
    browser = Client()
    log_in(browser)
    clock.shift(HOUR)
    browser.post(page, sent)
    log_in(browser)

    browser.post("/account/drafts/discard/", {"draft": Draft.objects.get().pk})

    assert not Draft.objects.exists()
    assert Event.objects.filter(name="accounts.draft_discarded").exists()


def test_it_is_kept_for_a_week_and_no_more_than_twenty(clerk, page, sent, clock):
    browser = Client()
    log_in(browser)
    clock.shift(HOUR)
    for number in range(22):
        browser.post(page, sent | {"number": str(number)})
    assert Draft.objects.count() == 20

    clock.shift(timedelta(days=7))
    assert log_in(browser).url == "/"

    assert not Draft.objects.exists()


def test_a_file_is_not_kept_and_the_page_says_so(clerk, page, sent, clock, tmp_path):
    browser = Client()
    log_in(browser)
    clock.shift(HOUR)
    attached = tmp_path / "minutes.txt"
    attached.write_text("content of the file")
    with attached.open() as file:
        browser.post(page, sent | {"attachment": file})
    log_in(browser)

    assert "附件没有保留" in browser.get(DRAFTS).content.decode()
    assert "content of the file" not in Draft.objects.get().fields


def test_the_token_of_the_form_still_holds_after_a_time_out(clerk, page, sent, clock):
    browser = Client(enforce_csrf_checks=True)
    token = enter(browser)
    clock.shift(HOUR)

    browser.post(page, sent | {"csrfmiddlewaretoken": token})

    assert Draft.objects.count() == 1


def test_a_form_from_before_a_new_log_in_is_kept_though_its_token_is_old(
    clerk,
    page,
    sent,
    clock,
    opened,  # noqa: F811
):
    browser = Client(enforce_csrf_checks=True)
    old = enter(browser)
    clock.shift(HOUR)
    enter(browser)  # in another tab: the token changes

    late = browser.post(page, sent | {"csrfmiddlewaretoken": old}, headers=OURS)

    assert late.url == DRAFTS
    assert "这次没有提交；内容已暂存" in browser.get(DRAFTS).content.decode()
    assert not Tally.objects.exists()
    [(_, fields)] = forms_of(browser)
    browser.post(page, fields, headers=OURS)
    assert Tally.objects.exists()
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "http://evil.example"}, {"Referer": "http://evil.example/testserver"}],
)
def test_another_site_puts_nothing_into_the_list(headers, clerk, page, sent):
    browser = Client(enforce_csrf_checks=True)
    enter(browser)

    answer = browser.post(page, sent | {"csrfmiddlewaretoken": "x" * 64}, headers=headers)

    assert answer.status_code == 403
    assert not Draft.objects.exists()


def enter(browser, username="clerk"):
    """Log in as a browser does, token and all; give the token its forms have from then on."""
    token = token_of(browser.get(LOG_IN))
    given = {"username": username, "password": PASSWORD, "csrfmiddlewaretoken": token}
    browser.post(LOG_IN, given, headers=OURS)
    return token_of(browser.get("/account/password/"))


def token_of(response):
    text = response.content.decode()
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text).group(1)


def test_what_is_too_long_is_not_kept(clerk, page, sent, clock, monkeypatch):
    monkeypatch.setattr(drafts, "LONGEST", 50)
    browser = Client()
    log_in(browser)
    clock.shift(HOUR)

    assert browser.post(page, sent).url.startswith(LOG_IN)
    assert not Draft.objects.exists()


def test_values_are_shown_as_text(clerk, page, sent, clock):
    browser = Client()
    log_in(browser)
    clock.shift(HOUR)
    nasty = '"><script>alert(1)</script>'
    browser.post(page, sent | {"minutes": nasty, nasty: "x"})
    log_in(browser)

    assert "<script>alert" not in browser.get(DRAFTS).content.decode()
    [(_, fields)] = forms_of(browser)
    assert fields["minutes"] == nasty


def test_every_page_that_keeps_drafts_has_a_name():
    keeping = {
        name for name, found in ADDRESSES.items()
        if found.callback.door.keeps_drafts and found.callback.door.writes
    }  # fmt: skip

    assert keeping - TITLES.keys() == set()
    assert TITLES.keys() - ADDRESSES.keys() == set()
