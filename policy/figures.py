"""Read and show exact numbers; no binary floating point anywhere."""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation
from fractions import Fraction
from typing import Any

# A score of 40 digits times a weight of a few still fits: nothing is ever rounded silently.
EXACT = Context(prec=120, traps=[Inexact, InvalidOperation])
CENT = Decimal("0.01")
DECIMAL = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,20})?")
HUNDRED = Decimal(100)
Number = Decimal | Fraction


def decimal(text: str) -> Decimal:
    """Read plain decimal notation exactly; ValueError for anything else."""
    if not DECIMAL.fullmatch(text):
        raise ValueError(text)
    return EXACT.plus(Decimal(text))  # plus turns -0 into 0


def two_places(number: Number) -> str:
    """Show with two decimals, half up; for reading only, never compared."""
    if isinstance(number, Fraction):
        cents = _half_up(number * 100)
        return str((Decimal(cents) / HUNDRED).quantize(CENT))
    return str(number.quantize(CENT, ROUND_HALF_UP, EXACT_SHOW))


def exact(number: Number) -> str:
    """Show every digit: at least two decimals, or the fraction if it does not end."""
    if isinstance(number, Fraction):
        return str(number)
    _, _, exponent = number.as_tuple()
    if isinstance(exponent, int) and exponent >= -2:
        return str(number.quantize(CENT, context=EXACT_SHOW))
    shown = format(number, "f").rstrip("0")
    return shown + "00"[: max(0, 2 - len(shown.split(".")[1]))]


def plain(number: Number) -> str:
    """Show without trailing zeros, as a person writes it: 4.2, 4, 1/3."""
    if isinstance(number, Fraction):
        return str(number)
    return format(number.normalize(EXACT_SHOW), "f")


def percent(share: Decimal) -> str:
    """Show a share as a percentage: 0.2 is 20%."""
    return plain(EXACT.multiply(share, HUNDRED)) + "%"


def _half_up(number: Fraction) -> int:
    whole = abs(number)
    rounded = (2 * whole.numerator + whole.denominator) // (2 * whole.denominator)
    return rounded if number >= 0 else -rounded


def cents(amount: Fraction) -> str:
    """Round an amount in yuan once, half up, to the cent, and show it."""
    total = _half_up(amount * 100)
    return f"{total // 100}.{total % 100:02d}"


EXACT_SHOW = Context(prec=120)


def _ratio(text: str) -> Decimal:
    if not text.endswith("%"):
        raise ValueError(text)
    return EXACT.divide(decimal(text[:-1]), HUNDRED)


def _fraction(text: str) -> Fraction:
    if not re.fullmatch(r"[0-9]{1,6}/[1-9][0-9]{0,5}", text):
        raise ValueError(text)
    return Fraction(text)


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise ValueError(text)
    return int(text)


def _words(text: str) -> tuple[str, ...]:
    words = tuple(text.split("、"))
    if not all(words) or len(set(words)) != len(words):
        raise ValueError(text)
    return words


def _word(text: str) -> str:
    if not text.strip():
        raise ValueError(text)
    return text


def _flag(text: str) -> bool:
    if text not in ("是", "否"):
        raise ValueError(text)
    return text == "是"


def _band(text: str) -> tuple[Decimal, Decimal]:
    low, found, high = text.partition("..")
    band = decimal(low), decimal(high)
    if not found or not 0 <= band[0] < band[1] <= HUNDRED:
        raise ValueError(text)
    return band


def _counts(text: str) -> tuple[int, ...]:
    return tuple(_count(part) for part in text.split("、"))


def _score(text: str) -> Decimal:
    score = decimal(text)
    if not 0 <= score <= HUNDRED:
        raise ValueError(text)
    return score


# kind: (how to read it, what a wrong one should have looked like)
KINDS: dict[str, tuple[Callable[[str], Any], str]] = {
    "ratio": (_ratio, '百分数，如 "20%"'),
    "fraction": (_fraction, '分数，如 "1/3"'),
    "score": (_score, '0 至 100 的分数，如 "80"'),
    "count": (_count, '整数，如 "22"'),
    "days": (_count, '日数，如 "10"'),
    "working_days": (_count, '工作日数，如 "5"'),
    "months": (_count, '月数，如 "3"'),
    "counts": (_counts, '用、隔开的整数，如 "30、15"'),
    "word": (_word, "一个词"),
    "words": (_words, "用、隔开、不重复的词"),
    "flag": (_flag, "是或否"),
    "band": (_band, '分数段，如 "70..90"'),
}


def value(kind: str, text: str) -> Any:
    """Read a rulebook value of a kind; None for `none`, ValueError if it does not fit."""
    return None if text == "none" else KINDS[kind][0](text)
