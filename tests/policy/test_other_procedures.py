"""Warnings, ways out, age, attendance, screening, deadlines and recall beyond the case tables."""

from datetime import date
from typing import Any

import pytest

from policy.book import Book
from policy.facts import FactError
from policy.procedures import deadlines
from policy.record import decide

D = date.fromisoformat


APPRAISED_BY_TOO_MANY = {
    "noticed_on": "2018-11-01",
    "held_on": "2018-12-01",
    "returned": 10,
    "rows": [{"id": 1, "posts": ["主任"], "competent": 6, "incompetent": 5}],
}


def asked(rules: dict[str, Any], name: str, **facts: Any) -> dict[str, Any]:
    return decide(name, rules, facts).result


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("warning_period", {"served_on": "2018-03-15", "today": "2018-03-14"}),
        ("warning_period", {"served_on": "2018-03-15", "reviewed_on": "2018-03-14"}),
        ("warning_period", {"served_on": "2018-02-30"}),
        ("warning_period", {"served_on": "2018-03-15", "review_result": "优秀"}),
        ("removal_route", {"posts": ["委员"], "route": "免职"}),
        ("removal_route", {"posts": ["书记"], "route": "撤职"}),
        ("three_excellent", {"years": {}}),
        ("three_excellent", {"years": {"2018": {"grade": "良好", "posts": ["书记"]}}}),
        ("reserve_age", {"born_on": "2019-01-01", "cutoff": "2018-12-31"}),
        ("attendance", {"month": "2018-13", "county": "430481"}),
        ("attendance", {"month": "2018-11", "county": "430481", "present_days": "31"}),
        ("attendance", {"month": "2018-11", "county": "430481", "trip_days": "-1"}),
        ("qualification", {"born_on": "2019-01-01", "elected_on": "2018-01-15"}),
        ("qualification", {"education": "博士"}),
        ("qualification", {"review": "有问题"}),
        ("qualification", {"review": "有问题:NS-10"}),
        ("deadline", {"kind": "no.such", "start": "2018-01-01"}),
        (
            "deadline",
            {"kind": "deadline.appeal.file", "start": "2018-01-02", "done_on": "2018-01-01"},
        ),
        ("recall_motion", {"voters": 10, "signed_voters": 11}),
        ("recall_vote", {"registered": 10, "voted": 11}),
        ("democratic_appraisal", {"noticed_on": "2018-12-02", "held_on": "2018-12-01"}),
        ("democratic_appraisal", {"previous_on": "2018-12-01", "held_on": "2018-12-01"}),
        ("democratic_appraisal", {"accepted": "也许"}),
        ("democratic_appraisal", APPRAISED_BY_TOO_MANY),
        ("democratic_appraisal", {"rows": [{"id": 1, "posts": ["村长"]}]}),
    ],
)
def test_facts_that_cannot_be_are_refused_in_chinese(
    rules: dict[str, Any], name: str, facts: dict[str, Any]
) -> None:
    with pytest.raises(FactError, match=r"[一-鿿]+.*。"):
        asked(rules, name, **facts)


NAMES = [
    "warning_period",
    "removal_route",
    "reserve_age",
    "qualification",
    "recall_motion",
    "recall_vote",
    "democratic_appraisal",
]


@pytest.mark.parametrize("name", NAMES)
def test_no_facts_at_all_is_unknown_never_no(rules: dict[str, Any], name: str) -> None:
    outcome = decide(name, rules, {})

    assert "unknown" in {one["verdict"] for one in outcome.findings}
    assert "failed" not in {one["verdict"] for one in outcome.findings}


def test_one_person_with_two_posts_is_split_by_post(rules: dict[str, Any]) -> None:
    outcome = decide("removal_route", rules, {"posts": ["书记", "主任"], "route": "免职"})

    assert outcome.result["by_post"] == {"书记": True, "主任": False}
    assert outcome.findings[-1]["code"] == "removal.split"


def test_the_early_review_is_told_but_does_not_lift(rules: dict[str, Any]) -> None:
    facts = {"served_on": "2018-08-31", "reviewed_on": "2018-11-15", "review_result": "合格"}

    before = asked(rules, "warning_period", **facts, today="2018-11-30")
    after = asked(rules, "warning_period", **facts, today="2018-12-01")

    assert (before["label"], after["label"]) == ("警示中", "已解除")


@pytest.mark.parametrize(
    ("kind", "start", "last"),
    [
        ("deadline.appeal.file", "2018-12-01", "2018-12-31"),
        ("deadline.appeal.answer", "2018-12-01", "2018-12-31"),
        ("deadline.appeal.second_file", "2018-12-01", "2018-12-16"),
        ("deadline.appeal.second_answer", "2018-12-01", "2019-01-30"),
        ("deadline.exit.audit", "2018-12-01", "2018-12-31"),
        ("deadline.exit.handover", "2018-12-01", "2018-12-11"),
        ("deadline.recall.meeting", "2018-12-01", "2018-12-31"),
        ("deadline.recall.repeat", "2018-12-01", "2019-12-01"),
        ("deadline.sanction.second_answer", "2018-12-31", "2019-02-28"),
        ("warning.plan_days", "2018-12-01", "2018-12-11"),
        ("warning.review_days", "2018-11-30", "2018-12-10"),
        ("deadline.relief.visit", "2018-12-28", "2019-01-03"),
        ("deadline.screening.dept_reply", "2018-12-03", "2018-12-10"),
        ("deadline.assessment.notice", "2018-12-03", "2018-12-10"),
    ],
)
def test_deadlines_end_where_the_days_say(book: Book, kind: str, start: str, last: str) -> None:
    rules = book.at(D(start), D(start))

    assert deadlines.due(rules, kind, D(start)) == D(last)


@pytest.mark.parametrize(
    ("today", "label"),
    [("2018-12-10", "未到期"), ("2018-12-11", "未到期"), ("2018-12-12", "已逾期")],
)
def test_the_last_day_is_still_in_time(rules: dict[str, Any], today: str, label: str) -> None:
    facts = {"kind": "deadline.exit.handover", "start": "2018-12-01", "today": today}

    assert asked(rules, "deadline", **facts)["label"] == label


@pytest.mark.parametrize(
    ("done", "label"),
    [("2018-12-10", "按期办结"), ("2018-12-11", "按期办结"), ("2018-12-12", "逾期办结")],
)
def test_done_is_judged_by_its_own_day(rules: dict[str, Any], done: str, label: str) -> None:
    facts = {"kind": "deadline.exit.handover", "start": "2018-12-01", "done_on": done}

    assert asked(rules, "deadline", **facts)["label"] == label


def test_a_working_day_deadline_without_a_calendar_is_unknown(book: Book) -> None:
    rules = book.at(D("2017-03-01"), D("2017-03-01"))
    facts = {"kind": "deadline.relief.visit", "start": "2017-03-01", "today": "2017-06-01"}

    outcome = decide("deadline", rules, facts)

    assert outcome.result["due_on"] is None
    assert outcome.findings[0]["verdict"] == "unknown"


@pytest.mark.parametrize(
    ("facts", "label"),
    [
        (
            {
                "voters": 500,
                "signed_voters": 99,
                "representatives": 30,
                "signed_representatives": 9,
            },
            "否",
        ),
        (
            {
                "voters": 500,
                "signed_voters": 100,
                "representatives": 30,
                "signed_representatives": 9,
            },
            "是",
        ),
        (
            {
                "voters": 500,
                "signed_voters": 99,
                "representatives": 30,
                "signed_representatives": 10,
            },
            "是",
        ),
        ({"voters": 500, "signed_voters": 99}, "待核实"),
        ({"voters": 500, "signed_voters": 101}, "是"),
    ],
)
def test_a_recall_needs_a_fifth_of_voters_or_a_third_of_representatives(
    rules: dict[str, Any], facts: dict[str, int], label: str
) -> None:
    assert asked(rules, "recall_motion", **facts)["label"] == label


@pytest.mark.parametrize(
    ("voted", "agreed", "label"),
    [
        (50, 50, "否"),
        (51, 25, "否"),
        (51, 26, "是"),
        (60, 30, "否"),
        (60, 31, "是"),
        (51, None, "待核实"),
    ],
)
def test_a_recall_passes_over_half_of_over_half(
    rules: dict[str, Any], voted: int, agreed: int | None, label: str
) -> None:
    facts = {"registered": 100, "voted": voted, "agreed": agreed}

    assert asked(rules, "recall_vote", **facts)["label"] == label
