"""Read values and citations out of a snapshot, the plain dict that `Book.at` returns."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from policy import figures
from policy.faults import NotInForce
from policy.finding import Cite

Snapshot = Mapping[str, Any]


def day_of(rules: Snapshot) -> date:
    """Return the day the snapshot was taken for."""
    return date.fromisoformat(rules["on"])


def value(rules: Snapshot, key: str) -> Any:
    """Return a key's value, the county's before the city's; None where the rule is `none`."""
    held = rules["values"].get(key)
    if held is None:
        raise NotInForce(day_of(rules), [key])
    return figures.value(held["type"], held["rows"][0]["is"])


def _present(rules: Snapshot, key: str) -> Any:
    got = value(rules, key)
    if got is None:
        raise NotInForce(day_of(rules), [key])
    return got


def ratio(rules: Snapshot, key: str) -> Decimal:
    """Return a share as an exact Decimal (20% is 0.2); NotInForce where there is none."""
    got: Decimal = _present(rules, key)
    return got


def count(rules: Snapshot, key: str) -> int:
    """Return a whole number; NotInForce where there is none."""
    got: int = _present(rules, key)
    return got


def words(rules: Snapshot, key: str) -> tuple[str, ...]:
    """Return a list of words; NotInForce where there is none."""
    got: tuple[str, ...] = _present(rules, key)
    return got


def text(rules: Snapshot, key: str) -> str:
    """Return the value as it was written, for showing."""
    return str(rules["values"][key]["rows"][0]["is"])


def cites(rules: Snapshot, *keys: str) -> list[Cite]:
    """Cite what the keys rest on: the county's row and the city's row, both."""
    return [_cite(rules, key, row) for key in keys for row in rules["values"][key]["rows"]]


def _cite(rules: Snapshot, key: str, row: Mapping[str, str]) -> Cite:
    rule = rules["rules"][row["rule"]]
    return {
        "key": key,
        "rule": row["rule"],
        "instrument": row["instrument"],
        "paragraph": rule["paragraph"],
        "quote": (row.get("quote") or rule["quote"]) if row["basis"] == "seed" else "",
        "basis": row["basis"],
        "source": row.get("document") or row["source"],
        "note": row["note"],
        "value": row["is"],
    }


def cite_entry(rules: Snapshot, entry: Mapping[str, Any]) -> list[Cite]:
    """Cite a catalogue entry by its stable code and its text."""
    rule = rules["rules"][entry["rule"]]
    return [
        {
            "key": entry["code"],
            "rule": entry["rule"],
            "instrument": entry["instrument"],
            "paragraph": rule["paragraph"],
            "quote": entry["text"] if entry["basis"] == "seed" else "",
            "basis": entry["basis"],
            "source": entry["source"],
            "note": entry["text"] if entry["basis"] != "seed" else "",
            "value": f"第{entry['number']}项",
        }
    ]
