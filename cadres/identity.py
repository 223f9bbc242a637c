"""Citizen identity numbers (GB 11643-1999): our own rule, without clock, settings or database."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

LENGTH, LEGACY_LENGTH = 18, 15
OLDEST = 120  # years
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"  # by the remainder of the weighted sum
MALE, FEMALE = "1", "2"  # GB/T 2261.1
SEX_NAMES = {MALE: "男", FEMALE: "女"}
SHAPE = re.compile(r"[0-9]{17}[0-9X]")
PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
HOME = "4304"
REGIONS_FILE = Path(__file__).parents[1] / "data/identity/hengyang_id_region_codes.csv"


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """A failed check, named as in data/identity, with a sentence for the clerk."""

    check: str
    sentence: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Reading:
    """What a typed number turned out to be."""

    number: str
    problems: tuple[Problem, ...] = ()
    sex: str = ""
    born_on: date | None = None

    @property
    def errors(self) -> tuple[str, ...]:
        return tuple(p.sentence for p in self.problems if p.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(p.sentence for p in self.problems if p.severity is Severity.WARNING)


def normalise(text: str) -> str:
    """Make half-width, drop every space, capitalise the x."""
    half_width = unicodedata.normalize("NFKC", text)
    return "".join(half_width.split()).upper()


def check_character(first17: str) -> str:
    """Give the 18th character by ISO 7064 MOD 11-2."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % 11]


def is_legacy(number: str) -> bool:
    """Tell a 15-digit number of GB 11643-1989, which is legacy input only."""
    return len(number) == LEGACY_LENGTH and number.isascii() and number.isdigit()


def upgrade(legacy: str) -> str:
    """Turn a 15-digit number into the 18 characters it became: century 19, check character."""
    first17 = f"{legacy[:6]}19{legacy[6:]}"
    return first17 + check_character(first17)


def has_shape(number: str) -> bool:
    """Tell whether a normalised text could be a number at all: 17 digits, a digit or X."""
    return SHAPE.fullmatch(number) is not None


def read(text: str, *, today: date, sex: str = "", born_on: date | None = None) -> Reading:
    """Check a number, and against the sex and birth date typed beside it where there are any."""
    number = normalise(text)
    if shape := _shape(number):
        return Reading(number, shape)
    birth, born = _birth(number, today)
    own_sex = MALE if int(number[16]) % 2 else FEMALE
    problems = (
        *_region(number[:6]),
        *birth,
        *_checksum(number),
        *_sex(own_sex, sex),
        *_typed_birth(born, born_on),
    )
    return Reading(number, problems, own_sex, born)


def mask(number: str) -> str:
    """Show the region and the last four characters: enough to compare with a card in hand."""
    if len(number) != LENGTH:
        return "*" * len(number)
    return f"{number[:6]}{'*' * 8}{number[-4:]}"


def _shape(number: str) -> tuple[Problem, ...]:
    problems = []
    if len(number) != LENGTH:
        problems.append(Problem("length", _length_sentence(number)))
    if not re.fullmatch(r"[0-9]+X?", number) or "X" in number[:17]:
        problems.append(
            Problem(
                "charset",
                "身份证号前 17 位只能是数字，末位是数字或 X，请检查是否把字母 O、I 当成了数字。"
                if number
                else "身份证号未填写，请按身份证录入 18 位号码。",
            )
        )
    return tuple(problems)


def _length_sentence(number: str) -> str:
    if is_legacy(number):
        return (
            "这是 15 位旧号码，已不能作为有效证件。"
            f"换算为 18 位是 {upgrade(number)}，请对照现用身份证核对后录入。"
        )
    return f"身份证号应为 18 位，现在是 {len(number)} 位，请检查是否漏录或多录。"


def _birth(number: str, today: date) -> tuple[tuple[Problem, ...], date | None]:
    digits = number[6:14]
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        sentence = f"号码第 7 至 14 位“{digits}”不是真实日期，请核对出生年月日。"
        return (Problem("birth_date", sentence),), None
    if born > today:
        sentence = f"号码中的出生日期 {born} 晚于今天，请核对第 7 至 14 位。"
        return (Problem("birth_future", sentence),), born
    if age_on(born, today) > OLDEST:
        sentence = f"按号码推算年龄超过 {OLDEST} 岁，请核对第 7 至 10 位的出生年份。"
        return (Problem("birth_range", sentence),), born
    return (), born


def age_on(born_on: date, day: date) -> int:
    """Count the full years of age on a day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def _checksum(number: str) -> tuple[Problem, ...]:
    if check_character(number[:17]) == number[17]:
        return ()
    return (Problem("checksum", "身份证号末位校验不符，号码中有录错的位，请对照身份证逐位核对。"),)


def _region(code: str) -> tuple[Problem, ...]:
    """Refuse what no county can bear; a code we do not know from elsewhere is only a warning."""
    status = _regions().get(code)
    if status in ("current", "abolished"):
        return ()
    if status is None and (
        not PROVINCES.match(code) or code[2:4] == "00" or code[4:] == "00" or code[:4] == HOME
    ):
        return (Problem("region", f"号码前 6 位“{code}”不是县级行政区划代码，请核对前 6 位。"),)
    sentence = (
        f"号码前 6 位“{code}”不是衡阳所辖县市区现用或曾用的代码。"
        "如系外地户籍可以录入，请再核对一次。"
    )
    return (Problem("region", sentence, Severity.WARNING),)


def _sex(own: str, typed: str) -> tuple[Problem, ...]:
    if not typed or typed == own:
        return ()
    sentence = f"号码第 17 位表示{SEX_NAMES[own]}性，与填报的性别不符，请核对号码和性别。"
    return (Problem("sex_mismatch", sentence),)


def _typed_birth(own: date | None, typed: date | None) -> tuple[Problem, ...]:
    if own is None or typed is None or typed == own:
        return ()
    sentence = f"号码中的出生日期是 {own}，填报的是 {typed}，两者不符，请对照身份证核对。"
    return (Problem("birth_mismatch", sentence),)


@cache
def _regions() -> dict[str, str]:
    """Read the codes that Hengyang numbers carry, abolished ones too: they never expire."""
    with REGIONS_FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["status"] for row in csv.DictReader(file)}
