"""Shape an explanation: a verdict, a whole sentence with the arithmetic, and its grounds.

Findings are plain dicts typed here, not objects: 12,000 cadres have some 50,000 of them, and they
are stored as JSON the moment they are made.
"""

from collections.abc import Mapping
from typing import Literal, TypedDict

Verdict = Literal["met", "failed", "barred", "tie", "unknown", "info"]
VERDICTS: dict[str, str] = {
    "met": "符合",
    "failed": "不符合",
    "barred": "受限",
    "tie": "并列",
    "unknown": "待定",
    "info": "说明",
}
# The one mapping of tags, for every screen, paper and export.
TAGS: dict[str, str] = {
    "seed": "原文",
    "law": "法律",
    "plan": "县方案",
    "draft": "草拟·待核对",
    "assume": "暂定",
}
Shown = Mapping[str, str | None]


class Cite(TypedDict):
    """Name the grounds: rule id, paragraph, quoted words, tag; `note` is our own words."""

    key: str
    rule: str
    instrument: str
    paragraph: str
    quote: str
    basis: str
    source: str
    note: str
    value: str


class Finding(TypedDict):
    """Say one thing about a case: code, verdict, sentence, facts seen, value needed, grounds."""

    code: str
    verdict: Verdict
    sentence: str
    seen: Shown
    need: Shown
    cites: list[Cite]


def finding(
    code: str,
    verdict: Verdict,
    sentence: str,
    cites: list[Cite],
    seen: Shown | None = None,
    need: Shown | None = None,
) -> Finding:
    """Make a finding; the lists and dicts given are kept, not copied."""
    return {
        "code": code,
        "verdict": verdict,
        "sentence": sentence,
        "seen": seen or {},
        "need": need or {},
        "cites": cites,
    }
