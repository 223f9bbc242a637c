"""Read what figures a trial is to change, as typed on the page, in a command or in a rule file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from accounts.answer import Refused
from policy import figures, outside
from policy.book import Book
from policy.faults import RulebookFaults
from policy.loading import Reader
from policy.yamlnodes import parse
from rulebook.models import RuleFile
from rulebook.trials import Change

MOST = 20
SEPARATORS = re.compile(r"[,，;；\s]+")
SEVERAL = re.compile(r"[/、,，;；\s]+")
COUNTY = re.compile(r"[0-9]{6}")
Variant = dict[str, Any]


def variant(book: Book, text: str) -> Variant:
    """Read one line such as `grade.top_share=15%，attendance.days@430481=20`."""
    changes = [_change(book, part) for part in SEPARATORS.split(text.strip()) if part]
    if not changes:
        raise Refused("没有写要改的数，请按“键=值”写，如 grade.top_share=15%。")
    return {"label": "，".join(label(book, one) for one in changes), "set": changes}


def several(book: Book, key: str, text: str) -> list[Variant]:
    """Read several values of one figure, each a variant of its own: `15/20/25 %`."""
    kind = book.held.params[key].type
    parts = [part for part in SEVERAL.split(text.strip()) if part not in ("", "%")]
    if kind == "ratio":
        parts = [part.removesuffix("%") + "%" for part in parts]
    return [variant(book, f"{key}={part}") for part in parts]


def of_file(book: Book, file: RuleFile) -> Variant:
    """Give a rule file's figures as one variant; a later row of a figure hides an earlier one."""
    out = parse(file.document, file.text)
    head = outside.head(file.text)
    reader = Reader()
    if head and "values" in out.data:
        reader.values(out, head.where)
    last = {one.row.key: one for one in sorted(reader.rows, key=lambda one: one.row.start)}
    changes = [
        {"key": key, "is": one.row.text, "where": one.where or ""} for key, one in last.items()
    ]
    return {"label": "，".join(label(book, one) for one in changes), "set": changes}


def label(book: Book, change: Change) -> str:
    """Name a change in words: 优秀比例上限 15%."""
    where = f"（{change['where']}）" if change.get("where") else ""
    return f"{book.held.params[change['key']].label}{where} {change['is']}"


def _change(book: Book, text: str) -> Change:
    left, found, value = text.partition("=")
    key, _, where = left.partition("@")
    if not found or key not in book.held.params:
        raise Refused(f"“{text}”读不懂，请按“键=值”写；可用的键见数值一页。")
    if where and not COUNTY.fullmatch(where):
        raise Refused(f"“{where}”不是县代码，请写六位数字。")
    kind = book.held.params[key].type
    try:
        figures.value(kind, value)
    except (ValueError, ArithmeticError):
        raise Refused(f"“{value}”读不成数值，应为{figures.KINDS[kind][1]}。") from None
    return {"key": key, "is": value, "where": where}


def conflicts(book: Book, changes: Iterable[Change], year: int) -> list[str]:
    """Say what would stand against publishing these figures as they are."""
    day = date(year + 1, 1, 1).isoformat()
    rows = [
        {"key": one["key"], "from": day, "known": day, "is": one["is"], "basis": "assume",
         "cite": book.rows_of(one["key"])[-1].cite}
        | ({"where": one["where"]} if one.get("where") else {})
        for one in changes
    ]  # fmt: skip
    try:
        book.plus(rows, "推演")
    except RulebookFaults as refused:
        return [f"{fault.key}：{fault.what}，应为{fault.expected}" for fault in refused.faults]
    return []
