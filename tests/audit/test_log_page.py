"""The log's pages: for the audit administrator, newest first, page after page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse

from audit import queries
from audit.heads import Head, note
from audit.models import Event, Link
from audit.services import record
from reports.events import LABELS

LOG = "/audit/log/"


@pytest.fixture
def browser(client_of, audit_admin):
    return client_of(audit_admin)


@pytest.fixture
def many(db, clerk, officer, village):
    """Write 120 events of two people."""
    for number in range(60):
        record("cadre.viewed", by=clerk, about=village, n=number)
        record("accounts.refused", by=officer, n=number)


def shown(browser, **query):
    return [row["event"] for row in browser.get(LOG, query).context["rows"]]


def test_pages_follow_each_other_without_a_gap_or_a_repeat(many, browser):
    seen, query = [], {}
    while True:
        response = browser.get(LOG, query)
        seen += [row["event"].pk for row in response.context["rows"]]
        if not response.context["after"]:
            break
        query = {"before": response.context["after"]}

    assert seen == list(Event.objects.order_by("-at", "-pk").values_list("pk", flat=True))
    assert len(seen) == 120


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"account": "clerk"}, 60),
        ({"event": "accounts.refused"}, 60),
        ({"object": "杨仙村"}, 60),
        ({"address": "10.0.0.1"}, 0),
        ({"account": "clerk", "event": "accounts.refused"}, 0),
        ({"first": "2001-01-01", "last": "2001-12-31"}, 0),
        ({"first": "2001-01-01"}, 120),
    ],
)
def test_the_log_is_searched(query, number, many, browser):
    assert len(shown(browser, **query)) == min(number, 50)


def test_an_object_leads_to_everything_about_it(many, browser, village):
    found = shown(browser, type="accounts.division", id=str(village.pk))

    assert {event.object_id for event in found} == {str(village.pk)}


def test_a_page_costs_the_same_for_ten_and_for_many(many, browser, django_assert_max_num_queries):
    for query in ({}, {"account": "clerk"}, {"before": Event.objects.first().pk}):
        with django_assert_max_num_queries(20):
            assert browser.get(LOG, query).status_code == 200


def test_a_search_is_itself_recorded_a_mere_look_is_not(many, browser):
    browser.get(LOG)
    assert not Event.objects.filter(name="audit.log_searched").exists()

    browser.get(LOG, {"account": "clerk"})

    event = Event.objects.get(name="audit.log_searched")
    assert (event.actor, event.data) == ("audit_admin", {"words": {"account": "clerk"}})


@pytest.mark.parametrize("junk", ["x", "-1", "999999999999999999999", "1;drop"])
def test_a_made_up_place_is_no_error(junk, many, browser):
    assert browser.get(LOG, {"before": junk}).status_code == 200


@pytest.mark.parametrize("page", ["audit_log", "who_saw", "audit_chain"])
@pytest.mark.parametrize("who", ["clerk", "officer", "city_officer", "auditor", "system_admin",
                                 "security_admin"])  # fmt: skip
def test_nobody_else_reads_the_log(page, who, client_of, request):
    browser = client_of(request.getfixturevalue(who))

    assert browser.get(reverse(f"reports:{page}")).status_code == 403


def test_the_page_of_the_chain_says_how_it_stands(
    committed_db, client_of, audit_admin, machine, tmp_path, settings
):
    settings.AUDIT_HEADS = tmp_path / "heads.log"
    browser = client_of(audit_admin)
    for _ in range(3):
        record("a.b", by=machine)

    def text():
        return browser.get("/audit/chain/").content.decode()

    assert "还没有留存过链头" in text()
    link = Link.objects.get(seq=2)
    note(Head(2, link.hash, "2026-01-01T00:00:00"), settings.AUDIT_HEADS)
    assert "在链上，一致" in text()
    note(Head(99, "0" * 64, "2026-01-01T01:00:00"), settings.AUDIT_HEADS)
    assert "第 99 环在链上找不到" in text()
    settings.AUDIT_HEADS.write_text("so und so\n")
    assert "第 1 行读不出" in text()
    assert queries.last_link().seq >= 3


def test_every_event_has_a_name_in_chinese():
    root = Path(__file__).resolve().parents[2]
    written = set()
    for app in ("accounts", "assessments", "cadres", "reports", "rulebook", "supervision"):
        for path in (root / app).rglob("*.py"):
            text = path.read_text()
            written |= set(re.findall(r'record\w*\(\s*(?:request,\s*)?"([a-z]+\.[a-z_]+)"', text))

    assert len(written) > 40
    assert not written - LABELS.keys(), "please name them in reports/events.py"
