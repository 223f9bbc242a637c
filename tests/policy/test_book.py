"""The rulebook on a day: which row is in force, what was known, what a county adds."""

import json
from datetime import date
from typing import Any

import pytest

from policy import snapshot
from policy.book import Book
from policy.faults import NotInForce, RulebookFaults
from policy.finding import TAGS
from policy.procedures import PROCEDURES
from policy.record import canonical

DAY = date(2018, 12, 31)


def row(**more: Any) -> dict[str, Any]:
    plain = {
        "key": "grade.top_share",
        "from": "2019-07-01",
        "known": "2019-05-20",
        "is": "18%",
        "cite": "ASSESS-EXCELLENT-CAP",
        "basis": "draft",
        "source": "S30",
    }
    return plain | more


def share(book: Book, on: date, known: date) -> str:
    return snapshot.text(book.at(on, known), "grade.top_share")


def test_a_snapshot_is_plain_json(rules: dict[str, Any]) -> None:
    assert json.loads(canonical(rules)) == rules


def test_the_four_lists_have_the_articles_counts(rules: dict[str, Any]) -> None:
    counts = {name: len(one["entries"]) for name, one in rules["catalogues"].items()}

    assert counts == {"condition": 6, "bar": 9, "warning": 10, "removal": 12}


def test_only_the_named_items_are_confirmed(rules: dict[str, Any]) -> None:
    confirmed = {
        entry["code"]
        for one in rules["catalogues"].values()
        for entry in one["entries"]
        if entry["confirmed"]
    }

    assert confirmed == {"W-01", "W-02", "R-01", "R-02"}


def test_another_edition_of_the_bars_has_ten(book: Book) -> None:
    chosen = row(
        key="qualify.bar_edition",
        **{"from": "2020-12-25", "known": "2020-12-24", "is": "HN-2020-10"},
        cite="SELECT-BAR-9",
        source="S7",
    )
    other = book.plus([chosen], "换版")

    before = other.at(date(2020, 12, 24), date(2020, 12, 31))["catalogues"]["bar"]
    after = other.at(date(2020, 12, 25), date(2020, 12, 31))["catalogues"]["bar"]

    assert (before["edition"], len(before["entries"])) == ("HN-2017-9", 9)
    assert (after["edition"], [one["number"] for one in after["entries"]]) == (
        "HN-2020-10",
        list(range(1, 11)),
    )


def test_only_leiyang_has_days_and_both_rows_are_cited(book: Book) -> None:
    own, others = book.at(DAY, DAY, "430481"), book.at(DAY, DAY, "430421")

    assert snapshot.value(own, "attendance.days") == 22
    assert snapshot.value(others, "attendance.days") is None
    assert [one["instrument"] for one in snapshot.cites(own, "attendance.days")] == [
        "leiyang",
        "city-2018",
    ]


@pytest.mark.parametrize(
    ("on", "known", "shown"),
    [
        (date(2019, 6, 30), date(2019, 12, 1), "20%"),
        (date(2019, 7, 1), date(2019, 12, 1), "18%"),
        (date(2019, 7, 2), date(2019, 5, 19), "20%"),
        (date(2019, 7, 2), date(2019, 5, 20), "18%"),
        (date(2019, 7, 2), date(2019, 5, 21), "18%"),
    ],
)
def test_a_later_row_counts_once_begun_and_known(
    book: Book, on: date, known: date, shown: str
) -> None:
    assert share(book.plus([row()], "修订"), on, known) == shown


def test_a_what_if_leaves_the_book_alone(book: Book) -> None:
    book.plus([row(**{"from": "2016-01-02", "known": "2016-01-02"})], "假设")

    assert share(book, DAY, DAY) == "20%"


def test_a_snapshot_can_be_changed_without_touching_the_next(book: Book) -> None:
    one = book.at(DAY, DAY)
    one["rules"]["WARN-10"]["label"] = "改"
    one["readings"].clear()
    one["values"]["grade.top_share"]["rows"][0]["is"] = "99%"

    assert book.at(DAY, DAY) == book.at(DAY, DAY) != one


def test_a_published_row_with_faults_is_refused_with_its_source(book: Book) -> None:
    with pytest.raises(RulebookFaults, match="公布第3号:1"):
        book.plus([row(**{"is": "0.2"})], "公布第3号")


def test_a_county_may_be_stricter_and_not_laxer(book: Book) -> None:
    strict = book.plus([row(where="430482")], "常宁")
    assert (
        snapshot.text(
            strict.at(date(2019, 7, 1), DAY.replace(year=2019), "430482"), "grade.top_share"
        )
        == "18%"
    )

    with pytest.raises(RulebookFaults, match="比全市 20% 宽"):
        book.plus([row(where="430482", **{"is": "21%"})], "常宁")


@pytest.mark.parametrize("day", [date(2015, 12, 31), date(1999, 1, 1)])
def test_before_the_first_row_the_keys_are_named(book: Book, day: date) -> None:
    with pytest.raises(NotInForce, match=r"grade\.top_share"):
        book.at(day, DAY)


def test_the_first_day_is_in_force(book: Book) -> None:
    assert book.at(date(2016, 1, 1), date(2016, 1, 1))["on"] == "2016-01-01"


@pytest.mark.parametrize("where", ["43048", "耒阳", "4304811", ""])
def test_a_county_is_six_digits(book: Book, where: str) -> None:
    with pytest.raises(ValueError, match="六位数字"):
        book.at(DAY, DAY, where)


def test_every_value_has_grounds_that_can_be_shown(rules: dict[str, Any]) -> None:
    for key in rules["values"]:
        for cite in snapshot.cites(rules, key):
            assert cite["basis"] in TAGS
            assert cite["quote"] or cite["source"] or cite["basis"] == "assume", key
            assert cite["paragraph"].startswith("P")


def test_every_procedure_starts_when_the_rules_do() -> None:
    assert all("2016-01-01" in versions for versions in PROCEDURES.values())
