"""Read the facts of a case; a bad one is refused in a sentence a township clerk can act on."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from policy.figures import HUNDRED, decimal

Facts = Mapping[str, Any]
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # fromisoformat alone takes 2018-W01-1


class FactError(ValueError):
    """Refuse a fact that cannot be true or cannot be read; the message is Chinese.

    `row` is the id of the row it stands in, where the facts have rows.
    """

    row: str | None = None


def number(raw: object, name: str) -> Decimal | None:
    """Read an exact number given as text or int; None is unknown; FactError otherwise."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise FactError(f"{name}“{raw}”不是数字，请填写如 94.6 的数字。")
    try:
        return decimal(str(raw).strip())
    except ValueError:
        raise FactError(f"{name}“{raw}”不是数字，请填写如 94.6 的数字。") from None


def score(raw: object, name: str) -> Decimal | None:
    """Read a score from 0 to 100; None is unknown; FactError outside."""
    got = number(raw, name)
    if got is not None and not 0 <= got <= HUNDRED:
        raise FactError(f"{name} {raw} 超出 0 至 100，请核对后重填。")
    return got


def whole(raw: object, name: str) -> int | None:
    """Read a whole number from 0; None is unknown; FactError otherwise."""
    got = number(raw, name)
    if got is None:
        return None
    if got < 0 or got != got.to_integral_value():
        raise FactError(f"{name} {raw} 应为不小于 0 的整数，请核对后重填。")
    return int(got)


def day(raw: object, name: str) -> date | None:
    """Read an ISO day; None is unknown; FactError otherwise."""
    if raw is None or raw == "":
        return None
    try:
        if isinstance(raw, str) and DAY.fullmatch(raw):
            return date.fromisoformat(raw)
    except ValueError:
        pass
    raise FactError(f"{name}“{raw}”不是日期，请填写如 2018-12-31 的日期。")


def required_day(raw: object, name: str) -> date:
    """Read an ISO day that must be there; FactError otherwise."""
    got = day(raw, name)
    if got is None:
        raise FactError(f"{name}没有填写，请填写如 2018-12-31 的日期。")
    return got


def word(raw: object, allowed: Sequence[str], name: str) -> str | None:
    """Read a word from a closed list; None is unknown; FactError names the allowed ones."""
    if raw is None or raw == "":
        return None
    if raw not in allowed:
        raise FactError(f"{name}“{raw}”不在可填的词里，只能是：{'、'.join(allowed)}。")
    return str(raw)


def words(raw: object, allowed: Sequence[str], name: str) -> list[str]:
    """Read several words from a closed list, given as a list; empty is unknown."""
    if raw is None or raw == "":
        return []
    if isinstance(raw, str) or not isinstance(raw, Iterable):
        raise FactError(f"{name}“{raw}”应为一组词。")
    got = [word(item, allowed, name) for item in raw]
    return [item for item in got if item is not None]
