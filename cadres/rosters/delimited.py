"""Text with commas, semicolons or tabs, in the encodings that Excel and WPS write."""

from __future__ import annotations

import codecs
import csv
import io
import re

from cadres.guarding import unguarded

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MAX_ROWS, MAX_COLUMNS, MAX_CELLS, MAX_TEXT = 200_000, 200, 4_000_000, 2_000
SAMPLE = 2**16  # characters that show which separator is used
MARKUP = re.compile(r"\s*(<!doctype|<html|<head|<table|<\?xml|<meta|mime-version:)", re.IGNORECASE)
# Excel's own trick to keep a number as text: ="430422…".
TEXT_FORMULA = re.compile(r'="([^"]*)"')
NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")


class NotText(Exception):  # noqa: N818  (it is an answer about a file)
    """The content is no text with separators; `code` says what it seems to be."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_rows(content: bytes) -> list[list[str]]:
    """Read all records; a quoted line break belongs to its cell, as Excel counts rows."""
    text = decode(content)
    if NOT_TEXT.search(text):
        raise NotText("unknown")
    if MARKUP.match(text):
        raise NotText("markup")
    if len(text) > SAMPLE and max(map(len, text[:SAMPLE].splitlines())) == SAMPLE:
        raise NotText("unknown")
    separator = _separator(text[:SAMPLE])
    if text.count(separator) + text.count("\n") > MAX_CELLS:
        raise NotText("too_big_inside")
    rows = _parse(text, separator)
    return [_trim(row) for row in rows]


def decode(content: bytes) -> str:
    """Read as its mark says, else as UTF-8, else as GB18030: bytes of one seldom pass as other."""
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if _mostly_utf8(content, error):
            raise NotText("damaged") from error
    return _strictly(content, "gb18030")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText("damaged" if encoding != "gb18030" else "unknown") from error


def _mostly_utf8(content: bytes, error: UnicodeDecodeError) -> bool:
    """Tell damaged UTF-8 from GB18030: the one has many good characters before a bad one."""
    before = content[: error.start]
    return len(before.decode("utf-8")) < len(before) - 20


def _separator(sample: str) -> str:
    """Take the separator that parts most lines into most cells."""
    lines = [line for line in sample.splitlines() if line.strip()]
    return max((",", "\t", ";"), key=lambda mark: sum(min(line.count(mark), 50) for line in lines))


def _parse(text: str, separator: str) -> list[list[str]]:
    """Read strictly first; a stray quotation mark must not swallow the rows below it."""
    csv.field_size_limit(2**20)
    try:
        return _records(text, separator, strict=True)
    except csv.Error:
        return [
            [cell.strip('"') for cell in row]
            for row in _records(text, separator, quoting=csv.QUOTE_NONE)
        ]


def _records(text: str, separator: str, **how: object) -> list[list[str]]:
    lines = io.StringIO(text, newline="")
    rows: list[list[str]] = []
    for row in csv.reader(lines, delimiter=separator, **how):  # type: ignore[arg-type]
        rows.append(row)
        if len(rows) > MAX_ROWS and any(row):
            raise NotText("too_big_inside")
    return rows


def _trim(row: list[str]) -> list[str]:
    cells = [_cell(cell) for cell in row[:MAX_COLUMNS]]
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _cell(cell: str) -> str:
    cell = unguarded(cell)
    formula = TEXT_FORMULA.fullmatch(cell) if cell.startswith("=") else None
    return formula[1] if formula else cell[:MAX_TEXT]
