"""A year's settlement: proposes, files what was decided, decides nothing, changes nothing twice."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from accounts.acting import Acting
from accounts.models import Division, DivisionCode
from accounts.session import acting_as
from assessments.management.commands import settle_year
from assessments.models import Grade, Proposal, Round
from assessments.services import deciding
from assessments.services.settlement import settle_township, settle_townships
from assessments.states import RoundStatus
from audit.models import Event
from rulebook.models import Decision, FactSnapshot, RuleSnapshot
from tests import database
from tests.assessments import inline
from tests.assessments.stage import (
    brought,
    decided,
    entered,
    opened,
    people,
    rated,
    reported,
    roster,
    submitted,
)
from tests.cadres.factories import make_measure

COUNTED = (Decision, FactSnapshot, RuleSnapshot, Proposal, Grade, Event)
PLAIN = [96, 94, 92, 90, 88]


@pytest.fixture
def held(some_db: Any, officer: Acting, township: Division, village: Division) -> Round:
    people(village, 5)
    return opened(officer, township)


@pytest.fixture
def full(held: Round, clerk: Acting) -> Round:
    entered(held, clerk, PLAIN)
    return held


def rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


@pytest.mark.django_db
class TestOneTownship:
    def test_complete_scores_become_a_proposal(self, full: Round, machine: Acting) -> None:
        done = settle_township(round=full, by=machine)

        full.refresh_from_db()
        assert (done["status"], done["changed"]) == ("proposed", True)
        assert (done["cadres"], done["seats"]) == (5, 1)
        assert full.status == RoundStatus.ENTERING
        assert full.proposal.prepared_by is None
        assert Proposal.objects.filter(decision=full.proposal).count() == 5
        assert Event.objects.get(name="assessments.grades_proposed").actor == "测试"

    def test_a_second_run_changes_nothing(self, full: Round, machine: Acting) -> None:
        settle_township(round=full, by=machine)
        before = rows()

        assert settle_township(round=full, by=machine)["changed"] is False
        assert rows() == before

    def test_another_day_changes_nothing(self, settings: Any, full: Round, machine: Acting) -> None:
        settings.BUSINESS_DAY = date(2019, 1, 10)
        settle_township(round=full, by=machine)
        settings.BUSINESS_DAY = date(2019, 1, 11)
        before = rows()

        assert settle_township(round=full, by=machine)["changed"] is False
        assert rows() == before

    def test_new_facts_make_a_new_proposal(self, full: Round, machine: Acting) -> None:
        settle_township(round=full, by=machine)
        full.refresh_from_db()
        first = full.proposal
        make_measure(roster(full)[0].person)

        assert settle_township(round=full, by=machine)["changed"] is True

        full.refresh_from_db()
        assert full.proposal.supersedes == first

    def test_what_is_missing_is_named_and_nothing_stored(
        self, full: Round, clerk: Acting, machine: Acting
    ) -> None:
        first = roster(full)[0]
        rated(full, clerk, {first.pk: (None,) * 4})
        before = rows()

        done = settle_township(round=full, by=machine)

        assert done["status"] == "incomplete"
        assert any(f"缺述职测评票 1 人：{first.name}" in why for why in done["why"])
        assert rows() == before

    def test_nothing_entered_says_so(self, held: Round, machine: Acting) -> None:
        done = settle_township(round=held, by=machine)

        assert "述职会议未录齐 1 个村：" in done["why"][0]
        assert "缺目标考核分 5 人" in done["why"][2]

    def test_a_tie_is_proposed_and_left_to_people(
        self, held: Round, clerk: Acting, machine: Acting
    ) -> None:
        entered(held, clerk, [96, 96, 92, 90, 88])

        done = settle_township(round=held, by=machine)

        assert (done["status"], done["why"][0]) == (
            "proposed",
            "末位同分 2 人，名额剩 1 个，待党委会选定",
        )
        assert not Grade.objects.exists()

    def test_what_is_before_the_committee_waits(
        self, held: Round, clerk: Acting, machine: Acting
    ) -> None:
        submitted(held, clerk, PLAIN)
        before = rows()

        done = settle_township(round=held, by=machine)

        assert (done["status"], done["changed"]) == ("waiting", False)
        assert done["why"] == ["等待党委会审定"]
        assert rows() == before

    def test_what_went_stale_before_the_committee_says_so(
        self, held: Round, clerk: Acting, machine: Acting
    ) -> None:
        submitted(held, clerk, PLAIN)
        make_measure(roster(held)[0].person)

        assert "须退回重新提交" in settle_township(round=held, by=machine)["why"][0]

    def test_the_clerk_submits_what_was_settled(
        self, full: Round, clerk: Acting, machine: Acting
    ) -> None:
        settle_township(round=full, by=machine)
        full.refresh_from_db()
        settled = full.proposal_id

        deciding.submit_round(round=full, by=clerk)

        full.refresh_from_db()
        assert full.proposal_id == settled

    @pytest.mark.parametrize(
        ("status", "why"),
        [
            (RoundStatus.DECIDED, "已审定，等待乡镇公示"),
            (RoundStatus.NOTICE, "正在公示，2019-01-08 期满"),
            (RoundStatus.FEEDBACK, "正在反馈本人，告知书全部送达后由乡镇报县"),
        ],
    )
    def test_what_is_not_reported_waits_for_the_township(
        self,
        settings: Any,
        held: Round,
        clerk: Acting,
        committee: Acting,
        officer: Acting,
        machine: Acting,
        status: RoundStatus,
        why: str,
    ) -> None:
        settings.BUSINESS_DAY = date(2018, 12, 31)
        brought(held, status, PLAIN, clerk, committee, officer)

        done = settle_township(round=held, by=machine)

        assert (done["status"], done["changed"], done["why"]) == ("waiting", False, [why])

    def test_what_is_reported_is_filed(
        self, held: Round, clerk: Acting, committee: Acting, machine: Acting
    ) -> None:
        submitted(held, clerk, PLAIN)
        decided(held, committee)
        reported(held, clerk)

        first, second = (settle_township(round=held, by=machine) for _ in range(2))

        held.refresh_from_db()
        assert (held.status, held.filed_by, held.filed_by_name) == ("final", None, "测试")
        assert (first["status"], first["changed"]) == ("filed", True)
        assert (second["status"], second["changed"]) == ("filed", False)

    def test_the_city_proposes_and_does_not_file(
        self, held: Round, clerk: Acting, committee: Acting, city_officer: Acting
    ) -> None:
        submitted(held, clerk, PLAIN)
        decided(held, committee)
        reported(held, clerk)

        done = settle_township(round=held, by=city_officer)

        assert (done["status"], done["changed"]) == ("waiting", False)

    @pytest.mark.parametrize("who", ["clerk", "committee", "auditor", "nobody", "system_admin"])
    def test_a_year_is_settled_from_above(
        self, request: pytest.FixtureRequest, full: Round, who: str
    ) -> None:
        with pytest.raises(PermissionDenied):
            settle_township(round=full, by=request.getfixturevalue(who))

    def test_many_townships_take_no_more_queries_than_few(
        self,
        django_assert_max_num_queries: Any,
        full: Round,
        machine: Acting,
        sibling_village: Division,
        officer: Acting,
    ) -> None:
        with django_assert_max_num_queries(30):
            settle_townships(rounds=[full.pk], by=machine)
        with django_assert_max_num_queries(16):
            settle_townships(rounds=[full.pk], by=machine)


@pytest.mark.django_db
class TestTheCommand:
    @pytest.fixture(autouse=True)
    def at_hand(self, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        settings.TASK_WORKERS = "tests.assessments.inline.workers"
        monkeypatch.setattr(inline, "fail_after", None)
        monkeypatch.setattr(settle_year, "AT_ONCE", 1)

    @pytest.fixture
    def coded(self, county: Division, township: Division) -> None:
        since = {"family": "nbs", "first_day": date(2018, 1, 1)}
        DivisionCode.objects.create(division=county, code="430481000000", **since)
        DivisionCode.objects.create(division=township, code="430481100000", **since)

    def run(self, *args: str) -> dict[str, Any]:
        out = StringIO()
        call_command("settle_year", "--year", "2018", "--json", *args, stdout=out)
        return json.loads(out.getvalue())  # type: ignore[no-any-return]

    def test_it_reports_every_township(
        self, coded: None, full: Round, sibling_village: Division
    ) -> None:
        people(sibling_village)

        report = self.run("--division", "430481000000")

        assert (report["year"], report["changed"]) == (2018, 1)
        assert report["counts"] == {
            "proposed": 1, "waiting": 0, "filed": 0, "incomplete": 1, "busy": 0,
        }  # fmt: skip
        done, unopened = report["townships"]
        assert (done["code"], done["name"], done["county"]) == ("430481100000", "新市镇", "耒阳市")
        assert done["changed"] is True
        assert (unopened["name"], unopened["why"]) == (
            "遥田镇",
            ["本年度考核还没有开放，由县委组织部开放"],
        )
        assert self.run()["changed"] == 0

    def test_an_officer_settles_his_county(
        self, coded: None, full: Round, officer: Acting, clerk: Acting, committee: Acting
    ) -> None:
        deciding.submit_round(round=full, by=clerk)
        full.refresh_from_db()
        decided(full, committee)
        reported(full, clerk)

        report = self.run("--by", "officer")

        full.refresh_from_db()
        assert report["counts"]["filed"] == 1
        assert (full.filed_by, full.filed_by_name) == (officer.user, "谭科长")

    def test_a_clerk_is_told_no(self, full: Round, clerk: Acting) -> None:
        with pytest.raises(CommandError, match="由市、县委组织部办理"):
            self.run("--by", "clerk")

    def test_an_unknown_division_is_told(self, full: Round) -> None:
        with pytest.raises(CommandError, match="没有统计代码为“999999”的区划"):
            self.run("--division", "999999")

    def test_a_run_cut_short_is_finished_by_the_next(
        self,
        monkeypatch: pytest.MonkeyPatch,
        officer: Acting,
        clerk: Acting,
        neighbour: Acting,
        village: Division,
        sibling_village: Division,
    ) -> None:
        for place in (village, sibling_village):
            people(place, 5)
        one = opened(officer, village.parent)
        other = Round.objects.get(township=sibling_village.parent)
        entered(one, clerk, PLAIN)
        entered(other, neighbour, PLAIN)
        monkeypatch.setattr(inline, "fail_after", 1)
        with pytest.raises(ConnectionError):
            self.run()
        assert Proposal.objects.count() == 5
        monkeypatch.setattr(inline, "fail_after", None)

        report = self.run()

        assert report["changed"] == 1
        assert Proposal.objects.count() == 10


def test_a_township_somebody_works_on_is_left_for_later(
    committed_db: str,
    whole_city: None,
    officer: Acting,
    clerk: Acting,
    machine: Acting,
    township: Division,
    village: Division,
) -> None:
    people(village, 5)
    held = opened(officer, township)
    entered(held, clerk, PLAIN)
    with database.owner_connection(committed_db) as other, other.transaction():
        other.execute("SELECT 1 FROM assessments_round WHERE id = %s FOR UPDATE", [held.pk])

        with acting_as(machine):
            (done,) = settle_townships(rounds=[held.pk], by=machine)

    assert (done["status"], done["changed"]) == ("busy", False)
    assert not Proposal.objects.exists()
