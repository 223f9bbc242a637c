"""Two in a row: proposed, verified, and never mixed with the yearly grades."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.answer import Refused
from assessments.models import Grade
from assessments.queries.facts import cases_of as yearly_cases
from cadres.models import Tenure
from cadres.posts import Post
from policy.record import canonical
from rulebook.models import Decision
from rulebook.queries import replayed
from supervision.models import TerminationCheck
from supervision.queries.appraisals import terminations, unchecked
from supervision.services import appraisal_results as results
from supervision.services import appraisals as services
from tests.assessments import stage as years
from tests.cadres.factories import make_person, make_tenure
from tests.supervision import appraising as stage
from tests.supervision.appraising import BAD, GOOD

pytestmark = pytest.mark.django_db
BEFORE, DAY = date(2017, 12, 10), date(2018, 12, 10)


@pytest.fixture(autouse=True)
def the_twentieth(settings):
    settings.BUSINESS_DAY = stage.TODAY


@pytest.fixture
def three(village):
    return stage.people(village)


@pytest.fixture
def appraise(settings, village, clerk, committee):
    """Give a function that brings an appraisal of a day to its results."""

    def make(on, votes, ahead=15):
        settings.BUSINESS_DAY = date(on.year, 12, 20)
        found = stage.announced(village, (clerk, committee), on, votes, ahead)
        settings.BUSINESS_DAY = stage.TODAY
        return found

    return make


def runs(found):
    return [(one.verdict, one.run, one.route) for one in stage.in_force(found)]


def test_twice_in_a_row_is_proposed_with_the_words_of_the_law(three, appraise, clerk):
    appraise(BEFORE, [BAD, GOOD, BAD])

    found = appraise(DAY, [BAD, BAD, BAD])

    assert runs(found) == [
        ("incompetent", True, "自行终止"),
        ("incompetent", False, ""),
        ("incompetent", True, "解聘"),
    ]
    first = terminations(clerk)[0]
    said = first.findings[-1]
    assert "2017-12-10、2018-12-10 相邻 2 次被评议为不称职" in said["sentence"]
    assert "系统不自动终止" in said["sentence"]
    assert any("其职务终止" in cite["note"] for cite in said["cites"])
    assert first.check is None
    assert Tenure.objects.filter(ended_on=None).count() == 3  # nobody has left by himself


def test_a_competent_one_between_breaks_it(three, appraise):
    appraise(date(2017, 3, 1), [BAD, GOOD, GOOD])
    appraise(BEFORE, [GOOD, GOOD, GOOD])

    assert runs(appraise(DAY, [BAD, GOOD, GOOD]))[0] == ("incompetent", False, "")


def test_a_year_without_an_appraisal_does_not_break_it(three, appraise):
    appraise(date(2016, 12, 10), [BAD, GOOD, GOOD])

    assert runs(appraise(DAY, [BAD, GOOD, GOOD]))[0][1] is True


def test_whoever_was_not_appraised_in_the_last_one_begins_anew(three, appraise, village):
    tenure = three[0].tenures.get()
    appraise(date(2016, 12, 10), [BAD, GOOD, GOOD])
    tenure.ended_on, tenure.ended_how = date(2017, 4, 1), "resignation"
    tenure.save()
    new = make_person(village.parent, "新主任")
    make_tenure(new, village, Post.VC_DIRECTOR, began_on=date(2017, 5, 1))
    appraise(BEFORE, [GOOD, GOOD, BAD])  # deputy, hired clerk, new director
    make_tenure(three[0], village, Post.VC_MEMBER, began_on=date(2018, 3, 1))

    found = appraise(DAY, [BAD, GOOD, GOOD, BAD])

    by_name = {one.appraised.name: one.run for one in stage.in_force(found)}
    assert by_name[three[0].name] is False


def test_a_meeting_that_does_not_count_is_passed_over(three, appraise, committee):
    appraise(date(2017, 3, 1), [BAD, GOOD, GOOD])
    passed = appraise(BEFORE, [GOOD, GOOD, GOOD], ahead=5)
    results.rule_on(appraisal=passed, accepted=False, reason="告知不足", by=committee)

    assert runs(appraise(DAY, [BAD, GOOD, GOOD]))[0][1] is True


def test_an_unsettled_one_before_leaves_it_open(three, appraise, committee, clerk):
    before = appraise(BEFORE, [BAD, GOOD, GOOD], ahead=5)
    found = appraise(DAY, [BAD, GOOD, GOOD])
    assert runs(found)[0] == ("incompetent", None, "")

    results.rule_on(appraisal=before, accepted=True, reason="均已知悉", by=committee)

    (line,) = terminations(clerk)  # what it rests on has changed: it is to be announced anew
    assert line.is_stale
    results.return_appraisal(appraisal=found, reason="前次已认定", by=committee)
    services.submit(appraisal=found, by=clerk)
    results.announce(appraisal=found, announced_on=DAY, by=committee)
    assert runs(found)[0] == ("incompetent", True, "自行终止")
    assert not terminations(clerk)[0].is_stale


def test_the_townships_finding_is_kept_and_a_later_one_holds(three, appraise, committee, clerk):
    appraise(BEFORE, [BAD, GOOD, GOOD])
    first = stage.in_force(appraise(DAY, [BAD, GOOD, GOOD]))[0]
    assert unchecked(clerk).count() == 1

    results.check_termination(result=first, confirmed=True, reason="记录属实", by=committee)
    results.check_termination(result=first, confirmed=False, reason="2017 年计票有误", by=committee)

    assert unchecked(clerk).count() == 0
    assert terminations(clerk)[0].check.reason == "2017 年计票有误"
    assert TerminationCheck.objects.count() == 2


@pytest.mark.parametrize("who", ["clerk", "officer", "auditor"])
def test_only_the_committee_verifies(request, three, appraise, who):
    appraise(BEFORE, [BAD, GOOD, GOOD])
    first = stage.in_force(appraise(DAY, [BAD, GOOD, GOOD]))[0]

    with pytest.raises(PermissionDenied):
        results.check_termination(
            result=first, confirmed=True, reason="属实", by=request.getfixturevalue(who)
        )


def test_there_is_nothing_to_verify_about_others_and_a_reason_is_asked_for(
    three, appraise, committee
):
    appraise(BEFORE, [BAD, GOOD, GOOD])
    first, second, _ = stage.in_force(appraise(DAY, [BAD, GOOD, GOOD]))

    with pytest.raises(Refused, match="没有连续两次"):
        results.check_termination(result=second, confirmed=True, reason="属实", by=committee)
    with pytest.raises(Refused, match="请写明"):
        results.check_termination(result=first, confirmed=True, reason=" ", by=committee)


def test_terminations_are_those_of_the_readers_division(three, appraise, clerk, neighbour, officer):
    appraise(BEFORE, [BAD, GOOD, GOOD])
    appraise(DAY, [BAD, GOOD, GOOD])

    assert len(terminations(clerk)) == len(terminations(officer)) == 1
    assert terminations(neighbour) == []


def test_yearly_grades_and_appraisals_are_two_counters(
    settings, three, appraise, village, township, officer, clerk, committee
):
    """One 不称职 of each kind is twice nothing: neither sees the other."""
    settings.BUSINESS_DAY = date(2018, 12, 31)
    opened = years.opened(officer, township)
    before = canonical(yearly_cases([opened])[0].facts)
    appraise(BEFORE, [BAD, GOOD, GOOD])
    assert canonical(yearly_cases([opened])[0].facts) == before

    settings.BUSINESS_DAY = date(2018, 12, 31)
    years.entered(opened, clerk, [80, 90, 92])
    grade_incompetent(opened, clerk, committee)
    assert Grade.objects.filter(grade="incompetent").exists()
    competent = appraise(DAY, [GOOD, GOOD, GOOD])

    assert {one.run for one in stage.in_force(competent)} == {False}
    assert terminations(clerk) == []
    asked = competent.decision.facts.body
    assert "不称职" in canonical(asked["rows"][0]["earlier"])  # of the appraisal before
    assert not {"grade", "composite"} & set(asked["rows"][0])


def grade_incompetent(opened, clerk, committee):
    """Give the director no points, as bad a year as there is."""
    first = years.roster(opened)[0]
    years.rated(opened, clerk, {first.pk: (0, 0, 0, 20)})
    points = dict.fromkeys(years.Dimension.values, years.Decimal(0))
    years.entering.save_targets(round=opened, points={first.pk: points}, by=clerk)
    years.deciding.submit_round(round=opened, by=clerk)
    years.decided(opened, committee)


def test_every_decision_replays(three, appraise, committee):
    passed = appraise(BEFORE, [BAD, GOOD, GOOD], ahead=5)
    results.rule_on(appraisal=passed, accepted=True, reason="均已知悉", by=committee)
    appraise(DAY, [BAD, GOOD, GOOD])

    found = Decision.objects.filter(procedure__startswith="democratic_appraisal@")

    assert found.count() == 3
    assert [wrong for _, wrong in replayed(found)] == ["", "", ""]
