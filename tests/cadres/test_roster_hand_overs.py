"""Single posts that are taken: put before the clerk, done only where ticked and possible."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection

from accounts.answer import Refused
from accounts.session import acting_as
from cadres import services
from cadres.models import BatchStatus, Ended, Person, Tenure
from cadres.posts import Post
from cadres.rosters.writing import Choice
from tests.cadres.factories import fresh_number, make_person, make_tenure
from tests.cadres.rosters_made import confirm, person_row, take

pytestmark = pytest.mark.usefixtures("day")


@pytest.fixture
def holder(township, village):
    person = make_person(township, "前任书记")
    return make_tenure(person, village, Post.PARTY_SECRETARY, date(2014, 3, 1))


@pytest.fixture
def director(township, village):
    person = make_person(township, "前任主任")
    return make_tenure(person, village, Post.VC_DIRECTOR, date(2014, 3, 1))


@pytest.fixture
def batch(township, village, clerk, holder, director):
    """Give a roster in which one man takes over both posts."""
    return take(
        township, clerk, person_row("曾国华", fresh_number(), posts="村党支部书记、村委会主任")
    )


@pytest.fixture
def press(client_of, clerk, batch):
    """Give a function that presses 确认写入 with these fields filled in."""
    browser = client_of(clerk)

    def send(**fields: str):
        data = {name.replace("_", "-"): value for name, value in fields.items()}
        return browser.post(f"/cadres/rosters/{batch.pk}/confirm/", data, follow=True)

    return send


def taken(tenure: Tenure, **fields: str) -> dict[str, str]:
    return {f"take_{tenure.pk}": "on", f"on_{tenure.pk}": "2017-05-01"} | {
        f"{name}_{tenure.pk}": value for name, value in fields.items()
    }


def test_hand_overs_are_put_before_the_clerk_unticked(client_of, clerk, batch, holder):
    page = client_of(clerk).get(f"/cadres/rosters/{batch.pk}/").content.decode()

    assert "交接 2 项，请逐项决定" in page
    assert "前任书记" in page
    assert f'name="take-{holder.pk}"' in page
    assert "checked" not in page


def test_the_way_out_of_a_committee_post_is_never_a_dismissal(client_of, clerk, batch, director):
    page = client_of(clerk).get(f"/cadres/rosters/{batch.pk}/").content.decode()

    ways = page.split(f'name="how-{director.pk}"')[1].split("</select>")[0]
    assert "罢免" in ways
    assert "免职" not in ways


def test_what_is_not_ticked_is_not_done(press, holder, director):
    page = press().content.decode()

    holder.refresh_from_db()
    director.refresh_from_db()
    assert (holder.ended_on, director.ended_on) == (None, None)
    assert Person.objects.filter(name="曾国华").exists()
    assert "与前任书记的交接没有办理" in page


def test_what_is_ticked_is_done_as_it_was_filled_in(press, holder, director):
    page = press(**taken(holder, on="2018-03-01", how=Ended.RESIGNATION)).content.decode()

    holder.refresh_from_db()
    director.refresh_from_db()
    assert (holder.ended_on, holder.ended_how) == (date(2018, 2, 28), Ended.RESIGNATION)
    assert director.ended_on is None
    assert "其中交接 1 项" in page
    assert "已与前任前任书记交接" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"on": "2014-03-01"}, "接任日期 2014-03-01 应在此以后"),
        ({"on": "2018-12-21"}, "在今天以后"),
        ({"on": ""}, "请填写接任日期"),
        ({"on": "五月"}, "接任日期认不出来"),
        ({"how": "dismissal"}, "这种离任方式不适用于这个职务"),
        ({"how": "<b>"}, "这种离任方式不适用于这个职务"),
    ],
)
def test_what_cannot_be_is_said_at_its_place_and_nothing_is_written(
    press, batch, director, fields, words
):
    answer = press(**taken(director, **fields))

    assert answer.status_code == 200
    assert words in answer.content.decode()
    batch.refresh_from_db()
    assert batch.status == BatchStatus.CHECKED
    assert not Person.objects.filter(name="曾国华").exists()


@pytest.mark.parametrize("on", ["2014-03-02", "2018-12-20"])
def test_the_first_and_the_last_possible_day_are_taken(press, director, on):
    press(**taken(director, on=on))

    assert Tenure.objects.get(post=Post.VC_DIRECTOR, ended_on=None).began_on.isoformat() == on


def test_a_tenure_that_is_not_in_the_batch_cannot_be_ended_by_it(press, township, second_village):
    other = make_tenure(
        make_person(township, "别村书记"), second_village, Post.PARTY_SECRETARY, date(2014, 3, 1)
    )

    press(**taken(other))

    other.refresh_from_db()
    assert other.ended_on is None


@pytest.mark.parametrize(
    "choice",
    [
        Choice(on=date(2014, 3, 1)),
        Choice(on=date(2018, 12, 21)),
        Choice(how=Ended.DISMISSAL),
        Choice(how="no way"),
    ],
)
def test_the_service_itself_refuses_what_cannot_be(batch, clerk, director, choice):
    with pytest.raises(Refused):
        confirm(batch, clerk, choices={director.pk: choice})

    assert not Person.objects.filter(name="曾国华").exists()


def test_what_was_typed_stays_on_a_refused_page(press, holder, director):
    page = press(**taken(holder, on="2018-03-01"), **taken(director, on="2014-01-01"))

    assert 'value="2018-03-01"' in page.content.decode()


def test_of_two_who_confirm_at_one_moment_the_second_is_told(
    committed_db, client_of, clerk, second_clerk, township, village
):
    with acting_as(clerk):
        batch = take(township, clerk, person_row("曾国华", fresh_number()))
    browsers = [client_of(clerk), client_of(second_clerk)]
    start, pages = threading.Barrier(2), []

    def go(browser):
        start.wait()
        answer = browser.post(f"/cadres/rosters/{batch.pk}/confirm/", follow=True)
        pages.append((answer.status_code, answer.content.decode()))
        connection.close()

    threads = [threading.Thread(target=go, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [status for status, _ in pages] == [200, 200]
    assert sorted("没有重复写入" in page for _, page in pages) == [False, True]
    with acting_as(clerk):
        assert Person.objects.count() == 1


def test_the_service_tells_the_second_too(batch, clerk):
    confirm(batch, clerk, choices={})

    with pytest.raises(Refused, match="已写入"), acting_as(clerk):
        services.confirm_batch(batch=batch, by=clerk)
