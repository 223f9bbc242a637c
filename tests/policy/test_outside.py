"""A file from outside: an edition, a county's figures, a confirmation; nothing is rewritten."""

import re
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy import outside, record, snapshot
from policy.book import Book
from policy.faults import RulebookFaults

HEAD = "instrument: city-2018\ndocument: 衡组发〔2019〕8 号\nissued: 2019-03-01\n"
CAP = (
    HEAD + "values:\n"
    '  - {key: grade.top_share, from: 2019-01-01, known: 2019-03-05, is: "18%",'
    " cite: ASSESS-EXCELLENT-CAP, basis: seed, quote: 优秀等次不超过百分之十八（第九条）}\n"
)
COUNTY = (
    'instrument: changning\nwhere: "430482"\ntitle: 常宁市在岗要求\n'
    "document: 常组发〔2019〕2 号\nissued: 2019-02-01\nvalues:\n"
    '  - {key: attendance.days, from: 2019-03-01, known: 2019-02-01, is: "20",'
    " cite: DAILY-DUTY, basis: seed, quote: 每月在村不少于20天}\n"
)
ENTRY = (
    "evidence: 材料, judge: 乡镇党委, trigger: human, basis: seed, cite: WARN-10, confirmed: 是}"
)
WARNINGS = (
    HEAD + "catalogues:\n  warning:\n    title: 警示谈话十种情形\n    rule: WARN-10\n"
    "    editions: {HY-2019: {from: 2019-07-01, known: 2019-03-05, count: 2, label: 2019 版}}\n"
    "    entries:\n"
    f"      - {{code: W-01, numbers: {{HY-2019: 2}}, text: 新的措辞, {ENTRY}\n"
    f"      - {{code: W-11, numbers: {{HY-2019: 1}}, text: 新的情形, {ENTRY}\n"
)
LETTER = HEAD + "confirmations:\n  - {kind: entry, code: W-03}\n  - {kind: reading, code: tie}\n"


def with_file(book: Book, text: str, published: date | None = None) -> Book:
    return Book(outside.taken(book.held, "新版.yaml", text, published))


def faults(book: Book, text: str) -> list[str]:
    with pytest.raises(RulebookFaults) as refused:
        with_file(book, text)
    return [str(fault) for fault in refused.value.faults]


def share(book: Book, on: date, known: date) -> str:
    return snapshot.text(book.at(on, known), "grade.top_share")


def test_a_new_cap_holds_from_its_day_once_known(book: Book) -> None:
    other = with_file(book, CAP)

    assert share(other, date(2018, 12, 31), date(2019, 12, 31)) == "20%"
    assert share(other, date(2019, 12, 31), date(2019, 3, 4)) == "20%"
    assert share(other, date(2019, 12, 31), date(2019, 3, 5)) == "18%"
    assert share(book, date(2019, 12, 31), date(2019, 12, 31)) == "20%"


def test_nothing_is_known_before_the_day_it_was_published(book: Book) -> None:
    other = with_file(book, CAP, published=date(2019, 4, 1))

    assert share(other, date(2019, 12, 31), date(2019, 3, 31)) == "20%"
    assert share(other, date(2019, 12, 31), date(2019, 4, 1)) == "18%"


def test_a_published_figure_quotes_its_own_document(book: Book) -> None:
    rules = with_file(book, CAP).at(date(2019, 12, 31), date(2019, 12, 31))

    (cite,) = snapshot.cites(rules, "grade.top_share")

    assert cite["quote"] == "优秀等次不超过百分之十八（第九条）"
    assert (cite["source"], cite["basis"]) == ("衡组发〔2019〕8 号", "seed")


def test_a_countys_file_holds_in_that_county_alone(book: Book) -> None:
    other, day = with_file(book, COUNTY), date(2019, 3, 31)

    assert snapshot.value(other.at(day, day, "430482"), "attendance.days") == 20
    assert snapshot.value(other.at(day, day, "430481"), "attendance.days") == 22
    assert snapshot.value(other.at(day, day, "430426"), "attendance.days") is None


def test_a_new_edition_may_word_an_entry_anew_and_the_old_one_stays(book: Book) -> None:
    other = with_file(book, WARNINGS)

    before = other.at(date(2019, 6, 30), date(2019, 12, 31))["catalogues"]["warning"]
    after = other.at(date(2019, 7, 1), date(2019, 12, 31))["catalogues"]["warning"]

    assert (before["edition"], len(before["entries"])) == ("HY-10", 10)
    assert before["entries"][0]["text"] == "不能按期完成年度工作目标任务"
    assert [(one["code"], one["text"]) for one in after["entries"]] == [
        ("W-11", "新的情形"),
        ("W-01", "新的措辞"),
    ]
    assert after["entries"][0]["source"] == "衡组发〔2019〕8 号"


def test_a_confirmation_counts_from_the_day_it_was_known(book: Book) -> None:
    other, day = with_file(book, LETTER, date(2019, 4, 1)), date(2019, 12, 31)

    def confirmed(known: date) -> tuple[bool, str, str]:
        rules = other.at(day, known)
        entry = rules["catalogues"]["warning"]["entries"][2]
        return entry["confirmed"], entry["basis"], rules["readings"]["tie"]["status"]

    assert confirmed(date(2019, 3, 31)) == (False, "draft", "ours")
    assert confirmed(date(2019, 4, 1)) == (True, "seed", "confirmed")


def test_the_packaged_rules_keep_their_digest_beside_published_ones(book: Book) -> None:
    day = date(2018, 12, 31)
    assert record.sha(with_file(book, CAP).at(day, day)) == record.sha(book.at(day, day))


PLANTED: list[tuple[str, str, str, str]] = [
    (CAP, 'is: "18%"', "is: 0.18", "0.18（float），应为带引号的文字"),
    (CAP, "key: grade.top_share", "key: grade.top", "全市没有定义这个键"),
    (CAP, ", quote: 优秀等次不超过百分之十八（第九条）", "", "标为原文却没有引文"),
    (CAP, "document: 衡组发〔2019〕8 号\n", "", "document：缺少此项"),
    (CAP, "issued: 2019-03-01", "issued: 某日", "issued：不是日期"),
    (CAP, "instrument: city-2018", "instrument: city-2019", "这里的文件叫 city-2018"),
    (CAP, "from: 2019-01-01, known: 2019-03-05", "from: 2016-01-01, known: 2016-01-01", "同键"),
    (CAP, "values:", "valves:", "valves：不认识的键"),
    (CAP, "cite: ASSESS-EXCELLENT-CAP", "cite: NEW-RULE", "没有的规则号"),
    (COUNTY, "key: attendance.days", "key: grade.top_share", "读不成数值"),
    (COUNTY, 'where: "430482"', 'where: "430481"', "这里的文件叫 leiyang"),
    (COUNTY, "values:", "confirmations:", "县的文件里只能有数值"),
    (WARNINGS, "HY-2019", "HY-10", "版本号已经用过"),
    (WARNINGS, "count: 2", "count: 3", "1 至 3 各一项"),
    (WARNINGS, "code: W-11", "code: R-01", "目录代码重复使用"),
    (WARNINGS, "rule: WARN-10", "rule: WARN-FAIL", "与原目录不同"),
    (WARNINGS, "numbers: {HY-2019: 1}", "numbers: {HY-2019: 1, HY-10: 11}", "写进了已有的版本"),
    (WARNINGS, "  warning:", "  warnings:", "没有这张目录"),
    (LETTER, "code: tie", "code: ties", "没有这一条"),
    (LETTER, "code: W-03", "code: W-01", "已经确认过"),
    (HEAD, "issued", "issued", "没有要公布的内容"),
]


@pytest.mark.parametrize(("text", "old", "new", "said"), PLANTED)
def test_a_fault_is_named_with_its_line(
    book: Book, text: str, old: str, new: str, said: str
) -> None:
    found = faults(book, text.replace(old, new))

    assert any(said in fault for fault in found), found
    assert all(re.match(r"\S+:\d+ \S.*：.+，应为.+", fault) for fault in found)


def test_a_county_may_not_be_laxer_than_the_city(book: Book) -> None:
    lax = COUNTY.replace("key: attendance.days", "key: reserve.max_age").replace('"20"', '"40"')

    assert any("比全市 35 宽" in fault for fault in faults(book, lax))


def test_nothing_is_confirmed_twice(book: Book) -> None:
    assert len(faults(with_file(book, LETTER), LETTER)) == 2


def test_the_kind_of_a_file_is_seen(book: Book) -> None:
    kinds = [outside.kind_of(text) for text in (CAP, COUNTY, WARNINGS, LETTER, "[")]

    assert kinds == ["values", "county", "catalogues", "confirmations", "values"]


TEXTS = st.sampled_from([CAP, COUNTY, WARNINGS, LETTER])


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=TEXTS, data=st.data())
def test_a_damaged_file_is_refused_and_nothing_else_happens(
    book: Book, text: str, data: Any
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 30)))
    damage = data.draw(st.text(max_size=12) | st.sampled_from(["{", "- ", ": ", "&a *a", "!!x"]))
    with suppress(RulebookFaults):
        with_file(book, text[:start] + damage + text[end:])
