"""Several posts at once, hand-overs in one step, corrections; on pages and between two clerks."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from accounts.answer import Refused
from accounts.session import acting_as
from audit.models import Event
from cadres import services
from cadres.models import Began, Ended, Tenure
from cadres.posts import Post
from tests.cadres.factories import make_person, make_team, make_tenure

BEGAN, ON = date(2017, 5, 1), date(2018, 9, 1)
SECRETARY, DIRECTOR = Post.PARTY_SECRETARY, Post.VC_DIRECTOR


@pytest.fixture
def person(township):
    return make_person(township, "任永胜")


@pytest.fixture
def successor(township):
    return make_person(township, "缪志强")


def hand_over(by, village, successor, post=SECRETARY, on=ON, **fields):
    given = {"ended_how": Ended.RESIGNATION, "began_how": Began.ELECTED} | fields
    with acting_as(by):
        return services.hand_over(
            village=village, post=post, successor=successor, on=on, by=by, **given
        )


def correct(by, tenure, **changes):
    with acting_as(by):
        return services.correct_tenure(
            tenure=tenure, by=by, **{"reason": "任职文件日期有误"} | changes
        )


# ---------------------------------------------------------------- several posts at once


def test_one_form_writes_both_posts_of_one_shoulder(day, clerk, client_of, person, village):
    sent = {
        "village": village.pk, "posts": [SECRETARY, DIRECTOR], "began_on": "2018-03-01",
        "began_how": "elected", "approved_by": "新市镇党委",
    }  # fmt: skip
    browser, url = client_of(clerk), f"/cadres/{person.pk}/tenures/new/"

    done = browser.post(url, sent)
    again = browser.post(url, sent).content.decode()

    assert done.status_code == 302
    assert set(person.tenures.values_list("post", flat=True)) == {SECRETARY, DIRECTOR}
    assert "已经登记，日期与本次重叠" in again
    assert Tenure.objects.count() == 2


def test_of_two_posts_at_once_both_stand_or_neither(
    day, clerk, client_of, person, successor, village
):
    make_tenure(successor, village, DIRECTOR)

    page = client_of(clerk).post(
        f"/cadres/villages/{village.pk}/tenures/new/",
        {"person": person.pk, "posts": [SECRETARY, DIRECTOR], "began_on": "2018-03-01",
         "began_how": "elected"},
    )  # fmt: skip

    assert "由缪志强担任，同一时间只能有一人" in page.content.decode()
    assert not person.tenures.exists()


def test_a_village_next_door_is_not_in_the_picker(day, clerk, client_of, person, sibling_village):
    page = client_of(clerk).post(
        f"/cadres/{person.pk}/tenures/new/",
        {"village": sibling_village.pk, "posts": [SECRETARY], "began_on": "2018-03-01",
         "began_how": "elected"},
    )  # fmt: skip

    assert "坛山村" not in page.content.decode()
    assert not Tenure.objects.exists()


# ---------------------------------------------------------------- leaving


@pytest.mark.parametrize(
    "post", [DIRECTOR, Post.VC_DEPUTY, Post.VC_MEMBER, Post.SUPERVISION_MEMBER]
)
def test_dismissal_is_not_offered_for_elected_posts_and_the_page_says_why(
    day, clerk, client_of, person, village, post
):
    tenure = make_tenure(person, village, post)
    browser, url = client_of(clerk), f"/cadres/tenures/{tenure.pk}/end/"

    page = browser.get(url).content.decode()
    forced = browser.post(url, {"ended_on": "2018-12-01", "ended_how": "dismissal"})

    assert "免职</option>" not in page
    assert "由村民选举产生，不能免职" in page
    assert forced.status_code == 200
    tenure.refresh_from_db()
    assert tenure.ended_on is None


def test_of_two_clerks_who_end_one_tenure_the_second_is_told(
    day, clerk, second_clerk, client_of, person, village
):
    tenure = make_tenure(person, village, SECRETARY)
    url = f"/cadres/tenures/{tenure.pk}/end/"
    client_of(clerk).post(url, {"ended_on": "2018-12-01", "ended_how": "dismissal"})

    page = client_of(second_clerk).post(url, {"ended_on": "2018-12-05", "ended_how": "resignation"})

    assert "这项任职已于 2018-12-01 离任" in page.content.decode()
    tenure.refresh_from_db()
    assert (tenure.ended_on, tenure.ended_how) == (date(2018, 12, 1), Ended.DISMISSAL)


# ---------------------------------------------------------------- handing over


def test_the_predecessors_last_day_is_the_day_before(day, clerk, person, successor, village):
    leaving = make_tenure(person, village, SECRETARY)

    taken = hand_over(clerk, village, successor, ended_how=Ended.DISMISSAL)

    leaving.refresh_from_db()
    assert (leaving.ended_on, leaving.ended_how) == (date(2018, 8, 31), Ended.DISMISSAL)
    assert (taken.began_on, taken.person) == (ON, successor)
    for asked, holder in ((ON - timedelta(days=1), person), (ON, successor)):
        assert Tenure.objects.on(asked).get(post=SECRETARY).person == holder


def test_a_hand_over_is_written_whole_or_not_at_all(day, clerk, person, successor, village):
    leaving = make_tenure(person, village, DIRECTOR)

    with pytest.raises(Refused, match="不能以“任命”方式任职"):
        hand_over(clerk, village, successor, DIRECTOR, began_how=Began.APPOINTED)
    with pytest.raises(Refused, match="不适用“免职”"):
        hand_over(clerk, village, successor, DIRECTOR, ended_how=Ended.DISMISSAL)

    leaving.refresh_from_db()
    assert leaving.ended_on is None
    assert not successor.tenures.exists()


def test_a_hand_over_twice_is_told_who_has_it_now(day, clerk, person, successor, village):
    make_tenure(person, village, SECRETARY)
    hand_over(clerk, village, successor)

    with pytest.raises(Refused, match="2018-09-01 起至今由缪志强担任"):
        hand_over(clerk, village, successor)
    assert Tenure.objects.count() == 2


def test_a_vacant_post_is_not_handed_over(day, clerk, successor, village):
    with pytest.raises(Refused, match="空缺，没有可以交接的人"):
        hand_over(clerk, village, successor)


def test_nobody_follows_himself_and_members_are_not_handed_over(
    day, clerk, person, successor, village
):
    make_tenure(person, village, SECRETARY)
    make_tenure(person, village, Post.VC_MEMBER)

    with pytest.raises(Refused, match="就是现任书记"):
        hand_over(clerk, village, person)
    with pytest.raises(Refused, match="不用交接"):
        hand_over(clerk, village, successor, Post.VC_MEMBER)


def test_the_page_hands_over(day, clerk, client_of, person, successor, village):
    leaving = make_tenure(person, village, SECRETARY)
    sent = {
        "successor": successor.pk,
        "on": "2018-09-01",
        "ended_how": "moved",
        "began_how": "appointed",
    }
    browser, url = client_of(clerk), f"/cadres/tenures/{leaving.pk}/hand-over/"

    done = browser.post(url, sent, follow=True).content.decode()
    again = browser.post(url, sent).content.decode()

    assert "由缪志强接任" in done
    assert "已于 2018-08-31 离任" in again
    assert Tenure.objects.count() == 2


# ---------------------------------------------------------------- two at one moment


def race(*steps):
    """Let these run at one moment on connections of their own; give what each came to."""
    barrier, outcomes = Barrier(len(steps)), []

    def run(step):
        try:
            barrier.wait(10)
            outcomes.append(step().pk)
        except Refused as refusal:
            outcomes.append(refusal.objections[0])
        finally:
            connection.close()

    threads = [Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return outcomes


def test_of_two_who_fill_a_vacancy_one_is_told_who_has_it(
    committed_db, day, clerk, second_clerk, township, village
):
    people = {
        one.name: one for one in (make_person(township, "甲先生"), make_person(township, "乙先生"))
    }

    def fill(by, person):
        with acting_as(by):
            return services.start_tenures(
                person=person, posts=[SECRETARY], village=village, began_on=ON,
                began_how=Began.ELECTED, by=by,
            )[0]  # fmt: skip

    outcomes = race(
        lambda: fill(clerk, people["甲先生"]), lambda: fill(second_clerk, people["乙先生"])
    )

    holder = Tenure.objects.get().person.name
    assert [one for one in outcomes if isinstance(one, int)] == [Tenure.objects.get().pk]
    assert f"由{holder}担任" in next(one for one in outcomes if isinstance(one, str))


def test_of_two_who_hand_over_at_one_moment_one_is_told_who_has_it(
    committed_db, day, clerk, second_clerk, township, village
):
    make_tenure(make_person(township, "前任者"), village, SECRETARY)
    first, second = make_person(township, "甲先生"), make_person(township, "乙先生")

    outcomes = race(
        lambda: hand_over(clerk, village, first), lambda: hand_over(second_clerk, village, second)
    )

    holder = Tenure.objects.get(ended_on=None).person.name
    assert f"由{holder}担任" in next(one for one in outcomes if isinstance(one, str))
    assert Tenure.objects.count() == 2


# ---------------------------------------------------------------- corrections


def test_a_correction_changes_days_and_keeps_the_old_in_the_history(day, clerk, person, village):
    tenure = make_tenure(person, village, SECRETARY)
    team = make_team(village, date(2017, 5, 10))

    correct(clerk, tenure, began_on=date(2017, 5, 10), approved_by="新市镇党委")

    tenure.refresh_from_db()
    assert (tenure.began_on, tenure.team) == (date(2017, 5, 10), team)
    assert Event.objects.get(name="tenure.corrected").data["fields"] == ["批准机关", "任职日期"]
    assert tenure.events.filter(began_on=BEGAN).exists()


def test_an_end_written_down_by_mistake_is_taken_back(day, clerk, person, village):
    tenure = make_tenure(person, village, SECRETARY, ended_on=ON, ended_how=Ended.RESIGNATION)

    correct(clerk, tenure, ended_on=None, ended_how="")

    tenure.refresh_from_db()
    assert tenure.ended_on is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": " "}, "请写明更正原因"),
        ({"began_on": date(2018, 12, 21)}, "晚于今天"),
        ({"began_how": Began.APPOINTED}, "不能以“任命”方式任职"),
        ({"ended_on": ON, "ended_how": Ended.DISMISSAL}, "不适用“免职”"),
        ({"ended_on": ON}, "要么都填，要么都不填"),
        ({"ended_on": date(2017, 4, 30), "ended_how": Ended.DIED}, "早于任职日期"),
    ],
)
def test_what_cannot_be_is_not_corrected_into(day, clerk, person, village, changes, said):
    tenure = make_tenure(person, village, DIRECTOR)

    with pytest.raises(Refused, match=said):
        correct(clerk, tenure, **changes)
    tenure.refresh_from_db()
    assert (tenure.began_on, tenure.ended_on) == (BEGAN, None)


def test_a_correction_into_somebody_elses_days_says_whose(day, clerk, person, successor, village):
    make_tenure(person, village, SECRETARY, ended_on=date(2018, 8, 31), ended_how=Ended.DIED)
    tenure = make_tenure(successor, village, SECRETARY, ON)

    with pytest.raises(Refused, match="2017-05-01 至 2018-08-31由任永胜担任"):
        correct(clerk, tenure, began_on=date(2018, 8, 31))
    assert correct(clerk, tenure, began_on=ON).began_on == ON


def test_whoever_corrects_what_another_changed_is_told(
    day, clerk, second_clerk, client_of, person, village
):
    tenure = make_tenure(person, village, SECRETARY)
    url = f"/cadres/tenures/{tenure.pk}/correct/"
    form = client_of(second_clerk).get(url).context["form"]
    sent = {
        "began_on": "2017-05-08",
        "began_how": "elected",
        "reason": "公示日期",
        "seen": form["seen"].value(),
    }
    correct(clerk, tenure, began_on=date(2017, 5, 10))

    page = client_of(second_clerk).post(url, sent).content.decode()

    assert "刚刚有人改过，现为 2017-05-10 起至今" in page
    tenure.refresh_from_db()
    assert tenure.began_on == date(2017, 5, 10)
