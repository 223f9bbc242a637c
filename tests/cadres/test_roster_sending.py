"""A roster is sent: taken or refused in words, its columns asked for where they are not known."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile

import openpyxl
import pytest

from cadres.models import Batch, BatchStatus, ColumnMemory, Person, StoredFile
from tests.cadres.factories import fresh_number
from tests.cadres.roster_browser import SAMPLES, columns_form, html_of, send
from tests.cadres.rosters_made import HEADS, person_row, roster

pytestmark = pytest.mark.usefixtures("day")


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


# --- columns -------------------------------------------------------------------------------------


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


# --- samples -------------------------------------------------------------------------------------


def test_the_sample_of_the_township_goes_through_the_pages(browser, township):
    key = json.loads((SAMPLES / "roster-b.expected.json").read_text())

    send(browser, (SAMPLES / "roster-b.xlsx").read_bytes(), "roster-b.xlsx")

    batch = Batch.objects.get()
    assert batch.counts["read"] == key["people"]
    told = {int(row) for row in re.findall(r'id="row-(\d+)"', html_of(browser, batch))}
    assert {int(row) for row in key["errors"]} <= told
