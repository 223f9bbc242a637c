"""A sheet goes out, comes back, and changes what somebody changed on it: nothing else."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from accounts.session import acting_as
from cadres import services
from cadres.guarding import guarded, unguarded
from cadres.models import BatchRow, Person, Source
from cadres.posts import Post
from cadres.rosters.files import open_workbook
from tests.cadres.factories import fresh_number, make_person, make_tenure
from tests.cadres.rosters_made import confirm, counts

RUNS = ["=1+1", "+8613900000000", "-1", "@A1", "\tx", "'x", "''x", "'=1", "x'", "", "1-1", "＝1"]


@pytest.fixture
def people(settings, township, village, second_village):
    """Give people of all kinds: two posts, two villages, every code, hardly anything."""
    settings.BUSINESS_DAY = date(2018, 12, 20)
    full = make_person(
        township, "曾国华", education="21", degree="404", ethnicity="15", health="37",
        party_joined_on=date(1998, 7, 1), full_member_on=date(1999, 7, 1),
        first_job_on=date(1990, 1, 1), native_place="湖南耒阳", birthplace="湖南衡阳",
        professional_title="农艺师", phone="13907340177",
    )  # fmt: skip
    make_tenure(full, village, Post.PARTY_SECRETARY, source=Source.VETERAN)
    make_tenure(full, village, Post.VC_DIRECTOR, date(2018, 2, 1), source=Source.VETERAN)
    bare = make_person(
        township, "单海燕", education="", political_status="", phone="", ethnicity="01"
    )
    make_tenure(bare, second_village, Post.CLERK, date(2016, 1, 1))
    landline = make_person(township, "欧阳桂兰", phone="0734-1234567", political_status="13")
    make_tenure(landline, village, Post.VC_MEMBER)
    make_tenure(landline, second_village, Post.SUPERVISION_MEMBER)
    return [full, bare, landline]


@pytest.fixture
def book(people, client_of, clerk):
    """Give the sheet as it goes out."""
    response = client_of(clerk).post("/exports/mending/", {"query": ""})
    return openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))


@pytest.fixture
def send(township, clerk):
    """Give a function that sends a workbook in."""

    def take(book):
        file = BytesIO()
        book.save(file)
        with acting_as(clerk):
            return services.take_roster(
                township=township, name="改表.xlsx", content=file.getvalue(), by=clerk
            )

    return take


def cell(book, name, head):
    sheet = book["花名册"]
    column = next(cell.column for cell in sheet[3] if cell.value == head)
    names = next(cell.column for cell in sheet[3] if cell.value == "姓名")
    row = next(row[0].row for row in sheet.iter_rows(min_row=4) if row[names - 1].value == name)
    return sheet.cell(row, column)


def test_an_untouched_sheet_changes_nothing(book, send):
    batch = send(book)

    rows = BatchRow.objects.filter(batch=batch)
    assert counts(batch) == {"same": 3}
    assert [row.refused for row in rows] == [[], [], []]


def test_a_changed_cell_is_the_only_change(book, send, clerk, people):
    cell(book, "曾国华", "籍贯").value = "湖南常宁"
    cell(book, "单海燕", "学历").value = "大学专科毕业"
    before = {person.pk: person.id_number for person in people}

    batch = send(book)
    found = counts(batch)
    confirm(batch, clerk)

    assert found == {"changed": 2, "same": 1}
    assert Person.objects.get(name="曾国华").native_place == "湖南常宁"
    assert Person.objects.get(name="单海燕").education == "31"
    assert Person.objects.get(name="曾国华").phone == "13907340177"
    assert {person.pk: person.id_number for person in Person.objects.all()} == before


def test_a_number_that_was_typed_anew_is_a_change(book, send, clerk):
    cell(book, "曾国华", "手机号").value = "13907340188"

    batch = send(book)
    confirm(batch, clerk)

    assert Person.objects.get(name="曾国华").phone == "13907340188"


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(book, send, clerk, people):
    Person.objects.filter(name="曾国华").update(native_place="湖南祁东")
    cell(book, "曾国华", "籍贯").value = "湖南常宁"

    batch = send(book)

    assert counts(batch) == {"same": 2, "refused": 1}
    assert BatchRow.objects.get(batch=batch, outcome="refused").refused == ["changed_meanwhile"]


def test_somebody_written_below_the_last_row_is_new(book, send, clerk):
    sheet = book["花名册"]
    heads = [cell.value for cell in sheet[3]]
    given = {"村（社区）": "杨仙村", "姓名": "钱多多", "身份证号": fresh_number()}
    given |= {"职务": "村委委员", "任职时间": "2018-05-01"}
    sheet.append([given.get(head) for head in heads])

    assert counts(send(book)) == {"new": 1, "same": 3}


def test_the_empty_roster_filled_in_is_read(people, client_of, clerk, send):
    response = client_of(clerk).get("/exports/empty-roster/")
    book = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))
    book["花名册"].append(["杨仙村", "钱多多", fresh_number(), "", "", "汉族", "村委委员"])

    assert counts(send(book)) == {"new": 1}


@pytest.mark.parametrize("text", RUNS)
def test_the_guard_of_a_csv_comes_off_and_leaves_the_original(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


def test_a_csv_of_ours_is_read_back_without_its_guards():
    content = "姓名,备注\n曾国华,'=1+1\n单海燕,'-2\n欧阳桂兰,'430481\n".encode("utf-8-sig")

    (sheet,) = open_workbook(content, "x.csv").sheets

    assert [row[1] for row in sheet.rows[1:]] == ["=1+1", "-2", "'430481"]
