"""The system administrator's pages for units that are renamed, converted or merged."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import Division

DAY = date(2018, 12, 20)


@pytest.fixture
def browser(settings, client_of, system_admin):
    settings.BUSINESS_DAY = DAY
    return client_of(system_admin)


def test_a_unit_is_found_by_its_name(browser, village, community):
    page = browser.get("/account/divisions/?q=杨仙").content.decode()

    assert "新市镇 · 杨仙村" in page
    assert "新市社区" not in page


def test_a_village_becomes_a_community(browser, village):
    sent = {
        "name": "杨仙社区", "official_name": "杨仙社区居委会", "unit_type": "社区",
        "committee_type": "居民委员会", "last_day": "2018-06-30",
    }  # fmt: skip
    url = f"/account/divisions/{village.pk}/succeed/"

    unconfirmed = browser.post(url, sent)
    done = browser.post(url, sent | {"confirmed": "on"}, follow=True).content.decode()
    again = browser.post(url, sent | {"confirmed": "on"}).content.decode()

    assert unconfirmed.status_code == 200
    village.refresh_from_db()
    assert (village.last_day, village.successor.name) == (date(2018, 6, 30), "杨仙社区")
    assert "已由杨仙社区接替" in done
    assert "已于 2018-06-30 终止" in again
    assert Division.objects.filter(name="杨仙社区").count() == 1


def test_a_village_goes_into_another_of_its_county(browser, village, community, other_village):
    url, sent = (
        f"/account/divisions/{village.pk}/merge/",
        {"last_day": "2018-06-30", "confirmed": "on"},
    )

    foreign = browser.post(url, sent | {"into": other_village.pk})
    browser.post(url, sent | {"into": community.pk})

    assert foreign.status_code == 200
    village.refresh_from_db()
    assert village.successor == community


def test_a_day_to_come_ends_nothing(browser, village, community):
    page = browser.post(
        f"/account/divisions/{village.pk}/merge/",
        {"into": community.pk, "last_day": "2018-12-21", "confirmed": "on"},
    )

    assert "还没有到" in page.content.decode()
    village.refresh_from_db()
    assert village.last_day is None


def test_whoever_still_holds_a_role_there_is_counted(browser, clerk, township):
    page = browser.get(f"/account/divisions/{township.pk}/merge/").content.decode()

    assert "现有 1 项角色授权在这个单位" in page
