"""Load the rulebook and take it on a day: `packaged().at(on, known, where)`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from policy import checks, files, loading
from policy.faults import NotInForce, RulebookFaults
from policy.indicators import live
from policy.loading import Holding
from policy.shapes import Entry, Indicator, Row

COUNTY = re.compile(r"[0-9]{6}")


@dataclass(frozen=True)
class Book:
    """Hold checked rows; never mutated, so a what-if is another Book."""

    held: Holding

    def __post_init__(self) -> None:
        if faults := checks.faults(self.held):
            raise RulebookFaults(faults)
        rows: dict[tuple[str | None, str], list[Row]] = {}
        for placed in self.held.rows:
            rows.setdefault((placed.where, placed.row.key), []).append(placed.row)
        object.__setattr__(self, "_rows", rows)

    def pick(self, key: str, on: date, known: date, where: str | None = None) -> Row | None:
        """Return the row in force for a key on a day, as known on another day."""
        return checks.pick(self.rows_of(key, where), on, known)

    def rows_of(self, key: str, where: str | None = None) -> list[Row]:
        """Return the dated rows of a key: the city's, or one county's own."""
        rows: dict[tuple[str | None, str], list[Row]] = vars(self)["_rows"]
        return rows.get((where, key), [])

    def at(self, on: date, known: date, where: str | None = None) -> dict[str, Any]:
        """Return the rules of a day as JSON-able data; NotInForce names the keys without a row.

        `on` is the day decided for, `known` the day of deciding, `where` a six-digit county
        code or None for the city alone.
        """
        if where is not None and not COUNTY.fullmatch(where):
            raise ValueError(f"县代码“{where}”应为六位数字。")
        city = {key: self.pick(key, on, known) for key in self.held.params}
        if gap := sorted(key for key, row in city.items() if row is None):
            raise NotInForce(on, gap)
        return {
            "on": on.isoformat(),
            "known": known.isoformat(),
            "where": where,
            "title": self.held.title,
            "values": {key: self._value(key, on, known, where) for key in sorted(city)},
            "rules": self.held.rules_plain(),
            "catalogues": self._catalogues(on, known),
            "readings": self.held.readings_plain(known),
            "calendar": self.held.calendar_of(on.year),
        }

    def _value(self, key: str, on: date, known: date, where: str | None) -> dict[str, Any]:
        param = self.held.params[key]
        rows = [self.pick(key, on, known, where) if where else None, self.pick(key, on, known)]
        plain = [
            self._plain(row, place) for row, place in zip(rows, (where, None), strict=True) if row
        ]
        return {"label": param.label, "type": param.type, "unit": param.unit, "rows": plain}

    def _plain(self, row: Row, where: str | None) -> dict[str, str]:
        plain = {
            "is": row.text,
            "from": row.start.isoformat(),
            "known": row.known.isoformat(),
            "rule": row.cite,
            "basis": row.basis,
            "source": row.source,
            "note": row.note,
            "instrument": self.held.instruments[where],
        }
        # Only published rows have these; the packaged ones keep the form they had.
        return plain | ({"document": row.document, "quote": row.quote} if row.document else {})

    def _catalogues(self, on: date, known: date) -> dict[str, Any]:
        return {name: self._catalogue(name, on, known) for name in sorted(self.held.catalogues)}

    def _catalogue(self, name: str, on: date, known: date) -> dict[str, Any]:
        head = self.held.catalogues[name]
        edition = self._edition(name, on, known)
        entries = [entry for entry in self.held.entries[name] if edition in entry.numbers]
        entries.sort(key=lambda entry: entry.numbers[edition])
        listed = [self._entry(entry, head.rule, edition, known) for entry in entries]
        return {"title": head.title, "edition": edition, "entries": listed}

    def _edition(self, name: str, on: date, known: date) -> str:
        if name == "bar":
            chosen = self.pick("qualify.bar_edition", on, known)
            if chosen:
                return chosen.text
        live = [
            (one.start, label)
            for label, one in self.held.catalogues[name].editions.items()
            if one.start <= on and one.known <= known
        ]
        if not live:
            raise NotInForce(on, [self.held.catalogues[name].title])
        return max(live)[1]

    def _entry(self, entry: Entry, rule: str, edition: str, known: date) -> dict[str, Any]:
        letter = self.held.confirmed_by("entry", entry.code, known)
        document = letter.document if letter else entry.document
        return {
            "code": entry.code,
            "number": entry.numbers[edition],
            "text": entry.text,
            "evidence": entry.evidence,
            "judge": entry.judge,
            "trigger": entry.trigger,
            "basis": "seed" if letter else entry.basis,
            "source": document or entry.source,
            "confirmed": letter is not None or entry.confirmed == "是",
            "rule": entry.cite or rule,
            "instrument": self.held.instruments[None],
        }

    def indicators(self, on: date, known: date) -> list[Indicator]:
        """Return the indicator library's lines in force on a day (ASSESS-PERF-TOPIC).

        They are offered to whoever writes a plan and stand in no snapshot: no grade rests on them.
        """
        return [one.indicator for one in self.held.indicators if live(one.indicator, on, known)]

    def plus(self, rows: Iterable[Mapping[str, Any]], source: str) -> "Book":
        """Return another Book with more dated rows, for published editions and what-ifs.

        A row has the keys of values.yaml and, for a county's, `where`; days are ISO text or
        dates. `source` names the rows in a fault. Raises RulebookFaults with every fault.
        """
        return Book(loading.extended(self.held, rows, source))


def load(root: Path) -> Book:
    """Load and check a rulebook folder; raise RulebookFaults with every fault at once."""
    return Book(loading.read(root))


@lru_cache(maxsize=1)
def packaged() -> Book:
    """Return the packaged rulebook, loaded once; raise RulebookFaults with every fault."""
    return load(files.PACKAGED)
