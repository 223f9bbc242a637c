"""What waits on the first page, whatever it is about, stands there once."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.session import acting_as
from cadres.models import Ended
from cadres.posts import Post
from reports import todo
from tests.cadres.factories import make_person, make_tenure


@pytest.fixture
def vacancy(settings, township, village):
    settings.BUSINESS_DAY = date(2018, 12, 20)
    make_tenure(
        make_person(township), village, Post.PARTY_SECRETARY,
        ended_on=date(2018, 12, 1), ended_how=Ended.RESIGNATION,
    )  # fmt: skip


def titles(acting) -> list[str]:
    with acting_as(acting):
        return [line.title for line in todo.of(acting)]


def test_a_vacancy_stands_once_among_what_waits(vacancy, clerk, officer):
    for acting in (clerk, officer):
        assert [one for one in titles(acting) if "空缺" in one] == ["2 个书记、主任职务空缺"]


def test_nothing_stands_twice_for_anybody(vacancy, clerk, committee, officer, city_officer):
    for acting in (clerk, committee, officer, city_officer):
        found = titles(acting)
        assert len(found) == len(set(found))
