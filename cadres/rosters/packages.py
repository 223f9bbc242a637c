"""The zip file that a workbook is: which kind it is, and that it unpacks to a sane size."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
MAX_ENTRIES = 2_000
MAX_UNPACKED = 300 * 2**20
# Sheets of one repeated word shrink to a hundredth at most; a bomb to a thousandth.
MAX_RATIO, RATIO_FROM = 250, 20 * 2**20
PIECE = 2**18
ENCRYPTED = 0x1
LOCAL_HEADER = 30
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, ValueError, EOFError,
    OverflowError, IndexError, OSError, RuntimeError,
)  # fmt: skip


def refusal(content: bytes) -> str:
    """Give the code why this is no workbook that can be read, or nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
        return _by_names(entries) or _by_sizes(entries) or _by_unpacking(content, entries)
    except BROKEN:
        return "damaged"


def _by_names(entries: list[zipfile.ZipInfo]) -> str:
    names = [entry.filename.replace("\\", "/").lower() for entry in entries]
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        return "encrypted"
    if len(entries) > MAX_ENTRIES:
        return "zip_bomb"
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        return "macros"
    if "xl/workbook.xml" in names:
        return "" if len(set(names)) == len(names) else "damaged"
    return _other_package(names)


def _other_package(names: list[str]) -> str:
    if "xl/workbook.bin" in names:
        return "other_workbook"
    if "content.xml" in names or "mimetype" in names:
        return "other_workbook"
    if any(name.startswith(("word/", "ppt/")) for name in names):
        return "document"
    return "archive"


def _by_sizes(entries: list[zipfile.ZipInfo]) -> str:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    return _bomb(unpacked, packed)


def _bomb(unpacked: int, packed: int) -> str:
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_FROM and unpacked > packed * MAX_RATIO):
        return "zip_bomb"
    return ""


def _by_unpacking(content: bytes, entries: list[zipfile.ZipInfo]) -> str:
    """Count what really comes out: the sizes that the directory states may be lies."""
    total = 0
    for entry in entries:
        if not entry.filename.lower().endswith((".xml", ".rels")):
            continue
        if entry.compress_type == zipfile.ZIP_STORED:
            size, plain = entry.compress_size, _packed(content, entry)[:PIECE]
        elif entry.compress_type == zipfile.ZIP_DEFLATED:
            size, plain = _inflate(_packed(content, entry), MAX_UNPACKED - total)
        else:
            return "damaged"
        total += size
        if _bomb(size, len(content)) or total > MAX_UNPACKED:
            return "zip_bomb"
        if size != entry.file_size or b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
            return "damaged"
    return ""


def _packed(content: bytes, entry: zipfile.ZipInfo) -> bytes:
    """Cut an entry's packed bytes out, where its own header says they begin."""
    header = content[entry.header_offset : entry.header_offset + LOCAL_HEADER]
    name, extra = struct.unpack_from("<HH", header, 26)
    start = entry.header_offset + LOCAL_HEADER + name + extra
    return content[start : start + entry.compress_size]


def _inflate(packed: bytes, most: int) -> tuple[int, bytes]:
    """Count the bytes of a packed entry, up to just past `most`; keep its beginning."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    first = piece = inflate.decompress(packed, PIECE)
    size = len(piece)
    while piece and not inflate.eof and size <= most:
        piece = inflate.decompress(inflate.unconsumed_tail, PIECE)
        size += len(piece)
    return size, first
