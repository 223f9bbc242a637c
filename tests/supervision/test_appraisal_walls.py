"""What the database itself refuses about appraisals, whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.answer import Refused
from supervision.appraisal_states import APPRAISAL_MOVES, AppraisalStatus
from supervision.models import Appraisal
from supervision.services import appraisal_results as results
from supervision.services import appraisals as services
from supervision.services.appraisal_races import SENTENCES
from tests.supervision import appraising as stage
from tests.supervision.appraising import BAD, GOOD

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 10)
NOTICED, HELD, SUBMITTED, ANNOUNCED = AppraisalStatus


@pytest.fixture(autouse=True)
def the_twentieth(settings):
    settings.BUSINESS_DAY = stage.TODAY


@pytest.fixture
def three(village):
    return stage.people(village)


@pytest.fixture
def at(village, three, clerk, committee) -> Callable[[AppraisalStatus], Appraisal]:
    """Give a function that brings an appraisal to a status."""

    def make(status):
        if status == NOTICED:
            return stage.noticed(village, clerk, DAY)
        found = stage.held(village, clerk, DAY)
        if status != HELD:
            stage.enter(found, clerk, [GOOD, BAD, GOOD])
            services.submit(appraisal=found, by=clerk)
        if status == ANNOUNCED:
            results.announce(appraisal=found, announced_on=DAY, by=committee)
        found.refresh_from_db()
        return found

    return make


STEPS: dict[AppraisalStatus, Callable[..., Any]] = {
    SUBMITTED: lambda found, clerk, _: services.submit(appraisal=found, by=clerk),
    ANNOUNCED: lambda found, _, committee: results.announce(
        appraisal=found, announced_on=DAY, by=committee
    ),
}


def steps_to(to, now):
    """Give the services that lead to a status: a held meeting is new, or sent back."""
    if to == HELD and now == NOTICED:
        return lambda found, clerk, _: services.record_meeting(
            appraisal=found, meeting=stage.meeting(DAY), by=clerk
        )
    if to == HELD:
        return lambda found, _, committee: results.return_appraisal(
            appraisal=found, reason="更正", by=committee
        )
    return STEPS.get(to)


@pytest.mark.parametrize("now", list(AppraisalStatus))
@pytest.mark.parametrize("to", list(AppraisalStatus))
def test_the_only_moves_are_those_of_the_table(at, clerk, committee, now, to):
    found = at(now)
    if now == HELD:
        stage.enter(found, clerk, [GOOD, BAD, GOOD])
    moved = False

    if step := steps_to(to, now):
        try:
            with transaction.atomic():
                step(found, clerk, committee)
            moved = True
        except Refused:
            pass

    found.refresh_from_db()
    assert moved is (to in APPRAISAL_MOVES[now])
    assert found.status == (to if moved else now)
    if not moved and to != now:
        refuses(f"UPDATE supervision_appraisal SET status = '{to}'", "appraisal_")


def refuses(sql: str, says: str) -> None:
    with (
        pytest.raises(DatabaseError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    error = refused.value.__cause__
    told = f"{error.diag.constraint_name} {error}"
    assert says in told or "permission denied" in told or "Cannot" in told, told


@pytest.mark.parametrize(
    ("status", "sql", "says"),
    [
        (HELD, "UPDATE supervision_appraisal SET noticed_on = '2018-11-01'", "appraisal_stays"),
        (SUBMITTED, "UPDATE supervision_appraisal SET returned = 61", "appraisal_stays"),
        (SUBMITTED, "UPDATE supervision_appraisal SET year = 2017", "appraisal_stays"),
        (SUBMITTED, "UPDATE supervision_appraised SET competent = 1", "only_while_held"),
        (ANNOUNCED, "UPDATE supervision_appraisal SET revision = 3", "appraisal_stays"),
        (ANNOUNCED, "UPDATE supervision_appraised SET competent = 1", "only_while_held"),
        (ANNOUNCED, "DELETE FROM supervision_appraised", "only_while_held"),
        (ANNOUNCED, "UPDATE supervision_appraisalresult SET verdict = 'competent'", "Cannot"),
        (ANNOUNCED, "DELETE FROM supervision_appraisalresult", "Cannot"),
        (NOTICED, "DELETE FROM supervision_appraisal", "appraisal_kept"),
        (HELD, "UPDATE supervision_appraisal SET returned = 66", "appraisal_ballots_in_order"),
        (HELD, "UPDATE supervision_appraisal SET present = 81", "appraisal_ballots_in_order"),
        (HELD, "UPDATE supervision_appraisal SET held_on = '2018-11-01'", "noticed_first"),
        (
            ANNOUNCED,
            "UPDATE supervision_appraisal SET announced_by_id = prepared_by_id",
            "appraisal_four_eyes",
        ),
    ],
)  # fmt: skip
def test_what_was_handed_on_or_announced_stays(at, status, sql, says):
    at(status)

    refuses(sql, says)


def test_nothing_is_handed_on_with_a_ballot_missing_or_too_many(at):
    at(HELD)
    handed = """UPDATE supervision_appraisal SET status = 'submitted', standing = 'counts',
        prepared_on = now(), prepared_by_id = (SELECT min(id) FROM accounts_user)"""

    refuses(handed, "ballots_complete")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE supervision_appraised SET competent = 40, incompetent = 21")
    refuses(handed, "ballots_complete")


@pytest.mark.parametrize(
    "change",
    ["revision = revision + 2", "returned = 59, abstained = abstained - 1", "competent = 41"],
)
def test_a_result_out_of_turn_or_of_other_ballots_is_refused(at, change):
    at(ANNOUNCED)
    names = (
        "appraisal_id, appraised_id, scope_path, revision, returned, competent, incompetent,"
        " abstained, verdict, run, route, findings, decision_id"
    )
    column, _, value = change.partition(" = ")
    values = names.replace("revision", "revision + 1").replace(column, value.split(",")[0], 1)

    refuses(
        f"INSERT INTO supervision_appraisalresult ({names}) SELECT {values}"
        " FROM supervision_appraisalresult",
        "res",
    )


def test_everything_a_person_can_run_into_has_its_sentence():
    unsaid = {"ruling_has_reason", "check_has_reason", "result_ballots_add_up",
              "run_is_of_the_incompetent", "appraisal_kept"}  # fmt: skip
    models = Appraisal._meta.apps.get_app_config("supervision").get_models()
    named = {
        one.name
        for model in models
        if model.__name__.startswith(("Apprais", "Termination"))
        for one in model._meta.constraints
    }

    assert named - unsaid <= SENTENCES.keys()
    assert all(sentence.endswith("。") for sentence in SENTENCES.values())
