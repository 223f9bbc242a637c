"""What a rule file would change, put beside what is in force."""

from __future__ import annotations

from typing import Any

from policy import outside
from policy.book import Book
from policy.loading import Holding, Placed
from policy.yamlnodes import parse
from rulebook.editions import book_in_force, name_of
from rulebook.models import RuleFile


def effect_of(file: RuleFile) -> dict[str, Any]:
    """Give the rows, entries and confirmations of a file as the page shows them."""
    book, name = book_in_force(), name_of(file)
    held = book.held
    if name not in {one.file for one in held.rows} | {at for at, _ in held.edition_at.values()}:
        held = outside.taken(held, name, file.text)
    placed = [one for listed in held.placed.values() for one in listed]
    return {
        "rows": [_row(book, one, file) for one in held.rows if one.file == name],
        "entries": [_entry(one) for one in placed if one.file == name],
        "confirmations": _confirmations(held, file),
    }


def _row(book: Book, placed: Placed, file: RuleFile) -> dict[str, Any]:
    row, param = placed.row, book.held.params[placed.row.key]
    others = [
        one.row
        for one in book.held.rows
        if (one.where, one.row.key) == (placed.where, row.key) and one.file != name_of(file)
    ]
    before = [one for one in others if one.start <= row.start]
    city = book.pick(row.key, row.start, row.known)
    was = max(before, key=lambda one: (one.start, one.known), default=city)
    return {
        "label": param.label,
        "key": row.key,
        "where": placed.where or "全市",
        "was": "未定" if was is None or was.text == "none" else was.text,
        "now": "未定" if row.text == "none" else row.text,
        "start": row.start,
        "basis": row.basis,
        "quote": row.quote or row.note,
        "rule": row.cite,
    }


def _entry(placed: Any) -> dict[str, Any]:
    edition, number = next(iter(placed.entry.numbers.items()))
    return {
        "edition": edition,
        "number": number,
        "code": placed.entry.code,
        "text": placed.entry.text,
    }


def _confirmations(held: Holding, file: RuleFile) -> list[str]:
    texts = {("reading", name): one.question + one.answer for name, one in held.readings.items()}
    texts |= {
        ("entry", one.code): f"{one.code} {one.text}"
        for entries in held.entries.values()
        for one in entries
    }
    items = parse(name_of(file), file.text).data.get("confirmations", ())
    return [texts.get((one["kind"], one["code"]), one["code"]) for one in items]
