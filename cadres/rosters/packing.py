"""Put a read line into text and take it out again: staged rows are kept, encrypted, as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from cadres.posts import Post
from cadres.rosters.lines import Line, Month, Problem

DATES = ("born", "since", "party_joined", "full_member", "first_job")


def pack(line: Line, judged: dict[str, Any]) -> str:
    """Give a line and what was made of it as JSON text."""
    values = {
        key: written(value) if isinstance(value, Month) else value
        for key, value in line.values.items()
    }
    whole = {
        "texts": line.texts,
        "values": values,
        "refused": [asdict(problem) for problem in line.refused],
        "warned": [asdict(problem) for problem in line.warned],
        "also": line.also,
        "elsewhere": line.elsewhere,
    }
    return json.dumps(whole | judged, ensure_ascii=False, separators=(",", ":"))


def unpack(sheet_row: int, payload: dict[str, Any], tolerated: list[str]) -> Line:
    """Give the line as it was read."""
    values = dict(payload["values"])
    for key in DATES:
        if key in values:
            values[key] = month(values[key])
    if "posts" in values:
        values["posts"] = [Post(post) for post in values["posts"]]
    return Line(
        sheet_row=sheet_row,
        texts=payload["texts"],
        values=values,
        refused=[Problem(**problem) for problem in payload["refused"]],
        tolerated=list(tolerated),
        warned=[Problem(**problem) for problem in payload["warned"]],
        also=payload["also"],
        elsewhere=[(text, [Post(post) for post in posts]) for text, posts in payload["elsewhere"]],
    )


def written(when: Month) -> str:
    """Write a date as 2017-05-01, a month as 2017-05."""
    text = f"{when.year:04d}-{when.month:02d}"
    return f"{text}-{when.day:02d}" if when.day else text


def month(text: str) -> Month:
    """Read what `written` wrote."""
    return Month(*(int(part) for part in text.split("-")))
