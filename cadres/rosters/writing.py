"""Write a judged sheet into the registry, whole: people, corrections, posts, hand-overs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from accounts.models import Division
from cadres import identity
from cadres.models import (
    Began,
    Ended,
    FormerNumber,
    Person,
    Tenure,
    number_index,
    tail_index,
)
from cadres.pinyin import read_name
from cadres.posts import Body, Post
from cadres.rosters.copying import update_rows, write_rows
from cadres.rosters.judged import HandOver, Judged, day
from cadres.rosters.registry import Registry, full_number

DAY = timedelta(days=1)
DATES = ("party_joined_on", "full_member_on", "first_job_on")
Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Choice:
    """What people decided about one hand-over: whether, from which day, how the holder leaves."""

    take: bool = True
    on: date | None = None
    how: str = ""


# By the tenure that ends; what nobody chose is done as it was shown.
Choices = Mapping[int, Choice]


@dataclass(slots=True)
class Written:
    """What a line left in the registry: where its values can be traced to, and how to undo it."""

    person: int
    fields: list[str] = field(default_factory=list)
    tenures: list[int] = field(default_factory=list)
    moved: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)

    def packed(self) -> dict[str, Any]:
        found = {
            "fields": self.fields,
            "tenures": self.tenures,
            "moved": self.moved,
            "ended": self.ended,
        }
        return {name: value for name, value in found.items() if value}


def write(
    judged: Sequence[Judged], known: Registry, choices: Choices, step: Step
) -> dict[int, Written]:
    """Write what stands; give what each sheet row left. Clashes are the database's to find."""
    standing = [one for one in judged if not one.refused]
    step("写入人员")
    people = _write_people([one for one in standing if one.person is None], known)
    step("更正档案")
    _write_changes([one for one in standing if one.person is not None], known)
    written = {
        one.line.sheet_row: Written(
            person=one.person.pk if one.person else people[one.line.sheet_row],
            fields=_fields(one),
        )
        for one in standing
    }
    step("写入任职")
    _end_holders(standing, choices, written)
    _write_moved(standing, written)
    _write_tenures(standing, known, choices, written)
    return written


def _fields(one: Judged) -> list[str]:
    changed = [change.field for change in one.changes]
    return changed if one.person else ["name", "id_number", *changed]


def _write_people(new: Sequence[Judged], known: Registry) -> dict[int, int]:
    numbers = write_rows(Person, [_person(one, known) for one in new])
    return {one.line.sheet_row: pk for one, pk in zip(new, numbers, strict=True)}


def _person(one: Judged, known: Registry) -> dict[str, Any]:
    number, name = full_number(one.line), one.line.values["name"]
    row = {
        "unit_id": known.township.pk,
        "scope_path": known.township.path,
        **of_name(name),
        **of_number(number),
    }
    return row | {change.field: value_of(change.field, change.new) for change in one.changes}


def of_name(name: str) -> dict[str, Any]:
    """Give the columns that a name decides."""
    pinyin, initials = read_name(name)
    return {"name": name, "pinyin": pinyin, "initials": initials}


def of_number(number: str) -> dict[str, Any]:
    born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return {
        "id_number": number,
        "id_index": number_index(number),
        "tail_index": tail_index(number),
        "sex": identity.MALE if int(number[16]) % 2 else identity.FEMALE,
        "born_on": born,
    }


def value_of(column: str, text: str) -> Any:
    """Turn a staged value back into what the column holds."""
    return day(text) if column in DATES else text


def _write_changes(found: Sequence[Judged], known: Registry) -> None:
    """Update people in groups that change the same columns: no other column is touched."""
    groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    replaced: list[dict[str, Any]] = []
    for one in found:
        values = _changed(one, known, replaced)
        if values and one.person is not None:
            groups[tuple(values)].append((one.person.pk, *values.values()))
    for columns, rows in groups.items():
        update_rows(Person, columns, rows)
    write_rows(FormerNumber, replaced)


def _changed(one: Judged, known: Registry, replaced: list[dict[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for change in one.changes:
        if change.field == "name":
            values |= of_name(change.new)
        elif change.field == "id_number" and one.person is not None:
            values |= of_number(change.new)
            replaced.append(_former(one.person, known.today))
        else:
            values[change.field] = value_of(change.field, change.new)
    return dict(sorted(values.items()))


def _former(person: Person, today: date) -> dict[str, Any]:
    return {
        "person_id": person.pk,
        "scope_path": person.scope_path,
        "id_number": person.id_number,
        "id_index": person.id_index,
        "replaced_on": today,
        "reason": "花名册导入更正",
    }


def _taken(one: Judged, choices: Choices) -> list[tuple[HandOver, date, str]]:
    found = []
    for hand_over in one.hand_overs:
        choice = choices.get(hand_over.tenure, Choice())
        if choice.take:
            on = choice.on or date.fromisoformat(hand_over.on)
            found.append((hand_over, on, choice.how or hand_over.how))
    return found


def _end_holders(judged: Sequence[Judged], choices: Choices, written: dict[int, Written]) -> None:
    rows = []
    for one in judged:
        for hand_over, on, how in _taken(one, choices):
            rows.append((hand_over.tenure, on - DAY, Ended(how)))
            written[one.line.sheet_row].ended.append(hand_over.tenure)
    update_rows(Tenure, ("ended_on", "ended_how"), rows)


def _write_moved(judged: Sequence[Judged], written: dict[int, Written]) -> None:
    rows = []
    for one in judged:
        for moved in one.moved:
            rows.append((moved.tenure, date.fromisoformat(moved.new)))
            written[one.line.sheet_row].moved.append(moved.tenure)
    update_rows(Tenure, ("began_on",), rows)


def _write_tenures(
    judged: Sequence[Judged], known: Registry, choices: Choices, written: dict[int, Written]
) -> None:
    tenures, rows = [], []
    for one in judged:
        begins = [(start.village, start.post, date.fromisoformat(start.on)) for start in one.starts]
        begins += [
            (hand_over.village, hand_over.post, on) for hand_over, on, _ in _taken(one, choices)
        ]
        person = written[one.line.sheet_row].person if begins else 0
        for place, post, on in begins:
            village = known.villages.present[place]
            tenures.append(_tenure(one, village, Post(post), on, person, known))
            rows.append(one.line.sheet_row)
    for row, pk in zip(rows, write_rows(Tenure, tenures), strict=True):
        written[row].tenures.append(pk)


def _tenure(
    one: Judged, village: Division, post: Post, on: date, person: int, known: Registry
) -> dict[str, Any]:
    in_team = post.body in (Body.PARTY, Body.COMMITTEE)
    return {
        "person_id": person,
        "village_id": village.pk,
        "scope_path": village.path,
        "team_id": known.team_on(village.pk, on) if in_team else None,
        "post": post,
        "began_on": on,
        "began_how": Began.HIRED if post.body is Body.STAFF else Began.ELECTED,
        "source": one.line.values.get("source", ""),
    }
