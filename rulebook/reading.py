"""The rulebook in force as its pages show it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from accounts.models import Division, DivisionCode
from policy.book import Book
from policy.loading import Placed
from policy.shapes import Row
from rulebook.quoting import quoted

GROUPS = {
    "plan": "考核方案",
    "grade": "年度等次",
    "ballot": "民主测评票",
    "appraisal": "民主评议",
    "pay": "绩效报酬",
    "warning": "警示谈话",
    "removal": "退出路径",
    "recall": "罢免",
    "incentive": "连续三年优秀",
    "reserve": "后备干部",
    "attendance": "出勤值班",
    "pledge": "目标承诺",
    "qualify": "任职资格",
    "term": "任期",
    "deadline": "期限",
}
TRIGGERS = {"auto": "系统可自动立线索", "semi": "文书录入后触发", "human": "由人判断"}
COUNTY_DIGITS = 6


def figures(book: Book, today: date) -> list[dict[str, Any]]:
    """Give every figure of the city with all its dated rows, in groups."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for key, param in book.held.params.items():
        live = book.pick(key, today, today)
        rows = [_row(book, row, live) for row in _ordered(book.rows_of(key))]
        line = {"key": key, "label": param.label, "unit": param.unit, "reading": param.reading}
        groups.setdefault(key.split(".")[0], []).append({**line, "rows": rows})
    return [
        {"id": name, "title": GROUPS.get(name, name), "figures": found}
        for name, found in groups.items()
    ]


def _ordered(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.start, row.known), reverse=True)


def _row(book: Book, row: Row, live: Row | None) -> dict[str, Any]:
    rule = book.held.rules[row.cite]
    return {
        "value": _value(row.text),
        "start": row.start,
        "known": row.known,
        "rule": row.cite,
        "paragraph": rule.paragraph,
        "quote": quoted(row.quote or (rule.quote if row.basis == "seed" else "")),
        "source": row.document or book.held.sources.get(row.source, ""),
        "note": row.note,
        "basis": row.basis,
        "live": row is live,
    }


def _value(text: str) -> str:
    return "未定" if text == "none" else text.replace("..", "–")


def catalogues(book: Book, today: date) -> list[dict[str, Any]]:
    """Give the four catalogues, every edition with its entries; the one in force first."""
    return [_catalogue(book, name, today) for name in book.held.catalogues]


def _catalogue(book: Book, name: str, today: date) -> dict[str, Any]:
    head = book.held.catalogues[name]
    live = book.at(today, today)["catalogues"][name]["edition"]
    labels = sorted(head.editions, key=lambda label: (label != live, head.editions[label].start))
    return {
        "name": name,
        "title": head.title,
        "rule": head.rule,
        "quote": book.held.rules[head.rule].quote,
        "editions": [
            {
                "label": label,
                "title": head.editions[label].label,
                "start": head.editions[label].start,
                "known": head.editions[label].known,
                "live": label == live,
                "entries": _entries(book, name, label, today),
            }
            for label in labels
        ],
    }


def _entries(book: Book, name: str, edition: str, today: date) -> list[dict[str, Any]]:
    found = [one for one in book.held.entries[name] if edition in one.numbers]
    return [
        {
            "number": entry.numbers[edition],
            "code": entry.code,
            "text": entry.text,
            "evidence": entry.evidence,
            "judge": entry.judge,
            "trigger": TRIGGERS[entry.trigger],
            "basis": entry.basis,
            "source": entry.document or book.held.sources.get(entry.source, ""),
            "letter": (letter := book.held.confirmed_by("entry", entry.code, today)),
            "confirmed": letter is not None or entry.confirmed == "是",
        }
        for entry in sorted(found, key=lambda one: one.numbers[edition])
    ]


def counties(book: Book, today: date) -> list[dict[str, Any]]:
    """Give every county of the city with its own rows beside the city's, those with rows first."""
    names = _names(today)
    own: dict[str, list[dict[str, Any]]] = {}
    for placed in book.held.rows:
        if placed.where is not None:
            own.setdefault(placed.where, []).append(_own(book, placed, today))
    codes = sorted(names.keys() | own.keys(), key=lambda code: (code not in own, code))
    return [
        {"code": code, "name": names.get(code, code), "rows": own.get(code, [])} for code in codes
    ]


def _own(book: Book, placed: Placed, today: date) -> dict[str, Any]:
    key, row = placed.row.key, placed.row
    city = book.pick(key, today, today)
    shown = _row(book, row, book.pick(key, today, today, placed.where))
    city_text = _value(city.text) if city else "未定"
    return {**shown, "key": key, "label": book.held.params[key].label, "city": city_text}


def _names(today: date) -> dict[str, str]:
    found = DivisionCode.objects.filter(
        family=DivisionCode.Family.STATISTICS, division__level=3, first_day__lte=today
    ).order_by("first_day")
    pairs = found.values_list("code", "division__name")
    return {code[:COUNTY_DIGITS]: name for code, name in pairs}


def readings(book: Book, today: date) -> list[dict[str, Any]]:
    """Give every reading with its answer and who confirmed it; the open ones first."""
    found = [
        {
            "id": name,
            "rule": one.rule,
            "rule_label": book.held.rules[one.rule].label,
            "question": one.question,
            "answer": one.answer,
            "letter": (letter := book.held.confirmed_by("reading", name, today)),
            "confirmed": letter is not None or one.status == "confirmed",
        }
        for name, one in book.held.readings.items()
    ]
    return sorted(found, key=lambda one: bool(one["confirmed"]))


def open_items(book: Book, today: date) -> Iterator[tuple[str, str]]:
    """List what waits for confirmation, as `kind:code` and what it says."""
    seen = set()
    for catalogue in catalogues(book, today):
        for edition in catalogue["editions"]:
            for one in edition["entries"]:
                if not one["confirmed"] and one["code"] not in seen:
                    seen.add(one["code"])
                    yield f"entry:{one['code']}", f"{one['code']} {one['text']}"
    for reading in readings(book, today):
        if not reading["confirmed"]:
            yield f"reading:{reading['id']}", f"{reading['question']}{reading['answer']}"


def districts_of(acting_path: str) -> list[Division]:
    """List the city and its counties that lie in a division, for choosing where to look."""
    found = Division.objects.filter(path__gte=acting_path, path__lt=acting_path + ":")
    return list(found.filter(level__in=(2, 3)).order_by("path"))
