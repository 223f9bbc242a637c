"""Identity numbers as sheets hold them: spaced, full-width, or broken by Excel."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cadres import identity
from cadres.rosters.cells import EXACT, INVISIBLE, says_nothing, text_of, tight
from cadres.rosters.lines import Problem

FULL_WIDTH, SPACED = "full_width_digits", "spaces_and_lower_case"
SCIENTIFIC = re.compile(r"\d(\.\d+)?[Ee]\+?1[4-9]")
QUOTES = "'‘’`′＇"
CODES = {
    "length": "identity_length",
    "charset": "identity_charset",
    "region": "identity_region",
    "birth_date": "identity_birth_date",
    "birth_future": "identity_birth_date",
    "birth_range": "identity_birth_date",
    "checksum": "identity_checksum",
}
MISSING = "身份证号未填写。请按身份证录入 18 位号码；不能确定的请与本人核对。"
FLOAT = (
    "身份证号被 Excel 当成数字存了，后几位已经丢失，不能还原。"
    "请把这一列的单元格格式设为“文本”，再对照身份证重新录入。"
)
ROUNDED = (
    "末尾的 000 可能是 Excel 把号码当成数字造成的：请把单元格格式设为“文本”，再对照身份证重录。"
)


@dataclass(slots=True)
class Number:
    """What a cell with an identity number turned out to hold."""

    number: str = ""
    reading: identity.Reading | None = None
    refused: list[Problem] = field(default_factory=list)
    warned: list[Problem] = field(default_factory=list)
    tolerated: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return self.reading is not None and not self.refused


def read_number(cell: Any, today: date) -> Number:
    """Read a cell's identity number and check it by itself."""
    text = text_of(cell)
    if says_nothing(text.strip(QUOTES)):
        return _refused("identity_missing", MISSING)
    if (isinstance(cell, float) and abs(cell) >= EXACT) or SCIENTIFIC.fullmatch(tight(text)):
        return _refused("identity_float", FLOAT)
    shown = text if text.isascii() else text.translate(INVISIBLE)
    bare = shown.strip("\t\r\n").lstrip(QUOTES)
    reading = identity.read(bare, today=today)
    if identity.is_legacy(reading.number):
        return _legacy(reading)
    found = Number(reading.number, reading, tolerated=_tolerated(bare))
    for problem in reading.problems:
        error = problem.severity is identity.Severity.ERROR
        kept = found.refused if error else found.warned
        code = CODES[problem.check] if error else "region_elsewhere"
        if all(other.code != code for other in kept):
            kept.append(Problem(code, "id_number", _sentence(problem, reading.number)))
    return found


def _sentence(problem: identity.Problem, number: str) -> str:
    rounded = problem.check == "checksum" and number.endswith("000")
    return problem.sentence + ROUNDED if rounded else problem.sentence


def _legacy(reading: identity.Reading) -> Number:
    sentence = reading.problems[0].sentence
    return Number(reading.number, None, [Problem("identity_legacy", "id_number", sentence)])


def _refused(code: str, sentence: str) -> Number:
    return Number(refused=[Problem(code, "id_number", sentence)])


def _tolerated(text: str) -> list[str]:
    """Say how the number was spelt otherwise than on the card."""
    codes = []
    if not text.isascii() and any("０" <= letter <= "９" or letter in "Ｘｘ" for letter in text):
        codes.append(FULL_WIDTH)
    if "x" in text or len(text.split()) > 1 or text != text.strip():
        codes.append(SPACED)
    return codes
