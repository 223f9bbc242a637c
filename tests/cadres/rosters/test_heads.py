"""Headers are found where they stand and known by many names; contents speak where they do not."""

from __future__ import annotations

import pytest

from cadres.rosters.fields import FIELDS, recognise
from cadres.rosters.heads import REQUIRED, choose_sheet, find_heads, missing
from cadres.rosters.lines import Sheet, Workbook
from cadres.rosters.reading import read_lines
from tests.cadres.rosters.layouts import HEADS
from tests.cadres.rosters.made_up import TODAY
from tests.cadres.rosters.reading import PERSON, person, read, table, warned


@pytest.mark.parametrize(
    ("key", "text"), [(key, text) for key, texts in HEADS.items() for text in texts.split("|")]
)
def test_a_field_is_known_by_its_names(key, text):
    for spelt in (text, f" {text} ", f"{text}：", f"*{text}", f"{text}（必填）", "\n".join(text)):
        assert recognise(spelt) == key, spelt


def test_our_own_labels_are_known():
    for field in FIELDS:
        assert recognise(field.label) == field.key


@pytest.mark.parametrize(
    "text",
    [
        "年龄", "毕业院校及专业", "配偶身份证号", "紧急联系人电话", "家庭住址", "是否党员",
        "离任时间", "任职年限", "原任职务",
        "户籍所在地", "介绍人", "工资（元）", "照片", "入党介绍人", "包村领导", "首次任职时间",
        "父亲姓名", "职务类别",
    ],
)  # fmt: skip
def test_headers_of_other_matters_are_known_as_such(text):
    assert recognise(text) == ""


@pytest.mark.parametrize(
    "text", ["张三", "云丰村", "", "3", "金桥镇村（社区）干部花名册", "430422196911299056"]
)
def test_cells_of_people_and_titles_are_no_headers(text):
    assert recognise(text) is None


def test_english_beside_a_header_changes_nothing():
    assert recognise("姓名\nName") == "name"
    assert recognise("联系电话 (Tel)") == "phone"
    assert recognise("Name") is None


@pytest.mark.parametrize("above", [0, 1, 3, 19])
def test_headers_are_found_below_titles(above):
    titles = [
        ["金桥镇村（社区）干部花名册"],
        ["填报单位（盖章）：金桥镇党委", "", "填报时间：2018年12月"],
        [],
    ]
    sheet = table(person())
    sheet.rows[:0] = (titles * 7)[:above]

    heads = find_heads(sheet)

    assert heads.rows == (above + 1,)
    assert missing(heads.columns) == []
    assert [line.sheet_row for line in read(sheet)] == [above + 2]


def test_a_sheet_without_headers_has_none():
    assert find_heads(Sheet("填表说明", [["请勿改动表头"]], [])) is None
    assert find_heads(Sheet("空", [], [])) is None
    assert (
        find_heads(Sheet("数", [["张三", "云丰村", "主任"], ["李四", "云丰村", "村委"]], []))
        is None
    )


def test_what_is_missing_is_named_by_its_label():
    heads = find_heads(Sheet("", [["姓名", "身份证号", "性别"], ["张三", "4304", "男"]], []))
    assert missing(heads.columns) == ["村（社区）", "职务"]
    assert REQUIRED == ("name", "id_number", "village", "posts")


def test_the_same_layout_has_the_same_signature():
    one, same, other = (
        find_heads(Sheet("", [heads, ["张三", "云丰村", "主任"]], []))
        for heads in (["姓名", "村", "职务"], ["姓 名", "村：", "*职务"], ["姓名", "职务", "村"])
    )
    assert one.signature == same.signature != other.signature
    assert len(one.signature) == 64


def test_a_group_stands_over_its_details():
    rows = [
        ["姓名", "身份证号", "村", "学历", "", "职务", "", "任职时间"],
        ["", "", "", "全日制", "在职", "党内职务", "村委职务", ""],
        ["张三", "430422196911299056", "云丰村", "高中", "大专", "委员", "委员", "2017.05"],
    ]
    spans = [(0, 3, 0, 4), (0, 5, 0, 6), *[(0, column, 1, column) for column in (0, 1, 2, 7)]]

    for merged in (spans, []):
        sheet = Sheet("", [list(row) for row in rows], merged)
        heads = find_heads(sheet)
        assert heads.rows == (1, 2)
        assert heads.texts[5:7] == ["职务 党内职务", "职务 村委职务"]
        (line,) = read(sheet)
        assert line.values["posts"] == ["party_member", "vc_member"]
        assert line.values["education"] == "31"  # the higher of the two


def test_a_group_of_relatives_is_not_the_person():
    rows = [
        ["姓名", "身份证号", "村", "职务", "配偶情况", "", "党组织", "", "村委会", ""],
        ["", "", "", "", "姓名", "身份证号", "职务", "任职时间", "职务", "任职时间"],
    ]
    merged = [(0, 4, 0, 5), (0, 6, 0, 7), (0, 8, 0, 9)]

    columns = find_heads(Sheet("", [*rows, ["张三"]], merged)).columns

    assert columns == {
        0: "name", 1: "id_number", 2: "village", 3: "posts", 6: "posts", 7: "since", 8: "posts",
    }  # fmt: skip


def test_a_detail_that_is_a_field_of_its_own_is_that_field():
    rows = [
        ["姓名", "身份证号", "村", "职务", "", "", "学历", ""],
        ["", "", "", "党内", "村委", "任职时间", "学历", "学位"],
    ]
    columns = find_heads(Sheet("", rows, [(0, 3, 0, 5), (0, 6, 0, 7)])).columns

    assert list(columns.values())[3:] == ["posts", "posts", "since", "education", "degree"]


def test_a_person_below_the_headers_is_never_taken_for_their_second_line():
    heads = ("姓名", "身份证号", "村", "职务")
    lines = read(table(person(身份证号="", 村="村", 职务="村委"), person(1), heads=heads))
    assert [line.sheet_row for line in lines] == [2, 3]


def test_hints_below_the_headers_are_no_person():
    hints = dict.fromkeys(PERSON, "") | {
        "姓名": "按身份证填写", "身份证号": "18位，文本格式", "职务": "如：村委委员",
        "性别": "下拉选择",
    }  # fmt: skip
    numbers = {head: str(number) for number, head in enumerate(PERSON, 1)}
    sample = person() | {"序号": "例"}

    assert [line.sheet_row for line in read(table(hints, person()))] == [3]
    assert [line.sheet_row for line in read(table(numbers, person()))] == [3]
    assert [line.sheet_row for line in read(table(sample, person(1)))] == [3]


@pytest.mark.parametrize("unknown", ["", "信息项"])
def test_contents_speak_where_a_header_does_not(unknown):
    sheet = table(*[person(number) for number in range(4)])
    for column, head in enumerate(PERSON):
        if head in ("身份证号", "联系电话", "性别", "村", "职务", "政治面貌"):
            sheet.rows[0][column] = unknown

    heads = find_heads(sheet)

    assert missing(heads.columns) == []
    assert {"phone", "sex", "political_status"} <= set(heads.columns.values())


def test_a_known_header_wins_over_the_look_of_its_cells():
    sheet = table(
        *[person(number) for number in range(4)], heads=("姓名", "身份证号", "村", "职务", "备注")
    )
    for row in sheet.rows[1:]:
        row[4] = "13800000000"
    sheet.rows[0] += ["配偶电话"]
    for row in sheet.rows[1:]:
        row.append("13900000000")

    assert find_heads(sheet).columns == {
        0: "name", 1: "id_number", 2: "village", 3: "posts", 4: "note",
    }  # fmt: skip


def test_of_two_columns_for_one_field_the_first_is_taken():
    rows = [
        ["姓名", "身份证号", "村", "职务", "联系电话", "电话"],
        ["张三", "", "云丰村", "主任", "13800000000", "1"],
    ]
    columns = find_heads(Sheet("", rows, [])).columns
    assert columns[4] == "phone"
    assert 5 not in columns


def test_the_sheet_with_the_people_is_chosen():
    full = table(*[person(number) for number in range(4)])
    full.name = "花名册"
    few = table(person())
    few.name = "样表"
    partial = Sheet("汇总", [["姓名", "性别", "村"], *[["张三", "男", "云丰村"]] * 50], [])
    note = Sheet("说明", [["请勿改动表头"]], [])

    assert choose_sheet(Workbook("xlsx", [note, few, partial, full])) == "花名册"
    assert choose_sheet(Workbook("xlsx", [note])) is None


def test_a_unit_column_that_names_villages_is_the_village():
    rows = [["单位", "姓名", "身份证号", "职务"], ["云丰村", "张三", "430422196911299056", "主任"]]
    (line,) = read(Sheet("", rows, []))
    assert line.values["village"] == "云丰村"
    assert warned(line) == ["since_missing"]


def test_columns_that_a_person_corrected_are_read_as_he_says():
    sheet = table(person(), person(1))
    heads = find_heads(sheet)
    corrected = {column: key for column, key in heads.columns.items() if key != "sex"}
    corrected |= {3: "note", 13: "", 40: "health"}

    lines = read_lines(sheet, heads, corrected, today=TODAY)

    assert [line.values["note"] for line in lines] == ["男", "男"]
    assert not lines[0].values.keys() & {"sex", "health", ""}
