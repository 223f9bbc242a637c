"""The pages of pledges as the people of an office go through them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from supervision.models import Extension, OverdueAnswer, Pledge, Progress
from supervision.pledge_states import PledgeStatus
from tests.assessments.stage import people
from tests.supervision import pledge_stage as stage

LINE = ("dimension", "topic", "promise", "measure", "weight", "due_on")


@pytest.fixture(autouse=True)
def in_january(settings):
    settings.BUSINESS_DAY = stage.JANUARY


@pytest.fixture
def cadres(village):
    return people(village, 2)


def at(name, *args, **query):
    url = reverse(f"supervision:{name}", args=args)
    return url + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")


def lines(*rows):
    sent = {"line-TOTAL_FORMS": len(rows), "line-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        sent |= {f"line-{place}-{name}": one for name, one in zip(LINE, row, strict=True)}
    return sent


WHOLE = ("performance", "基层党建", "阵地完工", "验收单", "100", "2018-09-30")


def test_who_has_none_is_listed_with_the_way_to_begin(client_of, clerk, cadres):
    page = client_of(clerk).get(at("pledges")).content.decode()

    assert page.count("没有承诺</span>") == 2
    assert f"person={cadres[0].pk}" in page
    assert "没有承诺的人，到时没有依据" in page


def test_the_same_promises_are_drafted_on_the_page(client_of, clerk, cadres):
    sent = {"how": "alike", "posts": ["party_secretary"], **lines(WHOLE)}

    answer = client_of(clerk).post(at("pledge_new", year=2018), sent, follow=True)

    assert "已起草 1 人的 2018 年承诺" in answer.content.decode()
    assert [one.posts for one in stage.found(clerk)] == ["书记"]


def test_a_bad_line_is_named_and_nothing_typed_is_lost(client_of, clerk, cadres):
    bad = ("performance", "基层党建", "阵地完工", "", "abc", "2018-09-30")
    sent = {"how": "alike", "posts": ["party_secretary"], **lines(bad)}

    page = client_of(clerk).post(at("pledge_new", year=2018), sent).content.decode()

    assert "第 1 行完成标准" in page
    assert "第 1 行权重" in page
    assert 'value="阵地完工"' in page
    assert not Pledge.objects.exists()


def test_posts_are_wanted_for_the_same_promises(client_of, clerk, cadres):
    page = client_of(clerk).post(at("pledge_new", year=2018), {"how": "alike", **lines(WHOLE)})

    assert "请至少选一项职务" in page.content.decode()


def test_one_person_alone_is_drafted_for(client_of, clerk, cadres):
    url = at("pledge_new", year=2018, person=cadres[1].pk)

    client_of(clerk).post(url, {"how": "alike", **lines(WHOLE)})

    assert [one.person_id for one in stage.found(clerk)] == [cadres[1].pk]


def test_a_draft_is_written_and_a_wrong_year_is_said(client_of, clerk, cadres):
    browser, pledge = client_of(clerk), stage.drafted(clerk)[0]
    wrong = (*WHOLE[:-1], "2019-01-31")

    page = browser.post(at("pledge_edit", pledge.pk), lines(wrong)).content.decode()
    assert "不在 2018 年内" in page

    browser.post(at("pledge_edit", pledge.pk), lines(WHOLE))
    assert [one.weight for one in stage.items(pledge)] == [100]


def test_the_whole_way_to_signing(client_of, clerk, committee, cadres):
    made = stage.drafted(clerk)
    at_desk, at_table = client_of(clerk), client_of(committee)
    chosen = {"chosen": stage.keys(made)}

    talked = {"meeting": "party_meeting", "on": "2018-01-12", "words": "同意"}
    at_desk.post(at("pledges_discuss"), chosen | talked)
    page = at_table.get(at("pledges_approve")).content.decode()
    assert made[0].name in page
    at_table.post(at("pledges_approve"), chosen)
    answer = at_desk.post(at("pledges_sign"), chosen | {"on": "2018-01-15"}, follow=True)

    assert "已登记 2 人签订" in answer.content.decode()
    assert {one.status for one in stage.found(clerk)} == {PledgeStatus.SIGNED}


def test_nobody_ticked_is_said_at_the_list(client_of, clerk, cadres):
    stage.drafted(clerk)

    page = client_of(clerk).post(at("pledges_discuss"), {"on": "2018-01-12"}).content.decode()

    assert "请先勾选要办理的人" in page


def test_a_foreign_pledge_cannot_be_ticked(client_of, clerk, neighbour, sibling_village, cadres):
    people(sibling_village, 1)
    stage.drafted(clerk)
    foreign = stage.drafted(neighbour)

    sent = {"chosen": stage.keys(foreign), "on": "2018-01-12", "meeting": "party_meeting"}
    client_of(clerk).post(at("pledges_discuss"), sent)

    assert stage.found(neighbour)[0].status == PledgeStatus.DRAFT


# --- the year ------------------------------------------------------------------------------------


@pytest.fixture
def signed(clerk, committee, cadres, settings):
    made = stage.signed(clerk, committee)
    settings.BUSINESS_DAY = date(2018, 4, 2)
    return made


def cell(item, typed, was=""):
    percent, words = typed
    names = {"percent": percent, "words": words}
    return {f"was-{item.pk}": was or "|"} | {
        f"c-{item.pk}-{name}": text for name, text in names.items()
    }


def test_the_grid_saves_only_the_rows_that_were_typed(client_of, clerk, signed):
    items = stage.items(signed[0])
    sent = cell(items[0], ("３０％", "按 | 计划")) | cell(items[1], ("", ""))

    client_of(clerk).post(at("pledge_progress", year=2018, quarter=1), sent)

    assert [(one.percent, one.words) for one in Progress.objects.all()] == [(30, "按 | 计划")]
    again = cell(items[0], ("30", "按 | 计划"), "30|按 | 计划")
    client_of(clerk).post(at("pledge_progress", year=2018, quarter=1), again)
    assert Progress.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [(("101", ""), "请填 0 至 100 的整数"), (("", "只写了话"), "没有开始的填 0")],
)
def test_a_bad_cell_is_named_and_saves_nothing(client_of, clerk, signed, typed, words):
    one, other = stage.items(signed[0])[:2]

    page = client_of(clerk).post(
        at("pledge_progress", year=2018, quarter=1), cell(one, typed) | cell(other, ("50", ""))
    )

    assert words in page.content.decode()
    assert not Progress.objects.exists()


def test_an_extension_goes_from_desk_to_table_and_shows_on_the_pledge(
    client_of, clerk, committee, signed
):
    item = stage.items(signed[0])[0]
    client_of(clerk).post(
        at("extension_ask", item.pk), {"new_due_on": "2018-08-31", "reason": "雨季停工"}
    )
    asked = Extension.objects.get()
    client_of(committee).post(at("extension_decide", asked.pk), {"answer": "yes", "reason": ""})

    page = client_of(clerk).get(at("pledge", signed[0].pk)).content.decode()
    assert "2018-08-31" in page
    assert "原 2018-06-30" in page
    assert "雨季停工" in page


def test_the_question_is_answered_with_the_facts_beside_it(client_of, committee, signed, settings):
    settings.BUSINESS_DAY = date(2018, 7, 10)
    item = stage.items(signed[0])[0]
    browser = client_of(committee)

    page = browser.get(at("overdue_answer", item.pk)).content.decode()
    assert "到今天逾期 10 天" in page
    assert "不能按期完成年度工作目标任务" in page
    assert "原文" in page
    browser.post(at("overdue_answer", item.pk), {"answer": "yes", "reason": "两次督办仍未开工"})

    assert OverdueAnswer.objects.get().is_lead
    assert "已作为警示谈话线索 1 项" in browser.get(at("overdue")).content.decode()


def test_scores_go_from_grid_to_committee_and_print_their_sum(
    client_of, clerk, committee, signed, settings
):
    settings.BUSINESS_DAY = date(2018, 12, 20)
    items = stage.items(signed[0])
    sent = {f"c-{one.pk}-score": "90" for one in items} | {f"was-{one.pk}": "" for one in items}

    client_of(clerk).post(at("pledge_scores", year=2018), sent | {"hand_in": "1"})
    client_of(committee).post(at("scores_confirm"), {"chosen": [signed[0].pk]})

    page = client_of(clerk).get(at("pledge", signed[0].pk)).content.decode()
    assert "90.00 = （40×90 + 30.5×90 + 19.5×90 + 10×90）÷ 100" in page


def test_reopening_and_finishing_on_the_page(client_of, clerk, signed):
    item, browser = stage.items(signed[0])[0], client_of(clerk)

    browser.post(at("pledge_done", item.pk), {"done_on": "2018-04-01", "evidence": "验收单"})
    item.refresh_from_db()
    assert item.done_on == date(2018, 4, 1)
    browser.post(at("pledge_reopen", item.pk), {"reason": "登记错了"})
    item.refresh_from_db()
    assert item.done_on is None


def test_a_page_asked_for_in_vain_gives_the_reason(client_of, clerk, committee, signed):
    page = client_of(clerk).get(at("pledge_edit", signed[0].pk)).content.decode()
    assert "承诺内容不再改动" in page

    page = client_of(committee).get(at("pledge_return", signed[0].pk)).content.decode()
    assert "签订前的承诺可以退回" in page


@pytest.mark.parametrize("query", ["year=abc", "year=99999", "quarter=9&year=2018", "township=x"])
def test_odd_addresses_do_no_harm(client_of, clerk, officer, signed, query):
    for name in ("pledges", "pledge_progress", "pledge_scores", "pledge_new"):
        assert client_of(clerk).get(f"{at(name)}?{query}").status_code == 200
    assert client_of(officer).get(f"{at('pledges')}?{query}").status_code == 200


def test_the_county_sees_its_townships_and_into_one(client_of, officer, clerk, signed):
    browser = client_of(officer)

    assert "新市镇" in browser.get(at("pledges", year=2018)).content.decode()
    url = at("pledges", year=2018, township=clerk.division.pk)
    assert signed[0].name in browser.get(url).content.decode()


@pytest.mark.parametrize("name", ["pledges", "pledge_progress", "pledge_scores"])
@pytest.mark.parametrize("several", [12, 120])
def test_pages_of_many_cost_the_same(client_of, clerk, committee, second_village, name, several):
    people(second_village, several)
    stage.signed(clerk, committee)
    browser = client_of(clerk)

    with CaptureQueriesContext(connection) as captured:
        page = browser.get(at(name, year=2018))

    assert (
        page.content.decode().count("基层党建" if name != "pledges" else "已签订</span>") >= several
    )
    assert len(captured) <= 14
