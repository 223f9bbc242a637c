"""A county's plan over the city's rules: its own figures first, both cited, replay exact."""

import json
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from policy import ballots, overlay
from policy.book import packaged
from policy.record import canonical, decide, replay
from policy.snapshot import cites, text

DAY = date(2018, 12, 31)
PLAN = {"source": "耒阳市 2018 年考核方案第 2 版", "start": "2018-01-01", "known": "2018-03-01"}
LOWER = {"excellent": Decimal("88.00"), "competent": Decimal(70), "basic": Decimal(60)}
WORTH = {
    "excellent": Decimal(100),
    "competent": Decimal(85),
    "basic": Decimal(60),
    "incompetent": Decimal(40),
}


@pytest.fixture
def rules() -> dict[str, Any]:
    return packaged().at(DAY, DAY, "430481")


def town(score: str) -> dict[str, Any]:
    row = {
        "id": "1",
        "name": "甲",
        "village": "一村",
        "posts": ["村委委员"],
        "team": "良好",
        "report_rating": score,
        "target_score": score,
        "measures": [],
        "months": 12,
        "excused": "",
    }
    return {"on": "2018-12-31", "county": "430481", "headcount": 5, "rows": [row]}


def test_bounds_become_bands_that_meet() -> None:
    assert overlay.band_rows(LOWER) == {
        "grade.band.excellent": "88..100",
        "grade.band.competent": "70..88",
        "grade.band.basic": "60..70",
        "grade.band.incompetent": "0..60",
    }


def test_a_plan_that_differs_in_nothing_leaves_the_rules_themselves(rules: dict[str, Any]) -> None:
    same = LOWER | {"excellent": Decimal("90.00")}

    assert overlay.with_plan(rules, overlay.band_rows(same), **PLAN) is rules
    assert overlay.with_plan(rules, {}, **PLAN) is rules


def test_only_the_figures_that_differ_stand_before_the_citys(rules: dict[str, Any]) -> None:
    before = deepcopy(rules)

    laid = overlay.with_plan(rules, overlay.band_rows(LOWER), **PLAN)

    differing = [key for key, held in laid["values"].items() if held != rules["values"][key]]
    assert differing == ["grade.band.competent", "grade.band.excellent"]
    assert text(laid, "grade.band.excellent") == "88..100"
    assert [one["basis"] for one in cites(laid, "grade.band.excellent")] == ["plan", "assume"]
    assert cites(laid, "grade.band.excellent")[0]["source"] == PLAN["source"]
    assert rules == before


@pytest.mark.parametrize(
    ("score", "grade"), [("87.99", "称职"), ("88", "优秀"), ("88.01", "优秀"), ("90", "优秀")]
)
def test_the_county_line_grades_and_both_lines_are_cited(
    rules: dict[str, Any], score: str, grade: str
) -> None:
    laid = overlay.with_plan(rules, overlay.band_rows(LOWER), **PLAN)

    row = decide("annual_grade", laid, town(score)).result["rows"]["1"]

    assert row["label"] == grade
    cited = [cite["value"] for one in row["findings"] for cite in one["cites"]]
    assert {"88..100", "90..100"} <= set(cited) or {"70..88", "70..90"} <= set(cited)


def test_what_was_decided_under_a_plan_replays_from_stored_json(rules: dict[str, Any]) -> None:
    laid = json.loads(canonical(overlay.with_plan(rules, overlay.band_rows(LOWER), **PLAN)))

    outcome = decide("annual_grade", laid, town("88"))

    kept = {outcome.rules_sha: laid, outcome.facts_sha: town("88")}
    assert replay(outcome.as_dict(), kept)
    assert not replay(outcome.as_dict(), kept | {outcome.rules_sha: rules})


def test_ballots_count_what_the_county_says(rules: dict[str, Any]) -> None:
    laid = overlay.with_plan(rules, overlay.ballot_rows(WORTH), **PLAN)

    assert ballots.report_rating({"competent": 1}, rules) == 80
    assert ballots.report_rating({"competent": 1}, laid) == 85
