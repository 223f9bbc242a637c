"""Every person becomes one line with its values, and what is wrong with a row is said."""

from __future__ import annotations

import pytest

from cadres.identity import check_character
from cadres.models import Source
from cadres.rosters.entries import SOURCES
from cadres.rosters.lines import Month, Sheet
from tests.cadres.rosters.reading import GOOD, PERSON, one, person, read, refused, table, warned


def number(first17: str) -> str:
    return first17 + check_character(first17)


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("", ["identity_missing"]),
        ("无", ["identity_missing"]),
        (430422196911299056.0, ["identity_float"]),
        ("4.30422E+17", ["identity_float"]),
        (GOOD[:17], ["identity_length"]),
        (GOOD + "1", ["identity_length"]),
        (GOOD[:9] + "O" + GOOD[10:], ["identity_charset"]),
        ("待查", ["identity_length", "identity_charset"]),
        (GOOD[:17] + "7", ["identity_checksum"]),
        (number("00999919691129905"), ["identity_region"]),
        (number("43042219691329905"), ["identity_birth_date"]),
        (number("43042220991129905"), ["identity_birth_date"]),
        (number("43042218011129905"), ["identity_birth_date"]),
        ("430422691129905", ["identity_legacy"]),
        (430422691129905, ["identity_legacy"]),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_its_reason(cell, codes):
    line = one(身份证号=cell, 出生年月="", 性别="")

    assert refused(line) == codes
    assert all(problem.field == "id_number" for problem in line.refused)


def test_refusals_of_numbers_say_how_to_mend_them():
    assert "文本" in one(身份证号=430422196911299056.0).refused[0].sentence
    assert "430422196911299056" in one(身份证号="430422691129905").refused[0].sentence
    assert one(身份证号="430422691129905").values["id_number"] == "430422691129905"
    assert "000" in one(身份证号="430422196911299000").refused[0].sentence


@pytest.mark.parametrize(
    ("cells", "tolerated"),
    [
        ({"姓名": "张　三"}, ["full_width_space_in_name"]),
        ({"姓名": "张  三"}, []),
        ({"姓名": "　张三　"}, []),
        ({"姓名": " 　张三"}, []),
        ({"身份证号": f" {GOOD} "}, ["spaces_and_lower_case"]),
        ({"身份证号": f"{GOOD[:6]} {GOOD[6:]}"}, ["spaces_and_lower_case"]),
        ({"身份证号": f"\t{GOOD}"}, []),
        ({"身份证号": f"'{GOOD}"}, []),
        ({"身份证号": f"‘{GOOD}\n"}, []),
        ({"身份证号": "\u200b" + GOOD}, []),
        ({"身份证号": "４３０４２２１９６９１１２９９０５６"}, ["full_width_digits"]),
        ({"学历": "大学专科"}, ["education_alias"]),
        ({"学历": "研究生"}, ["education_alias"]),
        ({"学历": "大 专"}, []),
        ({"联系电话": "180-1158-5096"}, ["dashed_phone"]),
        ({"联系电话": "180 1158 5096"}, ["dashed_phone"]),
        ({"联系电话": 18011585096}, []),
        ({"联系电话": "+8618011585096"}, []),
        ({"民族": "汉族"}, []),
    ],
)
def test_odd_spellings_are_read_all_the_same(cells, tolerated):
    line = one(**cells)

    assert line.tolerated == tolerated
    assert line.values == one().values | {
        "education": line.values["education"],
    }  # fmt: skip
    assert not line.refused
    assert not line.warned


def test_a_lower_case_x_is_read():
    lower = number("43042219701003942")
    line = one(身份证号=lower.lower(), 出生年月="1970.10", 性别="女")

    assert lower.endswith("X")
    assert line.values["id_number"] == lower
    assert line.tolerated == ["spaces_and_lower_case"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"姓名": ""}, "name_missing"),
        ({"姓名": "张三1"}, "name_wrong"),
        ({"姓名": "张"}, "name_wrong"),
        ({"姓名": "张三（兼）"}, "name_wrong"),
        ({"性别": "女"}, "sex_mismatch"),
        ({"出生年月": "1969.12"}, "birth_mismatch"),
        ({"出生年月": "1969-11-28"}, "birth_mismatch"),
        ({"职务": "总经理"}, "unknown_post"),
        ({"职务": ""}, "post_missing"),
        ({"村": ""}, "village_missing"),
    ],
)
def test_what_cannot_be_imported_is_refused(cells, code):
    rows = [person(**cells), *[person(number) for number in range(1, 5)]]
    line = read(table(*rows))[0]

    assert refused(line) == [code]
    assert len(line.refused[0].sentence) > 8


@pytest.mark.parametrize("name", ["买买提·艾力", "欧阳修远", "䶮石", "𬱖一", "张三（女）", "㛃儿"])
def test_rare_and_long_names_are_names(name):
    assert refused(one(姓名=name)) == []


@pytest.mark.parametrize(
    ("cells", "code", "field"),
    [
        ({"性别": "不明"}, "sex_unreadable", "sex"),
        ({"民族": "穿青"}, "ethnicity_unknown", "ethnicity"),
        ({"学历": "私塾"}, "education_unknown", "education"),
        ({"政治面貌": "民主党派"}, "political_unknown", "political_status"),
        ({"联系电话": "0734-8888888"}, "phone_odd", "phone"),
        ({"联系电话": "1380000"}, "phone_odd", "phone"),
        ({"任职时间": ""}, "since_missing", "since"),
        ({"任职时间": "2017年换届"}, "date_unreadable", "since"),
        ({"任职时间": 2017.1}, "date_unreadable", "since"),
        ({"入党时间": "不详时"}, "date_unreadable", "party_joined"),
        ({"任职时间": "2019.05"}, "since_in_future", "since"),
        ({"入党时间": "1987.10"}, "party_before_18", "party_joined"),
        ({"职务": "妇联主席兼村委委员"}, "side_post_ignored", "posts"),
        ({"身份证号": number("11010119691129905")}, "region_elsewhere", "id_number"),
    ],
)
def test_what_is_odd_is_remarked_on_and_refuses_nobody(cells, code, field):
    line = one(**cells)

    assert [(problem.code, problem.field) for problem in line.warned] == [(code, field)]
    assert refused(line) == []


def test_of_two_phones_the_first_is_taken():
    line = one(联系电话="18011585096/0734-8888888")

    assert line.values["phone"] == "18011585096"
    assert warned(line) == ["phone_odd"]


def test_a_village_with_spaces_or_a_line_break_is_its_name():
    assert one(村=" 云丰\n村 ").values["village"] == "云丰村"


def test_the_party_at_18_is_nothing_to_remark_on():
    assert warned(one(入党时间="1987.11")) == []
    assert warned(one(入党时间="1987.11.28")) == ["party_before_18"]


def test_a_birth_that_lost_its_zero_is_what_the_number_says():
    october = number("43042219701003941")
    rows = person(身份证号=october, 出生年月=1970.1)

    assert read(table(rows))[0].values["born"] == Month(1970, 10)
    assert refused(read(table(rows))[0]) == []
    assert warned(one(出生年月=1969.1, 身份证号="")) == ["date_unreadable"]
    assert refused(one(出生年月=1969.1)) == ["birth_mismatch"]


def test_in_a_column_that_pads_its_months_a_bare_one_is_doubtful():
    first, second = read(table(person(任职时间="2017.1"), person(1, 任职时间="2017.05")))

    assert warned(first) == ["date_unreadable"]
    assert "since" not in first.values
    assert warned(second) == []
    assert one(任职时间="2017.1").values["since"] == Month(2017, 1)


def test_every_source_has_its_words():
    assert set(SOURCES.values()) == set(Source)


def test_our_own_columns_come_back():
    heads = (
        *PERSON,
        "档案编号",
        "版本号",
        "银行账号",
        "开户银行",
        "籍贯",
        "干部来源",
        "学位",
        "健康状况",
    )
    cells = {
        "档案编号": 17, "版本号": "3", "银行账号": "6217 0029 0000 1234 567", "开户银行": "农商行",
        "籍贯": "湖南 衡南", "干部来源": "返乡创业", "学位": "管理学学士", "健康状况": "良好",
    }  # fmt: skip
    (line,) = read(table(person(**cells), heads=heads))

    found = {key: line.values[key] for key in ("file_number", "edition", "bank_account", "bank")}
    assert found == {
        "file_number": 17, "edition": 3, "bank_account": "6217002900001234567", "bank": "农商行",
    }  # fmt: skip
    assert line.values["native_place"] == "湖南 衡南"
    assert (line.values["source"], line.values["degree"]) == (Source.RETURNED, "412")
    assert line.values["health"] == "10"


def test_texts_stand_as_they_stood():
    line = one(姓名="张　三", 出生年月=1969.11, 序号=3)

    assert line.texts["name"] == "张　三"
    assert (line.texts["born"], line.texts["seat"]) == ("1969.11", "3")
    assert "note" not in line.texts


def test_a_sheet_of_nobody_has_no_lines():
    assert read(Sheet("", [["姓名", "身份证号", "村", "职务"]], [])) == []
