"""A new version of a plan in use starts the county's rounds anew, and keeps what still fits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.acting import Acting
from accounts.answer import Refused
from accounts.models import Division
from assessments.models import Entry, Grade, Meeting, Plan, Round, Tally, Turnout
from assessments.queries.restart import restart_of
from assessments.services import deciding, plans
from assessments.services.plan_lines import GroupLine
from assessments.states import RETRIED, PlanStatus, RoundStatus
from audit.models import Event
from policy import record
from rulebook.models import Decision
from tests.assessments import stage
from tests.assessments.pages import CLEAR, TIED
from tests.assessments.test_plan import lines_of, saved

pytestmark = pytest.mark.django_db
WORDS = "县里调整脱贫攻坚分值"


@pytest.fixture(autouse=True)
def last_day_of_the_year(settings):
    settings.BUSINESS_DAY = stage.DAY


@pytest.fixture
def found(
    officer: Acting, township: Division, village: Division, second_village: Division
) -> Round:
    stage.people(village)
    stage.people(second_village)
    return stage.opened(officer, township)


def revised(found: Round, officer: Acting, **changed: Any) -> Plan:
    new = plans.revise_plan(plan=found.plan, reason=WORDS, by=officer)
    return saved(new, officer, **changed) if changed else new


def again(found: Round) -> Round:
    return Round.objects.get(pk=found.pk)


def test_rounds_under_way_begin_anew_under_the_new_version(
    found: Round, officer: Acting, clerk: Acting
) -> None:
    stage.entered(found, clerk, TIED)
    new = revised(found, officer)

    plans.adopt_plan(plan=new, restarts=1, by=officer)

    now = again(found)
    assert (now.plan, now.status, now.attempt) == (new, RoundStatus.ENTERING, 1)
    assert now.return_reason == f"考核方案改为第 2 版：{WORDS}"
    assert Plan.objects.get(pk=found.plan_id).status == PlanStatus.REPLACED
    assert Event.objects.filter(name="assessments.round_restarted").count() == 1
    assert [stage.tally(one)[0] for one in stage.roster(now)] == [score - 80 for score in TIED]
    assert None not in [one.probity for one in stage.roster(now)]
    assert now.team_results.count() == 2


def test_a_submitted_round_comes_back_without_a_new_attempt(
    found: Round, officer: Acting, clerk: Acting
) -> None:
    stage.submitted(found, clerk, TIED)

    plans.adopt_plan(plan=revised(found, officer), restarts=1, by=officer)

    now = again(found)
    assert (now.status, now.attempt, now.prepared_by) == (RoundStatus.ENTERING, 1, None)
    deciding.submit_round(round=now, by=clerk)


def test_a_decided_round_begins_a_new_attempt_and_the_old_grades_stay_readable(
    found: Round, officer: Acting, clerk: Acting, committee: Acting
) -> None:
    stage.decided(stage.submitted(found, clerk, CLEAR), committee)
    old = Grade.objects.filter(round=found).count()
    figures = {"band_excellent": Decimal(95), "band_competent": Decimal(70), "band_basic": 60}
    new = revised(found, officer, figures=figures)

    plans.adopt_plan(plan=new, restarts=1, by=officer)

    now = again(found)
    assert (now.status, now.attempt) == (RoundStatus.ENTERING, 2)
    assert (now.decided_by, now.decision, now.minutes) == (None, None, "")
    deciding.submit_round(round=now, by=clerk)
    stage.decided(again(found), committee)
    excellent = Grade.objects.filter(round=found, grade="excellent").values_list("attempt")
    assert sorted(excellent) == [(1,), (1,), (2,)]
    assert Grade.objects.filter(round=found, attempt=1).count() == old
    for one in Decision.objects.filter(procedure__startswith="annual_grade"):
        outcome = record.decide("annual_grade", one.rules.body, one.facts.body)
        assert record.sha(outcome.as_dict()) == one.outcome_sha


@pytest.mark.parametrize("far", [status for status in RoundStatus if status in RETRIED])
def test_a_round_that_far_after_the_decision_begins_anew_with_nothing_signed(
    found: Round, officer: Acting, clerk: Acting, committee: Acting, far: RoundStatus
) -> None:
    stage.brought(found, far, CLEAR, clerk, committee, officer)
    new = revised(found, officer)

    assert restart_of(new, officer).decided == 1
    plans.adopt_plan(plan=new, restarts=1, by=officer)

    now = again(found)
    assert (now.status, now.attempt, now.plan) == (RoundStatus.ENTERING, 2, new)
    signed = (now.prepared_by, now.decided_by, now.noticed_on, now.feedback_on, now.reported_on)
    assert set(signed) == {None}


def test_only_aspects_with_another_maximum_are_emptied(
    found: Round, officer: Acting, clerk: Acting
) -> None:
    stage.entered(found, clerk, TIED)
    new = plans.revise_plan(plan=found.plan, reason=WORDS, by=officer)
    saved(new, officer, indicators=lines_of(new, 廉洁自律和遵纪守法="19", 在岗履职和服务群众="11"))

    effect = restart_of(new, officer)
    plans.adopt_plan(plan=new, restarts=1, by=officer)

    assert (effect.changed, effect.emptied) == (("diligence", "probity"), 10)
    for one in stage.roster(found):
        assert (one.diligence, one.probity) == (None, None)
        assert None not in (one.virtue, one.ability, one.performance)


def test_tallies_follow_their_group_by_name_and_others_go(
    found: Round, officer: Acting, village: Division
) -> None:
    group = found.plan.voter_groups.get()
    meeting = Meeting.objects.create(
        round=found, scope_path=found.scope_path, village=village, held_on=date(2018, 12, 28)
    )
    counted = {"round": found, "scope_path": found.scope_path, "group": group}
    Turnout.objects.create(meeting=meeting, expected=50, present=45, **counted)
    for entry in stage.roster(found):
        Tally.objects.create(
            entry=entry, excellent=10, competent=5, basic=0, incompetent=0, **counted
        )
    kept = [GroupLine("参会人员", Decimal(60)), GroupLine("群众代表", Decimal(40))]
    second = revised(found, officer, groups=kept)

    first_effect = restart_of(second, officer)
    plans.adopt_plan(plan=second, restarts=1, by=officer)

    assert (first_effect.tallies, first_effect.removed) == (10, 0)
    assert first_effect.new_groups == ("群众代表",)
    assert set(Tally.objects.values_list("group__plan", flat=True)) == {second.pk}
    third = plans.revise_plan(plan=Plan.objects.get(pk=second.pk), reason="不再分", by=officer)
    saved(third, officer, groups=[GroupLine("群众代表", Decimal(100))])
    effect = restart_of(third, officer)
    plans.adopt_plan(plan=third, restarts=1, by=officer)
    assert (effect.tallies, effect.removed, effect.lost_groups) == (0, 10, ("参会人员",))
    assert not Tally.objects.exists()
    assert not Turnout.objects.exists()
    assert Meeting.objects.get() == meeting


def test_another_cutoff_takes_the_roster_anew(
    found: Round, officer: Acting, clerk: Acting, village: Division
) -> None:
    stage.entered(found, clerk, TIED)
    leaver = stage.roster(found)[0]
    leaver.person.tenures.update(began_on=date(2018, 12, 20))
    new = revised(found, officer, cutoff_on=date(2018, 12, 10))

    plans.adopt_plan(plan=new, restarts=1, by=officer)

    now = again(found)
    assert (now.cutoff_on, now.headcount, now.seats) == (date(2018, 12, 10), 9, 1)
    assert not Entry.objects.get(pk=leaver.pk).on_roster
    assert Entry.objects.get(pk=leaver.pk).probity is not None


def test_a_township_on_record_keeps_the_plan_from_being_revised_or_replaced(
    found: Round, officer: Acting, clerk: Acting, committee: Acting
) -> None:
    new = revised(found, officer)
    stage.brought(found, RoundStatus.FINAL, CLEAR, clerk, committee, officer)

    for call in (
        lambda: plans.adopt_plan(plan=new, by=officer),
        lambda: plans.revise_plan(plan=found.plan, reason="再改", by=officer),
    ):
        with pytest.raises(Refused, match="已有 1 个乡镇的考核备案办结"):
            call()
    assert again(found).status == RoundStatus.FINAL


@pytest.mark.parametrize("told", [0, 2])
def test_nobody_restarts_what_he_was_not_told_about(
    found: Round, officer: Acting, told: int
) -> None:
    new = revised(found, officer)

    with pytest.raises(Refused, match="将使 1 个乡镇的考核重新开始"):
        plans.adopt_plan(plan=new, restarts=told, by=officer)

    assert again(found).plan == found.plan
    assert Plan.objects.get(pk=new.pk).status == PlanStatus.DRAFT


@pytest.mark.parametrize(("reason", "said"), [(" ", "写明改版的理由"), ("改" * 171, "170 字以内")])
def test_a_version_without_a_fit_reason_is_refused(
    found: Round, officer: Acting, reason: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        plans.revise_plan(plan=found.plan, reason=reason, by=officer)


def test_the_database_lets_a_plan_change_only_on_the_way_back(
    found: Round, officer: Acting, clerk: Acting
) -> None:
    new = revised(found, officer)
    stage.submitted(found, clerk, TIED)

    with pytest.raises(IntegrityError, match="stay"), transaction.atomic():
        Round.objects.filter(pk=found.pk).update(plan=new)
    with pytest.raises(IntegrityError, match="stay"), transaction.atomic():
        Round.objects.filter(pk=found.pk).update(
            plan=new, status="entering", prepared_by=None, attempt=2
        )
    back = {"status": "entering", "prepared_by": None, "prepared_on": None}
    Round.objects.filter(pk=found.pk).update(plan=new, **back)
