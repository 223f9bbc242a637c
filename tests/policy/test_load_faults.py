"""A damaged rulebook is refused: every fault at once, with file, line and what was expected."""

import random
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy import book as books
from policy.faults import RulebookFaults
from policy.files import PACKAGED

CITY = "rules/city-2018/"
VALUES, PARAMS = CITY + "values.yaml", CITY + "params.yaml"
COUNTY, READINGS = "rules/county/430481.yaml", "rules/readings.yaml"
INDICATORS = CITY + "indicators.yaml"
CATALOGUE, INSTRUMENT = CITY + "catalogue.yaml", CITY + "instrument.yaml"
TOP = '{key: grade.top_share, from: 2016-01-01, known: 2016-01-01, is: "20%"'
DAYS = '{key: attendance.days, from: 2016-01-01, known: 2016-01-01, is: "22"'
Damage = Callable[[str, str, str], list[str]]


@pytest.fixture
def damage(tmp_path: Path) -> Damage:
    """Replace text in one file of a copy, load it, and give the faults as lines."""
    shutil.copytree(PACKAGED, tmp_path / "data")

    def run(file: str, old: str, new: str) -> list[str]:
        path = tmp_path / "data" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        try:
            books.load(tmp_path / "data")
        except RulebookFaults as faults:
            return [str(fault) for fault in faults.faults]
        return []

    return run


PLANTED = [
    (VALUES, 'is: "20%"', "is: 0.2", "0.2（float），应为带引号的文字"),
    (VALUES, 'is: "20%"', "is: 20", "is：不是文字"),
    (VALUES, 'is: "20%"', 'is: "两成"', "“两成”读不成数值，应为百分数"),
    (VALUES, TOP, TOP.replace("is", 'is: "30%", is'), "is：同一个键写了两次"),
    (VALUES, TOP, TOP.replace("known", "since: x, known"), "since：不认识的键"),
    (VALUES, "cite: ASSESS-EXCELLENT-CAP, basis: seed}", "basis: seed}", "cite：缺少此项"),
    (VALUES, "cite: ASSESS-EXCELLENT-CAP", "cite: NO-SUCH-RULE", "没有的规则号"),
    (
        VALUES,
        "ASSESS-EXCELLENT-CAP, basis: seed",
        "ASSESS-EXCELLENT-CAP, basis: text",
        "basis：不在可写的词里",
    ),
    (VALUES, "PAY-COMP-100, basis: assume", "PAY-COMP-100, basis: seed", "标为原文却没有引文"),
    (VALUES, "draft, source: S30", "draft", "标为法律或草拟却没有出处"),
    (VALUES, "source: S30", "source: S99", "没有的出处 S99"),
    (
        VALUES,
        "  # 年度等次",
        f"  - {TOP}, cite: GRADE-4, basis: assume}}",
        "同键、同生效日、同知晓日",
    ),
    (VALUES, TOP, TOP.replace("2016-01-01", "2016-13-01"), "读不懂 2016-13-01"),
    (VALUES, TOP, TOP.replace("from: 2016-01-01", "from: 某日"), "from：不是日期"),
    (VALUES, 'is: "70..90"', 'is: "71..90"', "有空档"),
    (VALUES, 'is: "70..90"', 'is: "69..90"', "有重叠"),
    (VALUES, 'is: "0..60"', 'is: "10..60"', "没有盖住 0 至 100"),
    (
        VALUES,
        'key: plan.report.probity, from: 2016-01-01, known: 2016-01-01, is: "20%"',
        'key: plan.report.probity, from: 2016-01-01, known: 2016-01-01, is: "19%"',
        "五项合计 99%",
    ),
    (VALUES, 'is: "60%", cite: ASSESS-TARGET-60', 'is: "61%", cite: ASSESS-TARGET-60', "合计 101%"),
    (
        VALUES,
        'is: "50%", cite: ASSESS-PERF-50, basis: seed',
        'is: "51%", cite: ASSESS-PERF-50, basis: seed',
        "两表合成“绩”占 50%",
    ),
    (VALUES, "note: 缺省方案，乡镇可改", "note: 第二十条", "编造了本办法的条号"),
    (VALUES, "key: grade.min_months", "key: grade.min_month", "全市没有定义这个键"),
    (VALUES, 'is: "HN-2017-9"', 'is: "HN-2020-10"', "没有版本 HN-2020-10，或尚未生效"),
    (VALUES, 'is: "解聘"', 'is: "开除"', "“开除”里有不认识的词"),
    (VALUES, 'is: "一般"', 'is: "中等"', "班子结果里没有“中等”"),
    (
        PARAMS,
        "  grade.top_share: {label: 优秀比例上限, type: ratio",
        "  grade.top_share: {label: 优秀比例上限, type: float",
        "type：不在可写的词里",
    ),
    (
        PARAMS,
        "stricter: lower, reading: 不超过，含本数}\n  grade.band",
        "reading: 不超过}\n  grade.band",
        "stricter：缺少此项",
    ),
    (COUNTY, "key: attendance.days", "key: attendance.hours", "全市没有定义这个键"),
    (COUNTY, "key: attendance.days", "key: pay.rate.basic", "读不成数值"),
    (
        COUNTY,
        DAYS,
        DAYS.replace("attendance.days", "grade.top_share").replace('"22"', '"25%"'),
        "县定 25% 比全市 20% 宽",
    ),
    (
        COUNTY,
        DAYS,
        DAYS.replace("attendance.days", "warning.months").replace('"22"', '"4"'),
        "县定 4 比全市 3 宽",
    ),
    (COUNTY, 'where: "430481"', 'where: "43048"', "where：写法不对"),
    (CATALOGUE, "code: W-02", "code: W-01", "目录代码重复使用"),
    (CATALOGUE, "code: R-02", "code: W-02", "目录代码重复使用"),
    (CATALOGUE, "numbers: {HY-12: 12}", "numbers: {HY-12: 11}", "1 至 12 各一项"),
    (CATALOGUE, "count: 12", "count: 13", "1 至 13 各一项"),
    (CATALOGUE, "S1, confirmed: 否", "S1, confirmed: 不知道", "confirmed：不在可写的词里"),
    (CATALOGUE, "text: 不按要求参加组织生活", "text: 不参加组织生活", "标为原文，与引文不同"),
    (CATALOGUE, "text: 参加邪教", "text: 依第十二条参加邪教", "编造了本办法的条号"),
    (INDICATORS, "code: V-02", "code: V-01", "编号重复"),
    (INDICATORS, "cite: WARN-ITEM-2", "cite: WARN-ITEM-9", "引了没有的规则号 WARN-ITEM-9"),
    (INDICATORS, "topic: 脱贫攻坚", "topic: 集体增收", "标为原文，引文里没有“集体增收”"),
    (INDICATORS, 'share: "40%"', 'share: "39%"', "2016-01-01 新方案的“绩”各项占比合计 99%"),
    (INDICATORS, "last: 2020-12-31", "last: 2020-11-30", "2020-12-01 新方案的“绩”各项占比合计 70%"),
    (INDICATORS, "last: 2020-12-31", "last: 2015-12-31", "停用日 2015-12-31 早于起用日"),
    (INDICATORS, 'share: "5%"', 'share: "0%"', "占比“0%”读不成数值"),
    (INDICATORS, "basis: draft, source: S29", "basis: draft", "标为法律或草拟却没有出处"),
    (INDICATORS, "source: S17", "source: S99", "引了没有的出处 S99"),
    (INDICATORS, "evidence: 签到簿", "evidence: 依第九条的签到簿", "编造了本办法的条号"),
    (INDICATORS, "dimension: ability", "dimension: skill", "dimension：不在可写的词里"),
    (READINGS, "answer: 舍去小数；不足一个就没有名额，不进位、不合并, ", "", "answer：缺少此项"),
    (
        READINGS,
        "answer: 舍去小数；不足一个就没有名额，不进位、不合并",
        'answer: ""',
        "answer：是空的",
    ),
    (READINGS, "合并, status: ours", "合并, status: confirmed", "已确认却没有人、日期或函号"),
    (READINGS, "id: tie", "id: bands", "编号重复"),
    (INSTRUMENT, "quote: 明确3个月的警示期", "quote: 明确2个月的警示期", "引文不在所引段落里"),
    (INSTRUMENT, "P9: 近两年", "P9: 第九条近两年", "编造了本办法的条号"),
    (INSTRUMENT, "instrument: city-2018", "instrument: city-2018\n&a x: *a", "x：不认识的键"),
    (INSTRUMENT, "instrument: city-2018", "instrument: [", "不是合格的 YAML"),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), PLANTED)
def test_planted_damage_is_named(damage: Damage, file: str, old: str, new: str, said: str) -> None:
    faults = damage(file, old, new)

    assert any(said in fault for fault in faults), faults
    assert all(re.match(r"\S+:\d+ \S.*：.+，应为.+", fault) for fault in faults)


def test_the_fault_names_the_line_of_the_row(damage: Damage) -> None:
    text = (PACKAGED / VALUES).read_text(encoding="utf-8")
    line = text[: text.index("key: grade.top_share")].count("\n") + 1

    assert damage(VALUES, 'is: "20%", cite: ASSESS-EXCELLENT', 'is: "x", cite: ASSESS-EXCELLENT')[
        0
    ].startswith(f"{VALUES}:{line} grade.top_share：")


def test_all_faults_come_at_once(damage: Damage, tmp_path: Path) -> None:
    path = tmp_path / "data" / READINGS
    path.write_text(
        path.read_text(encoding="utf-8").replace("id: tie", "id: bands"), encoding="utf-8"
    )

    faults = damage(VALUES, 'is: "70..90"', 'is: "71..90"')

    assert {fault.split(":")[0] for fault in faults} == {READINGS, VALUES}


def test_a_later_city_row_can_make_a_county_row_too_lax(damage: Damage) -> None:
    row = (
        "  - {key: attendance.days, from: 2020-01-01, known: 2019-12-01, "
        'is: "24", cite: DAILY-DUTY, basis: assume}\n'
    )

    faults = damage(VALUES, "  # 任职资格", row + "  # 任职资格")

    assert any("2020-01-01 县定 22 比全市 24 宽" in fault for fault in faults)


def test_a_stricter_county_row_loads(damage: Damage) -> None:
    row = DAYS.replace("attendance.days", "grade.top_share").replace('"22"', '"15%"')

    assert damage(COUNTY, DAYS, row) == []


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    shutil.copytree(PACKAGED, tmp_path / "data")
    (tmp_path / "data" / READINGS).unlink()

    with pytest.raises(RulebookFaults, match="缺少这份文件"):
        books.load(tmp_path / "data")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulebookFaults):
        books.load(tmp_path)


SNIPPETS = [
    "",
    "{",
    "- ",
    ": ",
    "'",
    '"',
    "1.5",
    "&a *a",
    "!!python/object:os.system x",
    "\t",
    "null",
    "[[[[",
    "2016-02-30",
    "第十条",
    "<<: *x",
    "? [a]: b",
    "\x00",
    "\ud7ff",
    "%YAML 9",
    "---\n",
]


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    file=st.sampled_from([VALUES, PARAMS, COUNTY, READINGS, CATALOGUE, INSTRUMENT, INDICATORS]),
    seed=st.integers(0, 10**6),
    snippet=st.sampled_from(SNIPPETS),
    cut=st.integers(0, 60),
)
def test_only_rulebook_faults_come_out_of_damaged_files(
    tmp_path: Path, file: str, seed: int, snippet: str, cut: int
) -> None:
    root = tmp_path / "fuzz"
    if not root.exists():
        shutil.copytree(PACKAGED, root)
    text = (PACKAGED / file).read_text(encoding="utf-8")
    at = random.Random(seed).randrange(len(text))
    (root / file).write_text(text[:at] + snippet + text[at + cut :], encoding="utf-8")

    try:
        with suppress(RulebookFaults):
            books.load(root)
    finally:
        shutil.copyfile(PACKAGED / file, root / file)


@pytest.mark.parametrize(
    "raw", [b"\xff\xfe\x00", b"", b"- 1\n- 2\n", b"x", b"[" * 5000, b"a: " * 3000]
)
def test_bytes_that_are_no_rulebook_are_refused(tmp_path: Path, raw: bytes) -> None:
    shutil.copytree(PACKAGED, tmp_path / "data")
    (tmp_path / "data" / VALUES).write_bytes(raw)

    with pytest.raises(RulebookFaults):
        books.load(tmp_path / "data")
