"""Write the golden set once for a new procedure version; never rewrite it for a changed answer.

Run as `python -m tests.policy.golden_set`: it adds decisions that are not there yet.
"""

import json
from datetime import date
from typing import Any

from policy import book as books
from policy.files import HERE
from policy.record import canonical, decide, sha
from tests.policy.towns import cadre, town

GOLDEN = HERE / "cases" / "golden"
YEAR_END = date(2018, 12, 31)
WEIGHTS = {"virtue": "10", "ability": "10", "diligence": "10", "performance": "50", "probity": "20"}
TOP = {"report_rating": "95", "target_score": "94"}
TOWN = town(
    [
        cadre("1", posts=["书记", "主任"], **TOP),
        cadre("2", posts=["书记"], team=None, report_rating="94", target_score="94"),
        cadre("3", posts=["主任"], team="一般", report_rating="99", target_score="99"),
        cadre("4", measures=[{"kind": "警示", "text": "", "on": "2018-03-15"}], **TOP),
        cadre("5", report_rating="92", target_score=None),
        cadre("6", report_rating="93", target_score="92"),
        cadre("7", report_rating="89.99", target_score="90.0"),
        cadre("8", months=5),
        cadre("9", report_rating="58", target_score="60"),
    ],
    21,
)
TIES = town([cadre(str(n), report_rating="92", target_score="92") for n in range(3)], 10)
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("annual_grade", TOWN),
    ("annual_grade", TIES),
    ("annual_grade", TOWN | {"headcount": None}),
    (
        "plan_check",
        {
            "weights": {"report": WEIGHTS, "target": WEIGHTS | {"probity": "19"}},
            "methods": {"report": "40", "target": "60"},
        },
    ),
    (
        "grade_change",
        {"was": "优秀", "now": "称职", "seats": 4, "taken": 3, "barred": "是", "paid": "已发"},
    ),
    (
        "grade_change",
        {"was": "称职", "now": "优秀", "seats": 4, "taken": 4, "barred": "否", "paid": None},
    ),
    ("performance_pay", {"grade": "优秀", "base": "9999.99", "days": 184, "year_days": 365}),
    ("performance_pay", {"grade": "并列待定", "base": "12000", "days": 365, "year_days": 365}),
    (
        "warning_period",
        {
            "served_on": "2018-08-31",
            "reviewed_on": "2018-12-03",
            "review_result": "合格",
            "today": "2018-12-10",
        },
    ),
    ("removal_route", {"posts": ["书记", "主任"], "route": "免职"}),
    (
        "three_excellent",
        {"years": {str(year): {"grade": "优秀", "posts": ["书记"]} for year in (2016, 2017, 2018)}},
    ),
    ("reserve_age", {"born_on": "1982-12-31", "cutoff": "2018-12-30"}),
    (
        "attendance",
        {"county": "430481", "month": "2018-11", "present_days": "20", "trip_days": "2"},
    ),
    (
        "qualification",
        {
            "posts": ["书记"],
            "entry": "新任",
            "born_on": "1962-01-15",
            "education": "初中",
            "party_status": "中共预备党员",
            "convicted": "否",
            "review": "有问题:NS-3",
            "elected_on": "2018-01-15",
        },
    ),
    ("deadline", {"kind": "deadline.relief.visit", "start": "2018-12-28", "today": "2019-01-03"}),
    ("recall_motion", {"voters": 500, "signed_voters": 100}),
    ("recall_vote", {"registered": 100, "voted": 51, "agreed": 26}),
    (
        "democratic_appraisal",
        {
            "noticed_on": "2018-11-20",
            "held_on": "2018-12-10",
            "previous_on": "2017-12-01",
            "accepted": None,
            "returned": 60,
            "rows": [
                {
                    "id": 1,
                    "posts": ["书记", "主任"],
                    "competent": 20,
                    "incompetent": 31,
                    "earlier": [{"held_on": "2017-12-01", "verdict": "不称职", "posts": ["主任"]}],
                },
                {"id": 2, "posts": ["文书"], "competent": 30, "incompetent": 30, "earlier": []},
                {"id": 3, "posts": ["监委会成员"], "competent": None, "incompetent": None},
            ],
        },
    ),
]


def read(name: str) -> Any:
    """Read one of the golden files."""
    return json.loads((GOLDEN / name).read_text(encoding="utf-8"))


def main() -> None:
    """Add the decisions that are missing; keep every one that is there."""
    GOLDEN.mkdir(exist_ok=True)
    old = (GOLDEN / "records.json").exists()
    bodies = read("bodies.json") if old else {}
    records = read("records.json") if old else []
    rules = books.packaged().at(YEAR_END, YEAR_END, "430481")
    kept = {(one["procedure"], one["facts_sha"]) for one in records}
    for name, facts in ASKED:
        outcome = decide(name, rules, facts)
        if (outcome.procedure, outcome.facts_sha) in kept:
            continue
        bodies |= {sha(rules): rules, sha(facts): facts}
        records.append(outcome.as_dict())
    (GOLDEN / "bodies.json").write_text(canonical(bodies) + "\n", encoding="utf-8")
    (GOLDEN / "records.json").write_text(canonical(records) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
