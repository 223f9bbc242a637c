"""Take a file from outside into a Holding: a new edition, a county's figures, a confirmation.

The format is that of policy/data/rules, with the document's number and day in the head. What was
published is only ever added to: a later row, a new edition of a catalogue, a confirmation.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from policy.faults import Fault
from policy.loading import (
    Confirmed,
    Holding,
    Placed,
    PlacedEntry,
    Reader,
    entries_of,
    head_of,
    part_of,
)
from policy.shapes import Catalogue, Confirmation, Edition, OutsideHead, shape
from policy.yamlnodes import Parsed, Place, parse

PARTS = ("values", "catalogues", "confirmations")
LONGEST = 200_000  # characters; the packaged catalogues have some 13,000


def kind_of(text: str) -> str:
    """Say what a well-formed file is: county, catalogues, confirmations, or values."""
    data = parse("", text).data
    found = data if isinstance(data, dict) else {}
    if "where" in found:
        return "county"
    return next((part for part in ("catalogues", "confirmations") if part in found), "values")


def head(text: str) -> OutsideHead | None:
    """Give what a file says of itself, None where it cannot be read."""
    out = parse("", text)
    return head_of(OutsideHead, out, *PARTS) if isinstance(out.data, dict) else None


def taken(held: Holding, name: str, text: str, published: date | None = None) -> Holding:
    """Add a file; what is wrong with it is among the faults of the answer.

    Nothing of it counts as known before the day it was published, whatever it says itself.
    """
    out, reader = Parsed(name), Reader()
    if len(text) > LONGEST:
        out.refuse((), f"有 {len(text)} 个字符", f"不超过 {LONGEST} 个字符")
    else:
        out = parse(name, text)
    more = _read(held, reader, out, published) if isinstance(out.data, dict) else {}
    faults = (*held.faults, *reader.faults, *out.faults)
    broken = held.broken | reader.broken
    return replace(held, **more, faults=faults, broken=broken)


def _read(held: Holding, reader: Reader, out: Parsed, published: date | None) -> dict[str, Any]:
    start = head_of(OutsideHead, out, *PARTS)
    if start is None:
        return {}
    _same_instrument(held, start, out)
    allowed = PARTS if start.where is None else PARTS[:1]
    parts = [part for part in PARTS if part in out.data]
    for part in parts:
        if part not in allowed:
            out.refuse((part,), "县的文件里只能有数值", "values")
    if not parts:
        out.refuse((), "没有要公布的内容", "、".join(allowed))
    more: dict[str, Any] = {}
    if "values" in parts:
        more |= _values(held, reader, out, start, published)
    if "catalogues" in parts and start.where is None:
        more |= _catalogues(held, reader, out, start, published)
    if "confirmations" in parts and start.where is None:
        more["confirmed"] = _confirmations(held, reader, out, start, published)
    return more


def _same_instrument(held: Holding, start: OutsideHead, out: Parsed) -> None:
    here = held.instruments.get(start.where)
    if here is not None and here != start.instrument:
        out.refuse(("instrument",), f"这里的文件叫 {here}，不叫 {start.instrument}", here)


def _since(known: date, published: date | None) -> date:
    return known if published is None else max(known, published)


def _values(
    held: Holding, reader: Reader, out: Parsed, start: OutsideHead, published: date | None
) -> dict[str, Any]:
    reader.values(out, start.where)
    rows = tuple(
        Placed(
            one.where,
            one.row.model_copy(
                update={"document": start.document, "known": _since(one.row.known, published)}
            ),
            one.file,
            one.line,
        )
        for one in reader.rows
    )
    instruments = {**held.instruments, start.where: start.instrument}
    return {"rows": held.rows + rows, "instruments": instruments}


def _catalogues(
    held: Holding, reader: Reader, out: Parsed, start: OutsideHead, published: date | None
) -> dict[str, Any]:
    heads, placed = dict(held.catalogues), dict(held.placed)
    edition_at = dict(held.edition_at)
    for name, raw in part_of(out, "catalogues", dict, {}).items():
        place: Place = ("catalogues", name)
        if name not in heads or not isinstance(raw, dict):
            out.refuse(place, "没有这张目录，或不是映射", "、".join(held.catalogues))
            continue
        new = shape(Catalogue, {key: raw[key] for key in raw if key != "entries"}, place, out)
        if new is None:
            continue
        _only_new(heads[name], new, place, out)
        editions = {
            label: one.model_copy(update={"known": _since(one.known, published)})
            for label, one in new.editions.items()
        }
        for label in editions:
            edition_at[name, label] = out.name, out.line((*place, "editions", label))
        heads[name] = heads[name].model_copy(
            update={"editions": {**editions, **heads[name].editions}}
        )
        entries = entries_of(reader, out, name, raw.get("entries"))
        documented = (_documented(one, start.document, new.editions, out) for one in entries)
        placed[name] = (*placed[name], *documented)
    return {"catalogues": heads, "placed": placed, "edition_at": edition_at}


def _only_new(old: Catalogue, new: Catalogue, place: Place, out: Parsed) -> None:
    """Refuse whatever would change what stands: the heading, the rule, an edition's number."""
    for key in ("title", "rule"):
        if vars(old)[key] != vars(new)[key]:
            out.refuse((*place, key), "与原目录不同", vars(old)[key])
    for label in new.editions.keys() & old.editions.keys():
        out.refuse((*place, "editions", label), "版本号已经用过，公布过的不能改", "新的版本号")


def _documented(
    one: PlacedEntry, document: str, editions: Mapping[str, Edition], out: Parsed
) -> PlacedEntry:
    if old := one.entry.numbers.keys() - editions.keys():
        what = f"把条目写进了已有的版本 {'、'.join(sorted(old))}"
        out.faults.append(Fault(one.file, one.line, one.entry.code, what, "只写本文件的新版本"))
    return one._replace(entry=one.entry.model_copy(update={"document": document}))


def _confirmations(
    held: Holding, reader: Reader, out: Parsed, start: OutsideHead, published: date | None
) -> dict[str, Confirmed]:
    confirmed = dict(held.confirmed)
    letter = Confirmed(start.document, start.issued, _since(start.issued, published))
    for item, line in reader.each(Confirmation, out, "confirmations", "code"):
        mark = f"{item.kind}:{item.code}"
        if what := _cannot_confirm(held, item.kind, item.code, mark in confirmed):
            fault = Fault(out.name, line, item.code, what, "一条待核对的情形或读法")
            out.faults.append(fault)
        confirmed[mark] = letter
    return confirmed


def _cannot_confirm(held: Holding, kind: str, code: str, already: bool) -> str:  # noqa: FBT001
    if kind == "reading":
        reading = held.readings.get(code)
        known, done = reading is not None, reading is not None and reading.status == "confirmed"
    else:
        entries = [one for listed in held.entries.values() for one in listed if one.code == code]
        known, done = bool(entries), any(one.confirmed == "是" for one in entries)
    if not known:
        return "没有这一条"
    return "已经确认过" if done or already else ""
