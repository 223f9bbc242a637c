"""The city's indicator library: the article's topics, dated, enough to begin a plan with."""

from datetime import date
from itertools import groupby

import pytest

from policy.book import packaged
from policy.finding import TAGS
from policy.words import ASPECTS

SEEDED = ("基层党建", "脱贫攻坚", "农村环境综合整治")


def names(day: date) -> set[str]:
    return {one.name for one in packaged().indicators(day, day)}


def test_every_aspect_has_lines_and_performance_the_articles_topics_and_more() -> None:
    lines = packaged().indicators(date(2018, 12, 31), date(2018, 12, 31))

    assert {one.dimension for one in lines} == set(ASPECTS)
    seeded = [one.topic for one in lines if one.basis == "seed"]
    assert tuple(seeded) == SEEDED
    assert sum(one.dimension == "performance" for one in lines) >= 10
    assert {one.basis for one in lines} <= set(TAGS)


@pytest.mark.parametrize("year", range(2016, 2026))
def test_the_usual_lines_share_out_each_aspect(year: int) -> None:
    day = date(year, 12, 31)
    usual = [one for one in packaged().indicators(day, day) if one.usual == "是"]

    sums = {
        aspect: sum(int(one.share.rstrip("%")) for one in lines)
        for aspect, lines in groupby(usual, key=lambda one: one.dimension)
    }
    assert sums == dict.fromkeys(ASPECTS, 100)


@pytest.mark.parametrize(
    ("day", "there", "gone"),
    [
        (date(2020, 12, 31), "脱贫攻坚", "巩固脱贫成果和乡村振兴"),
        (date(2021, 1, 1), "巩固脱贫成果和乡村振兴", "脱贫攻坚"),
    ],
)
def test_a_line_goes_out_of_force_and_another_follows(day: date, there: str, gone: str) -> None:
    assert there in names(day)
    assert gone not in names(day)


def test_nothing_is_in_force_before_the_rules(  # the article's first day is a default of ours
) -> None:
    assert names(date(2015, 12, 31)) == set()


def test_the_library_stands_in_no_snapshot() -> None:
    day = date(2018, 12, 31)

    assert "indicators" not in packaged().at(day, day)
