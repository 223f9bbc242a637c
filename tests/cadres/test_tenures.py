"""Taking and leaving posts, and what the database itself refuses."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.answer import Refused
from accounts.session import acting_as
from audit.models import Event
from cadres import rules, services
from cadres.models import Began, Ended, Tenure
from cadres.posts import SINGLE, Body, Post
from tests.cadres.factories import make_person, make_team, make_tenure

BEGAN = date(2017, 5, 1)
LEFT = date(2018, 5, 1)
ONE_DAY = timedelta(days=1)


def start(by, person, village, post=Post.PARTY_SECRETARY, **fields):
    with acting_as(by):
        return services.start_tenure(
            **{
                "person": person,
                "village": village,
                "post": post,
                "began_on": BEGAN,
                "began_how": Began.ELECTED,
                "by": by,
            }
            | fields
        )


def end(by, tenure, ended_on=LEFT, ended_how=Ended.RESIGNATION):
    with acting_as(by):
        return services.end_tenure(tenure=tenure, ended_on=ended_on, ended_how=ended_how, by=by)


@pytest.fixture
def person(township):
    return make_person(township, "任永胜")


@pytest.fixture
def successor(township):
    return make_person(township, "缪志强")


def test_clerk_records_a_tenure(day, clerk, person, village):
    tenure = start(clerk, person, village, approved_by="新市镇党委")

    tenure.refresh_from_db()
    assert (tenure.scope_path, tenure.ended_on) == (village.path, None)
    assert Event.objects.get(name="tenure.started").data["person"] == person.pk


def test_one_shoulder_carries_two_posts(day, clerk, person, village):
    start(clerk, person, village, Post.PARTY_SECRETARY)
    start(clerk, person, village, Post.VC_DIRECTOR)

    assert Tenure.objects.on(day).filter(person=person).count() == 2


def test_a_tenure_of_the_past_is_recorded_whole(day, clerk, person, successor, village):
    start(clerk, successor, village)

    old = start(
        clerk,
        person,
        village,
        began_on=date(2014, 5, 1),
        ended_on=BEGAN - ONE_DAY,
        ended_how=Ended.TERM_OVER,
    )

    assert old.ended_on == date(2017, 4, 30)


@pytest.mark.parametrize(
    ("follows", "stands"), [(LEFT - ONE_DAY, False), (LEFT, False), (LEFT + ONE_DAY, True)]
)
@pytest.mark.parametrize("post", SINGLE)
def test_a_single_post_changes_hands_from_one_day_to_the_next(
    day, clerk, person, successor, village, post, follows, stands
):
    end(clerk, start(clerk, person, village, post))

    if stands:
        assert start(clerk, successor, village, post, began_on=follows).pk
    else:
        with pytest.raises(Refused, match=r"由任永胜担任.*2018-05-02 或以后"):
            start(clerk, successor, village, post, began_on=follows)


def test_a_held_single_post_says_who_holds_it(day, clerk, person, successor, village):
    start(clerk, person, village)

    with pytest.raises(Refused, match=r"2017-05-01 起至今由任永胜担任.*请先登记其离任"):
        start(clerk, successor, village)


def test_a_holder_whose_file_went_elsewhere_is_not_named(day, clerk, successor, village, sibling):
    make_tenure(make_person(sibling, "外转人"), village, Post.PARTY_SECRETARY)

    with pytest.raises(Refused, match="由他人担任"):
        start(clerk, successor, village)


def test_two_villages_have_each_their_secretary(day, clerk, person, successor, village, community):
    start(clerk, person, village)

    assert start(clerk, successor, community).pk


def test_members_are_several(day, clerk, person, successor, village):
    start(clerk, person, village, Post.VC_MEMBER)

    assert start(clerk, successor, village, Post.VC_MEMBER).pk


@pytest.mark.parametrize("post", [Post.VC_MEMBER, Post.PARTY_SECRETARY])
def test_nobody_holds_a_post_twice(day, clerk, person, village, post):
    start(clerk, person, village, post)

    with pytest.raises(Refused, match="任永胜"):
        start(clerk, person, village, post, began_on=LEFT)
    assert Tenure.objects.count() == 1


def test_a_post_may_be_held_again_later(day, clerk, person, village):
    end(clerk, start(clerk, person, village, Post.VC_MEMBER))

    assert start(clerk, person, village, Post.VC_MEMBER, began_on=LEFT + ONE_DAY).pk


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_a_tenure_begins_today_at_the_latest(day, clerk, person, village, offset):
    began_on = day + timedelta(days=offset)
    if offset <= 0:
        assert start(clerk, person, village, began_on=began_on).pk
    else:
        with pytest.raises(Refused, match="晚于今天"):
            start(clerk, person, village, began_on=began_on)


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_a_tenure_ends_on_its_first_day_at_the_earliest(day, clerk, person, village, offset):
    tenure, ended_on = start(clerk, person, village), BEGAN + timedelta(days=offset)
    if offset >= 0:
        assert end(clerk, tenure, ended_on).ended_on == ended_on
    else:
        with pytest.raises(Refused, match="早于任职日期"):
            end(clerk, tenure, ended_on)


def test_a_tenure_ends_once(day, clerk, person, village):
    tenure = end(clerk, start(clerk, person, village))

    with pytest.raises(Refused, match="已于 2018-05-01 离任"):
        end(clerk, tenure)


@pytest.mark.parametrize("post", Post)
@pytest.mark.parametrize("how", Ended)
def test_every_way_out_fits_the_post_or_is_refused(day, clerk, person, village, post, how):
    began_how = rules.BEGINNINGS[post.body][0]
    tenure = start(clerk, person, village, post, began_how=began_how)

    if how in rules.ENDINGS[post.body]:
        assert end(clerk, tenure, ended_how=how).ended_how == how
    else:
        with pytest.raises(Refused, match=f"不适用“{how.label}”"):
            end(clerk, tenure, ended_how=how)


def test_no_elected_body_knows_dismissal():
    assert Ended.DISMISSAL not in rules.ENDINGS[Body.COMMITTEE]
    assert Ended.DISMISSAL not in rules.ENDINGS[Body.SUPERVISION]


def test_nobody_is_appointed_to_the_villagers_committee(day, clerk, person, village):
    with pytest.raises(Refused, match="村民委员会的主任不能以“任命”方式任职"):
        start(clerk, person, village, Post.VC_DIRECTOR, began_how=Began.APPOINTED)


def test_a_clerk_fills_no_post_in_a_sibling_township(day, clerk, person, sibling_village):
    with pytest.raises(Refused, match="本辖区内的村"):
        start(clerk, person, sibling_village)


def test_a_neighbour_ends_no_tenure_of_ours(day, neighbour, person, village):
    tenure = make_tenure(person, village)

    with pytest.raises(Tenure.DoesNotExist):
        end(neighbour, tenure)


def test_a_tenure_joins_the_team_in_office(day, clerk, person, village):
    team = make_team(village)

    assert start(clerk, person, village).team == team
    assert start(clerk, person, village, Post.CLERK, began_how=Began.HIRED).team is None


# ---------------------------------------------------------------- raw SQL


def raw(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


@pytest.mark.parametrize("post", [Post.VC_DIRECTOR, Post.VC_DEPUTY, Post.VC_MEMBER])
def test_raw_sql_dismisses_nobody_from_the_villagers_committee(person, village, post):
    tenure = make_tenure(person, village, post)

    with pytest.raises(IntegrityError, match="no_dismissal_from_committee"):
        raw(
            "UPDATE cadres_tenure SET ended_on = %s, ended_how = 'dismissal' WHERE id = %s",
            LEFT,
            tenure.pk,
        )


def test_raw_sql_ends_no_tenure_before_its_start(person, village):
    tenure = make_tenure(person, village)

    with pytest.raises(IntegrityError, match="tenure_days_in_order"):
        raw(
            "UPDATE cadres_tenure SET ended_on = %s, ended_how = 'moved' WHERE id = %s",
            BEGAN - ONE_DAY,
            tenure.pk,
        )


def test_raw_sql_ends_no_tenure_without_saying_how(person, village):
    tenure = make_tenure(person, village)

    with pytest.raises(IntegrityError, match="tenure_end_says_how"):
        raw("UPDATE cadres_tenure SET ended_on = %s WHERE id = %s", LEFT, tenure.pk)


@pytest.mark.parametrize("post", SINGLE)
def test_raw_sql_seats_no_second_holder(person, successor, village, post):
    make_tenure(person, village, post)
    other = make_tenure(successor, village, Post.VC_MEMBER)

    with pytest.raises(IntegrityError, match="one_holder_of_a_single_post"):
        raw("UPDATE cadres_tenure SET post = %s WHERE id = %s", post, other.pk)


# ---------------------------------------------------------------- two at one moment


def test_of_two_clerks_at_one_moment_one_is_told_why(
    committed_db, day, clerk, second_clerk, township, village
):
    candidates = [make_person(township, "甲先生"), make_person(township, "乙先生")]
    barrier, outcomes = Barrier(2), []

    def race(by, candidate):
        try:
            barrier.wait(10)
            outcomes.append(start(by, candidate, village).pk)
        except Refused as refusal:
            outcomes.append(refusal.objections[0])
        finally:
            connection.close()

    threads = [
        Thread(target=race, args=pair)
        for pair in zip((clerk, second_clerk), candidates, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(type(outcome) is int for outcome in outcomes) == [False, True]
    assert "同一时间只能有一人" in next(o for o in outcomes if isinstance(o, str))
