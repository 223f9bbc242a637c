"""Cells that save themselves: what can be is saved, what cannot is told, nobody is overwritten."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import Entry, Meeting, Tally, TeamResult, Turnout
from assessments.services import entering
from audit.models import Event
from tests.assessments import stage
from tests.assessments.pages import *  # noqa: F403


def send(client, page, found, cells, shown=None, how="typed"):
    """Send cells as the grid does: each with what the page showed of it."""
    shown = shown or {}
    sent = {f"c-{pk}-{column}": value for (pk, column), value in cells.items()}
    sent |= {f"wc-{pk}-{column}": shown.get((pk, column), "") for pk, column in cells}
    return client.post(
        reverse(f"assessments:{page}_cells", args=[found.pk]), sent | {"how": how}
    ).json()


@pytest.fixture
def voting(opened, clerk):
    stage.met(opened, clerk)
    return opened


@pytest.fixture
def group(opened):
    return stage.groups(opened)[0].pk


def test_a_cell_is_saved_alone_and_the_row_summed_anew(client_of, clerk, voting, group):
    first = stage.roster(voting)[0]
    client = client_of(clerk)

    for ballot, number in (("excellent", "12"), ("competent", "８"), ("basic", "0")):
        send(client, "ballots", voting, {(first.pk, f"{group}-{ballot}"): number})
    answer = send(client, "ballots", voting, {(first.pk, f"{group}-incompetent"): "0"})

    assert stage.tally(first) == (12, 8, 0, 0)
    assert answer["sums"][str(first.pk)]["rating"] == "92.00"
    assert answer["sums"][str(first.pk)]["check"] == "弃权或作废 70 张"
    assert answer["said"] == "已保存 1 格"
    assert not answer["refused"]


def test_a_colleagues_value_stays_and_is_shown(client_of, clerk, opened):
    first = stage.roster(opened)[0]
    entering.save_targets(round=opened, points={first.pk: {"virtue": Decimal(7)}}, by=clerk)

    answer = send(client_of(clerk), "targets", opened, {(first.pk, "virtue"): "9"})

    name = f"c-{first.pk}-virtue"
    assert "刚由他人改为 7.00" in answer["refused"][name]
    assert answer["held"][name] == "7"
    first.refresh_from_db()
    assert first.virtue == 7


def test_one_slip_in_a_paste_keeps_only_itself_out(client_of, clerk, opened):
    first, second, third, *_ = stage.roster(opened)
    pasted = {(first.pk, "virtue"): "9.5", (second.pk, "virtue"): "95", (third.pk, "virtue"): "x"}

    answer = send(client_of(clerk), "targets", opened, pasted, how="paste")

    assert set(answer["refused"]) == {f"c-{second.pk}-virtue", f"c-{third.pk}-virtue"}
    assert "应在 0 至 10 分之间" in answer["refused"][f"c-{second.pk}-virtue"]
    assert list(Entry.objects.exclude(virtue=None)) == [first]
    event = Event.objects.get(name="assessments.points_saved")
    assert event.data == {"cadres": 1, "cells": 1, "how": "paste"}


def test_a_block_of_a_whole_township_is_one_event(client_of, clerk, voting, group):
    names = ("excellent", "competent", "basic", "incompetent")
    cells = {(one.pk, f"{group}-{name}"): "4" for one in stage.roster(voting) for name in names}

    answer = send(client_of(clerk), "ballots", voting, cells, how="paste")

    assert answer["said"] == "已保存 40 格"
    assert Event.objects.filter(name="assessments.ballots_saved").count() == 1
    assert Tally.objects.count() == 10


def test_a_meeting_is_kept_cell_by_cell_and_says_whether_enough_came(
    client_of, clerk, opened, village, group
):
    client = client_of(clerk)

    day = send(client, "meeting", opened, {(village.pk, "held_on"): "12-28"})
    due = send(client, "meeting", opened, {(village.pk, f"{group}-expected"): "50"})
    few = send(client, "meeting", opened, {(village.pk, f"{group}-present"): "39"})

    assert day["held"][f"c-{village.pk}-held_on"] == "2018-12-28"
    assert due["sums"][str(village.pk)]["quorum"] == "未录齐"
    assert few["sums"][str(village.pk)]["quorum"] == "不足，须重新开会"
    assert Meeting.objects.get().held_on.isoformat() == "2018-12-28"
    assert Turnout.objects.get().present == 39


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("held_on", "2018-02-30", "请填日期"),
        ("held_on", "2017-12-30", "不在 2018 年度"),
        ("present", "51", "实到 51 人，多于应到 50 人"),
        ("expected", "-1", "请填 0 以上的整数"),
        ("host", "人" * 61, "最多 60 个字"),
    ],
)
def test_a_meeting_that_cannot_be_is_told_at_its_cell(
    client_of, clerk, opened, village, group, column, text, said
):
    client = client_of(clerk)
    send(client, "meeting", opened, {(village.pk, f"{group}-expected"): "50"})
    name = column if column in ("held_on", "host") else f"{group}-{column}"
    shown = {(village.pk, name): "50"} if column == "expected" else {}

    answer = send(client, "meeting", opened, {(village.pk, name): text}, shown)

    assert said in answer["refused"][f"c-{village.pk}-{name}"]


def test_a_team_result_is_saved_as_it_is_chosen(client_of, clerk, opened, village):
    answer = send(client_of(clerk), "teams", opened, {(village.pk, "result"): "fair"})

    assert TeamResult.objects.get().result == "fair"
    assert not answer["refused"]


def test_what_is_not_of_this_township_is_refused_and_nothing_breaks(
    client_of, clerk, opened, sibling_village
):
    client = client_of(clerk)

    gone = send(client, "teams", opened, {(sibling_village.pk, "result"): "good"})
    odd = send(client, "targets", opened, {(10**12, "virtue"): "9"})
    unknown = send(client, "targets", opened, {(stage.roster(opened)[0].pk, "posts"): "书记"})

    assert "不在这份名册上" in gone["refused"][f"c-{sibling_village.pk}-result"]
    assert "不在这份名册上" in odd["refused"][f"c-{10**12}-virtue"]
    assert unknown["said"] == ""
    assert not TeamResult.objects.exists()


def test_after_submission_a_cell_says_why_it_is_not_saved(client_of, clerk, submitted):
    first = stage.roster(submitted)[0]

    answer = send(
        client_of(clerk),
        "targets",
        submitted,
        {(first.pk, "virtue"): "1"},
        {(first.pk, "virtue"): "10"},
    )

    assert "录入内容不再改动" in answer["refused"][f"c-{first.pk}-virtue"]


def test_a_cell_takes_as_many_queries_among_many_as_among_few(
    client_of, clerk, opened, village, django_assert_max_num_queries
):
    stage.more_people(village, 110)
    client = client_of(clerk)
    client.post(reverse("assessments:refresh", args=[opened.pk]))
    stage.met(opened, clerk)
    group = stage.groups(opened)[0].pk
    many = {(one.pk, f"{group}-excellent"): "4" for one in stage.roster(opened)}

    with django_assert_max_num_queries(40):
        send(client, "ballots", opened, many)
    with django_assert_max_num_queries(40):
        send(client, "ballots", opened, {next(iter(many)): "5"}, {next(iter(many)): "4"})
