"""A trial as its page shows it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rulebook.models import WhatIf

MOST_SHOWN = 300  # people on the page; the county filter narrows them


def shown(trial: WhatIf, chosen: str, county: str) -> dict[str, Any]:
    """Give the page of a finished trial for one of its variants, or how far it is."""
    if trial.summary is None:
        return {"work": _work(trial)}
    found = trial.summary["variants"]
    place = int(chosen) if chosen.isdecimal() and 1 <= int(chosen) <= len(found) else 1
    one = found[place - 1]
    people = [who for who in one["people"] if not county or who["county"] == county]
    return {
        "variants": [_line(number, each) for number, each in enumerate(found, start=1)],
        "one": _line(place, one),
        "counties": [_line(0, each) | each for each in one["counties"]],
        "towns": [
            _line(0, town) | town
            for town in one["towns"]
            if town["changed"] or town["seats"][0] != town["seats"][1]
            if not county or town["county"] == county
        ],
        "people": people[:MOST_SHOWN],
        "people_found": len(people),
        "county": county,
        "others": one["others"],
        "conflicts": one["conflicts"],
        "nothing": not one["cadres"],
    }


def _work(trial: WhatIf) -> dict[str, Any]:
    doing = "正在读取冻结的事实" if not trial.done else "正在逐个方案计算"
    waits = "排队等待后台" if not trial.done else doing
    return {"title": "正在推演", "done": trial.done, "total": trial.total, "doing": waits}


def _line(number: int, one: dict[str, Any]) -> dict[str, Any]:
    was, now = (Decimal(amount) for amount in one["money"])
    return {
        "number": number,
        "label": one.get("label", one.get("name", "")),
        "changed": one["changed"],
        "villages": one.get("villages"),
        "cadres": one.get("cadres"),
        "townships": one.get("townships"),
        "townships_changed": one.get("townships_changed"),
        "excellent": one["excellent"],
        "paid": one["paid"],
        "was": f"{was:,.2f}",
        "now": f"{now:,.2f}",
        "more": f"{now - was:+,.2f}" if now != was else "0.00",
    }
