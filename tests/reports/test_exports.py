"""Exported lists: what is on the page and its conditions, who made it, and nothing that runs."""

from __future__ import annotations

import csv
import hashlib
import time
from datetime import date, timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.utils import timezone

from accounts.acting import command_line
from accounts.models import Work
from accounts.roles import Role
from accounts.session import acting_as
from audit.models import Event
from cadres.columns import COLUMNS
from cadres.identity import mask
from cadres.models import StoredFile
from cadres.posts import Post
from config.workers import workers
from reports.exports import orders
from reports.exports.storing import drop_old
from tests.cadres.factories import made_up_number, make_person, make_tenure

URL = "/exports/cadres/"
NUMBER = made_up_number(born_on=date(1975, 3, 8), sequence=903)
PURPOSE = "办理医保参保登记"


@pytest.fixture
def people(settings, township, village, sibling, sibling_village):
    settings.BUSINESS_DAY = date(2018, 12, 20)
    made = [
        make_person(township, "曾国华", id_number=NUMBER),
        make_person(township, "单海燕", political_status="13"),
        make_person(sibling, "曾春生"),
    ]
    make_tenure(made[0], village, Post.PARTY_SECRETARY)
    make_tenure(made[0], village, Post.VC_DIRECTOR, date(2018, 2, 1))
    make_tenure(made[1], village, Post.VC_MEMBER)
    make_tenure(made[2], sibling_village)
    return made


@pytest.fixture
def export(client_of, clerk):
    """Give a function that exports a list and gives the file's bytes."""

    def ask(acting=None, **asked):
        browser = client_of(acting or clerk)
        response = browser.post(URL, {"format": "xlsx", "query": ""} | asked)
        assert response.status_code == 200
        assert "attachment" in response["Content-Disposition"]
        return b"".join(response.streaming_content)

    return ask


def sheet(content):
    rows = openpyxl.load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
    return [["" if cell is None else cell for cell in row] for row in rows]


def body(rows):
    """Give the rows below the headers."""
    return rows[rows.index([column.label for column in COLUMNS]) + 1 :]


def test_the_workbook_holds_the_rows_of_the_page(people, export, client_of, clerk):
    page = client_of(clerk).get("/cadres/", {"o": "-name"}).context["rows"]

    rows = body(sheet(export(query="o=-name")))

    shown = [[cell.text for cell in cells] for _, cells in page]
    assert [[str(cell) for cell in row] for row in rows] == shown
    assert [row[0] for row in rows] == ["曾国华", "单海燕"]
    assert rows[0][2] == 43


def test_the_head_says_conditions_maker_count_and_number(people, export):
    head = " ".join(str(row[0]) for row in sheet(export(query="q=zgh&post=party_secretary"))[:4])

    event = Event.objects.get(name="report.produced")
    for said in ("查找“zgh”", "职务：书记", "陈干事", "行数：1", event.data["reference"], "已遮盖"):
        assert said in head


def test_an_export_is_an_event_with_everybodys_number_and_the_hash(people, export):
    content = export()

    event = Event.objects.get(name="report.produced")
    assert event.data["people"] == sorted(person.pk for person in people[:2])
    assert event.data["sha256"] == hashlib.sha256(content).hexdigest()
    assert (event.data["rows"], event.actor, event.data["purpose"]) == (2, "clerk", "")


@pytest.mark.parametrize(("format_", "encoding"), [("csv", "utf-8-sig"), ("gb18030", "gb18030")])
def test_csv_says_the_same_in_both_encodings(people, export, format_, encoding):
    content = export(format=format_)

    assert (content[:3] == b"\xef\xbb\xbf") is (encoding == "utf-8-sig")
    rows = list(csv.reader(StringIO(content.decode(encoding))))
    assert [row[0] for row in body(rows)] == ["单海燕", "曾国华"]
    assert all(len(row) == len(COLUMNS) for row in body(rows))


@pytest.mark.parametrize("start", ["=1+1", "+86", "-1", "@A1", "\tx", "\rx", "'quoted"])
def test_nothing_in_a_csv_runs(people, export, township, village, start):
    make_tenure(make_person(township, start), village)

    text = export(format="csv").decode("utf-8-sig")

    cells = [cell for row in csv.reader(StringIO(text)) for cell in row]
    assert "'" + start in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_nothing_in_a_workbook_runs_or_leads_away(people, export, township, village):
    make_tenure(make_person(township, '=HYPERLINK("https://example.org")'), village)

    book = openpyxl.load_workbook(BytesIO(export()))

    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert '=HYPERLINK("https://example.org")' in [cell.value for cell in cells]


def test_a_search_by_the_end_of_a_number_can_be_exported(people, export, client_of, clerk):
    found = client_of(clerk).get("/cadres/", {"q": NUMBER[-4:]}).url.partition("?")[2]

    assert [row[0] for row in body(sheet(export(query=found)))] == ["曾国华"]


@pytest.mark.parametrize("who", ["clerk", "officer"])
def test_full_numbers_stand_there_for_a_purpose_with_a_watermark(people, export, request, who):
    rows = sheet(export(request.getfixturevalue(who), stated=PURPOSE, query="q=曾国华"))

    assert body(rows)[0][7] == NUMBER
    assert PURPOSE in rows[3][0]
    assert "不得转发" in rows[3][0]
    assert Event.objects.get(name="report.produced").data["purpose"] == PURPOSE


@pytest.mark.parametrize("who", ["committee", "city_officer", "auditor"])
def test_others_get_masked_numbers_whatever_they_state(people, export, request, who):
    content = export(request.getfixturevalue(who), stated=PURPOSE, query="q=曾国华")

    assert body(sheet(content))[0][7] == mask(NUMBER)


def test_a_purpose_that_says_nothing_is_refused_on_the_form(people, client_of, clerk):
    response = client_of(clerk).post(URL, {"format": "xlsx", "stated": "看"})

    assert "请写明查看号码的用途" in response.content.decode()
    assert not Event.objects.filter(name="report.produced").exists()


def test_nobody_of_elsewhere_is_in_it(people, export, neighbour, sibling, officer):
    assert [row[0] for row in body(sheet(export(neighbour)))] == ["曾春生"]
    assert len(body(sheet(export(officer)))) == 3


def test_the_form_says_how_many_and_an_empty_list_is_not_exported(people, client_of, clerk):
    browser = client_of(clerk)

    assert "共 2 人" in browser.get(URL).content.decode()
    empty = browser.get(URL, {"q": "没有此人"}).content.decode()
    assert "没有可导出的内容" in empty
    assert '<button class="button primary">' not in empty


def test_looking_at_the_form_makes_nothing(people, client_of, clerk):
    client_of(clerk).get(URL)

    assert not Event.objects.filter(name="report.produced").exists()


def test_a_long_list_is_exported_by_a_worker_and_fetched_by_its_asker(
    task_queue, monkeypatch, client_of, hire, township, village
):
    monkeypatch.setattr(orders, "IN_REQUEST", 1)
    monkeypatch.setattr("reports.views.exports.IN_REQUEST", 1)
    clerk = hire(Role.TOWNSHIP_CLERK, township, "clerk9", "常干事", last_day=date(2090, 1, 1))
    for name in ("曾国华", "单海燕"):
        make_tenure(make_person(township, name), village)
    browser = client_of(clerk)

    with workers(1):
        page = browser.post(URL, {"format": "xlsx", "query": ""}).url
        job = Work.objects.get()
        deadline = time.monotonic() + 60
        while not job.is_over and time.monotonic() < deadline:
            time.sleep(0.1)
            job.refresh_from_db()

    assert (job.status, job.failure, job.done, job.total) == ("done", "", 2, 2)
    assert page == f"/background/{job.pk}/"
    assert f'href="/background/{job.pk}/file/"' in browser.get(page).content.decode()
    content = browser.get(f"/background/{job.pk}/file/").content
    assert [row[0] for row in body(sheet(content))] == ["单海燕", "曾国华"]
    assert Event.objects.get(name="report.fetched").data["sha256"] == (
        hashlib.sha256(content).hexdigest()
    )


@pytest.fixture
def finished(clerk):
    """Give work that ended a moment ago, with its file."""
    file = StoredFile.objects.create(
        scope_path=clerk.lo, name="干部名册.xlsx", kind="xlsx", size=3, sha256="0" * 64, body=b"abc"
    )
    return Work.objects.create(
        scope_path=clerk.lo, task=orders.EXPORT, title="导出干部名册", asked_by=clerk.username,
        status="done", ended_at=timezone.now(), arguments={"file": file.pk},
        url="/background/1/file/",
    )  # fmt: skip


def test_a_kept_file_is_its_askers_alone_and_never_shown_inline(
    client_of, clerk, second_clerk, neighbour, finished
):
    url = f"/background/{finished.pk}/file/"

    response = client_of(clerk).get(url)

    assert response.content == b"abc"
    assert response["Content-Disposition"].startswith("attachment")
    assert client_of(second_clerk).get(url).status_code == 404
    assert client_of(neighbour).get(url).status_code == 404


@pytest.mark.parametrize(("hours", "left"), [(23, 1), (25, 0)])
def test_a_kept_file_is_gone_after_a_day(client_of, clerk, finished, hours, left):
    now = finished.ended_at + timedelta(hours=hours)

    with acting_as(command_line("清理")) as by:
        drop_old(before=now - timedelta(hours=24), by=by)

    assert StoredFile.objects.count() == left
    page = client_of(clerk).get(f"/background/{finished.pk}/").content.decode()
    assert ("已过保存期限" in page) is (left == 0)
    status = client_of(clerk).get(f"/background/{finished.pk}/file/").status_code
    assert status == (200 if left else 404)
