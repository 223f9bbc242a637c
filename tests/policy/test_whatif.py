"""The fast way through the grades gives what the procedure gives, under any figures."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy import record, whatif
from policy.procedures.grade_entry import read_rules
from tests.policy.conftest import LEIYANG
from tests.policy.towns import cadre, town, towns

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
FIGURES = st.fixed_dictionaries(
    {},
    optional={
        "grade.top_share": st.sampled_from(["0%", "15%", "20%", "25%", "100%"]),
        "grade.team_floor": st.sampled_from(["优秀", "良好", "一般", "较差"]),
        "grade.team_posts": st.sampled_from(["书记", "书记、主任", "书记、主任、委员"]),
        "grade.measure_bars": st.sampled_from(["是", "否"]),
        "grade.min_months": st.sampled_from(["0", "6", "12"]),
        "grade.band.excellent": st.sampled_from(["85..100", "92..100"]),
    },
)


def under(rules: dict[str, Any], figures: dict[str, str]) -> dict[str, Any]:
    for key, text in figures.items():
        rules = whatif.changed(rules, key, text)
    return rules


@settings(max_examples=500, deadline=None, suppress_health_check=SLOW)
@given(facts=towns(most=20), figures=FIGURES)
def test_the_fast_way_gives_the_grades_of_the_procedure(
    rules: dict[str, Any], facts: dict[str, Any], figures: dict[str, str]
) -> None:
    other = under(rules, figures)
    full = record.decide("annual_grade", other, facts).result

    fast = whatif.grades(whatif.read(facts), read_rules(other))

    assert fast.grades == {key: row["grade"] for key, row in full["rows"].items()}
    assert (fast.seats, fast.left) == (full["seats"], full["left"])
    assert fast.fallback == {key: full["rows"][key]["fallback"] for key in full["tied"]}


@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
@given(facts=towns(most=12), share=st.sampled_from(["0%", "30%", "50%", "100%"]))
def test_the_weights_of_the_two_forms_count_too(
    rules: dict[str, Any], facts: dict[str, Any], share: str
) -> None:
    rest = f"{100 - int(share[:-1])}%"
    other = under(rules, {"plan.target_share": share, "plan.report_share": rest})

    full = record.decide("annual_grade", other, facts).result["rows"]
    fast = whatif.grades(whatif.read(facts), read_rules(other)).grades

    assert fast == {key: row["grade"] for key, row in full.items()}


@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
@given(facts=towns(most=12), several=st.lists(FIGURES, min_size=2, max_size=5))
def test_one_variant_does_not_colour_the_next(
    rules: dict[str, Any], facts: dict[str, Any], several: list[dict[str, str]]
) -> None:
    shared = whatif.read(facts)

    for figures in several:
        need = read_rules(under(rules, figures))
        assert whatif.grades(shared, need) == whatif.grades(whatif.read(facts), need)


def test_other_figures_leave_the_rules_alone(rules: dict[str, Any]) -> None:
    before = record.sha(rules)

    assert whatif.changed(rules, "grade.top_share", "25%") != rules
    assert whatif.changed(rules, "attendance.days", "20", "430482") is rules
    other = whatif.changed(rules, "attendance.days", "20", LEIYANG)
    assert other["values"]["attendance.days"]["rows"][0]["is"] == "20"
    assert record.sha(rules) == before


def test_a_year_without_headcount_stays_open(rules: dict[str, Any]) -> None:
    facts = town([cadre("1", report_rating="95", target_score="95")], None)

    fast = whatif.grades(whatif.read(facts), read_rules(rules))

    assert fast.grades == {"1": "pending"}
    assert fast.seats is None
