"""Damaged copies of the samples, the same for a seed; and what must hold of reading any of them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

from cadres.posts import Post
from cadres.rosters.files import REFUSALS, open_workbook
from cadres.rosters.heads import choose_sheet, find_heads
from cadres.rosters.lines import Line, Month, Sheet, Unreadable
from cadres.rosters.reading import read_lines
from tests.cadres.rosters.made_up import TODAY
from tests.cadres.rosters.old_workbook import old_workbook

SAMPLES = Path(__file__).parents[3] / "samples"
NUMBER = re.compile(rb"\d+")
ODD_NUMBERS = (b"0", b"-1", b"99999999999", b"1048577", b"4294967296", b"1e308", b"NaN", b"")
CELLS = (
    "", 0, -1.5, 4.3e17, float("nan"), "\0", "\ufffe", "姓名", "合计", "填表人：", "张三", "3.4.5",
    date(1, 1, 1), 10**14, "9" * 400, "书记" * 50,
)  # fmt: skip


@cache
def whole(name: str) -> bytes:
    """Give a sample as it is; the old workbook is made from the first."""
    if name == "roster-a.xls":
        sheet = open_workbook(whole("roster-a.xlsx"), "").sheets[0]
        return old_workbook({"花名册": sheet.rows}, sheet.merged)
    return (SAMPLES / name).read_bytes()


NAMES = ("roster-a.xlsx", "roster-b.xlsx", "roster-c.csv", "roster-a.xls")


def damaged(seed: int) -> tuple[str, bytes]:
    """Give the damaged copy of a seed, with the name it is sent under."""
    dice = Random(seed)
    name = dice.choice(NAMES)
    ways = [flipped, cut, with_a_hole, with_garbage, doubled]
    if name.endswith(".xlsx"):
        ways += [repacked, repacked, repacked]
    return name, dice.choice(ways)(whole(name), dice)


def flipped(content: bytes, dice: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.choice((1, 1, 2, 5, 20, 200))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def cut(content: bytes, dice: Random) -> bytes:
    return content[: dice.randrange(len(content))]


def with_a_hole(content: bytes, dice: Random) -> bytes:
    start = dice.randrange(len(content))
    return content[:start] + content[start + dice.randrange(1, 2000) :]


def with_garbage(content: bytes, dice: Random) -> bytes:
    start = dice.randrange(len(content))
    return content[:start] + dice.randbytes(dice.randrange(1, 500)) + content[start:]


def doubled(content: bytes, dice: Random) -> bytes:
    start, length = dice.randrange(len(content)), dice.randrange(1, 3000)
    return content[: start + length] + content[start:]


def repacked(content: bytes, dice: Random) -> bytes:
    """Damage what the package holds, and close it properly again."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", 8) as new:
        parts = [name for name in old.namelist() if name.endswith((".xml", ".rels"))]
        hit = set(dice.sample(parts, dice.choice((1, 1, 2))))
        for name in old.namelist():
            body = old.read(name)
            if name in hit:
                body = dice.choice(WAYS)(body, dice)
            if name not in hit or dice.random() < 0.95:
                new.writestr(name, body)
    return target.getvalue()


def with_odd_numbers(content: bytes, dice: Random) -> bytes:
    found = list(NUMBER.finditer(content))
    for match in sorted(dice.sample(found, min(len(found), 5)), key=lambda m: -m.start()):
        content = content[: match.start()] + dice.choice(ODD_NUMBERS) + content[match.end() :]
    return content


WAYS: tuple[Callable[[bytes, Random], bytes], ...] = (
    flipped, cut, with_a_hole, with_odd_numbers, with_odd_numbers, doubled,
)  # fmt: skip


def check(name: str, content: bytes) -> str:
    """Read a file as an upload is read: sheets or a sentence, and lines that hold together."""
    try:
        workbook = open_workbook(content, name)
    except Unreadable as refused:
        return {sentence: code for code, sentence in REFUSALS.items()}[refused.sentence]
    chosen = choose_sheet(workbook)
    if chosen is None:
        return "no heads"
    for sheet in workbook.sheets:
        check_sheet(sheet)
    return "read"


def check_sheet(sheet: Sheet) -> None:
    heads = find_heads(sheet)
    if heads is not None:
        for line in read_lines(sheet, heads, heads.columns, today=TODAY):
            check_line(line, len(sheet.rows))


def check_line(line: Line, rows: int) -> None:
    assert 0 < line.sheet_row <= rows
    assert all(isinstance(text, str) and text for text in line.texts.values())
    for problem in (*line.refused, *line.warned):
        assert problem.code.replace("_", "").isascii()
        assert problem.field
        assert problem.sentence.endswith("。")
    for key, value in line.values.items():
        if key in ("born", "since", "party_joined", "full_member", "first_job"):
            assert isinstance(value, Month)
            assert isinstance(value.first, date)
        elif key == "posts":
            assert value
            assert all(isinstance(post, Post) for post in value)
        else:
            assert isinstance(value, int if key in ("file_number", "edition") else str), key
            assert value != ""
    assert line.refused or {"name", "id_number", "posts", "village"} <= line.values.keys()


def scrambled(sheet: Sheet, dice: Random) -> Sheet:
    """Put odd cells, rows and ranges into a sheet that was read well."""
    rows = [list(row) for row in sheet.rows]
    for _ in range(dice.randrange(1, 60)):
        row = dice.choice(rows)
        if row:
            row[dice.randrange(len(row))] = dice.choice(CELLS)
    if dice.random() < 0.5:
        dice.shuffle(rows)
    merged = list(sheet.merged) + [
        tuple(dice.randrange(200) for _ in range(4)) for _ in range(dice.randrange(0, 20))
    ]
    return Sheet(sheet.name, rows, merged)
