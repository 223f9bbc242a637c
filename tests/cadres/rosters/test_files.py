"""What a sent file is, its content says; a file that cannot be read says what to do."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from cadres.rosters import apart
from cadres.rosters.files import MAX_BYTES, REFUSALS, open_workbook, refuse_size
from cadres.rosters.lines import Unreadable
from tests.cadres.rosters.old_workbook import compound_file, old_workbook

SAMPLES = Path(__file__).parents[3] / "samples"
ROWS = [["姓名", "身份证号"], ["张三", "430422196911299056"]]
SHEET = "xl/worksheets/sheet1.xml"


def workbook(rows=ROWS, *, cells=(), protect=False) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("花名册")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    for place, value in cells:
        sheet.write(place, value)
    if protect:
        sheet.protect("secret")
    book.close()
    return target.getvalue()


def with_entries(content: bytes, changed: dict[str, bytes]) -> bytes:
    """Give a copy of a zip in which these entries are new or other."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", 8) as new:
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, body in changed.items():
            new.writestr(name, body)
    return target.getvalue()


def entry(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()


def code(content: bytes, name: str = "花名册.xlsx") -> str:
    with pytest.raises(Unreadable) as refused:
        open_workbook(content, name)
    assert refused.value.sentence == REFUSALS[refused.value.code]
    return refused.value.code


@pytest.mark.parametrize(
    "name", ["花名册.xlsx", "花名册.xls", "花名册", "花名册.exe", "花名册.csv"]
)
def test_the_name_of_a_file_decides_nothing(name):
    assert open_workbook(workbook(), name).kind == "xlsx"
    assert open_workbook(old_workbook({"表": ROWS}), name).kind == "xls"
    assert open_workbook("姓名,身份证号\n张三,\n".encode(), name).kind == "csv"


def test_cells_come_as_a_clerk_sees_them():
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("表")
    day = book.add_format({"num_format": "yyyy年m月"})
    sheet.write_row("A1", ["字", 3, 1975.08, 430422196911299056, True])
    sheet.write_datetime("F1", date(1975, 8, 12), day)
    sheet.write_formula("G1", "=1/0", None, "#DIV/0!")
    sheet.write_formula("H1", "=A1", None, "字")
    sheet.write_blank("Z1", None, day)
    sheet.write_blank("A90", None, day)
    sheet.merge_range("A3:A5", "云丰村")
    book.close()

    sheet = open_workbook(target.getvalue(), "").sheets[0]

    assert sheet.rows[0] == [
        "字", 3, 1975.08, 4.304221969112991e17, "是", date(1975, 8, 12), "", "字",
    ]  # fmt: skip
    assert [type(cell) for cell in sheet.rows[0][:3]] == [str, int, float]
    assert sheet.rows[1:] == [[], ["云丰村"]]
    assert sheet.merged == [(2, 0, 4, 0)]


def test_rows_and_columns_keep_their_places():
    for content in (
        workbook([], cells=[("C4", "姓名"), ("E6", "张三")]),
        old_workbook({"表": [[], [], [], ["", "", "姓名"], [], ["", "", "", "", "张三"]]}),
    ):
        rows = open_workbook(content, "").sheets[0].rows
        assert rows == [[], [], [], ["", "", "姓名"], [], ["", "", "", "", "张三"]]


def test_hidden_sheets_are_left_out_while_one_is_seen():
    book = openpyxl.Workbook()
    book.active.title = "去年"
    book.active.sheet_state = "hidden"
    book.create_sheet("今年")
    target = io.BytesIO()
    book.save(target)

    assert [sheet.name for sheet in open_workbook(target.getvalue(), "").sheets] == ["今年"]


def test_a_protected_sheet_and_the_file_of_another_program_are_read():
    assert open_workbook(workbook(protect=True), "").sheets[0].rows == ROWS
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    assert open_workbook(target.getvalue(), "").sheets[0].rows == ROWS


def test_an_old_workbook_gives_its_cells_and_merged_ranges():
    content = old_workbook({"表": [["姓名", 3, 1975.08], ["", "", "云丰村"]]}, [(1, 2, 4, 2)])

    sheet = open_workbook(content, "").sheets[0]

    assert (sheet.rows, sheet.merged) == (
        [["姓名", 3, 1975.08], ["", "", "云丰村"]],
        [(1, 2, 4, 2)],
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_texts_are_read_in_every_encoding_and_separator(encoding, separator):
    rows = [["姓 名", "村"], ["张\n三", "䶮头村"], [], ["李四", "a;b,c"], ["\t43"]]
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)

    assert open_workbook(text.getvalue().encode(encoding), "").sheets[0].rows == rows


def test_a_text_formula_is_the_text_it_keeps():
    assert open_workbook('姓名,号\n张三,"=""0012"""\n'.encode(), "").sheets[0].rows[1] == [
        "张三", "0012",
    ]  # fmt: skip


def test_a_stray_quotation_mark_swallows_no_row():
    rows = (
        open_workbook('姓名,村\n"张三,云丰村\n李四,"和平"村\n王五,东村\n'.encode(), "")
        .sheets[0]
        .rows
    )

    assert [row[0] for row in rows] == ["姓名", "张三", "李四", "王五"]


def test_a_file_over_the_limit_is_refused_by_its_size_alone():
    assert code(bytes(200 * 2**20)) == "too_large"
    with pytest.raises(Unreadable, match="20 MB"):
        refuse_size(MAX_BYTES + 1)
    refuse_size(MAX_BYTES)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"\0" * 5000, "empty"),
        (b"MZ\x90\0" + bytes(300), "program"),
        (b"\x7fELF\x02" + bytes(300), "program"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"Rar!\x1a\x07\x00", "archive"),
        (b"{\\rtf1 }", "document"),
        (b"<html><table><tr><td>\xe5\xa7\x93</td></tr></table></html>", "markup"),
        (b'\n <?xml version="1.0"?><Workbook/>', "markup"),
        (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook", "markup"),
        (os.urandom(1) + bytes(range(256)) * 8, "unknown"),
        (b"\xef\xbb\xbf\xff\xfe\xff", "damaged"),
        ("姓名，身份证号，村，职务，备注".encode() + b"\xe5\xa7", "damaged"),
    ],
)
def test_what_is_no_table_says_what_it_is(content, expected):
    assert code(content) == expected


@pytest.mark.parametrize(
    ("streams", "storages", "expected"),
    [
        ({"EncryptionInfo": b"", "EncryptedPackage": b""}, (), "encrypted"),
        ({"WordDocument": b""}, (), "document"),
        ({"Something": b""}, (), "unknown"),
        ({"Workbook": b"junk" * 2000}, (), "damaged"),
        ({"Workbook": b""}, ("_VBA_PROJECT_CUR", "VBA"), "macros"),
    ],
)
def test_an_ole2_file_says_what_it_is(streams, storages, expected):
    assert code(compound_file(streams, storages)) == expected


def test_characters_that_no_database_takes_are_dropped():
    content = old_workbook({"表": [["姓\0名", "张\x01三", "张\n三"]]})
    assert open_workbook(content, "").sheets[0].rows == [["姓名", "张三", "张\n三"]]


def test_an_old_workbook_with_a_password_or_cut_short_is_refused():
    assert code(old_workbook({"表": ROWS}, password=True)) == "encrypted"
    assert code(old_workbook({"表": ROWS})[:1500]) == "damaged"
    assert code(old_workbook({"表": ROWS})[:300]) == "damaged"


def test_wps_own_format_is_read_where_it_can_be_and_explained_where_not():
    assert open_workbook(old_workbook({"表": ROWS}), "花名册.et").kind == "xls"
    assert code(compound_file({"Something": b""}), "花名册.et") == "other_workbook"


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ({"xl/vbaProject.bin": b"x"}, "macros"),
        ({"xl/macrosheets/sheet1.xml": b"x"}, "macros"),
        ({"xl/workbook.xml": b"<broken"}, "damaged"),
        ({SHEET: b"<worksheet><sheetData><row r='1'"}, "damaged"),
    ],
)
def test_a_workbook_with_these_entries_is_refused(entries, expected):
    assert code(with_entries(workbook(), entries)) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["word/document.xml", "[Content_Types].xml"], "document"),
        (["content.xml", "mimetype"], "other_workbook"),
        (["xl/workbook.bin"], "other_workbook"),
        (["花名册.xlsx"], "archive"),
        ([f"{number}.xml" for number in range(3000)], "zip_bomb"),
    ],
)
def test_a_zip_that_is_no_workbook_says_what_it_is(names, expected):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in names:
            package.writestr(name, b"<x/>")
    assert code(target.getvalue()) == expected


def test_a_zip_bomb_is_refused_by_what_its_directory_states():
    began = time.monotonic()
    assert code(with_entries(workbook(), {SHEET: bytes(400 * 2**20)})) == "zip_bomb"
    assert time.monotonic() - began < 20  # most of it to make the bomb


def test_a_zip_bomb_whose_directory_lies_is_refused_all_the_same():
    bomb = with_entries(workbook(), {SHEET: bytes(60 * 2**20)})
    small = (60 * 2**20).to_bytes(4, "little")

    lying = bomb.replace(small, (5000).to_bytes(4, "little"))

    assert lying != bomb
    assert code(lying) in ("zip_bomb", "damaged")


def test_a_workbook_cut_short_is_damaged():
    content = (SAMPLES / "roster-a.xlsx").read_bytes()
    assert code(content[: len(content) // 2]) == "damaged"
    assert code(content[:-10]) == "damaged"


def test_an_entity_bomb_is_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    sheet = entry(workbook(), SHEET).replace("<worksheet", f"{bomb}<worksheet", 1)
    assert code(with_entries(workbook(), {SHEET: sheet.encode()})) == "damaged"


def test_one_cell_far_away_is_refused_without_its_memory():
    began = time.monotonic()
    assert code(workbook(cells=[("XFD1048576", "x")])) == "too_big_inside"
    assert time.monotonic() - began < 10


def test_a_format_far_away_disturbs_nobody():
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ROWS[0])
    sheet.write_blank("XFD1048576", None, book.add_format({"bold": True}))
    book.close()

    assert open_workbook(target.getvalue(), "").sheets[0].rows == [ROWS[0]]


def test_texts_used_too_often_are_too_big():
    text = "x" * 32_000
    book = workbook([[text]])
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 80_001))
    sheet = entry(book, SHEET)
    start, end = sheet.index("<sheetData>"), sheet.index("</sheetData>")
    huge = f"{sheet[:start]}<sheetData>{cells}{sheet[end:]}"

    assert code(with_entries(book, {SHEET: huge.encode()})) == "too_big_inside"


def test_more_rows_than_a_county_has_cadres_are_too_big():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 200_002))
    sheet = entry(workbook(), SHEET)
    start, end = sheet.index("<sheetData>"), sheet.index("</sheetData>")
    huge = f"{sheet[:start]}<sheetData>{rows}{sheet[end:]}"

    assert code(with_entries(workbook(), {SHEET: huge.encode()})) == "too_big_inside"


def test_a_text_of_too_many_rows_or_cells_is_too_big():
    assert code(b"a,b\n" * 200_001) == "too_big_inside"
    assert code((b"," * 50_000 + b"\n") * 90) == "too_big_inside"
    assert len(open_workbook(b"a,b\n" * 200_000, "").sheets[0].rows) == 200_000


@pytest.mark.parametrize(
    ("program", "seconds", "expected"),
    [
        ("import time; time.sleep(60)", 1, "too_big_inside"),
        ("import sys; sys.exit(3)", 60, "damaged"),
        ("import os; os.abort()", 60, "too_big_inside"),
        ("bytearray(2**60)", 60, "damaged"),
        ("print('nonsense' * 99)", 60, "too_big_inside"),
    ],
)
def test_a_reader_that_hangs_or_dies_ends_in_an_answer(monkeypatch, program, seconds, expected):
    monkeypatch.setattr(apart, "_command", lambda: [sys.executable, "-c", program])
    monkeypatch.setattr(apart, "SECONDS", seconds)

    assert code(workbook()) == expected


def test_the_reader_dies_with_whoever_asked():
    asking = (
        "import subprocess, sys; from cadres.rosters import apart;"
        "p = subprocess.Popen(apart._command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE);"
        "print(p.pid, flush=True); import time; time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", asking], stdout=subprocess.PIPE, text=True
    ) as parent:
        child = int(parent.stdout.readline())
        time.sleep(0.5)  # until it has asked to die with its parent
        os.kill(child, 0)
        parent.send_signal(signal.SIGKILL)
    for _ in range(50):
        if not _lives(child):
            return
        time.sleep(0.1)
    pytest.fail("the reader still runs")


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False
