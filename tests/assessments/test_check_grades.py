"""The independent statement finds nothing in what the services decided, and each planted breach."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command

from accounts.acting import Acting
from accounts.models import Division
from assessments.models import Round
from assessments.services.deciding import Change, decide_round
from tests import database
from tests.assessments.stage import (
    DAY,
    entered,
    opened,
    people,
    roster,
    sitting,
    submitted,
)

TIED = [96, 94, 94, 92, 88, 86, 84, 82, 80, 80]  # two seats: one taken, two tie for the other


@pytest.fixture(autouse=True)
def last_day_of_the_year(settings: Any) -> None:
    settings.BUSINESS_DAY = DAY


@pytest.fixture
def held(
    committed_db: str, officer: Acting, clerk: Acting, committee: Acting, township: Division,
    village: Division, sibling_village: Division,
) -> Round:  # fmt: skip
    """Give a decided township beside one that is still being entered."""
    people(village, 10)
    people(sibling_village, 4)
    found = opened(officer, township)
    submitted(found, clerk, TIED)
    entries = roster(found)
    decide_round(
        round=found,
        chosen={entries[1].pk},
        reason="任务更重",
        changed={entries[9].pk: Change("basic", "群众反映较多")},
        sitting=sitting(),
        by=committee,
    )
    found.refresh_from_db()
    return found


@pytest.fixture
def owner(committed_db: str) -> Iterator[psycopg.Connection[Any]]:
    """Give the owner's connection with triggers and checks out of the way."""
    with psycopg.connect(database.url(committed_db, role="owner"), autocommit=True) as one:
        for table in ("grade", "round", "entry", "teamresult"):
            one.execute(f"ALTER TABLE assessments_{table} DISABLE TRIGGER USER")
        one.execute("ALTER TABLE assessments_round DROP CONSTRAINT round_four_eyes")
        one.execute("ALTER TABLE rulebook_decision DISABLE TRIGGER USER")
        one.execute("ALTER TABLE rulebook_decision DROP CONSTRAINT decision_four_eyes")
        one.execute("ALTER TABLE assessments_proposal DISABLE TRIGGER USER")
        one.execute("ALTER TABLE cadres_measure DISABLE TRIGGER USER")
        yield one


def checked(**options: Any) -> dict[str, Any]:
    out = StringIO()
    with suppress(CommandError):  # it fails where something is found
        call_command("check_grades", year=2018, json=True, stdout=out, **options)
    report: dict[str, Any] = json.loads(out.getvalue())
    return report


def test_what_was_decided_by_the_services_holds(held: Round) -> None:
    report = checked()

    assert (report["townships"], report["cadres"], report["breaches"]) == (1, 10, [])
    assert report["checks"] == 1 * 2 + 10 * 7


# One planted breach a line: what is written past every wall, and which check must find it.
PLANTED = {
    "cap": "UPDATE assessments_grade SET grade = 'excellent' WHERE id IN"
    " (SELECT id FROM assessments_grade ORDER BY entry_id LIMIT 3)",
    "team": "UPDATE assessments_teamresult SET result = 'poor'",
    "measure": "INSERT INTO cadres_measure (person_id, scope_path, kind, title, document, taken_on)"
    " SELECT e.person_id, e.scope_path, 'warning', '警示谈话', '', '2018-05-01'"
    " FROM assessments_grade g JOIN assessments_entry e ON e.id = g.entry_id"
    " WHERE g.grade = 'excellent' LIMIT 1",
    "months": "UPDATE assessments_entry SET months = 5 WHERE id ="
    " (SELECT max(entry_id) FROM assessments_grade)",
    "four_eyes": "UPDATE assessments_round SET decided_by_id = prepared_by_id",
    "once": "UPDATE assessments_entry SET on_roster = false WHERE id ="
    " (SELECT max(entry_id) FROM assessments_grade)",
    "decision": "UPDATE assessments_round SET decision_id = proposal_id",
    "composite": "UPDATE assessments_proposal SET composite_exact = '97' WHERE entry_id ="
    " (SELECT min(entry_id) FROM assessments_grade)",
    "order": "UPDATE assessments_grade SET grade = CASE grade WHEN 'excellent' THEN 'competent'"
    " ELSE 'excellent' END WHERE entry_id IN (SELECT entry_id FROM assessments_grade"
    " ORDER BY entry_id OFFSET 1 LIMIT 1) OR entry_id IN (SELECT entry_id FROM assessments_grade"
    " ORDER BY entry_id OFFSET 3 LIMIT 1)",
}


@pytest.mark.parametrize("check", PLANTED)
def test_a_planted_breach_is_found(held: Round, owner: psycopg.Connection[Any], check: str) -> None:
    owner.execute("SELECT set_config('app.lo', '', false), set_config('app.hi', ':', false)")
    owner.execute(PLANTED[check])

    report = checked()

    assert report["by_check"].get(check, 0) >= 1
    assert all(one["township"] == "新市镇" for one in report["breaches"])


def test_one_left_without_a_grade_is_found(held: Round, owner: psycopg.Connection[Any]) -> None:
    owner.execute("SELECT set_config('app.lo', '', false), set_config('app.hi', ':', false)")
    owner.execute("UPDATE assessments_grade SET attempt = 7 WHERE entry_id ="
                  " (SELECT min(entry_id) FROM assessments_grade)")  # fmt: skip

    assert checked()["by_check"] == {"once": 1}


def test_the_command_fails_on_a_breach_and_names_it(
    held: Round, owner: psycopg.Connection[Any]
) -> None:
    owner.execute("SELECT set_config('app.lo', '', false), set_config('app.hi', ':', false)")
    owner.execute(PLANTED["months"])
    out = StringIO()

    with pytest.raises(CommandError, match="有 1 处不符"):
        call_command("check_grades", year=2018, stdout=out)

    assert "任职 5 个整月，定了等次（months）" in out.getvalue()
    assert "核对 1 个乡镇（街道）、10 人、72 项，不符 1 处" in out.getvalue()


def test_a_sample_is_the_same_for_the_same_seed(
    held: Round, neighbour: Acting, sibling_committee: Acting, sibling: Division
) -> None:
    other = Round.objects.get(township=sibling)
    entered(other, neighbour, [96, 94, 92, 90])
    submitted_there = submitted(other, neighbour, [96, 94, 92, 90])
    decide_round(
        round=submitted_there, chosen=set(), reason="", sitting=sitting(), by=sibling_committee
    )

    assert checked()["townships"] == 2
    assert checked(sample=1, seed=3) == checked(sample=1, seed=3)
    assert checked(sample=1, seed=3)["townships"] == 1


def test_a_code_of_nowhere_is_told(held: Round) -> None:
    with pytest.raises(CommandError, match="没有统计代码为“999999”的区划"):
        call_command("check_grades", year=2018, division="999999", stdout=StringIO())
