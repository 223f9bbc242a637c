"""The pages of a roster's way: sent, columns checked, looked at, written, taken back."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from cadres.models import Batch, BatchRow, BatchStatus, ColumnMemory, Person, StoredFile, Tenure
from cadres.posts import Post
from tests.cadres.factories import fresh_number, make_person, make_tenure
from tests.cadres.rosters_made import HEADS, confirm, person_row, roster, take

pytestmark = pytest.mark.usefixtures("day")

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CORPUS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% debug %}",
    '=HYPERLINK("http://x")',
    "' onmouseover='alert(1)",
)


def send(browser: Client, content: bytes, name: str = "花名册.csv", **extra):
    """Send a file by the form."""
    return browser.post("/cadres/rosters/new/", {"file": SimpleUploadedFile(name, content)} | extra)


@pytest.fixture
def browser(client_of, clerk) -> Client:
    return client_of(clerk)


@pytest.fixture
def batch(township, village, clerk) -> Batch:
    """Give a roster with one new person and one who is refused."""
    rows = (person_row("曾国华", fresh_number()), person_row("单小红", ""))
    return take(township, clerk, *rows)


def html_of(browser: Client, batch: Batch, query: str = "") -> str:
    return browser.get(f"/cadres/rosters/{batch.pk}/{query}").content.decode()


# --- sending -------------------------------------------------------------------------------------


def test_a_sent_roster_is_shown_before_anything_is_written(browser, village):
    answer = send(browser, roster(person_row("曾国华", fresh_number())))

    batch = Batch.objects.get()
    assert answer.headers["Location"] == f"/cadres/rosters/{batch.pk}/"
    page = html_of(browser, batch)
    assert "确认写入 1 人" in page
    assert "曾国华" in page
    assert not Person.objects.exists()


def test_the_page_says_which_file_and_who_sent_it(browser, batch):
    page = html_of(browser, batch)

    assert "花名册.csv" in page
    assert "陈干事 2018-12-20 上传" in page
    assert batch.file.sha256[:12] in page


def test_a_file_that_was_sent_and_not_finished_is_gone_on_with(browser, village):
    content = roster(person_row("曾国华", fresh_number()))

    first = send(browser, content)
    second = send(browser, content)

    assert second.headers["Location"] == first.headers["Location"]
    assert Batch.objects.count() == StoredFile.objects.count() == 1


def zipped(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_macros() -> bytes:
    workbook = (SAMPLES / "roster-b.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(parts | {"xl/vbaProject.bin": b"macro"})


def encrypted() -> bytes:
    """Give an OLE container as Excel makes it around a workbook with a password."""
    sector = 512
    header = bytearray(sector)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 40, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBBIII", len(name) * 2 + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        + b"\0" * 36
        + struct.pack("<IQ", 0xFFFFFFFE, 0)
        for name, kind, child in (("Root Entry", 5, 1), ("EncryptedPackage", 2, 0xFFFFFFFF))
    )
    return bytes(header) + fat + entries.ljust(sector, b"\0")


BAD = {
    "nothing": (b"", "花名册.xlsx", "文件是空的"),
    "program": (b"MZ" + b"\0" * 200, "花名册.xlsx", "这是程序文件"),
    "pdf": (b"%PDF-1.7 ...", "花名册.pdf", "这是 PDF 文件"),
    "damaged": ((SAMPLES / "roster-b.xlsx").read_bytes()[:3000], "花名册.xlsx", "文件已损坏"),
    "macros": (with_macros(), "花名册.xlsx", "带有宏"),
    "encrypted": (encrypted(), "花名册.xlsx", "设了打开密码"),
    "no heads": ("甲,乙\n1,2\n".encode(), "花名册.csv", "没有找到表头"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_cannot_be_taken_is_refused_in_words_and_not_kept(browser, village, kind):
    content, name, words = BAD[kind]

    answer = send(browser, content, name)

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert "上传并核对" in answer.content.decode()
    assert not Batch.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_file_of_more_than_20_mb_is_thrown_away_on_its_way_in(browser, village, settings):
    settings.LARGEST_UPLOAD = 300_000  # the bound itself is the setting's

    answer = send(browser, b"a,b\n" * 100_000)

    assert answer.status_code == 200
    assert "文件超过 20 MB" in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_the_bound_of_an_upload_is_20_mb(settings):
    assert settings.LARGEST_UPLOAD == 20 * 2**20


def test_sending_nothing_says_what_to_do(browser, village):
    answer = browser.post("/cadres/rosters/new/", {})

    assert "请先选择花名册文件" in answer.content.decode()


# --- looking -------------------------------------------------------------------------------------


def test_a_refused_row_says_at_which_cell_and_why(browser, batch):
    page = html_of(browser, batch)

    assert "C 列“身份证号”" in page
    assert "身份证号未填写" in page
    assert "缺身份证号 1 行" in page


def test_numbers_are_masked_wherever_they_stand(browser, township, village, clerk):
    good, typo = fresh_number(), fresh_number()
    wrong = typo[:17] + ("1" if typo[17] != "1" else "2")
    known = make_person(township, "曾国华", phone="13900000001")
    rows = (
        person_row("曾国华", known.id_number, phone="13911112222"),
        person_row("单小红", wrong, phone="13700001111"),
        person_row("李春生", good, education=fresh_number()),
    )
    batch = take(township, clerk, *rows)

    pages = html_of(browser, batch)
    pages += browser.get(f"/cadres/rosters/{batch.pk}/columns/").content.decode()

    assert not re.findall(r"\d{15,17}[\dX]", re.sub(r"<code>.*?</code>", "", pages))
    for number in ("13900000001", "13911112222", "13700001111"):
        assert number not in pages
    assert "139****0001" in pages
    assert "139****2222" in pages


def test_a_change_is_shown_field_by_field(browser, township, village, clerk):
    person = make_person(township, "曾国华", education="61", phone="13900000001",
                         party_joined_on=date(2003, 7, 1))  # fmt: skip
    make_tenure(person, village, Post.VC_MEMBER)
    batch = take(township, clerk, person_row("曾国华", person.id_number, education="大专"))

    page = html_of(browser, batch)

    changed = '<span class="was">普通高中毕业</span> → <span class="is">大学专科毕业</span>'
    assert f"学历：{changed}" in page


def test_a_number_that_changed_only_where_it_is_hidden_is_said_to_have_changed(
    browser, township, village, clerk
):
    person = make_person(township, "曾国华", phone="13900000001")
    make_tenure(person, village, Post.VC_MEMBER)
    batch = take(township, clerk, person_row("曾国华", person.id_number, phone="13911110001"))

    assert "隐去的几位有改动" in html_of(browser, batch)


def test_the_filter_stands_in_the_address(browser, batch):
    refused = html_of(browser, batch, "?show=refused")
    new = html_of(browser, batch, "?show=new")
    by_reason = html_of(browser, batch, "?show=refused&why=identity_missing")

    assert ("单小红" in refused, "曾国华" in refused) == (True, False)
    assert ("单小红" in new, "曾国华" in new) == (False, True)
    assert ("单小红" in by_reason, "曾国华" in by_reason) == (True, False)
    assert "没有这样的行" in html_of(browser, batch, "?show=refused&why=unknown_post")


@pytest.mark.parametrize("query", ["?show=x&why=%00", "?page=-3", "?page=abc", "?why=<script>"])
def test_an_odd_filter_is_no_error(browser, batch, query):
    assert browser.get(f"/cadres/rosters/{batch.pk}/{query}").status_code == 200


def queries_of(browser: Client, batch: Batch) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get(f"/cadres/rosters/{batch.pk}/").status_code == 200
    return len(queries)


def test_the_page_costs_the_same_for_12_and_for_1200_rows(browser, township, village, clerk):
    few = take(township, clerk, *(person_row("曾国华", fresh_number()) for _ in range(12)))
    many = take(township, clerk, *(person_row("曾国华", fresh_number()) for _ in range(1200)))
    queries_of(browser, few)  # whatever is asked for once

    assert queries_of(browser, few) == queries_of(browser, many)


def test_nothing_in_a_sheet_becomes_part_of_the_page(browser, township, village, clerk):
    rows = [
        person_row(text, fresh_number(), village=text, posts=text, since=text, education=text,
                   party=text, joined=text, phone=text)
        for text in CORPUS
    ]  # fmt: skip
    content = roster(*rows, heads=(*HEADS[:-1], "手机号<b>"))
    send(browser, content, "<img src=x onerror=alert(1)>.csv")

    batch = Batch.objects.get()
    pages = html_of(browser, batch)
    pages += browser.get(f"/cadres/rosters/{batch.pk}/columns/").content.decode()
    pages += browser.get("/cadres/rosters/").content.decode()
    pages += browser.get("/").content.decode()

    for text in (*CORPUS[:2], "<img", "手机号<b>", "' onmouseover='"):
        assert text not in pages
    assert "{{ 7*7 }}" in pages


UNKNOWN = ("片区", *HEADS[1:])  # over names that are no name of a village, word for word


# --- columns -------------------------------------------------------------------------------------


@pytest.fixture
def unknown(browser, village) -> Batch:
    """Give a roster of which one needed column is called by a name nobody knows."""
    send(browser, roster(person_row("曾国华", fresh_number(), village="杨仙"), heads=UNKNOWN))
    return Batch.objects.get()


def columns_form(browser: Client, batch: Batch) -> dict[str, str]:
    """Give the form as the page has it filled in."""
    page = browser.get(f"/cadres/rosters/{batch.pk}/columns/").content.decode()
    asked = {}
    for name, options in re.findall(r'<select name="(c-\d+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="(\w*)" selected', options)
        asked[name] = chosen[1] if chosen else ""
    return asked


def test_columns_that_are_not_known_are_asked_for(browser, unknown):
    page = browser.get(f"/cadres/rosters/{unknown.pk}/", follow=True)

    assert page.redirect_chain[-1][0] == f"/cadres/rosters/{unknown.pk}/columns/"
    text = page.content.decode()
    assert "还不知道哪一列是：村（社区）" in text
    assert "片区" in text
    assert "杨仙" in text


def test_corrected_columns_are_read_and_remembered(browser, unknown, township):
    asked = columns_form(browser, unknown) | {"c-0": "village"}

    answer = browser.post(f"/cadres/rosters/{unknown.pk}/columns/", asked)

    assert answer.headers["Location"] == f"/cadres/rosters/{unknown.pk}/"
    unknown.refresh_from_db()
    assert (unknown.status, unknown.counts["new"]) == (BatchStatus.CHECKED, 1)
    assert ColumnMemory.objects.get().columns["0"] == "village"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"c-0": "name"}, "有 2 列都选了“姓名”"),
        ({"c-0": "no_such_meaning"}, "请从列表中选择这一列的含义"),
    ],
)
def test_columns_that_cannot_be_are_refused(browser, unknown, sent, words):
    asked = columns_form(browser, unknown) | sent

    answer = browser.post(f"/cadres/rosters/{unknown.pk}/columns/", asked)

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not ColumnMemory.objects.exists()


def test_another_sheet_of_the_file_can_be_taken(browser, village):
    book = openpyxl.Workbook()
    for name, person in (("一月", "曾国华"), ("二月", "单小红")):
        sheet = book.create_sheet(name)
        sheet.append(HEADS)
        sheet.append(person_row(person, fresh_number()))
    out = io.BytesIO()
    book.save(out)
    send(browser, out.getvalue(), "花名册.xlsx")
    batch = Batch.objects.get()
    other = next(name for name in ("一月", "二月") if name != batch.sheet)

    browser.post(f"/cadres/rosters/{batch.pk}/columns/", {"sheet": other})

    batch.refresh_from_db()
    assert batch.sheet == other
    wrong = browser.post(f"/cadres/rosters/{batch.pk}/columns/", {"sheet": "没有的表"})
    assert "文件里没有这张工作表" in wrong.content.decode()


# --- writing -------------------------------------------------------------------------------------


def post(browser: Client, batch: Batch, what: str, **data: str):
    return browser.post(f"/cadres/rosters/{batch.pk}/{what}/", data, follow=True)


def test_what_is_confirmed_is_true_and_the_page_says_so(browser, batch):
    page = post(browser, batch, "confirm").content.decode()

    person = Person.objects.get()
    assert "已写入 1 人：新建档案 1 人，更正 0 人" in page
    assert f'href="/cadres/{person.pk}/"' in page
    assert "陈干事 2018-12-20 确认" in page


def test_the_same_button_twice_writes_once_and_shows_the_result(browser, batch):
    post(browser, batch, "confirm")

    again = post(browser, batch, "confirm")

    assert again.status_code == 200
    assert "没有重复写入" in again.content.decode()
    assert Person.objects.count() == 1


def test_a_registry_that_changed_meanwhile_is_said_and_nothing_is_written(
    browser, township, village, clerk
):
    number = fresh_number()
    batch = take(township, clerk, person_row("曾国华", number))
    make_person(township, "曾国华", id_number=number)

    page = post(browser, batch, "confirm")

    assert page.status_code == 200
    assert "第 2 行的结果已不同，没有写入任何内容" in page.content.decode()
    assert not Tenure.objects.exists()
    post(browser, batch, "recheck")
    batch.refresh_from_db()
    assert batch.counts["changed"] == 1


def test_a_roster_without_anything_new_offers_no_writing(browser, township, village, clerk):
    rows = (person_row("曾国华", fresh_number()),)
    confirm(take(township, clerk, *rows), clerk)

    page = html_of(browser, take(township, clerk, *rows))

    assert "没有要写入的内容" in page
    assert "确认写入" not in page


def test_a_roster_can_be_dropped(browser, batch):
    page = post(browser, batch, "discard").content.decode()

    assert "已作废，没有写入任何内容" in page
    assert not BatchRow.objects.exists()
    assert "这次导入现在是“已作废”" in post(browser, batch, "confirm").content.decode()
    assert not Person.objects.exists()


@pytest.mark.parametrize("what", ["recheck", "discard"])
def test_what_is_written_is_not_checked_or_dropped_again(browser, batch, what):
    post(browser, batch, "confirm")

    page = post(browser, batch, what).content.decode()

    assert "这次导入现在是“已写入”" in page
    assert Person.objects.count() == 1


# --- taking back ---------------------------------------------------------------------------------


def test_a_written_roster_is_taken_back_with_a_reason(browser, batch):
    post(browser, batch, "confirm")

    refused = post(browser, batch, "undo")
    assert "请写明撤回的原因" in refused.content.decode()
    assert Person.objects.count() == 1
    page = post(browser, batch, "undo", reason="传错了文件").content.decode()

    assert "已整批撤回" in page
    assert "传错了文件" in page
    assert not Person.objects.exists()


def test_who_stands_against_taking_back_is_named_before_it_is_asked(browser, batch):
    post(browser, batch, "confirm")
    Person.objects.update(native_place="湖南耒阳")

    page = browser.get(f"/cadres/rosters/{batch.pk}/undo/").content.decode()

    assert "曾国华 的档案或任职在导入以后又有变动" in page
    assert "撤回原因" not in page


def test_what_was_never_written_cannot_be_taken_back(browser, batch):
    page = browser.get(f"/cadres/rosters/{batch.pk}/undo/").content.decode()

    assert "这次导入现在是“待确认”，不能再撤回" in page
    assert "不能再撤回" in post(browser, batch, "undo", reason="试").content.decode()


# --- who -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["committee", "officer", "city_officer", "auditor"])
def test_others_of_the_division_look_and_touch_nothing(request, client_of, batch, who):
    browser = client_of(request.getfixturevalue(who))

    page = html_of(browser, batch)

    assert "待乡镇组织干事确认写入" in page
    for words in ("确认写入 ", "作废", "重新核对", "下载"):
        assert words not in page
    assert "花名册.csv" in browser.get("/cadres/rosters/").content.decode()
    assert "上传并核对" not in browser.get("/cadres/rosters/").content.decode()


@pytest.mark.parametrize("what", ["", "columns/", "confirm/", "undo/", "refused/", "file/"])
def test_a_neighbours_roster_is_not_there(client_of, neighbour, batch, what):
    browser = client_of(neighbour)

    assert browser.get(f"/cadres/rosters/{batch.pk}/{what}").status_code == 404
    assert "花名册.csv" not in browser.get("/cadres/rosters/").content.decode()


def test_the_file_comes_back_as_it_was_sent_and_that_is_written_down(browser, batch):
    answer = browser.get(f"/cadres/rosters/{batch.pk}/file/")

    assert answer.content == bytes(batch.file.body)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert Event.objects.filter(name="roster.file_taken", object_id=str(batch.pk)).count() == 1


def test_looking_at_a_roster_is_written_down(browser, batch):
    html_of(browser, batch, "?show=refused")

    seen = Event.objects.get(name="roster.viewed")
    assert (seen.actor, seen.data["show"]) == ("clerk", "refused")


def test_the_clerk_is_reminded_of_what_he_left(browser, batch, client_of, committee):
    assert "花名册 花名册.csv 已核对，待确认写入" in browser.get("/").content.decode()
    assert "待确认写入" not in client_of(committee).get("/").content.decode()

    post(browser, batch, "confirm")

    assert "待确认写入" not in browser.get("/").content.decode()


def test_the_clerk_is_reminded_of_columns(browser, unknown):
    assert "待核对各列" in browser.get("/").content.decode()


def test_files_that_lie_elsewhere_are_asked_for_in_one_go(
    browser, township, sibling, village, clerk
):
    away = make_person(sibling, "隔壁老王")
    batch = take(township, clerk, person_row("隔壁老王", away.id_number))
    page = html_of(browser, batch)
    assert "此号码已登记，请报县委组织部办理转入" in page
    assert "报县委组织部办理转入（1 人）" in page
    assert sibling.name not in page

    assert "已报县委组织部" in post(browser, batch, "transfers").content.decode()


# --- samples -------------------------------------------------------------------------------------


def test_the_sample_of_the_township_goes_through_the_pages(browser, township):
    key = json.loads((SAMPLES / "roster-b.expected.json").read_text())

    send(browser, (SAMPLES / "roster-b.xlsx").read_bytes(), "roster-b.xlsx")

    batch = Batch.objects.get()
    assert batch.counts["read"] == key["people"]
    told = {int(row) for row in re.findall(r'id="row-(\d+)"', html_of(browser, batch))}
    assert {int(row) for row in key["errors"]} <= told
