"""Findings of the rulebook as the pages show them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from policy import book, overlay
from policy.finding import VERDICTS

LEVELS = {
    "met": "ok",
    "failed": "stop",
    "barred": "stop",
    "tie": "attention",
    "unknown": "attention",
}

INNER = str.maketrans("“”", "‘’")  # marks inside marks
LONG = re.compile(r"(\d\.\d{6})\d+")  # the record keeps every digit, the page six


def shown(findings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give each finding its verdict in words, its level, and every ground with its source tag."""
    return [
        {
            "text": LONG.sub(r"\1…", finding["sentence"]),
            "code": finding["code"],
            "verdict": VERDICTS[finding["verdict"]],
            "level": LEVELS.get(finding["verdict"], ""),
            "grounds": [_ground(cite) for cite in finding["cites"]],
        }
        for finding in findings
    ]


def _ground(cite: Mapping[str, Any]) -> dict[str, str]:
    return {
        "words": _words(cite),
        "rule": cite["rule"],
        "paragraph": cite["paragraph"],
        "basis": cite["basis"],
    }


def _words(cite: Mapping[str, Any]) -> str:
    """Quote the article where it says so; else name the figure, which is somebody's reading."""
    if cite["basis"] == "seed":
        return f"“{str(cite['quote']).translate(INNER)}”"
    source = f"{cite['source']}：" if cite["basis"] == overlay.BASIS else ""
    param = book.packaged().held.params.get(cite["key"])
    figure = f"{param.label} {cite['value'].replace('..', '–')}" if param else cite["value"]
    return source + "，".join(part for part in (figure, cite["quote"]) if part)
