"""Read the rulebook's files into one Holding; every fault is kept beside what could be read."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from policy import files, shapes
from policy.faults import Fault
from policy.shapes import (
    Catalogue,
    Entry,
    Indicator,
    Param,
    Reading,
    Row,
    RuleText,
    Shape,
    shape,
)
from policy.yamlnodes import Parsed, Place, parse

Shaped = TypeVar("Shaped", bound=Shape)
CITY = "city-2018"
Calendar = dict[str, dict[str, list[str]]]


class Placed(NamedTuple):
    """Keep a row with its county (None for the city) and where it stands."""

    where: str | None
    row: Row
    file: str
    line: int


class PlacedEntry(NamedTuple):
    """Keep a catalogue entry with where it stands."""

    entry: Entry
    file: str
    line: int


class PlacedIndicator(NamedTuple):
    """Keep a line of the indicator library with where it stands."""

    indicator: Indicator
    file: str
    line: int


class Confirmed(NamedTuple):
    """Keep by which document an entry or a reading was confirmed, and since when we know it."""

    document: str
    issued: date
    known: date


@dataclass(frozen=True)
class Holding:
    """Hold everything read, the faults among it."""

    title: str = ""
    params: Mapping[str, Param] = field(default_factory=dict)
    rows: tuple[Placed, ...] = ()
    paragraphs: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, RuleText] = field(default_factory=dict)
    catalogues: Mapping[str, Catalogue] = field(default_factory=dict)
    placed: Mapping[str, tuple[PlacedEntry, ...]] = field(default_factory=dict)
    indicators: tuple[PlacedIndicator, ...] = ()
    readings: Mapping[str, Reading] = field(default_factory=dict)
    calendar: Calendar = field(default_factory=dict)
    instruments: Mapping[str | None, str] = field(default_factory=dict)
    confirmed: Mapping[str, Confirmed] = field(default_factory=dict)  # "entry:W-03", "reading:tie"
    edition_at: Mapping[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    faults: tuple[Fault, ...] = ()

    @cached_property
    def entries(self) -> dict[str, list[Entry]]:
        return {name: [one.entry for one in placed] for name, placed in self.placed.items()}

    def rules_plain(self) -> dict[str, dict[str, str]]:
        """Give the article's rules as fresh plain data for a snapshot."""
        return {
            rule.id: {"label": rule.label, "paragraph": rule.paragraph, "quote": rule.quote}
            for rule in self.rules.values()
        }

    def readings_plain(self, known: date) -> dict[str, dict[str, str]]:
        """Give the readings' answers as known on a day, as fresh plain data for a snapshot."""
        return {
            key: {
                "answer": reading.answer,
                "status": "confirmed"
                if self.confirmed_by("reading", key, known)
                else reading.status,
            }
            for key, reading in self.readings.items()
        }

    def confirmed_by(self, kind: str, code: str, known: date) -> Confirmed | None:
        """Give the document that confirmed an entry or a reading, as known on a day."""
        found = self.confirmed.get(f"{kind}:{code}")
        return found if found and found.known <= known else None

    def calendar_of(self, year: int) -> Calendar:
        """Give the days off and make-up workdays of a year and the next; absent if unknown."""
        years = (str(year), str(year + 1))
        return {
            one: {kind: list(days) for kind, days in self.calendar[one].items()}
            for one in years
            if one in self.calendar
        }


class Reader:
    """Gather a Holding file by file."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.held: dict[str, Any] = {"instruments": {}, "readings": {}}
        self.rows: list[Placed] = []
        self.broken: set[str] = set()

    def take(self, name: str, text: str) -> None:
        """Read one file by the kind its name tells."""
        out = parse(name, text)
        kind = _KINDS.get(name) or (_county if name.startswith("rules/county/") else None)
        if kind is None:
            out.refuse((), "不认识的文件", "规则文件夹里的规定文件")
        elif isinstance(out.data, dict):
            kind(self, out)
        self.faults.extend(out.faults)

    def each(
        self, model: type[Shaped], out: Parsed, key: str, name: str
    ) -> Iterable[tuple[Shaped, int]]:
        """Give the well-formed items of a list, and note the names of the others as broken."""
        for index, raw in enumerate(part_of(out, key, list, [])):
            item = shape(model, raw, (key, index), out)
            if item is None:
                if isinstance(raw, dict) and isinstance(raw.get(name), str):
                    self.broken.add(raw[name])
            else:
                yield item, out.line((key, index))

    def named(
        self, model: type[Shaped], out: Parsed, section: str
    ) -> dict[str, tuple[Shaped, int]]:
        """Give a list's items by their id, refusing one that comes twice."""
        found: dict[str, tuple[Shaped, int]] = {}
        for item, line in self.each(model, out, section, "id"):
            name = str(vars(item)["id"])
            if name in found:
                self.faults.append(Fault(out.name, line, name, "编号重复", "每个编号只用一次"))
            found[name] = item, line
        return found

    def values(self, out: Parsed, where: str | None) -> None:
        """Take the dated rows of a file."""
        for row, line in self.each(Row, out, "values", "key"):
            self.rows.append(Placed(where, row, out.name, line))


def part_of(out: Parsed, key: str, kind: type, empty: Any) -> Any:
    """Give a part of a file; refuse one that is missing, empty or of another kind."""
    got = out.data.get(key)
    if isinstance(got, kind) and got:
        return got
    out.refuse((key,), "缺少或是空的", "有内容的" + ("列表" if kind is list else "映射"))
    return empty


def head_of(model: type[Shaped], out: Parsed, *parts: str) -> Shaped | None:
    """Check what a file says of itself, its named parts left out."""
    rest = {key: item for key, item in out.data.items() if key not in parts}
    return shape(model, rest, (), out)


def _texts(out: Parsed, key: str) -> dict[str, str]:
    texts = part_of(out, key, dict, {})
    for name, text in texts.items():
        if not isinstance(text, str) or not text:
            out.refuse((key, name), "不是文字", "一段文字")
    return {name: text for name, text in texts.items() if isinstance(text, str)}


def _instrument(reader: Reader, out: Parsed) -> None:
    head = head_of(shapes.Instrument, out, "paragraphs", "rules", "sources")
    if head:
        reader.held["title"] = head.title
        reader.held["instruments"][None] = head.instrument
    reader.held["paragraphs"] = _texts(out, "paragraphs")
    reader.held["sources"] = _texts(out, "sources")
    found = reader.named(RuleText, out, "rules")
    for name, (rule, line) in found.items():
        paragraph = reader.held["paragraphs"].get(rule.paragraph)
        if paragraph is None or rule.quote not in paragraph:
            what = "引文不在所引段落里" if paragraph else f"没有段落 {rule.paragraph}"
            out.faults.append(Fault(out.name, line, name, what, "逐字引自文中的段落"))
    reader.held["rules"] = {name: rule for name, (rule, _) in found.items()}


def _params(reader: Reader, out: Parsed) -> None:
    head_of(shapes.CityHead, out, "params")
    params = {}
    for key, raw in part_of(out, "params", dict, {}).items():
        if param := shape(Param, raw, ("params", key), out):
            params[key] = param
        else:
            reader.broken.add(key)
    reader.held["params"] = params


def _values(reader: Reader, out: Parsed) -> None:
    head_of(shapes.CityHead, out, "values")
    reader.values(out, None)


def _county(reader: Reader, out: Parsed) -> None:
    head = head_of(shapes.CountyHead, out, "values")
    if head and head.where in reader.held["instruments"]:
        out.refuse(("where",), "同一个县有两份文件", "一县一份")
    elif head:
        reader.held["instruments"][head.where] = head.instrument
        reader.values(out, head.where)


def _catalogues(reader: Reader, out: Parsed) -> None:
    head_of(shapes.CityHead, out, "catalogues")
    reader.held["catalogues"], reader.held["placed"] = {}, {}
    for name, raw in part_of(out, "catalogues", dict, {}).items():
        place: Place = ("catalogues", name)
        if not isinstance(raw, dict):
            out.refuse(place, "不是映射", "“键: 值”的映射")
            continue
        head = shape(Catalogue, {key: raw[key] for key in raw if key != "entries"}, place, out)
        if head:
            reader.held["catalogues"][name] = head
            reader.held["placed"][name] = tuple(entries_of(reader, out, name, raw.get("entries")))


def entries_of(reader: Reader, out: Parsed, name: str, raw: Any) -> Iterable[PlacedEntry]:
    """Give the well-formed entries of a catalogue."""
    place: Place = ("catalogues", name, "entries")
    if not isinstance(raw, list):
        out.refuse(place, "缺少或不是列表", "情形的列表")
        return
    for index, item in enumerate(raw):
        if entry := shape(Entry, item, (*place, index), out):
            yield PlacedEntry(entry, out.name, out.line((*place, index)))
        else:
            reader.broken.add(name)


def _indicators(reader: Reader, out: Parsed) -> None:
    head_of(shapes.CityHead, out, "indicators")
    found = [
        PlacedIndicator(one, out.name, line)
        for one, line in reader.each(Indicator, out, "indicators", "code")
    ]
    if len(found) < len(out.data.get("indicators") or ()):
        reader.broken.add("indicators")
    reader.held["indicators"] = tuple(found)


def _readings(reader: Reader, out: Parsed) -> None:
    head_of(shapes.CityHead, out, "readings")
    found = reader.named(Reading, out, "readings")
    for name, (reading, line) in found.items():
        signed = reading.who and reading.when and reading.letter
        if reading.status == "confirmed" and not signed:
            fault = Fault(
                out.name, line, name, "已确认却没有人、日期或函号", "填写 who、when、letter"
            )
            out.faults.append(fault)
    reader.held["readings"] = {name: reading for name, (reading, _) in found.items()}


_KINDS: dict[str, Callable[[Reader, Parsed], None]] = {
    f"rules/{CITY}/instrument.yaml": _instrument,
    f"rules/{CITY}/params.yaml": _params,
    f"rules/{CITY}/values.yaml": _values,
    f"rules/{CITY}/catalogue.yaml": _catalogues,
    f"rules/{CITY}/indicators.yaml": _indicators,
    "rules/readings.yaml": _readings,
}


def read(root: Path) -> Holding:
    """Read a rulebook folder; what could not be read is a fault in the answer."""
    reader, seen = Reader(), set()
    for path in files.rule_files(root):
        name = path.relative_to(root).as_posix()
        seen.add(name)
        try:
            reader.take(name, files.read_text(path))
        except (OSError, UnicodeDecodeError):
            reader.faults.append(Fault(name, 1, "文件", "打不开或不是 UTF-8", "UTF-8 文字"))
    for name in _KINDS.keys() - seen:
        reader.faults.append(Fault(name, 1, "文件", "缺少这份文件", "规则文件夹里有它"))
    calendar = _calendar(reader, root)
    return Holding(
        **reader.held,
        calendar=calendar,
        rows=tuple(reader.rows),
        broken=frozenset(reader.broken),
        faults=tuple(reader.faults),
    )


def _calendar(reader: Reader, root: Path) -> Calendar:
    path = files.calendar_file(root)
    name = f"calendar/{path.name}"
    calendar: Calendar = {}
    try:
        for line, row in enumerate(csv.DictReader(io.StringIO(files.read_text(path))), start=2):
            _calendar_day(reader, calendar, row, Fault(name, line, "date", "读不懂", "日期与日类"))
    except (OSError, UnicodeDecodeError, csv.Error):
        reader.faults.append(Fault(name, 1, "文件", "打不开或不是 UTF-8 表格", "节假日表"))
    return calendar


DAY_TYPES = {
    "statutory": "statutory",
    "rest": "off",
    "weekend_linked": "off",
    "makeup_workday": "work",
}


def _calendar_day(reader: Reader, calendar: Calendar, row: dict[str, str], fault: Fault) -> None:
    try:
        day = date.fromisoformat(row["date"])
        kind = DAY_TYPES[row["day_type"]]
    except (KeyError, TypeError, ValueError):
        reader.faults.append(fault)
        return
    year = calendar.setdefault(str(day.year), {"statutory": [], "off": [], "work": []})
    year[kind].append(day.isoformat())


def extended(held: Holding, rows: Iterable[Mapping[str, Any]], source: str) -> Holding:
    """Add dated rows given as plain data; a malformed one is a fault in the answer."""
    out = Parsed(source)
    more: list[Placed] = []
    for index, raw in enumerate(rows):
        plain = {key: item for key, item in raw.items() if key != "where"}
        for key in ("from", "known"):
            plain[key] = _as_day(plain.get(key))
        if row := shape(Row, plain, (index,), out):
            more.append(Placed(raw.get("where"), row, source, index + 1))
    instruments = dict(held.instruments)
    for placed in more:
        instruments.setdefault(placed.where, source)
    faults = (*held.faults, *out.faults)
    return replace(held, rows=held.rows + tuple(more), instruments=instruments, faults=faults)


def _as_day(raw: Any) -> Any:
    try:
        return date.fromisoformat(raw) if isinstance(raw, str) else raw
    except ValueError:
        return raw
