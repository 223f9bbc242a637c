"""The pages of the indicator library, of picking from it, and of confirming a new version."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from assessments.models import OwnIndicator, Plan, Round
from assessments.services import plans
from tests.assessments.pages import *  # noqa: F403
from tests.assessments.test_library import LINE, added
from tests.assessments.test_pages_plans import form_of, url

LIBRARY = reverse("assessments:library")


@pytest.fixture
def own(county, officer):
    return added(county, officer)


@pytest.fixture
def draft(officer, county):
    return plans.draft_plan(county=county, year=2018, by=officer)


@pytest.fixture
def second(opened, officer):
    return plans.revise_plan(plan=opened.plan, reason="市里调整指标", by=officer)


@pytest.mark.parametrize("person", ["clerk", "committee", "officer", "city_officer", "auditor"])
def test_whoever_reads_assessments_reads_the_library(client_of, request, own, person):
    page = client_of(request.getfixturevalue(person)).get(LIBRARY).content.decode()

    assert "油茶低改面积" in page
    assert "县方案" in page
    assert "支部工作手册" in page
    assert ("新增县定指标" in page) is (person == "officer")


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ({"aspect": "probity"}, "惠民资金发放合规", "基层党建、"),
        ({"topic": "集体"}, "村集体经济收入和增长", "森林防火和禁烧"),
        ({"on": "2021-01-01"}, "森林防火和禁烧", "建档立卡户档案"),
        ({"on": "2018-02-28"}, "建档立卡户档案", "油茶低改面积"),
    ],
)
def test_the_library_is_looked_up_by_aspect_topic_and_day(
    client_of, clerk, own, asked, there, gone
):
    page = client_of(clerk).get(LIBRARY, asked).content.decode()

    table = page.split("<tbody>")[1]
    assert there in table
    assert gone not in table


def test_a_library_without_a_fitting_line_says_what_to_do(client_of, clerk):
    page = client_of(clerk).get(LIBRARY, {"topic": "没有这样的"}).content.decode()

    assert "没有符合条件的指标" in page


def test_the_county_adds_and_retires_a_line(client_of, officer):
    client = client_of(officer)

    told = client.post(
        reverse("assessments:library_new"), LINE | {"first_day": "2018-03-01"}, follow=True
    )
    one = OwnIndicator.objects.get()
    retired = client.post(
        reverse("assessments:library_retire", args=[one.pk]),
        {"last_day": "2018-12-31"},
        follow=True,
    )

    assert "已列入本县指标库" in told.content.decode()
    assert "用到 2018-12-31 为止" in retired.content.decode()
    one.refresh_from_db()
    assert (one.first_day, one.last_day) == (date(2018, 3, 1), date(2018, 12, 31))
    again = client.get(reverse("assessments:library_retire", args=[one.pk])).content.decode()
    assert "停用，不用再办" in again


def test_a_refused_line_keeps_what_was_typed(client_of, officer, own):
    sent = LINE | {"first_day": "2018-03-01", "scoring": "另一种办法"}

    page = client_of(officer).post(reverse("assessments:library_new"), sent).content.decode()

    assert "已有“油茶低改面积”" in page
    assert "另一种办法" in page
    assert OwnIndicator.objects.count() == 1


def test_another_countys_line_is_not_there(client_of, stranger_officer, own):
    client = client_of(stranger_officer)

    assert client.get(reverse("assessments:library_retire", args=[own.pk])).status_code == 404
    assert "油茶低改面积" not in client.get(LIBRARY).content.decode()


def test_lines_picked_are_in_the_draft(client_of, officer, draft, own):
    client = client_of(officer)

    offered = client.get(url("plan_pick", draft)).content.decode()
    sent = {"codes": ["P-20", own.code], "forms_": ["target"]}
    told = client.post(url("plan_pick", draft), sent, follow=True).content.decode()

    assert "方案里已有" in offered
    assert "已选入 2 行" in told
    assert "护林员巡护记录" in told
    assert draft.indicators.count() == 16


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"forms_": ["target"]}, "还没有选指标"),
        ({"codes": ["P-20"]}, "述职测评还是目标考核"),
        ({"codes": ["没有"], "forms_": ["target"]}, "已经停用"),
    ],
)
def test_a_pick_that_cannot_be_is_told(client_of, officer, draft, sent, said):
    page = client_of(officer).post(url("plan_pick", draft), sent).content.decode()

    assert said in page
    assert draft.indicators.count() == 14


def test_own_figures_and_voters_are_saved_and_shown_with_their_tag(client_of, officer, draft):
    sent = form_of(draft) | {
        "band_excellent": "88",
        "band_competent": "70",
        "band_basic": "60",
        "group-TOTAL_FORMS": 2,
        "group-0-weight": "60",
        "group-1-name": "群众代表",
        "group-1-weight": "40",
    }

    client_of(officer).post(url("plan_edit", draft), sent)
    page = client_of(officer).get(url("plan", draft)).content.decode()

    figures = page.split("分数线、票折分和投票人")[1].split("</table>")[0]
    assert "优秀 88 分以上" in figures
    assert "参会人员 60%" in figures
    assert "群众代表 40%" in figures
    assert "县方案" in figures
    assert "100 × 40% + 100 × 60%" in page


def test_bands_half_filled_are_refused_with_what_was_typed(client_of, officer, draft):
    sent = form_of(draft) | {"band_excellent": "88", "group-0-weight": "150"}

    page = client_of(officer).post(url("plan_edit", draft), sent).content.decode()
    again = client_of(officer).post(url("plan_edit", draft), sent | {"group-0-weight": "100"})

    assert "投票人第 1 行“参会人员”" in page
    assert "分数线要么都填" in again.content.decode()
    assert 'value="88"' in again.content.decode()
    assert Plan.objects.get(pk=draft.pk).band_excellent is None


def test_the_four_usual_voters_are_offered(client_of, officer, draft):
    page = client_of(officer).get(url("plan_edit", draft), {"usual": "1"}).content.decode()

    for name in ("全体党员", "两委成员", "村民小组长", "群众代表"):
        assert f'value="{name}"' in page


def test_a_new_version_says_beforehand_what_it_does_and_is_confirmed(
    client_of, officer, submitted, officer_revises
):
    client, new = client_of(officer), officer_revises(submitted)

    plan_page = client.get(url("plan", new)).content.decode()
    before = client.get(url("plan_adopt", new)).content.decode()
    told = client.post(url("plan_adopt", new), {"restarts": "1"}, follow=True).content.decode()

    assert "已有 1 个乡镇按上一版考核" in plan_page
    assert "1 个乡镇回到“录入中”" in before
    assert "勤、廉的满分变了，10 人" in before
    assert "确认采用，1 个乡镇重新开始" in before
    assert "1 个乡镇的考核按新版重新开始" in told
    assert Round.objects.get().plan == new


def test_a_confirmation_of_another_number_is_refused(client_of, officer, second):
    page = client_of(officer).post(url("plan_adopt", second), {"restarts": "3"})

    assert "与确认时看到的 3 个不同" in page.content.decode()
    assert Round.objects.get().plan != second


def test_the_township_reads_why_it_begins_anew(client_of, officer, clerk, second):
    plans.adopt_plan(plan=second, restarts=1, by=officer)

    page = client_of(clerk).get(reverse("assessments:board", args=[Round.objects.get().pk]))

    assert "考核方案改为第 2 版：市里调整指标" in page.content.decode()


@pytest.fixture
def officer_revises(officer):
    from_ = {"廉洁自律和遵纪守法": "19", "在岗履职和服务群众": "11"}

    def revise(found):
        new = plans.revise_plan(plan=found.plan, reason="市里调整指标", by=officer)
        for line in new.indicators.filter(name__in=from_, form="target"):
            line.points = from_[line.name]
            line.save()
        return new

    return revise


@pytest.mark.parametrize("page", ["plan", "plan_edit", "plan_pick", "plan_adopt"])
def test_plan_pages_ask_as_often_for_many_lines(
    client_of, officer, draft, page, django_assert_max_num_queries
):
    client = client_of(officer)
    client.get(url(page, draft))
    for n in range(60):
        line = draft.indicators.first()
        line.pk, line.name, line.points = None, f"添 {n}", "0.01"
        line.save()

    with django_assert_max_num_queries(30):
        client.get(url(page, draft))
