"""The clerk's desk: votes, target points, team results; all or nothing, in range."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.models import Division
from assessments.models import Entry, Round, TeamResult
from assessments.queries import facts_of
from assessments.services import deciding
from assessments.services.cells import CellsRefused
from assessments.services.entering import excuse, save_targets, save_teams
from assessments.services.votes import save_votes
from audit.models import Event
from tests.assessments.stage import (
    ballots,
    entered,
    groups,
    met,
    opened,
    people,
    rated,
    roster,
    tally,
)

pytestmark = pytest.mark.django_db
NOTHING = (None,) * 4
D = Decimal


@pytest.fixture
def held(officer: Acting, township: Division, village: Division) -> Round:
    people(village, 5)
    return opened(officer, township)


@pytest.fixture
def voting(held: Round, clerk: Acting) -> Round:
    """Give the round with the village's meeting: 70 expected, 56 present, 56 ballots back."""
    met(held, clerk, (70, 56, 56, 56))
    return held


def rating_of(held: Round, entry: Entry) -> str | None:
    rows = facts_of(held)["rows"]
    return next(row["report_rating"] for row in rows if row["id"] == str(entry.pk))


def event_count(name: str) -> int:
    return Event.objects.filter(name=f"assessments.{name}").count()


@pytest.mark.parametrize(("votes", "kept"), [((56, 0, 0, 0), True), ((55, 1, 1, 0), False)])
def test_votes_are_at_most_the_ballots_that_came_back(
    voting: Round, clerk: Acting, votes: tuple[int, ...], kept: bool
) -> None:
    entry = roster(voting)[0]

    if kept:
        assert rated(voting, clerk, {entry.pk: votes}) == 4
        assert tally(entry) == votes
    else:
        with pytest.raises(CellsRefused) as refused:
            rated(voting, clerk, {entry.pk: votes})
        said = f"{entry.name}：票数合计 57，多于收回 56 张，请核对票数。"
        assert refused.value.objections == (said,)
        assert refused.value.cells[entry.pk, f"{groups(voting)[0].pk}-excellent"] == said


def test_one_bad_row_keeps_all_rows_out(voting: Round, clerk: Acting) -> None:
    good, bad, *_ = roster(voting)

    with pytest.raises(CellsRefused):
        rated(voting, clerk, {good.pk: (50, 0, 0, 0), bad.pk: (57, 0, 0, 0)})

    assert tally(good) == NOTHING
    assert event_count("ballots_saved") == 0


def test_votes_half_typed_are_kept_and_unknown(voting: Round, clerk: Acting) -> None:
    entry = roster(voting)[0]

    rated(voting, clerk, {entry.pk: (50, None, None, None)})

    assert rating_of(voting, entry) is None


def test_votes_can_be_cleared(voting: Round, clerk: Acting) -> None:
    entry = roster(voting)[0]
    rated(voting, clerk, {entry.pk: (50, 1, 0, 0)})

    assert rated(voting, clerk, {entry.pk: NOTHING}) == 4
    assert tally(entry) == NOTHING


def test_a_rating_that_does_not_end_is_exact_enough(voting: Round, clerk: Acting) -> None:
    entry = roster(voting)[0]

    rated(voting, clerk, {entry.pk: (2, 1, 0, 0)})

    assert rating_of(voting, entry) == "93.333333333333"


@pytest.mark.parametrize(
    ("aspect", "points", "said"),
    [
        ("virtue", D("10"), ""),
        ("virtue", D("10.01"), "“德” 10.01 分，应在 0 至 10 分之间"),
        ("performance", D("50"), ""),
        ("performance", D("101"), "“绩” 101 分，应在 0 至 50 分之间"),
        ("probity", D("-1"), "“廉” -1 分，应在 0 至 20 分之间"),
        ("ability", D("9.995"), "“能”最多填两位小数"),
    ],
)
def test_points_stay_within_the_aspect(
    held: Round, clerk: Acting, aspect: str, points: Decimal, said: str
) -> None:
    entry = roster(held)[0]

    if not said:
        assert save_targets(round=held, points={entry.pk: {aspect: points}}, by=clerk) == 1
    else:
        with pytest.raises(CellsRefused) as refused:
            save_targets(round=held, points={entry.pk: {aspect: points}}, by=clerk)
        assert refused.value.cells[entry.pk, aspect].startswith(f"{entry.name}{said}")


def test_the_target_score_is_the_sum_of_all_five(held: Round, clerk: Acting) -> None:
    entry = roster(held)[0]
    four = {"virtue": D(9), "ability": D("8.5"), "diligence": D(10), "performance": D("46.25")}
    save_targets(round=held, points={entry.pk: four}, by=clerk)
    score = lambda: facts_of(held)["rows"][0]["target_score"]  # noqa: E731

    assert score() is None
    save_targets(round=held, points={entry.pk: {"probity": D("0.25")}}, by=clerk)
    assert score() == "74.00"


def test_a_save_that_changes_nothing_leaves_no_event(held: Round, clerk: Acting) -> None:
    entry = roster(held)[0]

    assert save_targets(round=held, points={entry.pk: {"virtue": D("9.5")}}, by=clerk) == 1
    assert save_targets(round=held, points={entry.pk: {"virtue": D("9.50")}}, by=clerk) == 0

    event = Event.objects.get(name="assessments.points_saved")
    assert event.data == {"cadres": 1, "cells": 1}
    assert event.actor == "clerk"


def test_team_results_are_saved_and_taken_back(held: Round, clerk: Acting, village: Any) -> None:
    assert save_teams(round=held, results={village.pk: "good"}, by=clerk) == 1
    assert save_teams(round=held, results={village.pk: "fair"}, by=clerk) == 1
    assert TeamResult.objects.get(round=held).result == "fair"
    assert save_teams(round=held, results={village.pk: None}, by=clerk) == 1
    assert not TeamResult.objects.filter(round=held).exists()


def test_team_results_are_of_the_list_and_of_the_township(
    held: Round, clerk: Acting, village: Division, sibling_village: Division
) -> None:
    with pytest.raises(CellsRefused, match="只能是：优秀、良好、一般、较差"):
        save_teams(round=held, results={village.pk: "best"}, by=clerk)
    with pytest.raises(Refused, match="不在这份名册上"):
        save_teams(round=held, results={sibling_village.pk: "good"}, by=clerk)


def test_a_cell_changed_by_a_colleague_is_not_overwritten(
    held: Round, clerk: Acting, second_clerk: Acting
) -> None:
    entry = roster(held)[0]
    save_targets(round=held, points={entry.pk: {"virtue": D(9)}}, by=second_clerk)

    with pytest.raises(CellsRefused) as refused:
        save_targets(
            round=held,
            points={entry.pk: {"virtue": D(8)}},
            expected={entry.pk: {"virtue": None}},
            by=clerk,
        )

    assert (
        refused.value.cells[entry.pk, "virtue"]
        == f"{entry.name} 德刚由他人改为 9.00，请核对后再填。"
    )


def test_cells_shown_and_left_alone_keep_a_colleagues_values(
    voting: Round, clerk: Acting, second_clerk: Acting
) -> None:
    mine, theirs, *_ = roster(voting)
    group = groups(voting)[0]
    rated(voting, second_clerk, {theirs.pk: (40, 0, 0, 0)})
    empty = ballots(group, NOTHING)

    changed = save_votes(
        round=voting,
        votes={mine.pk: ballots(group, (30, 0, 0, 0)), theirs.pk: empty},
        expected={mine.pk: empty, theirs.pk: empty},
        by=clerk,
    )

    assert changed == 4
    assert tally(theirs) == (40, 0, 0, 0)


def test_an_excuse_takes_out_and_brings_back(held: Round, clerk: Acting) -> None:
    entry = roster(held)[0]

    excuse(entry=entry, reason=" 病假超过半年 ", by=clerk)
    excuse(entry=entry, reason="病假超过半年", by=clerk)
    assert facts_of(held)["rows"][0]["excused"] == "病假超过半年"
    excuse(entry=entry, reason="", by=clerk)

    assert facts_of(held)["rows"][0]["excused"] == ""
    assert (event_count("cadre_excused"), event_count("excuse_withdrawn")) == (1, 1)


def saves(held: Round) -> dict[str, Callable[[Acting], Any]]:
    entry = roster(held)[0]
    village = entry.village_id
    return {
        "meeting": lambda by: met(held, by),
        "votes": lambda by: rated(held, by, {entry.pk: (1, 1, 0, 0)}),
        "targets": lambda by: save_targets(round=held, points={entry.pk: {"virtue": D(1)}}, by=by),
        "teams": lambda by: save_teams(round=held, results={village: "poor"}, by=by),
        "excuse": lambda by: excuse(entry=entry, reason="病假", by=by),
    }


@pytest.mark.parametrize("what", ["meeting", "votes", "targets", "teams", "excuse"])
def test_only_the_townships_clerk_enters(
    request: pytest.FixtureRequest, held: Round, what: str
) -> None:
    save = saves(held)[what]

    for who in ("committee", "officer", "city_officer", "auditor", "machine"):
        with pytest.raises(PermissionDenied):
            save(request.getfixturevalue(who))
    for who in (
        "neighbour",
        "stranger",
        "stranger_officer",
        "department",
        "system_admin",
        "nobody",
    ):
        with pytest.raises(Round.DoesNotExist):
            save(request.getfixturevalue(who))


@pytest.mark.parametrize("what", ["meeting", "votes", "targets", "teams", "excuse"])
def test_nothing_is_entered_after_submission(held: Round, clerk: Acting, what: str) -> None:
    entered(held, clerk, [96, 94, 92, 90, 88])
    deciding.submit_round(round=held, by=clerk)

    with pytest.raises(Refused, match="录入内容不再改动"):
        saves(held)[what](clerk)


def test_a_grid_is_saved_in_as_many_queries_for_many_as_for_few(
    django_assert_max_num_queries: Any,
    officer: Acting,
    clerk: Acting,
    township: Division,
    village: Division,
) -> None:
    people(village, 40)
    held = opened(officer, township)
    entries = roster(held)
    met(held, clerk)

    with django_assert_max_num_queries(18):
        rated(held, clerk, {entry.pk: (50, 1, 0, 0) for entry in entries})
    with django_assert_max_num_queries(13):
        save_targets(round=held, points={e.pk: {"virtue": D(9)} for e in entries}, by=clerk)
