"""Which rows are people, whose village they get, and what rows of one person or seat mean."""

from __future__ import annotations

import pytest

from tests.cadres.rosters.reading import GOOD, PERSON, person, read, refused, table, warned


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


def test_names_below_a_line_for_signatures_are_no_people():
    sheet = table(person(), person(1))
    sheet.rows += [
        [],
        ["", "", "书记签字：", "", "", "", "主任签字："],
        ["", "", "张三", "", "", "", "李四"],
    ]

    assert [line.sheet_row for line in read(sheet)] == [2, 3]


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
