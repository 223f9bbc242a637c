"""Read which characters a font file has: its character map, formats 4 and 12 (OpenType 1.9)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

COLLECTION = b"ttcf"
MISSING = 0  # the glyph that is an empty box


def characters(file: Path, index: int = 0) -> frozenset[int]:
    """Give the code points for which a font has a glyph; `index` picks one out of a collection."""
    data = file.read_bytes()
    start = struct.unpack_from(">I", data, 12 + 4 * index)[0] if data[:4] == COLLECTION else 0
    table = _table(data, start, b"cmap")
    found: set[int] = set()
    for offset in _subtables(data, table):
        form = struct.unpack_from(">H", data, offset)[0]
        if form == 12:
            found.update(_segmented_coverage(data, offset))
        elif form == 4:
            found.update(_segment_mapping(data, offset))
    return frozenset(found)


def _table(data: bytes, start: int, tag: bytes) -> int:
    count = struct.unpack_from(">H", data, start + 4)[0]
    for place in range(start + 12, start + 12 + 16 * count, 16):
        if data[place : place + 4] == tag:
            return int(struct.unpack_from(">I", data, place + 8)[0])
    raise ValueError(f"a font without the table {tag.decode()}")


def _subtables(data: bytes, table: int) -> Iterator[int]:
    for number in range(struct.unpack_from(">H", data, table + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", data, table + 4 + 8 * number)
        if platform == 0 or (platform, encoding) in ((3, 1), (3, 10)):  # Unicode
            yield table + offset


def _segmented_coverage(data: bytes, offset: int) -> Iterator[int]:
    for number in range(struct.unpack_from(">I", data, offset + 12)[0]):
        first, last, glyph = struct.unpack_from(">III", data, offset + 16 + 12 * number)
        yield from range(first + (glyph == MISSING), last + 1)


def _segment_mapping(data: bytes, offset: int) -> Iterator[int]:
    double = struct.unpack_from(">H", data, offset + 6)[0]
    ends = offset + 14
    starts = ends + double + 2
    for place in range(0, double, 2):
        last = struct.unpack_from(">H", data, ends + place)[0]
        first, delta = (
            struct.unpack_from(">H", data, starts + step * double + place)[0] for step in (0, 1)
        )
        at = starts + 2 * double + place
        to = struct.unpack_from(">H", data, at)[0]
        for code in range(first, last + 1):
            glyph = struct.unpack_from(">H", data, at + to + 2 * (code - first))[0] if to else code
            if code != 0xFFFF and (glyph + (delta if glyph or not to else 0)) % 65536 != MISSING:
                yield code
