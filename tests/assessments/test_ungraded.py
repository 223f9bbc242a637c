"""Who is without a grade and why: everybody stands in the list or in the results."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.acting import Acting
from accounts.models import Division
from accounts.session import acting_as
from assessments.models import Grade, Round
from assessments.queries.ungraded import Ungraded, reasons, ungraded_people
from assessments.services.deciding import submit_round
from assessments.services.entering import excuse
from assessments.services.plans import adopt_plan, draft_plan
from assessments.services.rounds import open_rounds
from cadres.models import Person, Tenure
from cadres.posts import Post
from tests.assessments.stage import (
    DAY,
    YEAR,
    decided,
    entered,
    more_people,
    opened,
    people,
    roster,
    submitted,
)
from tests.assessments.test_plan import saved
from tests.cadres.factories import make_person, make_tenure

pytestmark = pytest.mark.django_db
CUTOFF = date(2018, 11, 30)
LEFT = {"ended_on": date(2018, 8, 31), "ended_how": "resignation"}


@pytest.fixture(autouse=True)
def last_day_of_the_year(settings: Any) -> None:
    settings.BUSINESS_DAY = DAY


def listed(acting: Acting, place: Division) -> dict[str, Ungraded]:
    with acting_as(acting):
        ids = [row["person"] for row in ungraded_people(acting, place, YEAR)]
        found = reasons(acting, place, YEAR, ids)
    assert len(found) == len(ids) == len(set(ids))
    return {one.name: one for one in found}


@pytest.fixture
def one_of_each(officer: Acting, county: Division, township: Division, village: Division) -> Round:
    """Give a round cut off on 30 November, with one for each reason."""
    people(village, 8)
    excused, short, leaver, late = (
        make_person(township, name) for name in ("单病假", "单新任", "单离任", "单年底")
    )
    make_tenure(excused, village, Post.VC_MEMBER)
    make_tenure(short, village, Post.VC_MEMBER, date(2018, 8, 15))
    make_tenure(leaver, village, Post.VC_MEMBER, **LEFT)
    make_tenure(late, village, Post.VC_MEMBER, date(2018, 12, 10))
    draft = draft_plan(county=county, year=YEAR, by=officer)
    plan = adopt_plan(plan=saved(draft, officer, cutoff_on=CUTOFF), by=officer)
    (held,) = open_rounds(plan=plan, by=officer)
    missed = make_person(township, "单漏登")
    make_tenure(missed, village, Post.VC_MEMBER)
    return held


def test_everybody_stands_in_the_list_or_in_the_results(
    one_of_each: Round, clerk: Acting, committee: Acting, township: Division
) -> None:
    held = one_of_each
    entered(held, clerk, [96, 94, *[80] * 8])
    excuse(entry=held.entries.get(name="单病假"), reason="病假超过半年", by=clerk)
    submit_round(round=held, by=clerk)
    held.refresh_from_db()
    decided(held, committee)

    found = listed(clerk, township)

    assert {name: one.reason for name, one in found.items()} == {
        "单病假": "不定等次",
        "单新任": "不满 6 个整月",
        "单离任": "截止日以前离任",
        "单年底": "截止日以后到任",
        "单漏登": "名册待更新",
    }
    assert found["单病假"].why == "理由：病假超过半年"
    assert found["单新任"].why == "本年任职 4 个整月，从 2018-08-15 算起"
    assert "2018-08-31 离任（辞职）" in found["单离任"].why
    assert "2018-12-10 到任，晚于在册截止日 2018-11-30" in found["单年底"].why
    assert found["单漏登"].behind
    graded = set(
        Grade.objects.in_force().exclude(grade="none").values_list("entry__person", flat=True)
    )
    standing = set(Tenure.objects.on(CUTOFF).values_list("person", flat=True))
    everybody = set(Person.objects.values_list("pk", flat=True))
    without = {one.person_id for one in found.values()}
    assert graded | without == everybody >= standing
    assert not graded & without


def test_until_it_is_decided_everybody_is_listed(
    officer: Acting, clerk: Acting, township: Division, village: Division
) -> None:
    people(village, 5)
    held = opened(officer, township)
    assert {one.why for one in listed(clerk, township).values()} == {"本乡镇（街道）考核录入中"}

    submitted(held, clerk, [96, 94, 92, 90, 88])

    found = listed(clerk, township)
    assert {one.reason for one in found.values()} == {"还没有审定"}
    assert len(found) == 5


def test_where_nothing_was_opened_that_is_said(
    officer: Acting, clerk: Acting, township: Division, village: Division
) -> None:
    people(village, 2)

    assert {one.reason for one in listed(clerk, township).values()} == {"考核还没有开放"}


def test_the_county_does_not_list_who_is_graded_in_his_new_township(
    officer: Acting, clerk: Acting, committee: Acting, neighbour: Acting, county: Division,
    township: Division, sibling: Division, village: Division, sibling_village: Division,
) -> None:  # fmt: skip
    moved = make_person(township, "单调动")
    make_tenure(
        moved, sibling_village, Post.VC_MEMBER, ended_on=date(2018, 6, 30), ended_how="moved"
    )
    make_tenure(moved, village, Post.VC_MEMBER, date(2018, 7, 1))
    people(village, 4)
    held = opened(officer, township)
    decided(submitted(held, clerk, [80] * 5), committee)

    assert "单调动" not in listed(officer, county)
    (left,) = listed(neighbour, sibling).values()
    assert (left.name, left.reason) == ("档案在外单位", "截止日以前离任")
    assert "2018-06-30 离任（调整）" in left.why


def test_the_page_names_them_and_stays_in_its_place(
    client_of: Any, clerk: Acting, neighbour: Acting, one_of_each: Round, township: Division,
    sibling: Division, county: Division,
) -> None:  # fmt: skip
    url = reverse("assessments:ungraded")

    page = client_of(clerk).get(f"{url}?year=2018&place={township.pk}").content.decode()

    assert "单漏登" in page
    assert "去定等页" in page
    for place in (sibling.pk, county.pk, "0", "x", "9" * 30):
        assert client_of(clerk).get(f"{url}?place={place}").status_code == 404
    assert "单漏登" not in client_of(neighbour).get(url).content.decode()


def test_the_list_takes_as_many_queries_for_many_as_for_few(
    client_of: Any, officer: Acting, township: Division, village: Division, second_village: Division
) -> None:
    people(village, 5)
    opened(officer, township)
    client, url = client_of(officer), reverse("assessments:ungraded") + "?year=2018"
    client.get(url)
    few = queries(client, url)

    more_people(second_village, 60)

    assert queries(client, url) == few


def queries(client: Any, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_review_list_shows_nothing_where_nothing_changed(
    client_of: Any, officer: Acting, clerk: Acting, committee: Acting, township: Division,
    village: Division,
) -> None:  # fmt: skip
    people(village, 5)
    held = opened(officer, township)
    decided(submitted(held, clerk, [96, 94, 92, 90, 88]), committee)

    page = client_of(officer).get(reverse("assessments:review") + "?year=2018").content.decode()

    assert page.count("没有</p>") == 2
    assert len(roster(held)) == 5
