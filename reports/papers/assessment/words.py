"""Words and sentences that several papers share."""

from __future__ import annotations

import re
from datetime import date

from assessments.queries import BoardRow

LONG = re.compile(r"(\d\.\d{6})\d+")  # the record keeps every digit, a paper six
SIGN_DATE = "　　　年　　月　　日"
SIGNED = f"签名：　　　　　　　\n{SIGN_DATE}"
SEALED = f"（盖章）　　\n{SIGN_DATE}"
NOTHING = "无"


def month(value: date | None) -> str:
    """Write a day as forms do: 1975.08."""
    return f"{value:%Y.%m}" if value else ""


def said(row: BoardRow, *codes: str) -> str:
    """Give the rulebook's sentences of these codes."""
    return "".join(
        LONG.sub(r"\1…", one["sentence"]) for one in row.findings if one["code"] in codes
    )


def barred_by(row: BoardRow) -> str:
    """Say why somebody cannot be 优秀; empty where nothing keeps him from it."""
    return "".join(
        LONG.sub(r"\1…", one["sentence"]) for one in row.findings if one["verdict"] == "barred"
    )


def ungraded_by(row: BoardRow) -> str:
    """Say why somebody has no grade this year."""
    return said(row, "grade.no_grade") or row.entry.excused
