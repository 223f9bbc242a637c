"""An appraisal from notice to result: who does what, what is refused, what stays."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.answer import Refused
from cadres.posts import Post
from supervision.models import Appraisal, AppraisalResult
from supervision.services import appraisal_results as results
from supervision.services import appraisals as services
from supervision.services.appraisals import FieldsRefused, Votes
from tests.supervision import appraising as stage
from tests.supervision.appraising import BAD, GOOD

pytestmark = pytest.mark.django_db
DAY = date(2018, 12, 10)


@pytest.fixture(autouse=True)
def the_twentieth(settings):
    settings.BUSINESS_DAY = stage.TODAY


@pytest.fixture
def three(village):
    """Give a director, a deputy and a hired clerk in office."""
    return stage.people(village)


def test_from_notice_to_results(village, three, clerk, committee):
    found = stage.announced(village, (clerk, committee), DAY, [GOOD, BAD, GOOD])

    assert found.status == "announced"
    assert found.standing == "counts"
    assert [one.verdict for one in stage.in_force(found)] == [
        "competent", "incompetent", "competent"
    ]  # fmt: skip
    assert [one.abstained for one in stage.in_force(found)] == [15, 19, 15]
    assert found.decision.prepared_by == clerk.user
    assert found.decision.decided_by == committee.user


def test_only_the_committee_of_the_village_and_hired_staff_are_appraised(village, clerk):
    posts = (
        Post.PARTY_SECRETARY, Post.PARTY_MEMBER, Post.SUPERVISION_MEMBER, Post.VC_DIRECTOR,
        Post.VC_MEMBER, Post.CLERK,
    )  # fmt: skip
    stage.people(village, posts)

    found = stage.held(village, clerk, DAY)

    assert [one.posts for one in stage.roster(found)] == ["主任", "村委委员", "文书"]


def test_who_left_before_the_day_or_came_after_is_not_on_the_list(village, three, clerk):
    early, late = three[0].tenures.get(), three[1].tenures.get()
    early.ended_on, early.ended_how = date(2018, 12, 9), "resignation"
    early.save()
    late.began_on = date(2018, 12, 11)
    late.save()

    found = stage.held(village, clerk, DAY)

    assert [one.posts for one in stage.roster(found)] == ["文书"]


def test_a_corrected_day_takes_the_list_along_and_keeps_ballots(village, three, clerk):
    tenure = three[0].tenures.get()
    tenure.ended_on, tenure.ended_how = date(2018, 12, 9), "resignation"
    tenure.save()
    found = stage.held(village, clerk, DAY)
    stage.enter(found, clerk, [GOOD, BAD])

    services.record_meeting(appraisal=found, meeting=stage.meeting(date(2018, 12, 8)), by=clerk)

    kept = {one.posts: (one.competent, one.incompetent) for one in stage.roster(found)}
    assert kept == {"主任": (None, None), "副主任": GOOD, "文书": BAD}


@pytest.mark.parametrize(
    ("field", "wrong", "said"),
    [
        ("present", {"present": 81}, "实到 81 人，多于应到 80"),
        ("handed_out", {"handed_out": 71}, "发出 71 票，多于实到 70"),
        ("returned", {"returned": 66}, "收回 66 票，多于发出 65"),
        ("host", {"host": " "}, "由村务监督机构主持"),
        ("assembly", {"assembly": "party"}, "村民代表会议"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_at_its_field(
    village, three, clerk, field, wrong, said
):
    found = stage.noticed(village, clerk, DAY)

    with pytest.raises(FieldsRefused) as refused:
        services.record_meeting(appraisal=found, meeting=stage.meeting(DAY, **wrong), by=clerk)

    assert said in refused.value.fields[field]
    found.refresh_from_db()
    assert found.status == "noticed"


@pytest.mark.parametrize("day", [date(2018, 12, 21), date(2017, 12, 31), date(2018, 11, 24)])
def test_a_day_that_cannot_be_is_refused(village, three, clerk, day):
    found = stage.noticed(village, clerk, DAY)

    with pytest.raises(FieldsRefused) as refused:
        services.record_meeting(appraisal=found, meeting=stage.meeting(day), by=clerk)

    assert refused.value.fields.keys() == {"held_on"}


def test_ballots_of_a_person_are_no_more_than_came_back(village, three, clerk):
    found = stage.held(village, clerk, DAY)
    first, second, _ = stage.roster(found)

    with pytest.raises(FieldsRefused) as refused:
        services.save_votes(votes={first.pk: Votes(40, 21), second.pk: Votes(40, 20)}, by=clerk)

    assert "合计 61 票，多于收回的 60 票" in refused.value.fields[first.pk, "competent"]
    assert not any(pk == second.pk for pk, _ in refused.value.fields)
    assert {one.competent for one in stage.roster(found)} == {None}


def test_fewer_returned_than_already_entered_is_refused(village, three, clerk):
    found = stage.held(village, clerk, DAY)
    stage.enter(found, clerk, [GOOD, BAD, GOOD])

    with pytest.raises(FieldsRefused) as refused:
        services.record_meeting(appraisal=found, meeting=stage.meeting(DAY, returned=44), by=clerk)

    assert "最多 45 票" in refused.value.fields["returned"]


def test_a_colleagues_ballots_are_not_overwritten_unseen(village, three, clerk, second_clerk):
    found = stage.held(village, clerk, DAY)
    first = stage.roster(found)[0]
    services.save_votes(votes={first.pk: Votes(40, 5)}, by=second_clerk)

    with pytest.raises(FieldsRefused, match="刚由他人改为 40"):
        services.save_votes(votes={first.pk: Votes(39, 5)}, expected={first.pk: Votes()}, by=clerk)


def test_nothing_is_handed_on_while_ballots_are_missing(village, three, clerk):
    found = stage.held(village, clerk, DAY)
    first, second, third = stage.roster(found)
    services.save_votes(votes={first.pk: Votes(40, 5), second.pk: Votes(40, None)}, by=clerk)

    with pytest.raises(Refused) as refused:
        services.submit(appraisal=found, by=clerk)

    assert "还有 2 人没有录票" in str(refused.value)
    assert second.name in str(refused.value)
    assert third.name in str(refused.value)


def test_what_was_handed_on_is_returned_with_a_reason_and_handed_on_again(
    village, three, clerk, committee
):
    found = stage.submitted(village, clerk, DAY, [GOOD, BAD, GOOD])
    with pytest.raises(Refused, match="不再改动"):
        stage.enter(found, clerk, [GOOD, GOOD, GOOD])

    results.return_appraisal(appraisal=found, reason="副主任票数抄错", by=committee)
    stage.enter(found, clerk, [GOOD, GOOD, GOOD])
    found = services.submit(appraisal=found, by=clerk)

    assert found.status == "submitted"
    assert found.return_reason == ""


def test_a_correction_supersedes_and_both_are_kept(village, three, clerk, committee):
    found = stage.announced(village, (clerk, committee), DAY, [GOOD, BAD, GOOD])
    first = found.decision

    results.return_appraisal(appraisal=found, reason="复核票数", by=committee)
    assert [one.verdict for one in stage.in_force(found)][1] == "incompetent"  # until the next
    stage.enter(found, clerk, [GOOD, GOOD, GOOD])
    services.submit(appraisal=found, by=clerk)
    found = results.announce(appraisal=found, announced_on=DAY, by=committee)

    assert [one.verdict for one in stage.in_force(found)] == ["competent"] * 3
    assert AppraisalResult.objects.filter(appraisal=found).count() == 6
    assert found.decision.supersedes == first


def test_one_who_is_clerk_and_committee_does_not_announce_what_he_handed_on(
    village, three, clerk, committee, hire, township
):
    both = hire(committee.role, township, user=clerk.user)
    found = stage.submitted(village, clerk, DAY, [GOOD, BAD, GOOD])

    with pytest.raises(PermissionDenied, match="另一位同志"):
        results.announce(appraisal=found, announced_on=DAY, by=both)


def test_a_short_notice_leaves_everybody_open_until_the_township_has_said(
    village, three, clerk, committee
):
    found = stage.announced(village, (clerk, committee), DAY, [GOOD, BAD, GOOD], ahead=9)
    assert found.standing == "unknown"
    assert {one.verdict for one in stage.in_force(found)} == {"unknown"}

    results.rule_on(appraisal=found, accepted=True, reason="村民均已知悉", by=committee)

    found.refresh_from_db()
    assert found.standing == "counts"
    assert [one.verdict for one in stage.in_force(found)][1] == "incompetent"
    assert AppraisalResult.objects.filter(appraisal=found).count() == 6


def test_a_second_word_of_the_township_supersedes_the_first(village, three, clerk, committee):
    found = stage.announced(village, (clerk, committee), DAY, [GOOD, BAD, GOOD], ahead=9)
    results.rule_on(appraisal=found, accepted=True, reason="已知悉", by=committee)

    results.rule_on(appraisal=found, accepted=False, reason="有村民代表未收到", by=committee)

    assert {one.verdict for one in stage.in_force(found)} == {"void"}
    assert found.rulings.count() == 2


def test_what_was_rightly_called_needs_no_word(village, three, clerk, committee):
    found = stage.submitted(village, clerk, DAY, [GOOD, BAD, GOOD])

    with pytest.raises(Refused, match="不用认定"):
        results.rule_on(appraisal=found, accepted=False, reason="不想计入", by=committee)


def test_one_runs_at_a_time_in_a_village(village, three, clerk):
    stage.noticed(village, clerk, DAY)

    with pytest.raises(Refused, match="还有一次民主评议没有公布"):
        stage.noticed(village, clerk, DAY)


def test_the_second_of_a_year_has_the_next_number(village, three, clerk, committee):
    stage.announced(village, (clerk, committee), date(2018, 3, 1), [GOOD, BAD, GOOD])

    assert stage.noticed(village, clerk, DAY).number == 2


def test_a_village_next_door_is_not_there(sibling_village, clerk):
    with pytest.raises(type(sibling_village).DoesNotExist):
        stage.noticed(sibling_village, clerk, DAY)


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ("committee", PermissionDenied), ("officer", PermissionDenied),
        ("city_officer", PermissionDenied), ("auditor", PermissionDenied),
        ("neighbour", Appraisal.DoesNotExist), ("stranger", Appraisal.DoesNotExist),
        ("department", Appraisal.DoesNotExist), ("nobody", Appraisal.DoesNotExist),
    ],
)  # fmt: skip
def test_only_the_townships_clerk_hands_on(request, village, three, clerk, who, answer):
    found = stage.held(village, clerk, DAY)
    stage.enter(found, clerk, [GOOD, BAD, GOOD])

    with pytest.raises(answer):
        services.submit(appraisal=found, by=request.getfixturevalue(who))
