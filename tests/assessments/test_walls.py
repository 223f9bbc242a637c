"""What the database itself refuses, to the application's role and to the owner alike."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections, transaction

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.models import Division
from accounts.session import acting_as
from assessments.models import Entry, Grade, Minutes, Proposal, Round
from assessments.services import deciding, moving
from assessments.services.deciding import Change
from assessments.services.entering import save_targets
from assessments.states import MOVES, RoundStatus
from tests import database
from tests.assessments.stage import (
    brought,
    decided,
    entered,
    filed,
    opened,
    people,
    roster,
    sitting,
    submitted,
)
from tests.assessments.walls import *  # noqa: F403  (the fixture `raw`)
from tests.assessments.walls import Rivals, refuses

CAP = Path("assessments/sql/excellent_cap.sql")
TIED = [96, 94, 94, 90, 88, 86, 84, 82, 80, 80]  # two seats: one taken, two tie for the other
GRADE = """
    INSERT INTO assessments_grade (round_id, entry_id, scope_path, attempt, grade, barred,
                                   chosen, reason, proposal_id, decision_id)
    SELECT p.round, p.entry_id, {scope}, {attempt}, {grade}, false, false, '', p.id, p.decision_id
    FROM (SELECT q.*, e.round_id AS round, row_number() OVER (ORDER BY q.entry_id) AS place
          FROM assessments_proposal q JOIN assessments_entry e ON e.id = q.entry_id) p
    WHERE p.place <= {people}
"""


def grade_sql(people: int, grade: str = "'excellent'", attempt: int = 1, scope: str = "") -> str:
    scope = scope or "p.scope_path"
    return GRADE.format(people=people, grade=grade, attempt=attempt, scope=scope)


@pytest.fixture
def held(
    committed_db: str, officer: Acting, clerk: Acting, township: Division, village: Division
) -> Round:
    people(village, 10)
    return opened(officer, township)


def test_no_more_excellent_than_seats(held: Round, clerk: Acting, raw: Any) -> None:
    submitted(held, clerk, TIED)

    refuses(raw, grade_sql(3), says="excellent_within_seats")
    raw[0].execute(grade_sql(2))
    one_more = grade_sql(10) + " AND p.place = 3"
    refuses(raw, one_more, says="excellent_within_seats")


def test_raising_the_seats_does_not_raise_the_cap(held: Round, clerk: Acting, raw: Any) -> None:
    raw[0].execute("UPDATE assessments_round SET seats = 10 WHERE id = %s", [held.pk])
    held.refresh_from_db()
    submitted(held, clerk, TIED)

    refuses(raw, "UPDATE assessments_round SET seats = 10, headcount = 90", says="roster_stays")
    refuses(raw, grade_sql(3), says="excellent_within_seats")


def test_no_excellent_principal_of_a_fair_team(held: Round, clerk: Acting, raw: Any) -> None:
    entered(held, clerk, TIED, team="fair")
    deciding.submit_round(round=held, by=clerk)

    refuses(raw, grade_sql(1), says="excellent_needs_good_team")


def test_no_excellent_for_one_who_is_barred(held: Round, clerk: Acting, raw: Any) -> None:
    submitted(held, clerk, TIED)

    barred = grade_sql(1).replace("false, false", "true, false")
    refuses(raw, barred, says="barred_is_never_excellent")


@pytest.mark.parametrize("wrong", [{"attempt": 2}, {"scope": "'0043'"}])
def test_grades_belong_to_their_round(
    held: Round, clerk: Acting, raw: Any, wrong: dict[str, Any]
) -> None:
    submitted(held, clerk, TIED)

    refuses(raw, grade_sql(1, "'competent'", **wrong), says="grade_of_submitted_round")


def test_no_grades_before_submission(held: Round, clerk: Acting, raw: Any, machine: Acting) -> None:
    submitted(held, clerk, TIED)
    raw[0].execute(
        "UPDATE assessments_round SET status = 'entering',"
        " prepared_by_id = NULL, prepared_on = NULL"
    )

    refuses(raw, grade_sql(1), says="grade_of_submitted_round")


def test_what_was_written_once_stays(
    held: Round, clerk: Acting, committee: Acting, raw: Any
) -> None:
    submitted(held, clerk, TIED)
    decided(held, committee, {roster(held)[1].pk})
    tables = (
        "assessments_grade", "assessments_proposal", "rulebook_decision",
        "rulebook_factsnapshot", "rulebook_rulesnapshot",
    )  # fmt: skip

    for table in tables:
        column = "sha" if "snapshot" in table else "id"
        refuses(raw, f"UPDATE {table} SET {column} = {column}")
        refuses(raw, f"DELETE FROM {table}")
        refuses(raw, f"TRUNCATE {table} CASCADE")
    assert Grade.objects.filter(round=held).count() == 10


def test_a_final_round_stays(
    held: Round, clerk: Acting, committee: Acting, officer: Acting, raw: Any
) -> None:
    submitted(held, clerk, TIED)
    decided(held, committee, {roster(held)[1].pk})
    filed(held, clerk, officer)

    refuses(raw, "UPDATE assessments_round SET minutes = 'x'", says="final_stays")
    refuses(raw, "UPDATE assessments_round SET status = 'decided'", says="final_stays")
    refuses(raw, "DELETE FROM assessments_round", says="final_stays")
    refuses(raw, grade_sql(1, "'competent'", attempt=2), says="grade_of_submitted_round")


@pytest.mark.parametrize("status", list(RoundStatus)[1:])
def test_what_was_entered_stays_once_handed_on(
    held: Round, clerk: Acting, committee: Acting, officer: Acting, raw: Any, status: str
) -> None:
    chosen = {roster(held)[1].pk}
    brought(held, status, TIED, clerk, committee, officer, chosen)

    for sql in (
        "UPDATE assessments_tally SET excellent = 1",
        "UPDATE assessments_entry SET on_roster = false",
        "DELETE FROM assessments_teamresult",
        "UPDATE assessments_teamresult SET result = 'excellent'",
        "INSERT INTO assessments_teamresult (round_id, scope_path, village_id, result)"
        " SELECT id, scope_path, township_id, 'good' FROM assessments_round",
    ):
        refuses(raw, sql, says="only_while_entering")


def test_an_entry_stays_in_its_round(
    held: Round, sibling_village: Division, officer: Acting, raw: Any
) -> None:
    people(sibling_village, 2)
    with acting_as(officer):
        other = Round.objects.create(
            township=sibling_village.parent,
            scope_path=sibling_village.parent.path,
            plan=held.plan,
            year=2018,
            cutoff_on=held.cutoff_on,
            headcount=2,
            seats=0,
        )

    refuses(raw, "UPDATE assessments_entry SET round_id = %s", other.pk, says="only_while_entering")


@pytest.mark.parametrize("now", list(RoundStatus))
def test_raw_sql_takes_no_other_move(
    held: Round, clerk: Acting, committee: Acting, officer: Acting, raw: Any, now: RoundStatus
) -> None:
    brought(held, now, TIED, clerk, committee, officer, {roster(held)[1].pk})

    for to in RoundStatus:
        if to != now and to not in MOVES[now]:
            refuses(raw, "UPDATE assessments_round SET status = %s", to.value)


def test_another_townships_scope_hides_and_refuses(held: Round, sibling: Division) -> None:
    name = str(connections["default"].settings_dict["NAME"])
    with psycopg.connect(database.url(name), autocommit=True) as raw:
        raw.execute(
            "SELECT set_config('app.lo', %s, false), set_config('app.hi', %s, false)",
            [sibling.path, sibling.path + ":"],
        )
        for table in ("round", "entry", "roundevent", "entryevent", "proposal", "grade"):
            assert raw.execute(f"SELECT count(*) FROM assessments_{table}").fetchone() == (0,)
        assert raw.execute("UPDATE assessments_entry SET name = 'x'").rowcount == 0
        forged = (
            "INSERT INTO assessments_teamresult (round_id, scope_path, village_id, result)"
            " VALUES (%s, %s, %s, 'good')"
        )
        refuses([raw], forged, held.pk, sibling.path, sibling.pk, says="only_while_entering")


def test_one_query_finds_no_township_over_the_cap(
    held: Round, clerk: Acting, committee: Acting, owner_cursor: Any
) -> None:
    submitted(held, clerk, TIED)
    decided(held, committee, {roster(held)[1].pk})
    query = CAP.read_text()
    assert owner_cursor.execute(query).fetchall() == []

    for table, trigger in (("grade", "user"), ("entry", "user")):
        owner_cursor.execute(f"ALTER TABLE assessments_{table} DISABLE TRIGGER {trigger}")
    owner_cursor.execute(
        "UPDATE assessments_entry SET in_base = false WHERE id IN (SELECT id"
        " FROM assessments_entry ORDER BY id LIMIT 1)"
    )

    (row,) = owner_cursor.execute(query).fetchall()
    assert row[2:] == (2018, 9, 1, 2)


def test_of_two_committees_at_once_one_decides(
    held: Round, clerk: Acting, committee: Acting, second_committee: Acting
) -> None:
    submitted(held, clerk, TIED)
    _, one, other, *_ = roster(held)

    def choose(entry: Entry, by: Acting) -> Any:
        return lambda: deciding.decide_round(
            round=held, chosen={entry.pk}, reason="更好", sitting=sitting(), by=by
        )

    answers = Rivals().run(
        (committee, choose(one, committee)), (second_committee, choose(other, second_committee))
    )

    assert answers[0] == "done"
    assert "已由党委会审定，不用再定" in answers[1]
    assert Grade.objects.filter(round=held, grade="excellent").count() == 2
    assert Grade.objects.filter(round=held).count() == 10


def test_of_two_committees_that_raise_at_once_none_passes_the_cap(
    held: Round, clerk: Acting, committee: Acting, second_committee: Acting
) -> None:
    submitted(held, clerk, [96, 94, 92, 90, 88, 86, 84, 82, 80, 80])
    first, second, third, fourth, *_ = roster(held)

    def swap(down: Entry, up: Entry, by: Acting) -> Any:
        changed = {down.pk: Change("competent", "更严"), up.pk: Change("excellent", "更好")}
        return lambda: deciding.decide_round(
            round=held, chosen=set(), reason="", sitting=sitting(), changed=changed, by=by
        )

    answers = Rivals().run(
        (committee, swap(first, third, committee)),
        (second_committee, swap(second, fourth, second_committee)),
    )

    assert answers[0] == "done"
    assert "已由党委会审定，不用再定" in answers[1]
    assert Grade.objects.filter(round=held, grade="excellent").count() == 2
    assert Grade.objects.filter(round=held, deviates=True).count() == 2
    assert Minutes.objects.count() == 1


def test_of_two_clerks_at_once_one_submits(
    held: Round, clerk: Acting, second_clerk: Acting
) -> None:
    entered(held, clerk, TIED)

    answers = Rivals().run(
        *(
            (by, lambda by=by: deciding.submit_round(round=held, by=by))
            for by in (clerk, second_clerk)
        )
    )

    assert answers[0] == "done"
    assert len(answers) == 2
    assert Proposal.objects.count() == 10


def test_nothing_slips_in_behind_a_submission(
    held: Round, clerk: Acting, second_clerk: Acting
) -> None:
    entered(held, clerk, TIED)
    first = roster(held)[0]

    answers = Rivals().run(
        (clerk, lambda: deciding.submit_round(round=held, by=clerk)),
        (
            second_clerk,
            lambda: save_targets(
                round=held, points={first.pk: {"virtue": Decimal(1)}}, by=second_clerk
            ),
        ),
    )

    held.refresh_from_db()
    assert "done" in answers
    assert held.status == RoundStatus.SUBMITTED
    stored = held.proposal.facts.body["rows"]
    now = Entry.objects.get(pk=first.pk)
    kept = next(row for row in stored if row["id"] == str(first.pk))
    assert kept["target_score"] == str(
        sum(
            getattr(now, name)
            for name in ("virtue", "ability", "diligence", "performance", "probity")
        )
    )


def test_a_submission_the_database_refuses_is_a_sentence(held: Round, clerk: Acting) -> None:
    entered(held, clerk, TIED)
    stale = Round.objects.get(pk=held.pk)
    deciding.submit_round(round=held, by=clerk)

    with pytest.raises(Refused), transaction.atomic():
        moving.move(stale, RoundStatus.FINAL)


def test_a_temporary_table_of_the_same_name_fools_no_wall(
    held: Round, clerk: Acting, raw: Any
) -> None:
    submitted(held, clerk, TIED)
    for connection in raw:
        for table in ("round", "entry", "grade", "teamresult"):
            connection.execute(
                f"CREATE TEMP TABLE assessments_{table} (LIKE public.assessments_{table})"
            )
    sql = grade_sql(3).replace(" assessments_", " public.assessments_")

    refuses(raw, sql, says="excellent_within_seats")
    refuses(
        raw,
        "UPDATE public.assessments_tally SET excellent = 1",
        says="only_while_entering",
    )
