"""From the clerk's submission to the county's file: who, when, what is stored, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.models import Division
from accounts.roles import Role
from assessments.models import Entry, Grade, Proposal, Round
from assessments.queries import board
from assessments.services.deciding import decide_round, file_round, return_round, submit_round
from assessments.services.entering import excuse, save_targets, save_teams
from assessments.states import RoundStatus
from audit.models import Event
from rulebook.models import Decision
from rulebook.queries import replayed
from tests.assessments.stage import (
    decided,
    entered,
    opened,
    people,
    rated,
    reported,
    roster,
    sitting,
    submitted,
)
from tests.cadres.factories import make_measure

pytestmark = pytest.mark.django_db
MINUTES = "党委会纪要〔2018〕32 号"
PLAIN = [96, 94, 92, 90, 88, 86, 84, 82, 80, 80]
TIED = [96, 94, 94, 90, 88, 86, 84, 82, 80, 80]  # two seats: one taken, two tie for the other


@pytest.fixture
def held(officer: Acting, township: Division, village: Division) -> Round:
    people(village, 10)
    return opened(officer, township)


def grades(held: Round) -> list[str]:
    found = Grade.objects.filter(round=held, attempt=held.attempt).order_by("entry_id")
    return list(found.values_list("grade", flat=True))


def decide(held: Round, by: Acting, chosen: tuple[int, ...] = (), **said: str) -> Round:
    told = {"reason": "", "minutes": MINUTES} | said
    minuted = sitting(told.pop("minutes"))
    return decide_round(round=held, chosen=set(chosen), sitting=minuted, by=by, **told)


def test_submitting_stores_what_is_proposed_and_why(held: Round, clerk: Acting) -> None:
    entered(held, clerk, PLAIN)

    submit_round(round=held, by=clerk)

    held.refresh_from_db()
    assert held.status == RoundStatus.SUBMITTED
    assert (held.prepared_by, held.prepared_on is not None) == (clerk.user, True)
    decision = held.proposal
    assert (decision.prepared_by, decision.decided_by) == (clerk.user, None)
    proposals = Proposal.objects.filter(decision=decision).order_by("entry_id")
    assert [p.grade for p in proposals] == ["excellent"] * 2 + ["competent"] * 8
    assert all(p.findings and p.findings[0]["cites"] for p in proposals)
    assert str(proposals[0].composite) == "96.00"
    assert decision.facts.scope_path == held.scope_path


@pytest.mark.parametrize("missing", ["votes", "points", "team"])
def test_what_is_missing_is_named(held: Round, clerk: Acting, missing: str) -> None:
    entered(held, clerk, PLAIN)
    first = roster(held)[0]
    said = {
        "votes": f"缺述职测评票 1 人：{first.name}",
        "points": f"缺目标考核分 1 人：{first.name}",
        "team": "班子结果未报：杨仙村",
    }
    if missing == "votes":
        rated(held, clerk, {first.pk: (None,) * 4})
    elif missing == "points":
        save_targets(round=held, points={first.pk: {"virtue": None}}, by=clerk)
    else:
        save_teams(round=held, results={first.village_id: None}, by=clerk)

    with pytest.raises(Refused) as refused:
        submit_round(round=held, by=clerk)

    assert any(said[missing] in sentence for sentence in refused.value.objections)
    assert not Decision.objects.filter(subject_type="assessments.round").exists()


def test_one_who_is_excused_needs_no_score(held: Round, clerk: Acting) -> None:
    entered(held, clerk, PLAIN)
    first = roster(held)[0]
    rated(held, clerk, {first.pk: (None,) * 4})
    excuse(entry=first, reason="病假超过半年", by=clerk)

    submit_round(round=held, by=clerk)

    proposal = Proposal.objects.get(entry=first)
    assert (proposal.grade, proposal.composite) == ("none", None)


def test_the_committee_decides_and_everything_is_kept(
    held: Round, clerk: Acting, committee: Acting
) -> None:
    submitted(held, clerk, PLAIN)

    decide(held, committee)

    held.refresh_from_db()
    decision = held.decision
    assert held.status == RoundStatus.DECIDED
    assert grades(held) == ["excellent"] * 2 + ["competent"] * 8
    assert (decision.prepared_by, decision.decided_by) == (clerk.user, committee.user)
    assert (decision.minutes, decision.choices) == (MINUTES, {"chosen": []})
    assert decision.supersedes == held.proposal
    assert Event.objects.get(name="assessments.round_decided").data["decided"]["minutes"] == MINUTES


def test_nobody_decides_what_he_submitted_himself(
    held: Round, clerk: Acting, hire: Callable[..., Acting], township: Division
) -> None:
    submitted(held, clerk, PLAIN)
    same_person = hire(Role.TOWNSHIP_COMMITTEE, township, user=clerk.user)

    with pytest.raises(PermissionDenied, match="由您本人提交"):
        decide(held, same_person)


def test_a_tie_is_chosen_by_people_with_a_reason(
    held: Round, clerk: Acting, committee: Acting
) -> None:
    submitted(held, clerk, TIED)
    _, one, other, *_ = roster(held)

    decide(held, committee, (other.pk,), reason="任务更重")

    held.refresh_from_db()
    assert grades(held)[:4] == ["excellent", "competent", "excellent", "competent"]
    chosen, left_out = Grade.objects.get(entry=other), Grade.objects.get(entry=one)
    assert (chosen.chosen, chosen.reason) == (True, "任务更重")
    assert (left_out.chosen, left_out.reason) == (False, "任务更重")
    assert held.decision.choices == {"chosen": [other.pk]}


def test_a_seat_may_stay_empty_with_a_reason(held: Round, clerk: Acting, committee: Acting) -> None:
    submitted(held, clerk, TIED)

    decide(held, committee, reason="二人均有不足，名额空置")

    assert grades(held).count("excellent") == 1


@pytest.mark.parametrize(
    ("choice", "said", "sentence"),
    [
        ("both", {"reason": "都好"}, "优秀名额只剩 1 个"),
        ("one", {"reason": " "}, "请写明选定"),
        ("none", {}, "请写明选定"),
        ("outsider", {"reason": "更好"}, "只能在末位同分的人员中选定"),
        ("one", {"reason": "更好", "minutes": " "}, "请填写会议纪要"),
    ],
)
def test_a_choice_that_is_not_open_is_refused(
    held: Round,
    clerk: Acting,
    committee: Acting,
    choice: str,
    said: dict[str, str],
    sentence: str,
) -> None:
    submitted(held, clerk, TIED)
    _, one, other, outsider, *_ = (entry.pk for entry in roster(held))
    chosen = {"both": (one, other), "one": (one,), "none": (), "outsider": (outsider,)}[choice]

    with pytest.raises(Refused, match=sentence):
        decide(held, committee, chosen, **said)

    held.refresh_from_db()
    assert held.status == RoundStatus.SUBMITTED
    assert not Grade.objects.exists()


def test_without_a_tie_nobody_is_chosen(held: Round, clerk: Acting, committee: Acting) -> None:
    submitted(held, clerk, PLAIN)

    with pytest.raises(Refused, match="只能在末位同分的人员中选定"):
        decide(held, committee, (roster(held)[4].pk,), reason="更好")


def test_a_warning_after_submission_makes_the_proposal_stale(
    held: Round, clerk: Acting, committee: Acting
) -> None:
    submitted(held, clerk, PLAIN)
    make_measure(roster(held)[0].person, date(2018, 5, 1))

    assert board(held).is_stale
    with pytest.raises(Refused, match="提交之后数据有变化"):
        decide(held, committee)


def test_a_days_delay_does_not_make_it_stale(
    settings: Any, held: Round, clerk: Acting, committee: Acting
) -> None:
    settings.BUSINESS_DAY = date(2019, 1, 10)
    submitted(held, clerk, PLAIN)
    settings.BUSINESS_DAY = date(2019, 1, 11)

    decide(held, committee)

    held.refresh_from_db()
    assert held.decision.known == date(2019, 1, 11)


@pytest.mark.parametrize(
    ("taken_on", "first"),
    [
        (date(2017, 12, 31), "excellent"),
        (date(2018, 1, 1), "competent"),
        (date(2018, 12, 31), "competent"),
        (date(2019, 1, 1), "excellent"),
    ],
)
def test_a_measure_of_the_year_bars(
    held: Round, clerk: Acting, committee: Acting, taken_on: date, first: str
) -> None:
    make_measure(roster(held)[0].person, taken_on)
    submitted(held, clerk, PLAIN)

    decide(held, committee)

    assert grades(held)[0] == first
    assert Grade.objects.get(entry=roster(held)[0]).barred is (first != "excellent")
    assert grades(held).count("excellent") == 2


def test_a_measure_withdrawn_or_taken_elsewhere(
    held: Round, clerk: Acting, sibling: Division
) -> None:
    first, second, *_ = roster(held)
    make_measure(first.person, withdrawn_on=date(2018, 6, 1))
    measure = make_measure(second.person)
    type(measure).objects.filter(pk=measure.pk).update(scope_path=sibling.path)

    submitted(held, clerk, PLAIN)

    barred = Proposal.objects.filter(barred=True)
    assert [proposal.entry_id for proposal in barred] == [second.pk]


def test_principals_of_a_fair_team_leave_their_seats(
    held: Round, clerk: Acting, committee: Acting
) -> None:
    entered(held, clerk, PLAIN)
    save_teams(round=held, results={roster(held)[0].village_id: "fair"}, by=clerk)
    submit_round(round=held, by=clerk)

    decide(held, committee)

    assert grades(held)[:5] == ["competent"] * 2 + ["excellent"] * 2 + ["competent"]


def test_the_committee_sends_back_and_the_clerk_submits_again(
    held: Round, clerk: Acting, committee: Acting
) -> None:
    submitted(held, clerk, PLAIN)
    first_proposal = held.proposal_id

    return_round(round=held, reason="刘某的票数请核对", by=committee)

    held.refresh_from_db()
    assert (held.status, held.attempt) == (RoundStatus.ENTERING, 1)
    assert (held.prepared_by, held.return_reason) == (None, "刘某的票数请核对")
    submit_round(round=held, by=clerk)
    held.refresh_from_db()
    assert (held.proposal_id, held.return_reason) == (first_proposal, "")


def test_the_county_sends_back_and_a_new_attempt_begins(
    held: Round, clerk: Acting, committee: Acting, officer: Acting
) -> None:
    submitted(held, clerk, PLAIN)
    decided(held, committee)
    first = held.decision
    reported(held, clerk)

    return_round(round=held, reason="目标分有误", by=officer)
    held.refresh_from_db()
    entered(held, clerk, [90, 88, 96, 94, *PLAIN[4:]])
    submit_round(round=held, by=clerk)
    held.refresh_from_db()
    decided(held, committee)

    assert held.attempt == 2
    assert grades(held)[:4] == ["competent"] * 2 + ["excellent"] * 2
    assert Grade.objects.filter(round=held).count() == 20
    assert held.decision.supersedes == held.proposal
    assert held.proposal.supersedes == first


def test_a_return_says_why(held: Round, clerk: Acting, committee: Acting) -> None:
    submitted(held, clerk, PLAIN)

    with pytest.raises(Refused, match="请写明退回的理由"):
        return_round(round=held, reason="  ", by=committee)


def test_the_county_files_for_good(
    held: Round, clerk: Acting, committee: Acting, officer: Acting
) -> None:
    submitted(held, clerk, PLAIN)
    decided(held, committee)
    reported(held, clerk)

    file_round(round=held, by=officer)

    held.refresh_from_db()
    assert (held.status, held.filed_by, held.filed_by_name) == (
        RoundStatus.FINAL,
        officer.user,
        "谭科长",
    )
    assert Event.objects.filter(name="assessments.round_filed").count() == 1


def test_decisions_can_be_made_again_from_what_is_stored(
    held: Round, clerk: Acting, committee: Acting
) -> None:
    submitted(held, clerk, TIED)
    decide(held, committee, (roster(held)[1].pk,), reason="任务更重")

    answers = [wrong for _, wrong in replayed(Decision.objects.all())]

    assert len(answers) == 3
    assert set(answers) == {""}


def test_the_board_is_in_order_and_counts(
    django_assert_max_num_queries: Any, held: Round, clerk: Acting, committee: Acting
) -> None:
    entered(held, clerk, list(reversed(TIED)))

    with django_assert_max_num_queries(12):
        live = board(held)
    assert [row.composite for row in live.rows[:4]] == ["96.00", "94.00", "94.00", "90.00"]
    assert [row.place for row in live.rows[:4]] == [1, 2, 2, 4]
    assert (live.seats, live.taken, live.left, live.cut, live.to_choose) == (2, 1, 1, 1, 1)
    assert [row.label for row in live.rows[:3]] == ["优秀", "并列待定", "并列待定"]
    assert live.lacks == []

    submit_round(round=held, by=clerk)
    chosen = live.rows[2].entry
    decide(Round.objects.get(pk=held.pk), committee, (chosen.pk,), reason="更好")

    closed = board(Round.objects.get(pk=held.pk))
    assert (closed.taken, closed.left) == (2, 0)
    row = closed.row_of(chosen.pk)
    assert row is not None
    assert (row.label, row.chosen, row.tags[0].label) == ("优秀", True, "党委会选定")
    assert row.findings


def test_an_entry_of_another_round_is_not_chosen(
    held: Round, clerk: Acting, committee: Acting
) -> None:
    submitted(held, clerk, TIED)
    foreign = Entry.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1000

    with pytest.raises(Refused, match="只能在末位同分的人员中选定"):
        decide(held, committee, (foreign,), reason="更好")
