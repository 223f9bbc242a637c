"""Where a committee may decide otherwise, and how many seats hang on what is missing."""

from typing import Any

import pytest

from policy import deviation, record
from policy.reach import reach
from tests.policy.towns import cadre, town


def scored(key: str, report: int | None, target: int | None) -> dict[str, Any]:
    points = [None if one is None else str(one) for one in (report, target)]
    return cadre(key, report_rating=points[0], target_score=points[1])


def graded(rules: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    return record.decide("annual_grade", rules, facts).result


def with_value(rules: dict[str, Any], key: str, text: str) -> dict[str, Any]:
    held = rules["values"][key]
    rows = [held["rows"][0] | {"is": text}]
    return rules | {"values": rules["values"] | {key: held | {"rows": rows}}}


def open_to(found: dict[str, Any]) -> set[str]:
    return {grade for grade, one in found.items() if one["verdict"] == "met"}


@pytest.fixture
def row(rules: dict[str, Any]) -> dict[str, Any]:
    """Give one who reaches the line for 优秀 and has no seat: he may go up or down."""
    facts = town([scored("0", 96, 96), scored("1", 95, 95)], headcount=5)
    found: dict[str, Any] = graded(rules, facts)["rows"]["1"]
    return found


def test_a_row_goes_one_step_either_way(rules: dict[str, Any], row: dict[str, Any]) -> None:
    assert open_to(deviation.moves(row, rules)) == {"excellent", "basic"}


@pytest.mark.parametrize(
    ("key", "text", "left"),
    [
        ("grade.deviate_up", "否", {"basic"}),
        ("grade.deviate_down", "否", {"excellent"}),
        ("grade.deviate_steps", "0", set()),
        ("grade.deviate_steps", "2", {"excellent", "basic", "incompetent"}),
    ],
)
def test_the_rulebook_says_how_far(
    rules: dict[str, Any], row: dict[str, Any], key: str, text: str, left: set[str]
) -> None:
    assert open_to(deviation.moves(row, with_value(rules, key, text))) == left


def test_every_answer_cites_its_figures(rules: dict[str, Any], row: dict[str, Any]) -> None:
    for one in deviation.moves(row, rules).values():
        assert {cite["key"] for cite in one["cites"]} == set(deviation.KEYS)
        assert one["sentence"].endswith("。")


def test_without_a_grade_there_is_nothing_to_change(rules: dict[str, Any]) -> None:
    facts = town([scored("0", 96, 96) | {"months": 5}, scored("1", None, 90)], headcount=10)
    rows = graded(rules, facts)["rows"]

    assert deviation.moves(rows["0"], rules) == deviation.moves(rows["1"], rules) == {}


@pytest.mark.parametrize(
    ("headcount", "rows", "unscored", "blocked", "seats"),
    [
        (10, [("a", 96, 96), ("b", 93, 93), ("c", 90, None)], 1, 0, 1),  # one of two is sure
        (10, [("a", 99, 99), ("b", 99, 99), ("c", None, 80)], 1, 0, 0),  # out of reach
        (10, [("a", 96, 96), ("b", None, 70)], 1, 0, 0),  # cannot reach the line
        (50, [("a", 96, 96), ("b", 95, None)], 1, 0, 1),  # many seats, one may take one
        (4, [("a", 96, 96), ("b", None, 95)], 1, 0, 0),  # no seat at all
        (5, [("a", 96, 96), ("b", 80, 80)], 0, 0, 0),  # nothing is missing
    ],
)
def test_what_is_missing_reaches_so_many_seats(
    rules: dict[str, Any], headcount: int, rows: list[Any], unscored: int, blocked: int, seats: int
) -> None:
    facts = town([scored(*one) for one in rows], headcount=headcount)

    found = reach(rules, facts, graded(rules, facts))

    assert (len(found.unscored), len(found.blocked), found.seats) == (unscored, blocked, seats)
    assert bool(found) is bool(unscored)


def test_a_missing_team_result_keeps_its_principal_waiting(rules: dict[str, Any]) -> None:
    head = scored("a", 95, 95) | {"posts": ["书记"], "team": None}
    facts = town([head, scored("b", 93, 93)], headcount=5)

    found = reach(rules, facts, graded(rules, facts))

    assert (found.blocked, found.seats) == (("a",), 1)
