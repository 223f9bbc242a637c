"""一人一档 as a paper: what the page shows to its reader, with his name across it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from accounts.acting import Acting
from cadres.masking import Purpose
from cadres.models import Person
from reports import produced
from reports.papers import photos, sections, typesetting
from reports.papers.sections import Section
from reports.person.sheet import sheet
from reports.produced import Imprint, Kind, Produced
from rulebook.editions import book_in_force
from rulebook.quoting import quoted

# What of the article each part of the paper rests on.
GROUNDS = (
    ("DAILY-ARCHIVE", "档案"),
    ("ASSESS-5DIM", "年度考核"),
    ("WARN-PERIOD", "警示"),
)


def person_pdf(*, person: Person, day: date, by: Acting, purpose: str = "") -> Produced:
    """Print a person's file; its numbers stand in full only for a stated purpose, if he may."""
    imprint = produced.imprint(
        title=f"{person.name} 一人一档",
        scope=person.unit.title,
        day=day,
        by=by,
        edition=f"《{book_in_force().held.title}》{day} 适用的版本",
    )
    page = sheet(person, by, day, stated=purpose, purpose=Purpose.PAPER)
    tables = _sections(page)
    rows = sum(len(table.rows) for table in tables)
    data = {
        **_frame(imprint, rows, by),
        **_head(person, page),
        "sections": [asdict(table) for table in tables],
        "grounds": _grounds(),
    }
    return produced.produce(
        imprint=imprint,
        kind=Kind.PDF,
        content=typesetting.pdf("person.typ", data, at=imprint.made_at),
        rows=rows,
        people=[person.pk, *(one.pk for one in page["absorbed"])],
        about=person,
        by=by,
        purpose=purpose,
    )


def _frame(imprint: Imprint, rows: int, by: Acting) -> dict[str, Any]:
    """Give what paper.typ prints around everything."""
    return {
        "title": imprint.title,
        "author": imprint.made_by,
        "reference": imprint.reference,
        "scope": imprint.scope,
        "day": imprint.day.isoformat(),
        "made": f"{imprint.made_by} {imprint.made_at:%Y-%m-%d %H:%M} 制作",
        "watermark": f"{by.person_name} {imprint.made_at:%Y-%m-%d}",
        "imprint": imprint.pairs(rows),
    }


def _head(person: Person, page: dict[str, Any]) -> dict[str, Any]:
    photo = photos.printed(person.photo)
    return {
        "name": person.name,
        "posts": page["posts"] or "不在任",
        "villages": "；".join(page["villages"]),
        "weighing": page["weighing"],
        "photo": list(photo) if photo else None,
        "facts": _facts(person, page),
    }


def _facts(person: Person, page: dict[str, Any]) -> list[tuple[str, str]]:
    """Give the head card, and below it the numbers borne before and who verified the file."""
    pairs = [("姓名", person.name), *((one.label, one.value) for one in page["facts"])]
    pairs += [
        ("曾用身份证号", f"{number}，{former.replaced_on} 更正")
        for former, number in page["former_numbers"]
    ]
    if person.verified_on:
        pairs.append(("核定", f"{person.verified_on} {person.verified_by}"))
    return pairs if len(pairs) % 2 == 0 else [*pairs, ("", " ")]


def _sections(page: dict[str, Any]) -> list[Section]:
    found = [
        sections.of_tenures(page["tenures"]),
        sections.of_teams(page["teams"]),
        sections.of_educations(page["educations"]),
        sections.of_experiences(page["experiences"]),
        sections.of_relatives(page["relatives"]),
        sections.of_conflicts(page["conflicts"]),
        sections.of_rewards(page["rewards"]),
        sections.of_measures(page["measures"]),
        sections.of_years(page["years"]),
        sections.of_documents(page["documents"]),
        sections.of_changes([*page["changes"], *page["older_changes"]]),
        sections.of_timeline(page["events"]),
    ]
    return [one for one in found if one.rows or one.empty]


def _grounds() -> list[str]:
    held = book_in_force().held
    rules = held.rules_plain()
    return [
        f"{part}：《{held.title}》{quoted(rules[name]['quote'])}"
        f"（原文第 {rules[name]['paragraph'].removeprefix('P')} 段，{name}）"
        for name, part in GROUNDS
    ]
