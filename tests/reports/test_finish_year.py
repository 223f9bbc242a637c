"""The demo's open year carried to its end by the services, each step as the role that does it."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Installation
from accounts.roles import Role
from assessments.models import Grade, Letter, Round
from assessments.states import RoundStatus
from audit.models import Event
from reports.demo.finishing import Finishing

pytestmark = pytest.mark.usefixtures("demo_city")
SHOWCASE = "新市镇"


def test_every_township_but_the_one_left_to_people_is_filed():
    said: list[str] = []

    Finishing(2018, 20181220, leave=(SHOWCASE,)).run(said.append)

    rounds = Round.objects.filter(year=2018)
    assert {one.status for one in rounds.exclude(township__name=SHOWCASE)} == {RoundStatus.FINAL}
    assert rounds.get(township__name=SHOWCASE).status == RoundStatus.ENTERING
    assert not Letter.objects.filter(round__status="final", revision=0, served_on=None).exists()
    for one in rounds.filter(status="final"):
        assert one.prepared_by_id != one.decided_by_id
        best = Grade.objects.filter(round=one, grade="excellent").in_force().count()
        assert best * 5 <= one.entries.filter(in_base=True, on_roster=True).count()
    assert len(said) == 6


def test_each_step_is_recorded_under_the_role_that_does_it():
    Finishing(2018, 20181220, leave=(SHOWCASE,)).run(lambda _: None)

    done = {
        (event.name, event.role)
        for event in Event.objects.filter(name__startswith="assessments.round_")
    }
    clerk, committee, officer = (
        role.label for role in (Role.TOWNSHIP_CLERK, Role.TOWNSHIP_COMMITTEE, Role.COUNTY_OFFICER)
    )
    assert ("assessments.round_submitted", clerk) in done
    assert ("assessments.round_decided", committee) in done
    assert ("assessments.round_filed", officer) in done
    assert {role for name, role in done if name == "assessments.round_decided"} == {committee}


def test_a_real_installation_is_left_alone(settings):
    Installation.objects.update(is_demo=False)
    settings.DEMO = True

    with pytest.raises(CommandError, match="这不是演示库"):
        call_command("finish_year", stdout=StringIO())
