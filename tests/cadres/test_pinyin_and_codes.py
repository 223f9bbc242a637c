"""Names read as their bearers read them; codes named as the standards name them."""

from __future__ import annotations

import pytest

from cadres import codes
from cadres.pinyin import read_name


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("曾国华", "zeng guo hua", "zgh"),
        ("单雄信", "shan xiong xin", "sxx"),
        ("仇和", "qiu he", "qh"),
        ("区建军", "ou jian jun", "ojj"),
        ("查良镛", "zha liang yong", "zly"),
        ("解缙", "xie jin", "xj"),
        ("朴永胜", "piao yong sheng", "pys"),
        ("尉迟恭", "yu chi gong", "ycg"),
        ("万俟卨", "mo qi xie", "mqx"),
        ("万志强", "wan zhi qiang", "wzq"),
        ("覃桂兰", "qin gui lan", "qgl"),
        ("盖春生", "ge chun sheng", "gcs"),
        ("任永胜", "ren yong sheng", "rys"),
        ("华明生", "hua ming sheng", "hms"),
        ("燕海", "yan hai", "yh"),
        ("冼星海", "xian xing hai", "xxh"),
        ("缪建军", "miao jian jun", "mjj"),
        ("乐志强", "yue zhi qiang", "yzq"),
        ("宁静", "ning jing", "nj"),
        ("欧阳 修", "ou yang xiu", "oyx"),
        ("阿依古丽·买买提", "a yi gu li mai mai ti", "ayglmmt"),
        ("", "", ""),
    ],
)
def test_a_name_is_read_surname_first(name, pinyin, initials):
    assert read_name(name) == (pinyin, initials)


def test_a_lone_compound_surname_is_a_surname_and_a_name():
    assert read_name("单于")[0] == "shan yu"


@pytest.mark.parametrize(
    ("field", "code", "label"),
    [
        ("ethnicity", "01", "汉族"),
        ("ethnicity", "05", "维吾尔族"),
        ("education", "21", "大学本科毕业"),
        ("degree", "2", "博士"),
        ("political_status", "01", "中共党员"),
        ("health", "10", "健康或良好"),
        ("health", "37", "有慢性病"),
        ("education", "", ""),
        ("education", "ZZ", "ZZ"),
    ],
)
def test_codes_are_named_as_the_standards_name_them(field, code, label):
    assert codes.label(field, code) == label


def test_a_group_holds_its_head_and_its_members():
    assert codes.education().group("30") == ("30", "31", "32", "33")
    assert "21" not in codes.education().heads
