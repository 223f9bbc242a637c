"""What an OLE2 file holds: an old workbook, an encrypted new one, a Word document, macros."""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER, ENTRY = 512, 128  # bytes
LOCK = 0x2F  # the record FILEPASS
LAST_SECTOR = 0xFFFFFFFA  # higher numbers are marks, not sectors
IN_HEADER = 109  # sectors of the allocation table that the header itself lists


class Damaged(Exception):  # noqa: N818  (it is an answer about a file)
    """The file does not hold together."""


def directory(content: bytes) -> dict[str, int]:
    """Give what the file holds, streams and storages alike, each with its first sector."""
    shift = _number(content, 30, "<H")
    if shift not in (9, 12):
        raise Damaged
    table = _allocation(content, 1 << shift)
    held = {}
    for sector in _chain(_number(content, 48), table):
        block = _sector(content, sector, 1 << shift)
        for at in range(0, len(block) - ENTRY + 1, ENTRY):
            entry = block[at : at + ENTRY]
            if name := _name(entry):
                held[name] = int(struct.unpack_from("<I", entry, 116)[0])
    return held


def is_locked(content: bytes, first_sector: int) -> bool:
    """Tell a workbook's stream that a password scrambles: it says so in its first records."""
    size = 1 << _number(content, 30, "<H")
    beginning = _sector(content, first_sector, size)
    at = 0
    while at + 4 <= len(beginning):
        kind, length = struct.unpack_from("<HH", beginning, at)
        if kind == LOCK:
            return True
        at += 4 + length
    return False


def _name(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 64)[0]
    used = entry[66] != 0 and 2 <= length <= 64
    return entry[: length - 2].decode("utf-16-le", errors="replace") if used else ""


def _allocation(content: bytes, size: int) -> list[int]:
    """Read the table that says which sector follows which."""
    sectors = list(struct.unpack_from(f"<{IN_HEADER}I", content, 76)) if len(content) > 511 else []
    more, seen = _number(content, 68), set()
    while more < LAST_SECTOR:
        if more in seen:
            raise Damaged
        seen.add(more)
        block = _sector(content, more, size)
        numbers = struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])
        sectors.extend(numbers[:-1])
        more = numbers[-1] if numbers else LAST_SECTOR
    table: list[int] = []
    for sector in sectors:
        if sector < LAST_SECTOR:
            block = _sector(content, sector, size)
            table.extend(struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4]))
    return table


def _chain(first: int, table: list[int]) -> list[int]:
    chain, seen, sector = [], set(), first
    while sector < LAST_SECTOR:
        if sector in seen or sector >= len(table):
            raise Damaged
        seen.add(sector)
        chain.append(sector)
        sector = table[sector]
    return chain


def _sector(content: bytes, number: int, size: int) -> bytes:
    start = (number + 1) * size
    if start >= len(content):
        raise Damaged
    return content[start : start + size]


def _number(content: bytes, at: int, shape: str = "<I") -> int:
    if len(content) < HEADER:
        raise Damaged
    return int(struct.unpack_from(shape, content, at)[0])
