"""What the database itself refuses after the decision: corrections, letters, closed cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from accounts.acting import Acting
from accounts.models import Division
from assessments.models import Entry, Grade, Letter, Revision, Round
from assessments.services import objections, revisions
from assessments.services.sittings import Sitting
from assessments.states import REVISION_MOVES, RevisionStatus, RoundStatus
from tests.assessments.stage import brought, opened, people, roster
from tests.assessments.walls import *  # noqa: F403  (the fixture `raw`)
from tests.assessments.walls import Rivals, refuses

PLAIN = [96, 94, 92, 90, 88, 86, 84, 82, 80, 80]  # two seats, both taken
MET = Sitting("党委会纪要〔2019〕3 号", date(2018, 12, 31), "刘书记、彭委员")
REVISED = """
    INSERT INTO assessments_grade (round_id, entry_id, scope_path, attempt, revision, grade, barred,
                                   chosen, deviates, reason, proposal_id, decision_id)
    SELECT round_id, entry_id, scope_path, attempt, %s, %s, false, false, true, '改',
           proposal_id, decision_id
    FROM assessments_grade WHERE entry_id = %s AND revision = 0
"""


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.BUSINESS_DAY = date(2018, 12, 31)


@pytest.fixture
def held(
    committed_db: str,
    officer: Acting,
    clerk: Acting,
    committee: Acting,
    township: Division,
    village: Division,
) -> Round:
    people(village, 10)
    found = opened(officer, township)
    return brought(found, RoundStatus.FINAL, PLAIN, clerk, committee, officer)


def proposed(entry: Entry, grade: str, by: Acting) -> Revision:
    return revisions.propose_revision(
        entry=entry, grade=grade, kind="score", reason="票数有误", by=by, paid=False
    )


def decided(one: Revision, by: Acting) -> Revision:
    return revisions.decide_revision(revision=one, sitting=MET, by=by)


def test_no_grade_is_superseded_without_a_decided_correction(
    held: Round,
    clerk: Acting,
    committee: Acting,
    raw: Any,
) -> None:
    first, *_, last = roster(held)

    refuses(raw, REVISED, 1, "basic", last.pk, says="revised_as_decided")
    one = proposed(last, "basic", clerk)
    refuses(raw, REVISED, 1, "basic", last.pk, says="revised_as_decided")
    decided(one, committee)
    refuses(raw, REVISED, 1, "incompetent", last.pk, says="revised_as_decided")
    refuses(raw, REVISED, 2, "basic", last.pk, says="revised_as_decided")
    refuses(raw, REVISED, 1, "basic", first.pk, says="revised_as_decided")
    raw[0].execute(REVISED, [1, "basic", last.pk])
    assert Grade.objects.filter(entry=last).in_force().get().grade == "basic"


def test_a_corrected_grade_breaks_no_cap(held: Round, clerk: Acting, raw: Any) -> None:
    third = roster(held)[2]
    grade = Grade.objects.get(entry=third)
    Revision.objects.create(
        round=held, scope_path=held.scope_path, entry=third, former=grade, grade="excellent",
        kind="score", reason="票数有误", status="decided", prepared_by=clerk.user,
        prepared_on=date(2018, 12, 31), decided_by=held.decided_by,
        decided_on=date(2018, 12, 31), decision=held.decision,
    )  # fmt: skip

    refuses(raw, REVISED, 1, "excellent", third.pk, says="excellent_within_seats")


@pytest.mark.parametrize("now", list(RevisionStatus))
def test_raw_sql_moves_no_correction_otherwise(
    held: Round,
    clerk: Acting,
    committee: Acting,
    officer: Acting,
    raw: Any,
    now: RevisionStatus,
) -> None:
    one = proposed(roster(held)[9], "basic", clerk)
    if now in (RevisionStatus.DECIDED, RevisionStatus.FILED):
        decided(one, committee)
    if now == RevisionStatus.FILED:
        revisions.file_revision(revision=one, by=officer)
    if now == RevisionStatus.REFUSED:
        revisions.refuse_revision(revision=one, reason="不改", by=committee)

    for to in RevisionStatus:
        if to != now and to not in REVISION_MOVES[now]:
            refuses(raw, "UPDATE assessments_revision SET status = %s", to.value)
    refuses(raw, "DELETE FROM assessments_revision", says="closed_stays")
    if not REVISION_MOVES[now]:
        refuses(raw, "UPDATE assessments_revision SET reason = 'x'", says="closed_stays")


def test_a_letter_keeps_its_number_and_its_receipt(held: Round, raw: Any) -> None:
    assert Letter.objects.filter(round=held).count() == 10

    refuses(raw, "UPDATE assessments_letter SET number = '1号'", says="letter_stays")
    refuses(raw, "UPDATE assessments_letter SET served_on = NULL", says="letter_stays")
    refuses(raw, "DELETE FROM assessments_letter", says="letter_stays")


def test_a_closed_objection_stays(
    held: Round,
    clerk: Acting,
    second_committee: Acting,
    raw: Any,
    settings: Any,
) -> None:
    entry = roster(held)[0]
    on = settings.BUSINESS_DAY = Letter.objects.get(entry=entry).served_on
    one = objections.register_review(entry=entry, raised_on=on, content="请复核", by=clerk)
    refuses(raw, "UPDATE assessments_objection SET status = 'served'")
    objections.reject_objection(objection=one, reason="没有新的理由", by=second_committee)

    refuses(raw, "UPDATE assessments_objection SET status = 'accepted'")
    refuses(raw, "UPDATE assessments_objection SET answer = 'x'", says="closed_stays")
    refuses(raw, "DELETE FROM assessments_objection", says="closed_stays")


@pytest.fixture
def one_seat_free(held: Round, clerk: Acting, committee: Acting, officer: Acting) -> list[Entry]:
    """Free a seat by a correction, and give the two who would have it."""
    first, _, third, fourth, *_ = roster(held)
    gone = decided(proposed(first, "competent", clerk), committee)
    revisions.file_revision(revision=gone, by=officer)
    return [third, fourth]


def race(acts: list[tuple[Acting, Callable[[], Any]]]) -> list[str]:
    return Rivals().run(*acts)


def test_of_two_corrections_decided_at_once_one_has_the_seat(
    held: Round,
    one_seat_free: list[Entry],
    clerk: Acting,
    committee: Acting,
    second_committee: Acting,
    officer: Acting,
) -> None:
    asked = [proposed(entry, "excellent", clerk) for entry in one_seat_free]

    answers = race(
        [
            (by, lambda by=by, one=one: decided(one, by))
            for by, one in zip((committee, second_committee), asked, strict=True)
        ]
    )

    assert answers.count("done") == 1
    assert any("名额已满" in said for said in answers)
    (one,) = Revision.objects.filter(status="decided")
    revisions.file_revision(revision=one, by=officer)
    assert Grade.objects.filter(round=held, grade="excellent").in_force().count() == 2


def test_of_two_officers_who_file_the_same_correction_one_does(
    held: Round, clerk: Acting, committee: Acting, officer: Acting, hire: Any, county: Division
) -> None:
    other = hire(officer.role, county, "officer2", "龙科长")
    one = decided(proposed(roster(held)[9], "basic", clerk), committee)

    answers = race(
        [
            (by, lambda by=by: revisions.file_revision(revision=one, by=by))
            for by in (officer, other)
        ]
    )

    assert answers.count("done") == 1
    assert any("已经备案生效" in said for said in answers)
    assert Grade.objects.filter(entry=one.entry, revision__gt=0).count() == 1
    assert Letter.objects.filter(entry=one.entry, revision=1).count() == 1
