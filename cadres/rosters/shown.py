"""A staged row in the words of its page: numbers masked, each remark at the cell it is about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cadres import posts as posts_
from cadres.masking import MASKS, masked_text
from cadres.models import Batch, BatchRow, Outcome
from cadres.rosters.comparing import label_of, told
from cadres.rosters.fields import BY_KEY
from cadres.rosters.judged import HandOver, post_label
from cadres.rosters.words import TOLERATED

LEVELS = {
    Outcome.NEW: "ok",
    Outcome.CHANGED: "info",
    Outcome.SAME: "",
    Outcome.REFUSED: "stop",
}
LETTERS = 26


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said of one cell: its column, what stands there as far as it may be seen, why."""

    column: str
    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose value changes, in words."""

    label: str
    old: str
    new: str
    hidden: bool = False  # they differ in figures that nobody sees here


@dataclass(frozen=True, slots=True)
class Offer:
    """A hand-over as it is put before people."""

    row: int
    name: str
    village: str
    hand_over: HandOver

    @property
    def key(self) -> str:
        return str(self.hand_over.tenure)

    @property
    def post(self) -> str:
        return post_label(self.hand_over.post)

    @property
    def since(self) -> date:
        return date.fromisoformat(self.hand_over.since)


@dataclass(slots=True)
class Shown:
    """One row of the sheet as its page shows it."""

    sheet_row: int
    outcome: str
    label: str
    level: str
    name: str
    village: str
    posts: str
    person: int | None = None
    refused: list[Remark] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    tolerated: list[str] = field(default_factory=list)
    changes: list[Difference] = field(default_factory=list)
    starts: list[str] = field(default_factory=list)


class Columns:
    """Where each field stands in the clerk's sheet."""

    def __init__(self, batch: Batch) -> None:
        self._places: dict[str, str] = {}
        for column, key in sorted(batch.columns.items(), key=lambda item: int(item[0])):
            self._places.setdefault(key, place(int(column), batch.heads))

    def of(self, key: str) -> str:
        """Name the column of a field, or the field where the sheet has none."""
        return self._places.get(key) or (BY_KEY[key].label if key in BY_KEY else "")


def place(column: int, heads: Sequence[str]) -> str:
    """Name a column as Excel and its header do: E 列“公民身份号码”."""
    head = "".join(heads[column].split()) if column < len(heads) else ""
    return f"{letter(column)} 列“{head}”" if head else f"{letter(column)} 列"


def letter(column: int) -> str:
    """Give Excel's letter of a column counted from 0."""
    name, rest = "", column + 1
    while rest:
        rest, figure = divmod(rest - 1, LETTERS)
        name = chr(ord("A") + figure) + name
    return name


def veiled(key: str, text: str) -> str:
    """Give a cell's text as a page may show it."""
    hide = MASKS.get(key)
    return hide("".join(text.split())) if hide and text else masked_text(text)


def offers_in(rows: Iterable[BatchRow], villages: Mapping[int, str]) -> list[Offer]:
    """List the hand-overs of these rows in the order of the sheet."""
    found = []
    for row in rows:
        payload = json.loads(row.payload)
        name = payload["values"].get("name", "")
        for one in payload["hand_overs"]:
            village = villages.get(one["village"], "")
            found.append(Offer(row.sheet_row, name, village, HandOver(**one)))
    return found


def villages_in(rows: Iterable[BatchRow]) -> set[int]:
    """Give the keys of the villages that these rows are about."""
    found: set[int] = set()
    for row in rows:
        payload = json.loads(row.payload)
        found.add(payload["village"] or 0)
        found |= {village for village, _, _ in payload["starts"]}
        found |= {one["village"] for one in payload["hand_overs"]}
    return found


def shown(
    row: BatchRow, columns: Columns, villages: Mapping[int, str], *, is_written: bool = False
) -> Shown:
    """Put one row into words: what it would do, or of a written batch what it did."""
    wrote = row.wrote if is_written else None
    payload = json.loads(row.payload)
    texts, values = payload["texts"], payload["values"]
    outcome = Outcome(row.outcome)
    found = Shown(
        sheet_row=row.sheet_row,
        outcome=outcome.value,
        label=str(outcome.label),
        level=LEVELS[outcome],
        name=masked_text(values.get("name") or texts.get("name", "")),
        village=villages.get(payload["village"] or 0) or _village(texts, values),
        posts=_posts(texts, values),
        person=row.person_id,
        tolerated=[TOLERATED.get(code, code) for code in row.tolerated],
    )
    remarks = [*payload["warned"], *payload["remarks"]]
    found.warned = [masked_text(one["sentence"]) for one in remarks if one["code"] != "hand_over"]
    if outcome is Outcome.REFUSED:
        problems = [*payload["refused"], *payload["against"]]
        found.refused = [_remark(one, texts, columns) for one in problems]
    else:
        _say_what_is_written(found, payload, villages, wrote)
    return found


def _village(texts: Mapping[str, str], values: Mapping[str, Any]) -> str:
    return masked_text(values.get("village") or texts.get("village", ""))


def _posts(texts: Mapping[str, str], values: Mapping[str, Any]) -> str:
    held = values.get("posts")
    return posts_.label(held) if held else masked_text(texts.get("posts", ""))


def _remark(problem: Mapping[str, str], texts: Mapping[str, str], columns: Columns) -> Remark:
    key, sentence = problem["field"], problem["sentence"]
    text = texts.get(key, "").strip()
    hidden = veiled(key, text)
    if text and hidden != text:
        sentence = sentence.replace(text, hidden)
    return Remark(columns.of(key), hidden, masked_text(sentence))


def _handed_over(one: Mapping[str, Any], wrote: Mapping[str, Any] | None) -> str:
    """Say of a hand-over that it is asked for, or, of a written batch, whether it was done."""
    if wrote is None:
        return f"与现任{one['name']}交接"
    done = one["tenure"] in wrote.get("ended", ())
    return f"已与前任{one['name']}交接" if done else f"与{one['name']}的交接没有办理"


def _say_what_is_written(
    found: Shown,
    payload: Mapping[str, Any],
    villages: Mapping[int, str],
    wrote: Mapping[str, Any] | None,
) -> None:
    if found.outcome == Outcome.CHANGED:
        found.changes = [_difference(*change) for change in payload["changes"]]
        found.changes += [
            Difference(f"{post_label(post)}任职时间", old, new)
            for _, post, old, new in payload["moved"]
        ]
    own = payload["village"]
    for village, post, on in payload["starts"]:
        where = "" if village == own else villages.get(village, "")
        found.starts.append(f"{where}{post_label(post)}，{on} 起任")
    for one in payload["hand_overs"]:
        where = "" if one["village"] == own else villages.get(one["village"], "")
        found.starts.append(f"{where}{post_label(one['post'])}，{_handed_over(one, wrote)}")


def _difference(column: str, old: str, new: str) -> Difference:
    before, after = told(column, old), told(column, new)
    if column in MASKS:
        before, after = veiled(column, before), veiled(column, after)
    return Difference(label_of(column), before, after, hidden=before == after)
