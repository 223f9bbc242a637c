"""Lay a county's plan over a day's rules: its own figures stand before the city's, both cited."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from policy.figures import HUNDRED, plain
from policy.snapshot import text
from policy.words import GRADES

BASIS = "plan"


def band_rows(lower: Mapping[str, Decimal]) -> dict[str, str]:
    """Write lower bounds of excellent, competent and basic as the rulebook writes bands.

    The bounds fall; each band reaches up to the one above it, the last from 0 (GRADE-4).
    """
    bounds = [*(lower[grade] for grade in GRADES if grade in lower), Decimal(0)]
    tops = [HUNDRED, *bounds]
    return {
        f"grade.band.{grade}": f"{plain(low)}..{plain(top)}"
        for grade, low, top in zip(GRADES, bounds, tops, strict=False)
    }


def ballot_rows(points: Mapping[str, Decimal]) -> dict[str, str]:
    """Write what ballots are worth, in points from 0 to 100 (ASSESS-METHOD-2)."""
    return {f"ballot.value.{grade}": plain(worth) for grade, worth in points.items()}


def with_plan(
    rules: dict[str, Any], figures: Mapping[str, str], *, source: str, start: str, known: str
) -> dict[str, Any]:
    """Return the rules with a plan's figures before theirs; the very same rules if none differs.

    `figures` maps keys to values as the rulebook writes them, `source` names the plan, `start`
    and `known` are the ISO days it holds from and was adopted on. The rules given are not
    changed; the answer is plain data and replays like any snapshot. KeyError for an unknown key.
    """
    own = {key: value for key, value in figures.items() if text(rules, key) != value}
    if not own:
        return rules
    values = dict(rules["values"])
    for key, value in own.items():
        city = values[key]["rows"]
        row = _row(value, city[0], source, start, known)
        values[key] = {**values[key], "rows": [row, *city]}
    return {**rules, "values": values}


def _row(
    value: str, city: Mapping[str, Any], source: str, start: str, known: str
) -> dict[str, str]:
    return {
        "is": value,
        "from": start,
        "known": known,
        "rule": city["rule"],
        "basis": BASIS,
        "source": source,
        "note": "",
        "instrument": source,
    }
