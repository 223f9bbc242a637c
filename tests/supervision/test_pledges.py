"""A pledge on its way: drafted for many, talked over, approved by another, signed, sent back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import psycopg
import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

import assessments.states
from accounts.answer import Refused
from accounts.roles import Role
from accounts.session import acting_as
from audit.models import Event
from cadres.models import Ended
from cadres.posts import Post
from supervision.models import Pledge, PledgeItem
from supervision.pledge_states import (
    EXTENSION_MOVES,
    PLEDGE_MOVES,
    Dimension,
    ExtensionStatus,
    PledgeStatus,
)
from supervision.pledge_triggers import PLEDGE_MOVES_ONLY
from supervision.services import pledges
from tests import database
from tests.assessments.stage import people
from tests.cadres.factories import make_person, make_tenure
from tests.supervision import pledge_stage as stage


@pytest.fixture(autouse=True)
def in_january(settings):
    settings.BUSINESS_DAY = stage.JANUARY


@pytest.fixture
def cadres(village):
    return people(village, 3)


# --- drafting for many ---------------------------------------------------------------------------


def test_everybody_in_the_chosen_posts_gets_the_same_promises_with_one_event(cadres, clerk):
    done = pledges.draft_alike(
        township=clerk.division, year=2018, posts=[Post.PARTY_SECRETARY, Post.VC_DIRECTOR],
        lines=stage.LINES, by=clerk,
    )  # fmt: skip

    made = stage.found(clerk)
    assert done.made == 2
    assert [one.posts for one in made] == ["书记", "主任"]
    assert [len(stage.items(one)) for one in made] == [4, 4]
    (event,) = Event.objects.filter(name="supervision.pledges_drafted")
    assert event.data["count"] == 2
    assert event.data["people"] == [one.person_id for one in made]


def test_who_has_a_pledge_is_not_given_another(cadres, clerk):
    stage.drafted(clerk)

    with pytest.raises(Refused, match="都已有 2018 年承诺"):
        pledges.draft_alike(
            township=clerk.division, year=2018, posts=list(Post), lines=stage.LINES, by=clerk
        )
    assert Pledge.objects.count() == 3


def test_both_posts_of_one_person_make_one_pledge(village, clerk):
    person = make_person(village.parent)
    make_tenure(person, village, Post.PARTY_SECRETARY)
    make_tenure(person, village, Post.VC_DIRECTOR)

    (pledge,) = stage.drafted(clerk)

    assert pledge.posts == "书记、主任"


def test_who_left_is_left_out(cadres, village, clerk):
    gone = make_person(village.parent, "旧人")
    make_tenure(
        gone, village, Post.VC_MEMBER, ended_on=date(2018, 1, 10), ended_how=Ended.RESIGNATION
    )

    assert gone.pk not in [one.person_id for one in stage.drafted(clerk)]


def test_last_years_promises_come_back_a_year_later(cadres, clerk, settings):
    stage.drafted(clerk)
    settings.BUSINESS_DAY = date(2019, 1, 8)
    newcomer = make_person(clerk.division, "新人")
    make_tenure(newcomer, cadres[0].tenures.get().village, Post.VC_MEMBER, date(2018, 12, 1))

    done = pledges.draft_from_last_year(township=clerk.division, year=2019, by=clerk)

    made = stage.found(clerk, 2019)
    assert done.made == 3
    assert newcomer.pk not in [one.person_id for one in made]
    first = stage.items(made[0])[0]
    assert (first.topic, first.weight, first.due_on) == ("基层党建", 40, date(2019, 6, 30))


def test_the_last_of_february_comes_back_as_the_last_of_february(cadres, clerk, settings):
    settings.BUSINESS_DAY = date(2020, 1, 8)
    stage.drafted(clerk, [replace(stage.LINES[0], due_on=date(2020, 2, 29))], year=2020)
    settings.BUSINESS_DAY = date(2021, 1, 8)

    pledges.draft_from_last_year(township=clerk.division, year=2021, by=clerk)

    assert stage.items(stage.found(clerk, 2021)[0])[0].due_on == date(2021, 2, 28)


def test_nobody_to_draft_from_last_year_says_what_to_do(cadres, clerk):
    with pytest.raises(Refused, match="请改用统一事项起草"):
        pledges.draft_from_last_year(township=clerk.division, year=2018, by=clerk)


def test_a_pledge_kept_in_another_township_is_not_doubled_and_named(
    cadres, clerk, neighbour, sibling_village
):
    moved = cadres[0]
    make_tenure(moved, sibling_village, Post.VC_MEMBER)
    person = make_person(sibling_village.parent, "邻镇人")
    make_tenure(person, sibling_village, Post.PARTY_SECRETARY)
    stage.drafted(clerk)

    moved.scope_path, moved.unit = sibling_village.parent.path, sibling_village.parent
    moved.save(update_fields=["scope_path", "unit"])
    with acting_as(neighbour):
        done = pledges.draft_alike(
            township=neighbour.division, year=2018, posts=list(Post), lines=stage.LINES,
            by=neighbour,
        )  # fmt: skip

    assert done.made == 1
    assert done.elsewhere == (moved.name,)
    assert Pledge.objects.filter(person=moved, year=2018).count() == 1


@pytest.mark.parametrize("year", [2017, 2020])
def test_other_years_than_this_and_the_next_are_not_drafted(cadres, clerk, year):
    with pytest.raises(Refused, match="以往年度不补"):
        pledges.draft_from_last_year(township=clerk.division, year=year, by=clerk)


def test_only_the_townships_own_clerk_drafts(cadres, committee, neighbour, township):
    for acting in (committee, neighbour):
        with pytest.raises(PermissionDenied):
            pledges.draft_from_last_year(township=township, year=2018, by=acting)


def test_drafting_costs_the_same_for_many(village, clerk, django_assert_max_num_queries):
    people(village, 2)
    stage.drafted(clerk)
    people_more = [make_person(village.parent) for _ in range(110)]
    for person in people_more:
        make_tenure(person, village, Post.VC_MEMBER)

    with django_assert_max_num_queries(10):
        pledges.draft_alike(
            township=clerk.division, year=2018, posts=list(Post), lines=stage.LINES, by=clerk
        )
    assert Pledge.objects.count() == 112


# --- writing a draft -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (replace(stage.LINES[0], due_on=date(2019, 1, 1)), "不在 2018 年内"),
        (replace(stage.LINES[0], due_on=date(2017, 12, 31)), "不在 2018 年内"),
        (replace(stage.LINES[0], weight=Decimal(0)), "应大于 0"),
        (replace(stage.LINES[0], weight=Decimal("100.01")), "应大于 0"),
        (replace(stage.LINES[0], weight=Decimal("9.999")), "最多两位小数"),
    ],
)
def test_a_bad_line_is_refused_and_nothing_changes(cadres, clerk, line, words):
    pledge = stage.drafted(clerk)[0]

    with pytest.raises(Refused, match=words):
        pledges.save_lines(pledge=pledge, lines=[line], by=clerk)
    assert len(stage.items(pledge)) == 4


def test_a_draft_may_be_saved_imperfect_but_not_talked_over(cadres, clerk):
    pledge = stage.drafted(clerk)[0]
    pledges.save_lines(pledge=pledge, lines=stage.LINES[:2], by=clerk)

    with pytest.raises(Refused, match=r"权重合计 70.5，应为 100"):
        discuss([pledge], clerk)
    pledge.refresh_from_db()
    assert pledge.status == PledgeStatus.DRAFT


def test_one_bad_pledge_keeps_all_of_them_back(cadres, clerk):
    made = stage.drafted(clerk)
    pledges.save_lines(pledge=made[0], lines=(), by=clerk)

    with pytest.raises(Refused, match="权重合计 0"):
        discuss(made, clerk)
    assert not Pledge.objects.exclude(status=PledgeStatus.DRAFT).exists()


def test_a_draft_is_discarded_with_its_promises_and_an_approved_one_is_not(
    cadres, clerk, committee
):
    made = stage.approved(clerk, committee)
    with pytest.raises(Refused, match="承诺内容不再改动"):
        pledges.discard_pledge(pledge=made[0], by=clerk)
    pledges.return_pledge(pledge=made[0], reason="写错人了", by=committee)

    pledges.discard_pledge(pledge=made[0], by=clerk)

    assert not Pledge.objects.filter(pk=made[0].pk).exists()
    assert not PledgeItem.objects.filter(pledge=made[0].pk).exists()


# --- step by step --------------------------------------------------------------------------------


def discuss(made, clerk, day=date(2018, 1, 12)):
    return pledges.discuss_pledges(
        pledges=stage.keys(made), meeting="party_meeting", on=day, words="", by=clerk
    )


@pytest.mark.parametrize(
    ("day", "fine"),
    [
        (date(2017, 11, 30), False),
        (date(2017, 12, 1), True),
        (stage.JANUARY, True),
        (date(2018, 1, 16), False),
    ],
)
def test_the_meeting_was_held_lately_and_not_tomorrow(cadres, clerk, day, fine):
    made = stage.drafted(clerk)

    if fine:
        assert discuss(made, clerk, day) == 3
    else:
        with pytest.raises(Refused, match="讨论日期"):
            discuss(made, clerk, day)


def test_who_drafted_or_brought_it_from_the_village_does_not_approve(
    cadres, clerk, second_clerk, hire, township
):
    made = stage.drafted(clerk)
    discuss(made, second_clerk)

    for user in (clerk.user, second_clerk.user):
        both = hire(Role.TOWNSHIP_COMMITTEE, township, user=user)
        with pytest.raises(PermissionDenied, match="另一位同志批准"):
            pledges.approve_pledges(pledges=stage.keys(made), by=both)


def test_approval_names_who_and_when(cadres, clerk, committee):
    made = stage.approved(clerk, committee)

    assert {one.approved_by for one in made} == {committee.user}
    assert {one.approved_on for one in made} == {stage.JANUARY}
    (event,) = Event.objects.filter(name="supervision.pledges_approved")
    assert event.data["count"] == 3


@pytest.mark.parametrize("status", ["discussed", "approved"])
def test_the_committee_sends_back_to_the_draft_with_a_reason(cadres, clerk, committee, status):
    made = stage.discussed(clerk) if status == "discussed" else stage.approved(clerk, committee)

    pledges.return_pledge(pledge=made[0], reason="脱贫户数偏低", by=committee)

    made[0].refresh_from_db()
    assert made[0].status == PledgeStatus.DRAFT
    assert made[0].return_reason == "脱贫户数偏低"
    assert made[0].discussed_on is made[0].approved_on is None
    discuss(made[:1], clerk)
    made[0].refresh_from_db()
    assert made[0].return_reason == ""


def test_a_return_needs_a_reason_and_a_pledge_that_is_not_signed(cadres, clerk, committee):
    made = stage.approved(clerk, committee)
    with pytest.raises(Refused, match="请写明要改什么"):
        pledges.return_pledge(pledge=made[0], reason=" ", by=committee)
    pledges.sign_pledges(pledges=[made[0].pk], on=stage.JANUARY, by=clerk)
    with pytest.raises(Refused, match="签订前的承诺可以退回"):
        pledges.return_pledge(pledge=made[0], reason="改", by=committee)


@pytest.mark.parametrize(
    ("day", "words"), [(date(2018, 1, 14), "早于批准日期"), (date(2018, 1, 16), "还没有到")]
)
def test_a_pledge_is_signed_after_its_approval_and_not_tomorrow(
    cadres, clerk, committee, day, words
):
    made = stage.approved(clerk, committee)

    with pytest.raises(Refused, match=words):
        pledges.sign_pledges(pledges=stage.keys(made), on=day, by=clerk)


def test_nothing_ticked_and_foreign_rows_are_answered(cadres, clerk, stranger):
    made = stage.drafted(clerk)

    with pytest.raises(Refused, match="请先勾选"):
        discuss([], clerk)
    with acting_as(stranger), pytest.raises(Pledge.DoesNotExist):
        pledges.discuss_pledges(
            pledges=stage.keys(made), meeting="party_meeting", on=stage.JANUARY, words="",
            by=stranger,
        )  # fmt: skip


# --- the database --------------------------------------------------------------------------------

MOVE = "UPDATE supervision_pledge SET status = %s WHERE id = %s"


@pytest.fixture
def raw(committed_db):
    """Give a connection as the application, over the whole city."""
    with psycopg.connect(database.url(committed_db, role="app"), autocommit=True) as app:
        app.execute("SELECT set_config('app.lo', '', false), set_config('app.hi', ':', false)")
        yield app


def refuses(raw, sql, *args, says):
    with pytest.raises(psycopg.Error) as refused:
        raw.execute(sql, args)
    assert says in (refused.value.diag.constraint_name or str(refused.value))


def test_only_the_moves_of_the_table_get_through(committed_db, cadres, clerk, committee, raw):
    with transaction.atomic():
        pledge = stage.signed(clerk, committee)[0]
    for before, after in product(PledgeStatus, PledgeStatus):
        if before != pledge.status or after in (before, *PLEDGE_MOVES[before]):
            continue
        refuses(raw, MOVE, after, pledge.pk, says="pledge_")


def test_every_state_has_its_moves_and_the_aspects_are_those_of_the_assessment():
    in_the_database = set(re.findall(r"'(\w+)>(\w+)'", PLEDGE_MOVES_ONLY.func))

    assert PLEDGE_MOVES.keys() == set(PledgeStatus)
    assert EXTENSION_MOVES.keys() == set(ExtensionStatus)
    assert in_the_database == {(one, to) for one, moves in PLEDGE_MOVES.items() for to in moves}
    assert Dimension.choices == assessments.states.Dimension.choices


def test_raw_sql_gets_past_no_wall_of_a_draft(committed_db, cadres, clerk, raw):
    with transaction.atomic():
        pledge = stage.drafted(clerk)[0]
        raised = stage.items(pledge)[0]
    discussed = (
        "UPDATE supervision_pledge SET status = 'discussed', discussed_at = 'party_meeting',"
        " discussed_on = '2018-01-12', discussed_by_id = drafted_by_id WHERE id = %s"
    )
    raw.execute("UPDATE supervision_pledgeitem SET weight = 39 WHERE id = %s", [raised.pk])
    refuses(raw, discussed, pledge.pk, says="pledge_weights_sum")
    raw.execute("UPDATE supervision_pledgeitem SET weight = 40 WHERE id = %s", [raised.pk])
    due = "UPDATE supervision_pledgeitem SET due_on = '2019-01-01' WHERE id = %s"
    refuses(raw, due, raised.pk, says="pledge_item_within_year")
    score = "UPDATE supervision_pledgeitem SET score = 90 WHERE id = %s"
    refuses(raw, score, raised.pk, says="pledge_item_in_time")
    raw.execute(discussed, [pledge.pk])
    weight = "UPDATE supervision_pledgeitem SET weight = 41 WHERE id = %s"
    refuses(raw, weight, raised.pk, says="pledge_item_in_time")
    delete = "DELETE FROM supervision_pledgeitem WHERE id = %s"
    refuses(raw, delete, raised.pk, says="pledge_item_in_time")
    approve = (
        "UPDATE supervision_pledge SET status = 'approved', approved_by_id = drafted_by_id,"
        " approved_on = '2018-01-15' WHERE id = %s"
    )
    refuses(raw, approve, pledge.pk, says="pledge_four_eyes")
    year = "UPDATE supervision_pledge SET year = 2019 WHERE id = %s"
    refuses(raw, year, pledge.pk, says="pledge_stays")
