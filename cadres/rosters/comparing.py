"""Compare a line with the file it is about, field by field, and with the sheet it was exported to.

A sheet that was exported and mended says which edition of the file it was made from: what its
clerk did not touch is left alone, and what somebody else has changed since is never overwritten.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from cadres import codes, rules
from cadres.cleaning import clean
from cadres.models import Person
from cadres.rosters.judged import Change, Judged
from cadres.rosters.lines import Line, Month, Problem
from cadres.rosters.registry import Registry, full_number

DAYS = {
    "party_joined": "party_joined_on",
    "full_member": "full_member_on",
    "first_job": "first_job_on",
}
CODED = ("ethnicity", "education", "degree", "political_status", "health")
NUMBERS = ("phone", "bank_account")
TEXTS = ("native_place", "birthplace", "professional_title", "bank")
# Field of a line → column of a person.
COLUMNS = {
    **DAYS,
    **{name: name for name in (*CODED, *NUMBERS, *TEXTS)},
}


def compare(found: Judged, known: Registry) -> None:
    """Note what the line says otherwise than the file, or what a new file would hold."""
    line = found.line
    _days_stand(found, known.today)
    _texts_fit(found)
    base = _base(found, known)
    for key, column in COLUMNS.items():
        if key in line.values:
            _compare_one(found, key, column, base)
    if found.person is not None:
        _compare_name(found, base)
        _compare_number(found)
        _respect_verified(found)


def label_of(column: str) -> str:
    """Name a column of a person as forms do."""
    return str(Person._meta.get_field(column).verbose_name)  # type: ignore[union-attr]


def told(column: str, value: str) -> str:
    """Give a stored value in the words of the page, numbers as they are."""
    return codes.label(column, value) if column in codes.TABLES and value else value


def _compare_one(found: Judged, key: str, column: str, base: dict[str, Any] | None) -> None:
    line, person = found.line, found.person
    value, text = line.values[key], line.texts.get(key, "")
    current = getattr(person, column, None)
    if person is None:
        found.changes.append(Change(column, "", stored(value)))
        return
    if agrees(column, current, value, text):
        return
    change = Change(column, stored(current), stored(value))
    if base is not None:
        if agrees(column, base[column], value, text):
            return  # his sheet says what it said when it was made
        if stored(base[column]) != stored(current):
            found.against.append(_meanwhile(key, column, base, change))
            return
    found.changes.append(change)


def _compare_name(found: Judged, base: dict[str, Any] | None) -> None:
    person, name = found.person, found.line.values.get("name", "")
    if person is None or not name or name == person.name or (base and base["name"] == name):
        return
    change = Change("name", person.name, name)
    if base is not None and base["name"] != person.name:
        found.against.append(_meanwhile("name", "name", base, change))
        return
    found.changes.append(change)


def _compare_number(found: Judged) -> None:
    """A number other than the file's is a correction only where the file was named by its id."""
    person, number = found.person, full_number(found.line)
    if person is None or not number or "file_number" not in found.line.values:
        return
    if number != person.id_number:
        found.changes.append(Change("id_number", person.id_number, number))
        sentence = "身份证号将更正，性别和出生日期随新号码改动，请对照身份证再核对一次。"
        found.warned.append(Problem("number_corrected", "id_number", sentence))


def _respect_verified(found: Judged) -> None:
    person = found.person
    if person is None or person.verified_on is None:
        return
    for change in found.changes:
        if change.field in rules.VERIFIED:
            sentence = (
                f"{label_of(change.field)}已由县委组织部于 {person.verified_on} 核定，"
                "不能通过导入改动；确有错误的，请在档案中提交更正申请。"
            )
            found.against.append(Problem("verified_field", _key_of(change.field), sentence))


def _key_of(column: str) -> str:
    return next((key for key, name in COLUMNS.items() if name == column), column)


def agrees(column: str, current: Any, value: Any, text: str) -> bool:
    """Tell whether what stands in the file is what the roster says, as exactly as it says it."""
    if isinstance(value, Month):
        return current is not None and value.covers(current)
    if column in NUMBERS:
        return re.sub(r"\D", "", current or "") == re.sub(r"\D", "", value)
    if column in CODED:
        return _same_code(column, current or "", value, text)
    return bool((current or "") == value)


def _same_code(column: str, current: str, value: str, text: str) -> bool:
    """大专 agrees with every kind of 大学专科; a name out of the table means just itself."""
    if current == value:
        return True
    table = codes.TABLES[column]()
    exact = clean(text) in table.labels.values() and column != "health"
    return bool(current) and not exact and table.head(current) == table.head(value)


def stored(value: Any) -> str:
    """Give a value as it is staged: days as text."""
    if isinstance(value, Month):
        return value.first.isoformat()
    return value.isoformat() if isinstance(value, date) else (value or "")


def _base(found: Judged, known: Registry) -> dict[str, Any] | None:
    """Give the file as it was when the sheet was made, unless nobody has touched it since."""
    person, edition = found.person, found.line.values.get("edition")
    if person is None or edition is None:
        return None
    base = known.bases.get(edition)
    if base is None or base["pgh_obj_id"] != person.pk:
        sentence = "版本号与档案对不上，请重新导出后再改，不要改动“版本号”一列。"
        found.against.append(Problem("edition_unknown", "edition", sentence))
        return None
    return base if known.latest.get(person.pk) != edition else None


def _meanwhile(key: str, column: str, base: dict[str, Any], change: Change) -> Problem:
    if column in NUMBERS or column == "id_number":
        sentence = f"导出以后，{label_of(column)}已被他人更正，与表中的改动不同。"
    else:
        was, now, mine = (
            told(column, text) or "空" for text in (stored(base[column]), change.old, change.new)
        )
        sentence = (
            f"导出以后，{label_of(column)}已由“{was}”更正为“{now}”，表中改成“{mine}”，两者不同。"
        )
    return Problem("changed_meanwhile", key, sentence + "请重新导出，在新表上改。")


def _days_stand(found: Judged, today: date) -> None:
    """Keep out of the file what cannot be: a day to come, a Party entry without a party."""
    values = found.line.values
    for key in DAYS:
        when = values.get(key)
        if when is not None and when.first > today:
            _leave_out(found, key, "date_in_future", "在今天以后，没有写入，请核对。")
    status = values.get("political_status") or (
        found.person.political_status if found.person else ""
    )
    joined = values.get("party_joined")
    if joined is not None and status and status not in codes.PARTY_MEMBERS:
        _leave_out(found, "party_joined", "party_date_without_party", "与政治面貌不符，没有写入。")


def _texts_fit(found: Judged) -> None:
    for key in TEXTS:
        text = found.line.values.get(key, "")
        if not text:
            continue
        longest = Person._meta.get_field(COLUMNS[key]).max_length or 0  # type: ignore[union-attr]
        if len(text) > longest:
            _leave_out(found, key, "too_long", f"超过 {longest} 个字，没有写入，请缩短。")


def _leave_out(found: Judged, key: str, code: str, why: str) -> None:
    found.line = _without(found.line, key)
    label = label_of(COLUMNS[key])
    text = found.line.texts.get(key, "")
    found.warned.append(Problem(code, key, f"{label}“{text}”{why}"))


def _without(line: Line, key: str) -> Line:
    values = {name: value for name, value in line.values.items() if name != key}
    return replace(line, values=values)
