"""The yearly grade: seats, ties, gates, and what is not known yet."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy import record
from policy.facts import FactError
from tests.policy.towns import cadre, slow_grades, town, towns

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


def graded(rules: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    return record.decide("annual_grade", rules, facts).result


def labels(result: dict[str, Any]) -> dict[str, str]:
    return {key: row["label"] for key, row in result["rows"].items()}


@settings(max_examples=400, deadline=None, suppress_health_check=SLOW)
@given(facts=towns())
def test_grades_agree_with_trying_every_completion(rules: dict[str, Any], facts: Any) -> None:
    found = graded(rules, facts)["rows"]

    assert {key: row["grade"] for key, row in found.items()} == slow_grades(facts)


@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
@given(facts=towns(most=30))
def test_seats_are_never_exceeded(rules: dict[str, Any], facts: dict[str, Any]) -> None:
    result = graded(rules, facts)

    assert result["taken"] + result["left"] <= result["seats"]
    assert result["left"] < len(result["tied"]) or not result["tied"]


@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
@given(facts=towns(most=12), seed=st.integers(0, 999))
def test_order_names_and_villages_do_not_matter(
    rules: dict[str, Any], facts: dict[str, Any], seed: int
) -> None:
    before = labels(graded(rules, facts))
    rows = [row | {"name": "某人", "village": f"村{i}"} for i, row in enumerate(facts["rows"])]
    random.Random(seed).shuffle(rows)

    assert labels(graded(rules, facts | {"rows": rows})) == before


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(facts=towns(most=8))
def test_filling_in_what_is_missing_never_takes_back_a_grade(
    rules: dict[str, Any], facts: dict[str, Any]
) -> None:
    before = labels(graded(rules, facts))
    filled = [
        row
        | {
            "report_rating": row["report_rating"] or "96",
            "target_score": row["target_score"] or "91",
            "team": row["team"] or "良好",
        }
        for row in facts["rows"]
    ]
    after = labels(graded(rules, facts | {"rows": filled}))

    settled = ("优秀", "称职", "基本称职", "不称职", "并列待定", "无等次")
    assert all(after[key] == label for key, label in before.items() if label in settled)


@pytest.mark.parametrize(
    ("headcount", "seats", "arithmetic"),
    [
        (4, 0, "4 × 20% = 0.8，舍去小数"),
        (5, 1, "5 × 20% = 1"),
        (7, 1, "7 × 20% = 1.4，舍去小数"),
        (9, 1, "9 × 20% = 1.8，舍去小数"),
        (10, 2, "10 × 20% = 2"),
        (21, 4, "21 × 20% = 4.2，舍去小数"),
    ],
)
def test_seats_are_cut_down_to_whole_ones(
    rules: dict[str, Any], headcount: int, seats: int, arithmetic: str
) -> None:
    result = graded(rules, town([cadre("1")], headcount))

    assert (result["seats"], result["seat_arithmetic"]) == (seats, arithmetic)


def test_without_a_headcount_everyone_who_could_be_excellent_waits(rules: dict[str, Any]) -> None:
    rows = [cadre("1", report_rating="95", target_score="95"), cadre("2")]

    result = graded(rules, town(rows, None))

    assert labels(result) == {"1": "待定", "2": "称职"}
    assert result["seats"] is None


@pytest.mark.parametrize(("months", "label"), [(5, "无等次"), (6, "称职"), (7, "称职")])
def test_under_six_whole_months_there_is_no_grade(
    rules: dict[str, Any], months: int, label: str
) -> None:
    result = graded(rules, town([cadre("1", months=months)]))

    assert labels(result) == {"1": label}


def test_the_excused_take_no_seat_and_need_no_score(rules: dict[str, Any]) -> None:
    rows = [
        cadre("1", report_rating=None, target_score=None, excused="产假"),
        cadre("2", report_rating="95", target_score="95"),
    ]

    assert labels(graded(rules, town(rows, 5))) == {"1": "无等次", "2": "优秀"}


@pytest.mark.parametrize(
    ("day", "label"),
    [
        ("2017-12-31", "优秀"),
        ("2018-01-01", "称职"),
        ("2018-12-31", "称职"),
        ("2019-01-01", "优秀"),
    ],
)
def test_a_measure_bars_the_year_it_was_issued(rules: dict[str, Any], day: str, label: str) -> None:
    measure = {"kind": "警示", "text": "", "on": day}
    row = cadre("1", report_rating="95", target_score="95", measures=[measure])

    assert labels(graded(rules, town([row]))) == {"1": label}


@pytest.mark.parametrize(
    ("score", "label"),
    [
        ("89.99", "称职"),
        ("90", "优秀"),
        ("70", "称职"),
        ("69.99", "基本称职"),
        ("60", "基本称职"),
        ("59.99", "不称职"),
        ("0", "不称职"),
        ("100", "优秀"),
    ],
)
def test_bands_include_their_lower_limit(rules: dict[str, Any], score: str, label: str) -> None:
    row = cadre("1", report_rating=score, target_score=score)

    assert labels(graded(rules, town([row]))) == {"1": label}


def test_forty_digits_are_still_compared_exactly(rules: dict[str, Any]) -> None:
    near = "89." + "9" * 20
    row = cadre("1", report_rating=near, target_score="90")

    result = graded(rules, town([row]))["rows"]["1"]

    assert (result["label"], result["composite"]) == ("称职", "90.00")


@pytest.mark.parametrize("score", ["-0.01", "100.01", "1e2", "九十", "90分", 90.5, True, "nan"])
def test_a_score_that_cannot_be_is_refused_in_chinese(rules: dict[str, Any], score: Any) -> None:
    with pytest.raises(FactError, match="人1 述职测评"):
        graded(rules, town([cadre("1", report_rating=score)]))


def test_a_cadre_listed_twice_is_refused(rules: dict[str, Any]) -> None:
    with pytest.raises(FactError, match="出现两次"):
        graded(rules, town([cadre("1"), cadre("1")]))


@pytest.mark.parametrize("facts", [{"posts": ["村长"]}, {"team": "很好"}, {"months": 13}])
def test_an_unknown_word_names_the_allowed_ones(rules: dict[str, Any], facts: Any) -> None:
    with pytest.raises(FactError):
        graded(rules, town([cadre("1", **facts)]))


def test_it_is_said_where_leaving_out_the_ungraded_gives_other_seats(rules: dict[str, Any]) -> None:
    facts = town([cadre("1", excused="产假"), cadre("2")], 10)

    said = [one["sentence"] for one in record.decide("annual_grade", rules, facts).findings]

    assert said[-1] == (
        "如不计无等次的 1 人，名额为 1 个（9 × 20% = 1.8，舍去小数）；现按在册总数计（暂定）。"
    )


def test_every_finding_is_a_whole_sentence_with_grounds(rules: dict[str, Any]) -> None:
    rows = [
        cadre("1", posts=["书记", "主任"], team=None, report_rating="95", target_score="95"),
        cadre("2", report_rating="94.6", target_score="93.8"),
        cadre("3", target_score=None),
        cadre("4", months=3),
    ]

    outcome = record.decide("annual_grade", rules, town(rows, 21))

    found = [one for row in outcome.result["rows"].values() for one in row["findings"]]
    sentences = [one["sentence"] for one in found + outcome.findings]
    assert "综合 94.12 = 94.60×40% + 93.80×60%。" in sentences
    assert "优秀名额 4 = 21 × 20% = 4.2，舍去小数。" in sentences
    assert all(one["sentence"].endswith("。") and one["cites"] for one in found)
