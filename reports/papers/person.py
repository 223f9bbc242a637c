"""一人一档 as a paper: what the page shows to its reader, with his name across it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Any

from accounts.acting import Acting
from cadres import codes, masking
from cadres.history import changes_of
from cadres.masking import Purpose
from cadres.models import (
    Document,
    Education,
    Experience,
    Measure,
    Person,
    Relative,
    Reward,
    Tenure,
)
from cadres.posts import label
from reports import produced
from reports.papers import photos, sections, typesetting
from reports.papers.sections import Section
from reports.produced import Imprint, Kind, Produced
from reports.timeline import assessed_years, timeline
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
    read = _read(person, by)
    tables = _sections(read, day)
    rows = sum(len(table.rows) for table in tables)
    data = {
        **_frame(imprint, rows, by),
        **_head(person, read, day),
        "facts": _facts(person, by, day, purpose),
        "sections": [asdict(table) for table in tables],
        "grounds": _grounds(),
    }
    return produced.produce(
        imprint=imprint,
        kind=Kind.PDF,
        content=typesetting.pdf("person.typ", data, at=imprint.made_at),
        rows=rows,
        people=[person.pk],
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


def _head(person: Person, read: dict[str, list[Any]], day: date) -> dict[str, Any]:
    held = [
        one
        for one in read["tenures"]
        if one.began_on <= day and (one.ended_on is None or one.ended_on >= day)
    ]
    photo = photos.printed(person.photo)
    return {
        "name": person.name,
        "posts": label(list({one.post for one in held})) or "不在任",
        "villages": "；".join(dict.fromkeys(one.village.title for one in held)),
        "weighing": any(one.in_force_on(day) for one in read["measures"]),
        "photo": list(photo) if photo else None,
    }


def _facts(person: Person, by: Acting, day: date, purpose: str) -> list[tuple[str, str]]:
    shown = partial(masking.shown, viewer=by, subject=person, purpose=Purpose.PAPER, stated=purpose)
    named = partial(_named, person)
    return [
        ("姓名", person.name),
        ("性别", person.get_sex_display()),
        ("出生日期", f"{person.born_on}（{person.age_on(day)} 岁）"),
        ("民族", named("ethnicity")),
        ("身份证号", shown("id_number", person.id_number)),
        ("手机号", shown("phone", person.phone)),
        ("籍贯", person.native_place),
        ("出生地", person.birthplace),
        ("学历", named("education")),
        ("学位", named("degree")),
        ("政治面貌", named("political_status")),
        ("入党日期", str(person.party_joined_on or "")),
        ("转正日期", str(person.full_member_on or "")),
        ("参加工作", str(person.first_job_on or "")),
        ("健康状况", named("health")),
        ("专业技术职务", person.professional_title),
        ("常住村", person.residence.title if person.residence else ""),
        ("管档单位", person.unit.title),
        ("开户银行", person.bank),
        ("银行账号", shown("bank_account", person.bank_account)),
    ]


def _named(person: Person, field: str) -> str:
    return codes.label(field, getattr(person, field))


def _read(person: Person, by: Acting) -> dict[str, list[Any]]:
    """Read each part of the file with one query, as far as the reader's division sees it."""

    def rows(model: Any, *order: str) -> Any:
        return model.objects.visible_to(by).filter(person=person).order_by(*order)

    tenures = rows(Tenure, "-began_on", "-pk").select_related("village__parent", "team")
    documents = rows(Document, "dossier_class", "dated_on", "pk").standing()
    return {
        "tenures": list(tenures),
        "measures": list(rows(Measure, "-taken_on", "-pk")),
        "educations": list(rows(Education, "mode", "graduated_on", "pk")),
        "experiences": list(rows(Experience, "began_on", "pk")),
        "relatives": list(rows(Relative, "pk")),
        "rewards": list(rows(Reward, "-granted_on", "-pk")),
        "documents": list(documents),
        "years": assessed_years(person, by),
        "changes": changes_of(person, by),
    }


def _sections(read: dict[str, list[Any]], day: date) -> list[Section]:
    events = timeline(
        tenures=read["tenures"],
        measures=read["measures"],
        years=read["years"],
        changes=read["changes"],
        day=day,
    )
    return [
        sections.of_tenures(read["tenures"]),
        sections.of_teams(read["tenures"]),
        sections.of_educations(read["educations"]),
        sections.of_experiences(read["experiences"]),
        sections.of_relatives(read["relatives"]),
        sections.of_rewards(read["rewards"]),
        sections.of_measures(read["measures"], day),
        sections.of_years(read["years"]),
        sections.of_documents(read["documents"]),
        sections.of_changes(read["changes"]),
        sections.of_timeline(events),
    ]


def _grounds() -> list[str]:
    held = book_in_force().held
    rules = held.rules_plain()
    return [
        f"{part}：《{held.title}》{quoted(rules[name]['quote'])}"
        f"（原文第 {rules[name]['paragraph'].removeprefix('P')} 段，{name}）"
        for name, part in GROUNDS
    ]
