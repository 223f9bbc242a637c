"""The assessment plan and the year's performance pay."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy import ballots
from policy.facts import FactError
from policy.figures import cents
from policy.record import decide

GOOD = {"virtue": "10", "ability": "10", "diligence": "10", "performance": "50", "probity": "20"}
METHODS = {"report": "40", "target": "60"}


def checked(rules: dict[str, Any], report: Any, target: Any, methods: Any = METHODS) -> Any:
    facts = {"weights": {"report": report, "target": target}, "methods": methods}
    outcome = decide("plan_check", rules, facts)
    return outcome.result, [one["sentence"] for one in outcome.findings]


def with_performance(weight: str, probity: str) -> dict[str, str]:
    return GOOD | {"performance": weight, "probity": probity}


@pytest.mark.parametrize(
    ("report", "target", "usable"),
    [
        ("40", "60", True),
        ("60", "40", False),
        ("50", "50", True),
        ("35", "60", True),
        ("34.9", "60", False),
    ],
)
def test_performance_is_weighed_over_both_forms(
    rules: dict[str, Any], report: str, target: str, usable: bool
) -> None:
    forms = [
        {"virtue": "1", "ability": "1", "diligence": "1", "performance": one,
         "probity": str(Fraction(97) - Fraction(one)) if "." not in one else "62.1"}
        for one in (report, target)
    ]  # fmt: skip

    result, _ = checked(rules, *forms)

    assert result["usable"] is usable


def test_a_sum_of_99_says_what_to_correct(rules: dict[str, Any]) -> None:
    result, said = checked(rules, with_performance("50", "19"), GOOD)

    assert result == {"usable": False, "label": "否"}
    assert "述职测评五项合计 99，应为 100，还差 1。" in said


@pytest.mark.parametrize(
    ("weights", "label"),
    [
        (GOOD | {"probity": None}, "待核实"),
        (GOOD | {"probity": None, "virtue": None}, "待核实"),
        (GOOD | {"performance": "49", "probity": None}, "否"),
        (GOOD | {"performance": None}, "待核实"),
        (GOOD | {"performance": None, "probity": "20.01"}, "否"),
        (GOOD | {"performance": None, "virtue": None, "ability": "20", "probity": "20"}, "否"),
        (GOOD | {"performance": "100", "probity": None}, "否"),
        ({}, "待核实"),
    ],
)
def test_an_unknown_weight_waits_unless_another_fails(
    rules: dict[str, Any], weights: Any, label: str
) -> None:
    assert checked(rules, weights, weights)[0]["label"] == label


@pytest.mark.parametrize("methods", [{}, {"report": "40"}, {"report": None, "target": "60"}])
def test_an_unknown_share_waits(rules: dict[str, Any], methods: Any) -> None:
    assert checked(rules, GOOD, GOOD, methods)[0]["label"] == "待核实"


def pay(rules: dict[str, Any], **facts: Any) -> dict[str, Any]:
    plain = {"grade": "称职", "base": "12000", "days": 365, "year_days": 365}
    return decide("performance_pay", rules, plain | facts).result


@pytest.mark.parametrize(
    ("days", "label"), [(0, "0.00"), (1, "32.88"), (184, "6049.32"), (365, "12000.00")]
)
def test_pay_goes_by_days_in_post(rules: dict[str, Any], days: int, label: str) -> None:
    assert pay(rules, days=days) == {"amount": label, "label": label}


@pytest.mark.parametrize("grade", ["无等次", "待补", "待定", "并列待定", None])
def test_without_a_settled_grade_pay_is_held(rules: dict[str, Any], grade: str | None) -> None:
    assert pay(rules, grade=grade) == {"amount": None, "label": "暂缓"}


@pytest.mark.parametrize(
    "facts",
    [
        {"days": 366},
        {"days": -1},
        {"days": "1.5"},
        {"base": "-1"},
        {"base": 1.5},
        {"year_days": 0},
        {"grade": "良好"},
    ],
)
def test_figures_that_cannot_be_are_refused(rules: dict[str, Any], facts: Any) -> None:
    with pytest.raises(FactError):
        pay(rules, **facts)


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_cents_round_half_up_once(top: int, bottom: int) -> None:
    up = Fraction(cents(Fraction(top, bottom))) - Fraction(top, bottom)

    assert Fraction(-1, 200) < up <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("counts", "rating"),
    [
        ({"excellent": 1}, Fraction(100)),
        ({"excellent": 1, "competent": 1, "basic": 1}, Fraction(80)),
        ({"excellent": 2, "incompetent": 1}, Fraction(80)),
        ({"excellent": 1, "competent": 2}, Fraction(260, 3)),
        ({}, None),
        ({"excellent": 0}, None),
    ],
)
def test_ballots_average_exactly(rules: dict[str, Any], counts: Any, rating: Any) -> None:
    assert ballots.report_rating(counts, rules) == rating


@pytest.mark.parametrize("counts", [{"abstain": 1}, {"excellent": -1}])
def test_strange_ballots_are_refused(rules: dict[str, Any], counts: Any) -> None:
    with pytest.raises(FactError):
        ballots.report_rating(counts, rules)


@pytest.mark.parametrize(
    ("expected", "present", "verdict"),
    [
        (50, 39, "failed"),
        (50, 40, "met"),
        (50, 41, "met"),
        (None, 40, "unknown"),
        (50, None, "unknown"),
        (0, 0, "unknown"),
    ],
)
def test_four_fifths_make_a_quorum(
    rules: dict[str, Any], expected: int | None, present: int | None, verdict: str
) -> None:
    assert ballots.quorum_met(expected, present, rules)[0]["verdict"] == verdict
