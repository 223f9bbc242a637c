"""A county drafts its plan, has it checked, puts it into force, changes it while nobody uses it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.models import Division
from assessments.models import Indicator, Plan
from assessments.services import plan_lines, plans
from assessments.services.plan_lines import IndicatorLine
from assessments.services.rounds import open_rounds
from assessments.states import PlanStatus
from audit.models import Event
from rulebook.models import Decision
from tests.assessments.stage import adopted

pytestmark = pytest.mark.django_db


def lines_of(plan: Plan, **points: str) -> list[IndicatorLine]:
    """Give a plan's lines, with other points for the indicators named."""
    return [
        replace(line, points=Decimal(points.get(line.name, line.points)))
        for line in plan_lines.lines_of(plan)
    ]


def saved(plan: Plan, by: Acting, **changed: Any) -> Plan:
    values = {
        name: getattr(plan, name)
        for name in ("report_share", "target_share", "cutoff_on", "staff_in_base")
    }
    values |= {"indicators": lines_of(plan)} | changed
    return plans.save_plan(plan=plan, by=by, **values)


@pytest.fixture
def draft(officer: Acting, county: Division) -> Plan:
    return plans.draft_plan(county=county, year=2018, by=officer)


def test_a_new_draft_can_be_adopted_as_it_is(draft: Plan, officer: Acting) -> None:
    outcome = plans.check_plan(draft)

    assert outcome.result["label"] == "是"
    assert (draft.report_share, draft.target_share) == (40, 60)
    assert draft.cutoff_on == date(2018, 12, 31)
    topics = set(draft.indicators.values_list("name", flat=True))
    assert {"基层党建", "脱贫攻坚", "农村环境综合整治"} <= topics


def test_a_draft_saved_twice_alike_is_one_event(draft: Plan, officer: Acting) -> None:
    before = Event.objects.filter(name="assessments.plan_saved").count()

    saved(draft, officer, cutoff_on=date(2018, 12, 20))
    saved(Plan.objects.get(pk=draft.pk), officer)

    assert Event.objects.filter(name="assessments.plan_saved").count() == before + 1


def test_a_draft_may_be_saved_imperfect_and_says_so(draft: Plan, officer: Acting) -> None:
    plan = saved(draft, officer, indicators=lines_of(draft, 廉洁自律和遵纪守法="19"))

    sentences = [one["sentence"] for one in plans.check_plan(plan).findings]

    assert plan.status == PlanStatus.DRAFT
    assert any("五项合计 99，应为 100" in sentence for sentence in sentences)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"report_share": Decimal(50), "target_share": Decimal(50)}, "目标考核占 50%，应为 60%"),
        ({"drop": "基层党建"}, "五项合计 80，应为 100"),
        ({"points": {"基层党建": "19", "廉洁自律和遵纪守法": "21"}}, "应不低于 50%，还差 1"),
    ],
)
def test_a_plan_the_rulebook_refuses_is_not_adopted(
    draft: Plan, officer: Acting, changed: dict[str, Any], sentence: str
) -> None:
    lines = lines_of(draft, **changed.pop("points", {}))
    drop = changed.pop("drop", "")
    saved(draft, officer, indicators=[x for x in lines if x.name != drop], **changed)

    with pytest.raises(Refused) as refused:
        plans.adopt_plan(plan=draft, by=officer)

    assert any(sentence in said for said in refused.value.objections)
    assert not Decision.objects.filter(procedure__startswith="plan_check").exists()


def test_adopting_keeps_the_rulebooks_answer(draft: Plan, officer: Acting) -> None:
    plan = plans.adopt_plan(plan=draft, by=officer)

    assert plan.status == PlanStatus.ADOPTED
    assert plan.adopted_by == officer.user
    assert plan.check_decision.outcome["result"]["usable"] is True
    assert plan.check_decision.facts.body["methods"] == {"report": "40.00", "target": "60.00"}
    assert Event.objects.filter(name="assessments.plan_adopted").count() == 1


@pytest.mark.parametrize(
    "who",
    ["clerk", "committee", "city_officer", "auditor", "department", "system_admin", "machine"],
)
def test_nobody_but_the_county_writes_its_plan(
    request: pytest.FixtureRequest, who: str, draft: Plan, county: Division
) -> None:
    by = request.getfixturevalue(who)

    for call in (
        lambda: plans.draft_plan(county=county, year=2017, by=by),
        lambda: saved(draft, by),
        lambda: plans.adopt_plan(plan=draft, by=by),
        lambda: plans.revise_plan(plan=draft, reason="有误", by=by),
        lambda: open_rounds(plan=draft, by=by),
    ):
        with pytest.raises((PermissionDenied, Plan.DoesNotExist)):
            call()


def test_another_county_does_not_see_the_plan(draft: Plan, stranger_officer: Acting) -> None:
    with pytest.raises(Plan.DoesNotExist):
        plans.adopt_plan(plan=draft, by=stranger_officer)


def test_a_year_has_one_first_draft(draft: Plan, officer: Acting, county: Division) -> None:
    with pytest.raises(Refused, match="已有考核方案"):
        plans.draft_plan(county=county, year=2018, by=officer)


def test_a_year_before_the_rules_has_no_plan(officer: Acting, county: Division) -> None:
    with pytest.raises(Refused, match="还没有生效的规则"):
        plans.draft_plan(county=county, year=2015, by=officer)


def test_a_new_version_replaces_the_one_nobody_uses(officer: Acting) -> None:
    first = adopted(officer)

    second = plans.revise_plan(plan=first, reason="环境整治分值调整", by=officer)
    saved(second, officer, indicators=lines_of(second, 基层党建="21", 脱贫攻坚="14"))
    plans.adopt_plan(plan=second, by=officer)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == (PlanStatus.REPLACED, PlanStatus.ADOPTED)
    assert (second.version, second.reason) == (2, "环境整治分值调整")
    assert first.indicators.get(form="report", name="基层党建").points == 20


def test_only_one_draft_at_a_time(officer: Acting) -> None:
    first = adopted(officer)
    plans.revise_plan(plan=first, reason="甲", by=officer)

    with pytest.raises(Refused, match="已有一份草稿"):
        plans.revise_plan(plan=first, reason="乙", by=officer)


def test_an_adopted_plan_is_not_edited(officer: Acting) -> None:
    plan = adopted(officer)

    with pytest.raises(Refused, match="内容不再改动"):
        saved(plan, officer, cutoff_on=date(2018, 11, 30))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"cutoff_on": date(2019, 1, 1)}, "不在 2018 年内"),
        ({"twice": True}, "写了两次"),
        ({"points": {"基层党建": "0"}}, "应大于 0"),
    ],
)
def test_lines_that_cannot_be_are_refused(
    draft: Plan, officer: Acting, changed: dict[str, Any], sentence: str
) -> None:
    lines = lines_of(draft, **changed.pop("points", {}))
    lines += lines[:1] if changed.pop("twice", False) else []

    with pytest.raises(Refused, match=sentence):
        saved(draft, officer, indicators=lines, **changed)

    assert Indicator.objects.filter(plan=draft).count() == 14
