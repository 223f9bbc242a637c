"""A county's plan on its pages: drafted, written, checked, adopted, revised, opened."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from assessments.forms.plans import LineForm
from assessments.models import Indicator, Plan, Round
from assessments.services import plans
from assessments.states import PlanStatus
from tests.assessments import stage
from tests.assessments.pages import *  # noqa: F403


@pytest.fixture
def draft(officer, county):
    return plans.draft_plan(county=county, year=2018, by=officer)


@pytest.fixture
def adopted(officer, county):
    return stage.adopted(officer)


def url(page, plan):
    return reverse(f"assessments:{page}", args=[plan.pk])


def form_of(plan, **changes):
    """Give what the browser sends for a plan, with the three empty lines below."""
    lines = list(plan.indicators.all())
    sent = {
        "report_share": "40",
        "target_share": "60",
        "cutoff_on": "2018-12-31",
        "staff_in_base": "on",
        "line-TOTAL_FORMS": len(lines) + 3,
        "line-INITIAL_FORMS": len(lines),
    }
    for place, line in enumerate(lines):
        for name in LineForm.base_fields:
            sent[f"line-{place}-{name}"] = getattr(line, name)
    groups = list(plan.voter_groups.all())
    sent |= {"group-TOTAL_FORMS": len(groups), "group-INITIAL_FORMS": len(groups)}
    for place, group in enumerate(groups):
        sent |= {f"group-{place}-name": group.name, f"group-{place}-weight": group.weight}
    for place in range(len(lines), len(lines) + 3):
        sent |= {f"line-{place}-form": "report", f"line-{place}-dimension": "virtue"}
        sent |= {f"line-{place}-name": "", f"line-{place}-points": ""}
    return {key: value for key, value in (sent | changes).items() if value is not None}


def test_the_county_drafts_a_plan_with_the_default_indicators(client_of, officer):
    response = client_of(officer).post(
        reverse("assessments:plan_new"), {"year": "2018"}, follow=True
    )

    plan = Plan.objects.get(year=2018)
    assert response.redirect_chain[0][0] == url("plan_edit", plan)
    assert "已起草" in response.content.decode()
    assert plan.indicators.count() == 14


def test_a_second_plan_for_the_year_is_refused(client_of, officer, draft):
    page = client_of(officer).post(reverse("assessments:plan_new"), {"year": "2018"})

    assert "已有考核方案" in page.content.decode()
    assert Plan.objects.count() == 1


def test_the_plan_shows_sums_shares_and_what_the_rulebook_says(client_of, officer, draft):
    page = client_of(officer).get(url("plan", draft)).content.decode()

    assert "50 × 40% + 50 × 60%" in page
    assert "合计 100 分" in page
    assert "ASSESS-PERF-50" in page
    assert "原文" in page
    assert "暂定" in page


def test_a_draft_is_saved_with_a_line_more_and_a_line_less(client_of, officer, draft):
    sent = form_of(draft) | {
        "line-0-DELETE": "on",
        "line-14-name": "政治表现",
        "line-14-points": "10",
    }

    client_of(officer).post(url("plan_edit", draft), sent)

    names = set(draft.indicators.filter(form="report").values_list("name", flat=True))
    assert "政治表现" in names
    assert draft.indicators.count() == 14


def test_a_plan_below_fifty_percent_is_saved_but_not_adopted(client_of, officer, draft):
    client = client_of(officer)
    lines = list(draft.indicators.all())
    place = next(n for n, line in enumerate(lines) if line.dimension == "performance")
    sent = form_of(draft) | {f"line-{place}-points": "10"}

    client.post(url("plan_edit", draft), sent)
    page = client.get(url("plan", draft)).content.decode()
    told = client.post(url("plan_adopt", draft), {"restarts": 0}, follow=True).content.decode()

    assert "应不低于 50%" in page
    assert "disabled" in page
    assert "应不低于 50%" in told
    assert Plan.objects.get(pk=draft.pk).status == PlanStatus.DRAFT


def test_a_refused_save_keeps_what_was_typed(client_of, officer, draft):
    before = list(Indicator.objects.order_by("pk").values())
    sent = form_of(draft) | {
        "cutoff_on": "2019-01-05",
        "line-14-name": "政治表现",
        "line-14-points": "x",
    }

    page = client_of(officer).post(url("plan_edit", draft), sent).content.decode()

    assert "政治表现" in page
    assert 'value="2019-01-05"' in page
    assert 'value="x"' in page
    assert list(Indicator.objects.order_by("pk").values()) == before


def test_a_cutoff_in_another_year_is_refused(client_of, officer, draft):
    page = client_of(officer).post(url("plan_edit", draft), form_of(draft, cutoff_on="2019-01-05"))

    assert "不在 2018 年内" in page.content.decode()
    assert Plan.objects.get(pk=draft.pk).cutoff_on == date(2018, 12, 31)


def test_an_adopted_plan_opens_the_rounds(client_of, officer, draft, village):
    stage.people(village)
    client = client_of(officer)

    client.post(url("plan_adopt", draft), {"restarts": 0})
    told = client.post(url("open_rounds", draft), follow=True).content.decode()

    assert "已向各乡镇开放" in told
    assert Round.objects.get().headcount == 5


def test_an_adopted_plan_is_revised_with_a_reason(client_of, officer, adopted):
    client = client_of(officer)

    client.post(url("plan_revise", adopted), {"reason": "市里调整指标"})

    new = Plan.objects.get(version=2)
    assert (new.reason, new.status) == ("市里调整指标", PlanStatus.DRAFT)
    assert "市里调整指标" in client.get(url("plan", new)).content.decode()


def test_an_adopted_plan_is_not_written(client_of, officer, adopted):
    page = client_of(officer).post(url("plan_edit", adopted), form_of(adopted, report_share="50"))

    assert "请先起草新版" in page.content.decode()
    assert Plan.objects.get(pk=adopted.pk).report_share == 40


@pytest.mark.parametrize("person", ["clerk", "committee", "city_officer", "auditor"])
def test_others_of_the_county_and_above_read(client_of, request, adopted, person):
    client = client_of(request.getfixturevalue(person))

    assert client.get(url("plan", adopted)).status_code == 200
    assert "耒阳市" in client.get(reverse("assessments:plans")).content.decode()
    assert client.post(url("plan_edit", adopted), form_of(adopted)).status_code == 403
    assert client.post(url("open_rounds", adopted)).status_code == 403


@pytest.mark.parametrize("person", ["stranger", "stranger_officer"])
def test_another_county_sees_no_plan(client_of, request, draft, person):
    client = client_of(request.getfixturevalue(person))

    for page in ("plan", "plan_edit", "plan_adopt", "plan_revise", "open_rounds"):
        assert client.post(url(page, draft)).status_code == 404
    assert "耒阳市" not in client.get(reverse("assessments:plans")).content.decode()
    assert Plan.objects.get(pk=draft.pk).status == PlanStatus.DRAFT


def test_what_is_wrong_in_the_lines_is_named_on_top(client_of, officer, draft):
    sent = form_of(draft) | {"line-0-points": "abc", "line-14-name": "政治表现"}
    first = draft.indicators.first().name

    page = client_of(officer).post(url("plan_edit", draft), sent).content.decode()

    summary = page.split('class="error-summary"')[1].split("</div>")[0]
    assert "没有保存，请改正下面几处" in summary
    assert f"第 1 行“{first}”：请填数字，最多两位小数" in summary
    assert "第 15 行“政治表现”：请填分值" in summary
    assert 'href="#id_line-0-points"' in summary


def test_a_line_to_be_removed_is_not_complained_about(client_of, officer, draft):
    sent = form_of(draft) | {"line-0-points": "abc", "line-0-DELETE": "on", "line-1-points": "x"}

    page = client_of(officer).post(url("plan_edit", draft), sent).content.decode()

    summary = page.split('class="error-summary"')[1].split("</div>")[0]
    assert "第 2 行" in summary
    assert "第 1 行" not in summary


@pytest.mark.parametrize(
    ("page", "said"),
    [("plan_edit", "已采用，内容不再改动"), ("plan_pick", "已采用，内容不再改动")],
)
def test_a_plan_in_use_shows_the_reason_instead_of_a_form(client_of, officer, opened, page, said):
    shown = client_of(officer).get(url(page, opened.plan)).content.decode()

    assert shown.count(said) == 1
    assert "返回方案" in shown
    assert '<form class="form' not in shown


def test_a_new_plan_is_for_the_first_year_without_one(client_of, officer, county):
    client, new = client_of(officer), reverse("assessments:plan_new")
    plans.draft_plan(county=county, year=2019, by=officer)

    before = client.get(new).content.decode()
    plans.draft_plan(county=county, year=2018, by=officer)
    after = client.get(new).content.decode()

    assert 'value="2018"' in before
    assert 'value="2020"' in after
