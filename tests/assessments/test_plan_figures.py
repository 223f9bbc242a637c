"""A county's own bands, ballots and voters: saved, checked, kept by a new version, graded by."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.clock import today
from accounts.models import Division
from assessments.models import Plan, Round
from assessments.queries.facts import case_of
from assessments.queries.rulebook import rules_of, rules_of_plans, rules_of_round
from assessments.services import plans
from assessments.services.plan_lines import GroupLine
from assessments.services.rounds import open_rounds
from policy import snapshot
from tests.assessments import stage
from tests.assessments.test_plan import saved

pytestmark = pytest.mark.django_db
BANDS = {
    "band_excellent": Decimal(88),
    "band_competent": Decimal(70),
    "band_basic": Decimal(60),
}
BALLOTS = {
    "ballot_excellent": Decimal(100),
    "ballot_competent": Decimal(85),
    "ballot_basic": Decimal(60),
    "ballot_incompetent": Decimal(40),
}
GROUPS = [GroupLine("全体党员", Decimal(60)), GroupLine("群众代表", Decimal(40))]


@pytest.fixture(autouse=True)
def last_day_of_the_year(settings):
    settings.BUSINESS_DAY = stage.DAY


@pytest.fixture
def draft(officer: Acting, county: Division) -> Plan:
    return plans.draft_plan(county=county, year=2018, by=officer)


def test_a_plan_begins_with_the_rulebooks_figures_and_one_group(draft: Plan) -> None:
    assert draft.band_excellent is None
    assert list(draft.voter_groups.values_list("name", "weight")) == [("参会人员", 100)]
    assert rules_of_plans([draft], today())[draft.pk].rules is rules_of(2018, today(), "")


def test_own_figures_are_saved_and_named_in_the_check(draft: Plan, officer: Acting) -> None:
    saved(draft, officer, figures=BANDS | BALLOTS, groups=GROUPS)

    plan = plans.adopt_plan(plan=draft, by=officer)

    facts = plan.check_decision.facts.body
    assert facts["bands"] == {"excellent": "88.00", "competent": "70.00", "basic": "60.00"}
    assert facts["ballots"]["competent"] == "85.00"
    assert [one["weight"] for one in facts["groups"]] == ["60.00", "40.00"]
    said = [one["sentence"] for one in plan.check_decision.outcome["findings"]]
    assert "投票人权重 全体党员 60 + 群众代表 40 = 100%，正好。" in said


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (BANDS | {"band_basic": None}, "分数线要么都填"),
        (BANDS | {"band_basic": Decimal(70)}, "分数线应在 0 至 100 之间"),
        (BALLOTS | {"ballot_excellent": Decimal("100.01")}, "票折分应在 0 至 100 之间"),
        (BALLOTS | {"ballot_basic": Decimal(90)}, "票折分应在 0 至 100 之间"),
    ],
)
def test_figures_half_given_or_out_of_order_are_refused(
    draft: Plan, officer: Acting, figures: dict[str, Decimal | None], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        saved(draft, officer, figures=figures)

    draft.refresh_from_db()
    assert draft.band_excellent is None


@pytest.mark.parametrize(
    ("groups", "sentence"),
    [
        ([], "至少要有一类投票人"),
        ([*GROUPS, GROUPS[0]], "“全体党员”写了两次"),
        ([GroupLine("全体党员", Decimal(0))], "权重应大于 0"),
    ],
)
def test_voters_that_cannot_be_are_refused(
    draft: Plan, officer: Acting, groups: list[GroupLine], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        saved(draft, officer, groups=groups)

    assert draft.voter_groups.get().name == "参会人员"


@pytest.mark.parametrize(
    ("figures", "groups", "sentence"),
    [
        ({}, [GroupLine("全体党员", Decimal("99.99"))], "合计 99.99%，应为 100%"),
        (BANDS | {"band_excellent": Decimal(100)}, GROUPS, "不含两端"),
    ],
)
def test_a_plan_whose_own_figures_do_not_fit_is_saved_but_not_adopted(
    draft: Plan,
    officer: Acting,
    figures: dict[str, Decimal | None],
    groups: list[GroupLine],
    sentence: str,
) -> None:
    saved(draft, officer, figures=figures, groups=groups)

    with pytest.raises(Refused) as refused:
        plans.adopt_plan(plan=draft, by=officer)

    assert any(sentence in said for said in refused.value.objections)


def test_a_new_version_keeps_figures_voters_and_what_lines_say(
    draft: Plan, officer: Acting
) -> None:
    saved(draft, officer, figures=BANDS | BALLOTS, groups=GROUPS)
    plan = plans.adopt_plan(plan=draft, by=officer)

    new = plans.revise_plan(plan=plan, reason="调整分值", by=officer)

    assert (new.band_excellent, new.ballot_competent) == (88, 85)
    assert list(new.voter_groups.values_list("name", flat=True)) == ["全体党员", "群众代表"]
    kept = ("name", "evidence", "scoring", "library_code", "points")
    assert list(new.indicators.values(*kept)) == list(plan.indicators.values(*kept))


def test_rounds_are_judged_by_their_plans_figures_and_others_are_not(
    draft: Plan, officer: Acting, village: Division
) -> None:
    stage.people(village)
    saved(draft, officer, figures=BANDS)
    open_rounds(plan=plans.adopt_plan(plan=draft, by=officer), by=officer)

    found = Round.objects.get()
    rules = case_of(found).rules

    assert rules == rules_of_round(found)
    assert snapshot.text(rules, "grade.band.excellent") == "88..100"
    tags = [one["basis"] for one in snapshot.cites(rules, "grade.band.excellent")]
    assert tags == ["plan", "assume"]
    assert snapshot.text(rules, "grade.band.basic") == "60..70"


def test_the_county_line_decides_who_is_excellent(
    draft: Plan, officer: Acting, clerk: Acting, village: Division
) -> None:
    stage.people(village)
    saved(draft, officer, figures=BANDS)
    open_rounds(plan=plans.adopt_plan(plan=draft, by=officer), by=officer)
    found = Round.objects.get()
    stage.entered(found, clerk, [88, 86, 84, 82, 80])

    rows = case_of(found).decide().result["rows"].values()

    assert [row["label"] for row in rows] == ["优秀", "称职", "称职", "称职", "称职"]


@pytest.mark.parametrize("number", [1, 12])
def test_asking_for_the_rules_of_plans_takes_two_queries(
    draft: Plan, officer: Acting, county: Division, django_assert_num_queries, number: int
) -> None:
    found = [draft]
    for year in range(2019, 2018 + number):
        found.append(plans.draft_plan(county=county, year=year, by=officer))

    with django_assert_num_queries(2):
        rules_of_plans(found, today())
