"""Take over the list of divisions in data/divisions/ (described in data/README.md)."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts import rules
from accounts.acting import Acting
from accounts.models import Division, DivisionCode
from accounts.queries import next_paths
from accounts.roles import Level
from audit.services import record

FOLDER = settings.BASE_DIR / "data" / "divisions"
LIST = FOLDER / "hengyang_divisions.csv"
CROSSWALK = FOLDER / "hengyang_townships_crosswalk.csv"

PROVINCE = {"code": "430000000000", "name": "湖南省", "level": "1", "unit_type": "省"}
PROVINCE_PATH = "0043"
# Editions before 2018 are not at hand; the codes of 2023 are taken to hold since then (assume).
CODES_SINCE = date(2018, 1, 1)

STATISTICS, CIVIL_AFFAIRS = DivisionCode.Family.STATISTICS, DivisionCode.Family.CIVIL_AFFAIRS
TAKEN_OVER = ("name", "official_name", "unit_type", "committee_type", "is_formal")
Row = dict[str, str]


@dataclass(slots=True)
class Imported:
    """What an import did, counted."""

    added: int = 0
    changed: int = 0
    same: int = 0
    codes: int = 0
    missing: list[Division] = field(default_factory=list)  # in the database, not in the file


@transaction.atomic
def import_divisions(*, by: Acting, file: Path = LIST, crosswalk: Path = CROSSWALK) -> Imported:
    """Add what is new, correct what is named otherwise; end nothing, that is for people."""
    rules.may_keep_divisions(by).require()
    rows = [PROVINCE, *_rows(file)]
    known = _known()
    done = Imported()
    for level in Level:
        _import_level([row for row in _placed(rows) if row["level"] == str(level)], known, done)
    done.codes += _add_codes(STATISTICS, ((row["code"], row["code"]) for row in rows), known)
    done.codes += _add_codes(CIVIL_AFFAIRS, _civil_affairs(crosswalk), known)
    listed = {row["code"] for row in rows}
    done.missing = [unit for code, unit in known.items() if code not in listed]
    record(
        "accounts.divisions_imported",
        by=by,
        added=done.added,
        changed=done.changed,
        codes=done.codes,
        missing=len(done.missing),
    )
    return done


def _rows(file: Path) -> list[Row]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _placed(rows: list[Row]) -> Iterator[Row]:
    """Give the rows under their real parents.

    The two development zones are counties for statistics only: their townships belong to the
    real county, and the zones themselves are no divisions of ours.
    """
    zones = {row["code"] for row in rows if row["level"] == "3" and row.get("is_formal") == "0"}
    for row in rows:
        parent = row.get("parent_code") or (PROVINCE["code"] if row["level"] == "2" else "")
        if parent in zones:
            parent = row["admin_county_code"]
        if row["code"] not in zones:
            yield row | {"parent_code": parent}


def _known() -> dict[str, Division]:
    codes = DivisionCode.objects.filter(family=STATISTICS, last_day=None)
    return {code.code: code.division for code in codes.select_related("division__parent")}


def _import_level(rows: list[Row], known: dict[str, Division], done: Imported) -> None:
    new: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["code"] not in known:
            new[row["parent_code"]].append(row)
        elif _corrected(known[row["code"]], row):
            done.changed += 1
        else:
            done.same += 1
    made = {row["code"]: unit for parent in new for row, unit in _begun(new[parent], known)}
    Division.objects.bulk_create(made.values())
    known |= made
    done.added += len(made)


def _begun(rows: list[Row], known: dict[str, Division]) -> Iterator[tuple[Row, Division]]:
    parent = known.get(rows[0]["parent_code"])
    if parent is None:  # the province
        paths: Iterator[str] = iter([PROVINCE_PATH])
    else:
        paths = next_paths(parent)
    for row in rows:
        yield (
            row,
            Division(parent=parent, level=int(row["level"]), path=next(paths), **_values(row)),
        )


def _values(row: Row) -> dict[str, str | bool]:
    return {
        "name": row.get("short_name") or row["name"],
        "official_name": row["name"],
        "unit_type": row["unit_type"],
        "committee_type": row.get("committee_type", ""),
        "is_formal": row.get("is_formal", "1") == "1",
    }


def _corrected(unit: Division, row: Row) -> bool:
    values = _values(row)
    if all(getattr(unit, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(unit, name, value)
    unit.save(update_fields=TAKEN_OVER)
    return True


def _civil_affairs(crosswalk: Path) -> Iterator[tuple[str, str]]:
    """Pair a township's two codes as the crosswalk does: by county and name, never by code."""
    for row in _rows(crosswalk):
        if row["nbs2023_code"] and row["mca2026_code"]:
            yield row["nbs2023_code"], row["mca2026_code"]


def _add_codes(
    family: DivisionCode.Family, pairs: Iterator[tuple[str, str]], known: dict[str, Division]
) -> int:
    """Give each unit the code unless it has it already."""
    held = DivisionCode.objects.filter(family=family, last_day=None)
    has = set(held.values_list("division_id", "code"))
    new = [
        DivisionCode(division=unit, family=family, code=code, first_day=CODES_SINCE)
        for listed, code in pairs
        if (unit := known.get(listed)) and (unit.pk, code) not in has
    ]
    return len(DivisionCode.objects.bulk_create(new))
