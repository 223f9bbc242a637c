"""Write what files hold: papers first, for people's rows name them, then the rows of each file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from cadres.filecheck import Checked
from cadres.models import Document, Education, Experience, Relative, Reward, StoredFile
from reports.demo.dossiers import Dossier, papers_of
from reports.demo.families import Kin
from reports.demo.humans import Human
from reports.demo.schooling import Course
from reports.demo.writing import analyze, write

FILED_ON = date(2018, 3, 15)
ROWS = (Education, Experience, Relative, Reward, Document)


def stored(checked: Checked, scope_path: str) -> StoredFile:
    """Give the row of a checked file, as `cadres.services.files` keeps it."""
    return StoredFile(
        scope_path=scope_path,
        name=checked.name,
        kind=checked.kind,
        size=len(checked.body),
        sha256=hashlib.sha256(checked.body).hexdigest(),
        body=checked.body,
    )


def write_photos(files: Sequence[Dossier]) -> None:
    """Write the portraits, and note with each person which is his."""
    with_photo = [(one, one.photo) for one in files if one.photo]
    rows = write([stored(photo, one.keeper.path) for one, photo in with_photo])
    for (one, _), row in zip(with_photo, rows, strict=True):
        one.fields["photo_id"] = row.pk


def write_dossiers(files: Sequence[Dossier], clerk: str) -> dict[str, int]:
    """Write the rows of every file; give how many of which kind."""
    rows: Mapping[Any, list[Any]] = {
        Education: [row for one in files for row in _educations(one)],
        Experience: [row for one in files for row in _experiences(one)],
        Relative: [row for one in files for row in _relatives(one)],
        Reward: [row for one in files for row in _rewards(one)],
        Document: _documents(files, clerk),
    }
    for kind in ROWS:
        write(rows[kind])
    analyze(StoredFile, *ROWS)
    return {str(kind._meta.verbose_name): len(found) for kind, found in rows.items()}


def _of(one: Dossier) -> dict[str, Any]:
    return {"person_id": one.human.key, "scope_path": one.keeper.path}


def _educations(one: Dossier) -> Iterator[Education]:
    return (Education(**_of(one), **_course(course)) for course in one.courses)


def _course(course: Course) -> dict[str, Any]:
    mode = Education.Mode.FULL_TIME if course.full_time else Education.Mode.IN_SERVICE
    return {
        "mode": mode,
        "level": course.level,
        "degree": course.degree,
        "school": course.school,
        "major": course.major,
        "began_on": course.began,
        "graduated_on": course.graduated,
    }


def _experiences(one: Dossier) -> Iterator[Experience]:
    for step in one.steps:
        yield Experience(**_of(one), began_on=step.began, ended_on=step.ended, text=step.text)


def _relatives(one: Dossier) -> Iterator[Relative]:
    return (Relative(**_of(one), **_kin(kin)) for kin in one.kin)


def _kin(kin: Kin) -> dict[str, Any]:
    return {
        "relation": kin.relation,
        "title": kin.title,
        "name": kin.name,
        "born_on": kin.born,
        "political_status": kin.status,
        "work": kin.work,
        "holds_office": kin.holds_office,
        "cadre_id": _key(kin.cadre),
    }


def _key(human: Human | None) -> int | None:
    return human.key if human else None


def _rewards(one: Dossier) -> Iterator[Reward]:
    for honour in one.honours:
        yield Reward(
            **_of(one),
            title=honour.title,
            level=honour.level,
            granted_by=honour.by,
            granted_on=honour.on,
            document=honour.document,
        )


def _documents(files: Sequence[Dossier], clerk: str) -> list[Document]:
    kept = list(papers_of(files))
    stored_files = write([stored(paper.checked, one.keeper.path) for one, paper in kept])
    return [
        Document(
            **_of(one),
            dossier_class=paper.dossier_class,
            title=paper.checked.name.rpartition(".")[0],
            dated_on=paper.dated,
            file_id=file.pk,
            added_by=clerk,
            added_on=max(FILED_ON, paper.dated),
        )
        for (one, paper), file in zip(kept, stored_files, strict=True)
    ]
