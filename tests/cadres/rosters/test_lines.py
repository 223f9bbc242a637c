"""Every person becomes one line with its values, and what is wrong with a row is said."""

from __future__ import annotations

import pytest

from cadres.identity import check_character
from cadres.models import Source
from cadres.rosters.entries import SOURCES
from cadres.rosters.lines import Month, Sheet
from tests.cadres.rosters.reading import PERSON, one, person, read, refused, table, warned

GOOD = "430422196911299056"


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


@pytest.mark.parametrize(
    "row",
    [
        ["填表人：", "", "", "审核人：", "", "", "联系电话："],
        ["填表人：张三"],
        ["", "", "填表人:", "李四", "", "2018年12月"],
        ["", "填报人：", "张三", "", "审核人：", "李四"],
        ["", "", "审核人"],
        ["备注：1.本表一式两份；2.一肩挑人员在职务栏注明。"],
        ["", "", "说明：以上人员"],
        ["合计", "", "", "60人"],
        ["", "", "合计"],
        ["", "", "合计：60人", "男40", "女20"],
        ["共计60人"],
        ["联系电话：13800000000"],
        ["单位负责人（签字）：", "", "王五"],
        ["2018年12月20日"],
        ["", "", "", "", "", "", "", "", "", "联系电话：", "13800000000"],
        ["注：1.身份证号按文本填写"],
        list(PERSON),
        ["序号", "村", "姓名"],
        [7, "云丰村"],
        [7, "云丰村", "空缺", "", "", "", "", "", "", "", "副主任"],
        [7, "云丰村", "", "", "", "", "", "", "", "", "副主任"],
        ["", "", "", ""],
        ["第1页，共2页"],
    ],
)
def test_rows_that_are_no_people_give_no_line(row):
    people = [person(number) for number in range(3)]
    for place in (2, 4):  # between people and after them
        sheet = table(*people)
        sheet.rows.insert(place, row)
        assert len(read(sheet)) == 3
        assert not [line for line in read(sheet) if line.refused]


@pytest.mark.parametrize(
    "cells",
    [
        {"备注": "备注：外出"},
        {"备注": "联系人：李四"},
        {"备注": "合计"},
        {"性别": "", "民族": "", "学历": "", "政治面貌": "", "备注": "说明：待核"},
        {
            "性别": "",
            "民族": "",
            "学历": "",
            "政治面貌": "",
            "职务": "",
            "出生年月": "",
            "联系电话": "",
        },
        {"姓名": ""},
    ],
)
def test_a_person_without_a_number_is_never_lost(cells):
    rows = [person(1), person(身份证号="", **cells), person(2), person(3)]

    lines = read(table(*rows))

    assert [line.sheet_row for line in lines] == [2, 3, 4, 5]
    assert "identity_missing" in refused(lines[1])


def test_a_subtotal_between_people_ends_nothing():
    rows = [
        person(1),
        person(2),
        person(身份证号="", 职务="", 性别="", 民族="", 学历="", 政治面貌=""),
    ]
    sheet = table(*rows)
    sheet.rows.insert(2, ["小计", "", "1人"])

    assert [line.sheet_row for line in read(sheet)] == [2, 4, 5]


def test_a_merged_village_reaches_over_its_own_rows_only():
    rows = [person(), person(1, 村=""), person(2, 村=""), person(3, 村="东村")]

    lines = read(table(*rows, merged=[(1, 1, 2, 1)]))

    assert [line.values.get("village") for line in lines] == ["云丰村", "云丰村", None, "东村"]
    assert refused(lines[2]) == ["village_missing"]
    assert not warned(lines[1])


def test_blank_villages_follow_the_row_above_where_that_is_the_way_of_the_sheet():
    rows = [person(), person(1, 村=""), person(2, 村="东村"), person(3, 村="")]

    lines = read(table(*rows, merged=[(9, 0, 9, 5)]))

    assert [line.values["village"] for line in lines] == ["云丰村", "云丰村", "东村", "东村"]
    assert [warned(line) for line in lines] == [[], ["village_from_above"]] * 2


def test_one_blank_village_among_many_is_an_omission():
    rows = [person(), person(1), person(2, 村=""), person(3), person(4)]

    lines = read(table(*rows))

    assert [refused(line) for line in lines] == [[], [], ["village_missing"], [], []]


def test_a_village_in_a_row_of_its_own_heads_its_people():
    sheet = table(*[person(number, 村="") for number in range(4)])
    sheet.rows.insert(1, ["云丰村（2人）"])
    sheet.rows.insert(4, ["东村"])

    lines = read(sheet)

    assert [line.values["village"] for line in lines] == ["云丰村", "云丰村", "东村", "东村"]


def test_a_person_merged_over_two_rows_holds_both_posts():
    rows = [person(职务="书记"), dict.fromkeys(PERSON, "") | {"职务": "主任"}, person(1)]
    merged = [(1, column, 2, column) for column in (1, 2, 3, 4, 9)]

    lines = read(table(*rows, merged=merged))

    assert [line.sheet_row for line in lines] == [2, 4]
    assert lines[0].values["posts"] == ["party_secretary", "vc_director"]
    assert lines[0].also == [3]


def test_one_number_under_two_names_refuses_both():
    lines = read(table(person(), person(姓名="李四"), person(1)))

    assert [refused(line) for line in lines] == [["duplicate_in_file"], ["duplicate_in_file"], []]
    assert "第 3 行" in lines[0].refused[0].sentence
    assert "第 2 行" in lines[1].refused[0].sentence


def test_the_same_row_again_is_refused_once():
    lines = read(table(person(), person(姓名="张 三", 身份证号=f" {GOOD}"), person(1)))

    assert [refused(line) for line in lines] == [[], ["duplicate_in_file"], []]


def test_one_person_in_two_rows_is_one_line_with_both_posts():
    lines = read(table(person(职务="主任"), person(1), person(职务="书记"), person(职务="主任")))

    assert [line.sheet_row for line in lines] == [2, 3, 5]
    assert lines[0].values["posts"] == ["party_secretary", "vc_director"]
    assert lines[0].also == [4]
    assert refused(lines[2]) == ["duplicate_in_file"]


def test_one_person_in_two_villages_is_one_line_that_says_so():
    (line,) = read(table(person(), person(村="东村", 职务="支委")))

    assert line.also == [3]
    assert line.values["posts"] == ["vc_member"]
    assert line.elsewhere == [("东村", ["party_member"])]
    assert warned(line) == ["posts_in_two_villages"]


def test_a_refused_row_of_the_same_person_stays_a_row():
    lines = read(table(person(), person(职务="总经理")))

    assert [refused(line) for line in lines] == [[], ["unknown_post"]]


def test_two_people_in_one_single_post_are_both_refused():
    rows = [
        person(职务="书记"),
        person(1, 职务="支书"),
        person(2, 职务="书记", 村="东村"),
        person(3),
    ]

    lines = read(table(*rows))

    assert [refused(line) for line in lines] == [["single_post_twice"]] * 2 + [[], []]
    assert "第 3 行" in lines[0].refused[0].sentence
    wrong = read(table(person(职务="书记"), person(1, 职务="支书", 性别="女"), person(2)))
    assert [refused(line) for line in wrong] == [[], ["sex_mismatch"], []]


def test_a_repeated_header_and_a_second_title_are_skipped():
    sheet = table(person(), person(1))
    sheet.rows[2:2] = [["金桥镇村干部花名册"], list(PERSON)]

    assert [line.sheet_row for line in read(sheet)] == [2, 5]


def test_texts_stand_as_they_stood():
    line = one(姓名="张　三", 出生年月=1969.11, 序号=3)

    assert line.texts["name"] == "张　三"
    assert (line.texts["born"], line.texts["seat"]) == ("1969.11", "3")
    assert "note" not in line.texts


def test_a_sheet_of_nobody_has_no_lines():
    assert read(Sheet("", [["姓名", "身份证号", "村", "职务"]], [])) == []
