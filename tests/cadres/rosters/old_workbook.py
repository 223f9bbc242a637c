"""Workbooks as Excel 97 wrote them, byte by byte: no package we have writes them."""

from __future__ import annotations

import struct

SECTOR, ENTRY, SMALL = 512, 128, 4096  # shorter streams would live elsewhere
FREE, END, FAT, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5
BOF, EOF, SHEET, LABEL, NUMBER, MERGED, PASSWORD = 0x809, 0x0A, 0x85, 0x204, 0x203, 0xE5, 0x2F


def old_workbook(
    sheets: dict[str, list[list[object]]],
    merged: list[tuple[int, int, int, int]] = (),
    *,
    storages: tuple[str, ...] = (),
    password: bool = False,
) -> bytes:
    """Write sheets of texts and numbers; `merged` are ranges of the first."""
    parts = [
        _sheet(rows, merged if place == 0 else []) for place, rows in enumerate(sheets.values())
    ]
    lock = _record(PASSWORD, struct.pack("<HHH", 0, 0x1234, 0x5678)) if password else b""
    names = [_text(name, "<B") for name in sheets]
    head = _start(5) + lock
    # A sheet's record is 4 bytes of head, 6 of place and kind, then the name.
    start = len(head) + sum(10 + len(name) for name in names) + len(_record(EOF, b""))
    for name, part in zip(names, parts, strict=True):
        head += _record(SHEET, struct.pack("<IBB", start, 0, 0) + name)
        start += len(part)
    book = head + _record(EOF, b"") + b"".join(parts)
    return compound_file({"Workbook": book}, storages)


def compound_file(streams: dict[str, bytes], storages: tuple[str, ...] = ()) -> bytes:
    """Write an OLE2 file that holds these streams and empty storages."""
    bodies = {name: body.ljust(SMALL, b"\0") for name, body in streams.items()}
    entries = 1 + len(bodies) + len(storages)
    directory_sectors = -(-entries * ENTRY // SECTOR)
    data_sectors = sum(-(-len(body) // SECTOR) for body in bodies.values())
    fat_sectors = 1
    while fat_sectors * SECTOR // 4 < fat_sectors + directory_sectors + data_sectors:
        fat_sectors += 1
    table = [FAT] * fat_sectors + _run(fat_sectors, directory_sectors)
    directory = _entry("Root Entry", ROOT, END, 0, child=1)
    data = b""
    for place, (name, body) in enumerate(bodies.items(), 1):
        directory += _entry(name, STREAM, len(table), len(body), right=_next(place, entries))
        table += _run(len(table), -(-len(body) // SECTOR))
        data += _padded(body)
    for place, name in enumerate(storages, 1 + len(bodies)):
        directory += _entry(name, STORAGE, 0, 0, right=_next(place, entries))
    table += [FREE] * (fat_sectors * SECTOR // 4 - len(table))
    fat = struct.pack(f"<{len(table)}I", *table)
    return _header(fat_sectors) + fat + _padded(directory) + data


def _sheet(rows: list[list[object]], merged: list[tuple[int, int, int, int]]) -> bytes:
    part = _start(0x10)
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(cell, (int, float)):
                part += _record(NUMBER, place + struct.pack("<d", cell))
            elif cell != "":
                part += _record(LABEL, place + _text(str(cell), "<H"))
    for top, left, bottom, right in merged:
        part += _record(MERGED, struct.pack("<HHHHH", 1, top, bottom, left, right))
    return part + _record(EOF, b"")


def _start(kind: int) -> bytes:
    return _record(BOF, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0x41, 0x06))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _text(text: str, length: str) -> bytes:
    return struct.pack(length, len(text)) + b"\x01" + text.encode("utf-16-le")


def _run(first: int, sectors: int) -> list[int]:
    return [*range(first + 1, first + sectors), END] if sectors else []


def _next(place: int, entries: int) -> int:
    return place + 1 if place + 1 < entries else NONE


def _padded(body: bytes) -> bytes:
    return body + b"\0" * (-len(body) % SECTOR)


def _entry(
    name: str, kind: int, start: int, size: int, *, right: int = NONE, child: int = NONE
) -> bytes:
    wide = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIII",
        wide, len(wide), kind, 1, NONE, right, child, b"", 0, 0, 0, start, size, 0,
    )  # fmt: skip


def _header(fat_sectors: int) -> bytes:
    table = [*range(fat_sectors), *[FREE] * (109 - fat_sectors)]
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
        b"", 0, fat_sectors, fat_sectors, 0, SMALL, END, 0, END, 0,
    )  # fmt: skip
    return head + struct.pack("<109I", *table)
