"""A county's own bands, ballots and voter groups are checked; plans without them as before."""

from datetime import date
from typing import Any

import pytest

from policy.book import packaged
from policy.facts import FactError
from policy.record import decide

DAY = date(2018, 12, 31)
GOOD = {
    "virtue": "10",
    "ability": "10",
    "diligence": "10",
    "performance": "50",
    "probity": "20",
}
BASE = {"weights": {"report": GOOD, "target": GOOD}, "methods": {"report": "40", "target": "60"}}
BANDS = {"excellent": "88", "competent": "70", "basic": "60"}
BALLOTS = {"excellent": "100", "competent": "80", "basic": "60", "incompetent": "40"}


def found(**own: Any) -> dict[str, Any]:
    rules = packaged().at(DAY, DAY)
    return {one["code"]: one for one in decide("plan_check", rules, BASE | own).findings}


def test_facts_without_own_figures_say_nothing_of_them() -> None:
    assert not {"plan.bands", "plan.ballots", "plan.groups"} & found().keys()


def test_own_figures_are_found_fit_with_the_citys_as_grounds() -> None:
    own = found(bands=BANDS, ballots=BALLOTS, groups=[{"name": "参会人员", "weight": "100"}])

    assert [own[code]["verdict"] for code in ("plan.bands", "plan.ballots", "plan.groups")] == [
        "met",
        "met",
        "met",
    ]
    assert "优秀 88 分以上、称职 70 分以上、基本称职 60 分以上" in own["plan.bands"]["sentence"]
    assert [one["value"] for one in own["plan.bands"]["cites"]] == ["90..100", "70..90", "60..70"]
    assert [one["value"] for one in own["plan.ballots"]["cites"]] == ["100", "80", "60", "40"]


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ([("党员", "40"), ("代表", "59.99")], "党员 40 + 代表 59.99 合计 99.99%，应为 100%"),
        ([("党员", "100"), ("代表", "0")], "投票人“代表”的权重应大于 0"),
        ([("党员", "100.5"), ("代表", "-0.5")], "投票人“代表”的权重应大于 0"),
        ([("党员", "100"), ("代表", None)], "应为 100%"),
        ([], " 合计 0%，应为 100%"),
    ],
)
def test_groups_that_do_not_make_a_hundred_fail(groups: list[Any], said: str) -> None:
    one = found(groups=[{"name": name, "weight": weight} for name, weight in groups])

    assert one["plan.groups"]["verdict"] == "failed"
    assert said in one["plan.groups"]["sentence"]


def test_a_weight_not_given_yet_waits() -> None:
    groups = [{"name": "党员", "weight": "60"}, {"name": "代表", "weight": None}]

    assert found(groups=groups)["plan.groups"]["verdict"] == "unknown"


def test_a_group_named_twice_is_refused() -> None:
    with pytest.raises(FactError, match="写重了"):
        found(groups=[{"name": "党员", "weight": "60"}, {"name": "党员", "weight": "40"}])
