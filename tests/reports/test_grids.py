"""Grids by file: down, filled in, up again; changes are shown first, all saved or nothing."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.models import Entry, Meeting, Tally, TeamResult
from assessments.services import entering
from audit.models import Event
from tests.assessments import stage
from tests.assessments.pages import *  # noqa: F403

FIRST = 5  # the first row of a person, as Excel counts


@pytest.fixture
def client(client_of, clerk):
    return client_of(clerk)


@pytest.fixture
def voting(opened, clerk):
    stage.met(opened, clerk)
    return opened


def download(client, found, kind):
    response = client.get(reverse("reports:grid_file", args=[found.pk]) + f"?grid={kind}")
    assert response.status_code == 200
    return openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))


def upload(client, found, kind, book):
    """Send a workbook; give the page that says what it would change."""
    file = BytesIO()
    book.save(file)
    sent = SimpleUploadedFile("表.xlsx", file.getvalue())
    url = reverse("reports:grid_upload", args=[found.pk]) + f"?grid={kind}"
    return client.post(url, {"file": sent}).content.decode()


def confirm(client, found, kind, page):
    packed = re.search(r'name="packed" value="([^"]+)"', page)
    assert packed, page
    url = reverse("reports:grid_upload", args=[found.pk]) + f"?grid={kind}"
    return client.post(url, {"packed": packed[1]}, follow=True).content.decode()


def test_ballots_come_back_are_shown_and_saved(client, voting):
    book = download(client, voting, "ballots")
    page = book.active
    first, second, *_ = stage.roster(voting)
    assert [page.cell(FIRST, column).value for column in (4, 5)] == [first.name, first.posts]
    for column, count in enumerate((60, "２０", 10, 0), 6):
        page.cell(FIRST, column).value = count

    shown = upload(client, voting, "ballots", book)
    assert "将改动 4 格" in shown
    assert "F5" in shown
    assert not Tally.objects.exists()
    saved = confirm(client, voting, "ballots", shown)

    assert "由表格导入，改动 4 格" in saved
    assert stage.tally(first) == (60, 20, 10, 0)
    assert stage.tally(second) == (None,) * 4
    assert Event.objects.get(name="assessments.ballots_saved").data["how"] == "file"
    assert "没有改动，无须保存" in upload(client, voting, "ballots", book)


def test_every_grid_goes_down_and_up(client, voting, village):
    filled = {
        "meeting": (4, "欧阳建国二世", lambda: Meeting.objects.get(village=village).host),
        "targets": (6, 9.5, lambda: f"{stage.roster(voting)[0].virtue:f}"),
        "teams": (4, "良好", lambda: TeamResult.objects.get(village=village).result),
    }
    for kind, (column, value, _) in filled.items():
        book = download(client, voting, kind)
        page = book.active
        at = next(row for row in range(FIRST, 30) if page.cell(row, 3).value == village.name)
        page.cell(at, column if kind != "meeting" else 5).value = value
        confirm(client, voting, kind, upload(client, voting, kind, book))

    assert [read() for *_, read in filled.values()] == ["欧阳建国二世", "9.50", "good"]


def test_a_file_is_entered_in_the_log_with_everybody_in_it(client, opened):
    download(client, opened, "targets")

    event = Event.objects.get(name="report.produced")
    assert event.data["people"] == sorted(one.person_id for one in stage.roster(opened))
    assert "目标考核录入表" in event.data["title"]


def spoil_name(page):
    page.cell(FIRST, 4).value = "别人"


def drop_row(page):
    page.delete_rows(FIRST)


def type_words(page):
    page.cell(FIRST, 6).value = "十二"


def type_too_much(page):
    page.cell(FIRST + 1, 6).value = 91


def add_row(page):
    page.cell(FIRST + 10, 4).value = "新来的"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (spoil_name, "D5：姓名应是“"),
        (drop_row, "表里少了 1 行："),
        (type_words, "F5：“十二”读不出来，请填 0 以上的整数"),
        (type_too_much, "F6："),
        (add_row, "第 15 行不是表里原有的行"),
    ],
)
def test_a_file_with_one_fault_saves_nothing_and_says_where(client, voting, spoil, said):
    book = download(client, voting, "ballots")
    for row in range(FIRST, FIRST + 3):
        book.active.cell(row, 7).value = 3
    spoil(book.active)

    page = upload(client, voting, "ballots", book)

    assert said in page
    assert "没有保存" in page
    assert 'name="packed"' not in page
    assert not Tally.objects.exists()


def test_another_grid_another_township_and_any_other_table_are_told_apart(
    client, client_of, voting, officer, neighbour, sibling_village
):
    other = download(client, voting, "targets")
    assert "这是“目标考核”的录入表" in upload(client, voting, "ballots", other)

    mine = download(client, voting, "ballots")
    mine.active.cell(1, 1).value = mine.active.cell(1, 1).value.replace(
        f"|{voting.pk}|", f"|{voting.pk + 1}|"
    )
    assert "年度的。请重新下载" in upload(client, voting, "ballots", mine)

    plain = openpyxl.Workbook()
    plain.active.append(["姓名", "票"])
    assert "不是从本页下载的“测评票”录入表" in upload(client, voting, "ballots", plain)


def test_what_is_no_workbook_is_refused_in_words(client, voting):
    url = reverse("reports:grid_upload", args=[voting.pk]) + "?grid=ballots"

    page = client.post(url, {"file": SimpleUploadedFile("a.xlsx", b"%PDF-1.4 x")}).content.decode()
    none = client.post(url, {}).content.decode()

    assert "这是 PDF 文件" in page
    assert "请选择从本页下载、填好的录入表" in none


def test_what_a_colleague_changed_meanwhile_is_told(client, opened, clerk):
    book = download(client, opened, "targets")
    first = stage.roster(opened)[0]
    entering.save_targets(round=opened, points={first.pk: {"virtue": Decimal(7)}}, by=clerk)
    book.active.cell(FIRST, 6).value = 9

    page = upload(client, opened, "targets", book)

    assert "F5：" in page
    assert "刚由他人改为 7" in page
    assert Entry.objects.get(pk=first.pk).virtue == 7


def test_a_confirmation_comes_too_late_where_somebody_was_faster(client, opened, clerk):
    book = download(client, opened, "targets")
    first = stage.roster(opened)[0]
    book.active.cell(FIRST, 6).value = 9
    shown = upload(client, opened, "targets", book)
    entering.save_targets(round=opened, points={first.pk: {"virtue": Decimal(7)}}, by=clerk)

    said = confirm(client, opened, "targets", shown)

    assert "刚由他人改为" in said
    assert Entry.objects.get(pk=first.pk).virtue == 7


def test_a_made_up_confirmation_is_refused(client, opened):
    url = reverse("reports:grid_upload", args=[opened.pk]) + "?grid=targets"

    page = client.post(url, {"packed": "x:y"}).content.decode()

    assert "预览已经过期，没有保存" in page


def test_an_unknown_grid_is_not_found(client, opened):
    assert client.get(reverse("reports:grid_file", args=[opened.pk]) + "?grid=x").status_code == 404
