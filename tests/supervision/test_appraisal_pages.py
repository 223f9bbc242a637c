"""The pages of appraisals: what is typed is kept or told at its cell, and each shows its own."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cadres.models import Tenure
from cadres.posts import Post
from supervision.models import Appraisal
from supervision.queries.appraisal_facts import rules_on
from supervision.queries.appraisals import Due, sums_of
from supervision.services import appraisal_results as results
from tests.cadres.factories import make_person, make_tenure
from tests.supervision import appraising as stage
from tests.supervision.appraising import BAD, GOOD

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 10)
MEETING = {
    "held_on": "2018-12-10", "host": "王监督", "assembly": "representatives", "expected": "80",
    "present": "70", "handed_out": "65", "returned": "60",
}  # fmt: skip


@pytest.fixture(autouse=True)
def the_twentieth(settings):
    settings.BUSINESS_DAY = stage.TODAY


@pytest.fixture
def three(village):
    return stage.people(village)


def url(page, found):
    return reverse(f"supervision:{page}", args=[found.pk])


def typed(one, competent, incompetent, shown=("", "")):
    """Give what the browser sends for one row."""
    names = [f"c-{one.pk}-{name}" for name in ("competent", "incompetent")]
    sent = dict(zip(names, (competent, incompetent), strict=True))
    return sent | {f"initial-{name}": was for name, was in zip(names, shown, strict=True)}


def read(response):
    assert response.status_code == 200
    return response.content.decode()


def test_a_clerk_registers_a_notice_and_prints_it(client_of, clerk, village, three):
    sent = {
        "noticed_on": "2018-12-01", "planned_on": "2018-12-15", "place": "村部",
        "notice": "请到会。",
    }  # fmt: skip

    page = read(client_of(clerk).post(url("appraisal_notice", village), sent, follow=True))

    assert "已登记告知" in page
    found = Appraisal.objects.get()
    paper = read(client_of(clerk).get(url("appraisal_paper", found)))
    assert "2018 年 12 月 15 日" in paper
    assert "请到会。" in paper
    assert "连续两次被评议不称职的，其职务终止" in paper


def test_a_notice_for_another_year_is_refused_and_stays_typed(client_of, clerk, village, three):
    sent = {"noticed_on": "2018-12-01", "planned_on": "2019-01-15", "place": "村部", "notice": "请"}

    page = read(client_of(clerk).post(url("appraisal_notice", village), sent))

    assert "不在本年度" in page
    assert 'value="2019-01-15"' in page
    assert not Appraisal.objects.exists()


def test_meeting_then_ballots_then_handed_on(client_of, clerk, village, three):
    found, browser = stage.noticed(village, clerk, DAY), client_of(clerk)
    page = read(browser.post(url("appraisal_meeting", found), MEETING, follow=True))
    for person in three:
        assert person.name in page

    sent = MEETING | {
        k: v for one in stage.roster(found) for k, v in typed(one, "４０", "5").items()
    }
    read(browser.post(url("appraisal_meeting", found), sent, follow=True))
    page = read(browser.post(url("appraisal_submit", found), follow=True))

    assert "等待乡镇党委确认公布" in page
    assert {(one.competent, one.incompetent) for one in stage.roster(found)} == {(40, 5)}


def test_what_cannot_be_is_told_at_its_place_and_nothing_is_half_saved(
    client_of, clerk, village, three
):
    found = stage.held(village, clerk, DAY)
    first, second, _ = stage.roster(found)
    sent = MEETING | {"returned": "66"} | typed(first, "40", "21") | typed(second, "30", "5")

    page = read(client_of(clerk).post(url("appraisal_meeting", found), sent))

    assert "收回 66 票，多于发出 65" in page
    assert "合计 61 票，多于收回的 60 票" in page
    assert 'value="30"' in page
    assert {one.competent for one in stage.roster(found)} == {None}


def test_a_word_instead_of_a_number_is_told_at_its_cell(client_of, clerk, village, three):
    found = stage.held(village, clerk, DAY)
    first = stage.roster(found)[0]

    page = read(
        client_of(clerk).post(url("appraisal_meeting", found), MEETING | typed(first, "x", ""))
    )

    assert page.count("输入整数") >= 1
    assert 'value="x"' in page


def test_the_grid_holds_the_whole_township_and_hands_on_what_is_complete(
    client_of, clerk, village, second_village, three
):
    stage.people(second_village)
    one, two = (stage.held(place, clerk, DAY) for place in (village, second_village))
    browser, address = client_of(clerk), reverse("supervision:appraisal_votes")
    page = read(browser.get(address))
    assert "杨仙村" in page
    assert "纠陂村" in page
    assert "data-grid" in page
    sent = {k: v for row in stage.roster(one) for k, v in typed(row, "40", "5").items()}
    sent |= typed(stage.roster(two)[0], "30", "5") | {"complete": "1"}

    page = read(browser.post(address, sent, follow=True))

    assert "4 人的票数已保存。1 个村已录齐" in page
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.status, two.status) == ("submitted", "held")


def test_a_colleagues_number_is_not_overwritten(client_of, clerk, second_clerk, village, three):
    found = stage.held(village, clerk, DAY)
    first, address = stage.roster(found)[0], reverse("supervision:appraisal_votes")
    client_of(second_clerk).post(address, typed(first, "40", "5"))

    page = read(client_of(clerk).post(address, typed(first, "39", "5")))

    assert "刚由他人改为 40" in page
    first.refresh_from_db()
    assert first.competent == 40


def test_the_committee_announces_and_everybody_reads_the_grounds(
    client_of, clerk, committee, auditor, village, three
):
    found = stage.submitted(village, clerk, DAY, [GOOD, BAD, GOOD])

    sent = {"announced_on": "2018-12-11"}
    read(client_of(committee).post(url("appraisal_announce", found), sent, follow=True))

    page = read(client_of(auditor).get(url("appraisal", found)))
    assert "不称职占 51.67%，超过 50%" in page
    assert "2018-12-11" in page
    assert "暂定" in page
    assert "去公布" not in page


def test_what_does_not_count_is_ruled_on_with_a_reason(client_of, clerk, committee, village, three):
    who = (clerk, committee)
    found, browser = (
        stage.announced(village, who, DAY, [GOOD, BAD, GOOD], ahead=9),
        client_of(committee),
    )
    assert "由乡镇党委核实后认定是否计入" in read(browser.get(url("appraisal", found)))

    sent = {"accepted": "no", "reason": "有代表未收到"}
    page = read(browser.post(url("appraisal_ruling", found), sent, follow=True))

    assert "有代表未收到" in page
    assert page.count("不计入") >= 4


def test_two_in_a_row_are_listed_and_verified(
    settings, client_of, clerk, committee, village, three
):
    who = (clerk, committee)
    settings.BUSINESS_DAY = date(2017, 12, 20)
    stage.announced(village, who, date(2017, 12, 10), [BAD, GOOD, GOOD])
    settings.BUSINESS_DAY = stage.TODAY
    found = stage.announced(village, who, DAY, [BAD, GOOD, GOOD])
    browser, first = client_of(committee), stage.in_force(found)[0]
    page = read(browser.get(reverse("supervision:terminations")))
    assert three[0].name in page
    assert "待核实" in page
    assert "系统不自动终止" in page

    sent = {"confirmed": "yes", "reason": "两次会议记录、计票单均属实"}
    page = read(browser.post(url("termination_check", first), sent, follow=True))

    assert "核实属实" in page
    assert "两次会议记录、计票单均属实" in page


def test_pages_of_a_wrong_state_give_the_reason_and_no_form(
    client_of, clerk, committee, village, three
):
    found = stage.noticed(village, clerk, DAY)

    for page in ("appraisal_announce", "appraisal_ruling", "appraisal_return"):
        shown = read(client_of(committee).get(url(page, found)))
        assert '<form class="form card"' not in shown
        assert "还没有" in shown


@pytest.mark.parametrize("day", [date(2018, 12, 20), date(2018, 12, 25)])
def test_the_list_tells_how_many_days_are_left(settings, client_of, clerk, three, day):
    settings.BUSINESS_DAY = day

    page = read(client_of(clerk).get(reverse("supervision:appraisals")))

    assert f"剩 {31 - day.day} 天" in page
    told = "今年最迟 2018-12-21 告知" if day.day == 20 else "今天告知，最早 2019-01-04 召开"
    assert told in page


@pytest.mark.parametrize(
    ("who", "words"),
    [("officer", "新市镇"), ("city_officer", "耒阳市"), ("auditor", "耒阳市")],
)
def test_above_the_townships_villages_are_counted_by_unit(
    request, client_of, clerk, village, three, who, words
):
    stage.noticed(village, clerk, DAY)
    browser = client_of(request.getfixturevalue(who))

    page = read(browser.get(reverse("supervision:appraisals")))

    assert words in page
    place = {"township": village.parent_id, "county": village.parent.parent_id}
    assert "杨仙村" in read(browser.get(reverse("supervision:appraisals"), place))


def test_a_village_everybody_has_left_since_is_counted_once(
    client_of, clerk, officer, village, three
):
    stage.noticed(village, clerk, DAY)
    Tenure.objects.update(ended_on=date(2018, 12, 15), ended_how="resignation")

    (line,), total = sums_of(
        officer,
        officer.division,
        Due(2018, 10, stage.TODAY),
        rules_on(stage.TODAY, stage.TODAY, ""),
    )

    assert (line.villages, line.without, line.stages["noticed"]) == (1, 0, 1)
    assert (total.villages, total.without) == (1, 0)


def test_a_foreign_township_asked_for_shows_ones_own(client_of, neighbour, village, three):
    page = read(
        client_of(neighbour).get(reverse("supervision:appraisals"), {"township": village.parent_id})
    )

    assert "杨仙村" not in page


def test_the_yearly_assessment_leads_here(client_of, clerk, three):
    page = read(client_of(clerk).get(reverse("assessments:overview")))

    assert reverse("supervision:appraisals") in page


def queries(browser, address):
    browser.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


def test_pages_take_as_many_queries_for_120_as_for_12(
    settings, client_of, clerk, committee, village, second_village
):
    browser = client_of(clerk)
    for place in (village, second_village):
        stage.people(place, [Post.VC_MEMBER] * 6)
    first = stage.held(village, clerk, DAY)
    other = stage.submitted(second_village, clerk, DAY, [GOOD] * 6)
    results.announce(appraisal=other, announced_on=DAY, by=committee)
    addresses = [
        reverse("supervision:appraisals"), reverse("supervision:appraisal_votes"),
        reverse("supervision:terminations"), url("appraisal", first),
        url("appraisal_meeting", first), url("appraisal", other),
    ]  # fmt: skip
    twelve = [queries(browser, address) for address in addresses]
    for _ in range(54):
        make_tenure(make_person(village.parent), village, Post.VC_MEMBER)
        make_tenure(make_person(village.parent), second_village, Post.VC_MEMBER)
    stage.services.record_meeting(appraisal=first, meeting=stage.meeting(DAY), by=clerk)
    results.return_appraisal(appraisal=other, reason="名单", by=committee)
    stage.services.record_meeting(appraisal=other, meeting=stage.meeting(DAY), by=clerk)
    stage.enter(other, clerk, [GOOD] * 60)
    stage.services.submit(appraisal=other, by=clerk)
    results.announce(appraisal=other, announced_on=DAY, by=committee)

    assert [queries(browser, address) for address in addresses] == twelve
    assert max(twelve) <= 30
