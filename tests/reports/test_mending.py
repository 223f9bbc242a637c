"""The sheet that is mended and sent back: recognised headers, lists to choose from, no number."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from audit.models import Event
from cadres.identity import mask
from cadres.models import Person, Source
from cadres.posts import Post
from cadres.rosters.fields import BY_KEY, FIELDS
from tests.cadres.factories import made_up_number, make_person, make_tenure

URL = "/exports/mending/"
NUMBER = made_up_number(born_on=date(1975, 3, 8), sequence=903)
PHONE = "13907340177"


@pytest.fixture
def people(settings, township, village, second_village):
    settings.BUSINESS_DAY = date(2018, 12, 20)
    made = [
        make_person(
            township, "曾国华", id_number=NUMBER, phone=PHONE, party_joined_on=date(1998, 7, 1)
        ),
        make_person(township, "单海燕", education=""),
        make_person(township, "缪建军"),
    ]
    make_tenure(made[0], village, Post.PARTY_SECRETARY, source=Source.VETERAN)
    make_tenure(made[0], village, Post.VC_DIRECTOR, date(2018, 2, 1))
    make_tenure(made[1], second_village, Post.CLERK, date(2016, 1, 1))
    return made


@pytest.fixture
def book(people, client_of, clerk):
    """Give the workbook of everybody in the township."""
    response = client_of(clerk).post(URL, {"query": "holding=all"})
    return openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))


def records(sheet):
    """Give each person's cells by their headers."""
    heads, *rows = [
        [cell or "" for cell in row] for row in sheet.iter_rows(min_row=3, values_only=True)
    ]
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_each_header_is_the_label_of_a_field(book):
    heads = [cell.value for cell in book["花名册"][3]]

    assert set(heads) <= {field.label for field in FIELDS}
    assert heads[0] == "档案编号"
    assert heads[-1] == "版本号"
    assert len(heads) == len(set(heads)) == 23


def test_a_person_is_one_row_as_the_reader_of_rosters_reads_it(book, people):
    secretary = next(row for row in records(book["花名册"]) if row["姓名"] == "曾国华")

    assert secretary["档案编号"] == str(people[0].pk)
    assert secretary["村（社区）"] == "杨仙村"
    assert secretary["职务"] == "书记、主任"
    assert secretary["任职时间"] == ""  # two days, which one cell cannot hold
    assert (secretary["出生年月"], secretary["入党时间"]) == ("1975-03-08", "1998-07-01")
    assert (secretary["学历"], secretary["政治面貌"]) == ("大学专科毕业", "中共党员")
    assert secretary["干部来源"] == "退役军人"


def test_one_day_of_several_posts_is_told(book):
    clerk = next(row for row in records(book["花名册"]) if row["姓名"] == "单海燕")

    assert (clerk["任职时间"], clerk["职务"], clerk["学历"]) == ("2016-01-01", "文书", "")


def test_whoever_holds_no_post_is_left_out_and_counted(book):
    assert "缪建军" not in [row["姓名"] for row in records(book["花名册"])]
    assert "另有 1 人不在任" in book["花名册"]["A2"].value


def test_the_edition_is_the_newest_of_the_file(client_of, clerk, people):
    before = people[0].events.latest("pgh_id").pgh_id
    Person.objects.filter(pk=people[0].pk).update(native_place="湖南耒阳")

    response = client_of(clerk).post(URL, {"query": "q=曾国华"})

    book = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))
    edition = int(records(book["花名册"])[0]["版本号"])
    assert edition == people[0].events.latest("pgh_id").pgh_id > before


def test_numbers_are_masked_and_stand_nowhere_in_full(book):
    row = next(row for row in records(book["花名册"]) if row["姓名"] == "曾国华")
    every = " ".join(
        str(cell) for sheet in book for line in sheet.iter_rows(values_only=True) for cell in line
    )

    assert (row["身份证号"], row["手机号"]) == (mask(NUMBER), "139****0177")
    assert NUMBER not in every
    assert PHONE not in every


LISTED = (
    "village", "sex", "ethnicity", "posts", "education", "degree", "political_status", "health",
    "source",
)  # fmt: skip


def offered(book):
    """Give what each drop-down list of the sheet offers, by the header of its column."""
    sheet = book["花名册"]
    heads = {cell.column_letter: cell.value for cell in sheet[3]}
    found = {}
    for rule in sheet.data_validations.dataValidation:
        letter = str(rule.sqref).split(":")[0].rstrip("0123456789")
        name, _, cells = rule.formula1.partition("!")
        lines = book[name.strip("'")][cells.replace("$", "")]
        found[heads[letter]] = [cell.value for line in lines for cell in line]
    return found


def test_the_lists_offer_what_the_registry_takes(book):
    found = offered(book)

    assert found["村（社区）"] == ["杨仙村", "纠陂村", "新市社区"]
    assert found["性别"] == ["男", "女"]
    assert "土家族" in found["民族"]
    assert "大学专科毕业" in found["学历"]
    assert {"书记", "书记、主任", "文书"} <= set(found["职务"])
    assert set(found) == {BY_KEY[key].label for key in LISTED}
    assert book["选项"].sheet_state == "hidden"


def test_cells_are_text_and_the_header_stays_in_sight(book):
    sheet = book["花名册"]

    assert sheet.freeze_panes == "D4"
    assert all(cell.number_format == "@" for cell in sheet[4])
    assert sheet.column_dimensions["D"].width > 18


def test_the_sheet_is_an_event_with_everybody_on_it(book, people):
    event = Event.objects.get(name="report.produced")

    assert event.data["people"] == sorted(person.pk for person in people[:2])
    assert event.data["rows"] == 2


def test_without_anybody_in_post_it_says_so(client_of, clerk, people):
    response = client_of(clerk).post(URL, {"query": "holding=no"})

    assert "没有在任的人" in response.content.decode()
    assert not Event.objects.filter(name="report.produced").exists()


def test_the_empty_roster_has_the_lists_and_nobody(people, client_of, clerk):
    response = client_of(clerk).get("/exports/empty-roster/")

    book = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))
    sheet = book["花名册"]
    assert [cell.value for cell in sheet[3]][:3] == ["村（社区）", "姓名", "身份证号"]
    assert not {"档案编号", "版本号"} & {cell.value for cell in sheet[3]}
    assert sheet.max_row == 3
    assert len(sheet.data_validations.dataValidation) == 9


@pytest.mark.parametrize("who", ["committee", "officer", "auditor"])
def test_only_the_clerk_is_offered_them(people, client_of, clerk, request, who):
    assert "/exports/mending/" in client_of(clerk).get("/cadres/").content.decode()
    other = client_of(request.getfixturevalue(who)).get("/cadres/").content.decode()
    assert "/exports/mending/" not in other
    assert "/exports/cadres/" in other
