"""A row of each kind for the addresses that tests/test_doors.py knocks at."""

from __future__ import annotations

from django.db.models import Model

from accounts.acting import Acting
from accounts.models import Work
from cadres.models import Person
from tests.cadres import cases, dossier
from tests.cadres.factories import make_measure


def work_of(acting) -> Work:
    """Give a piece of long work that somebody asked for."""
    return Work.objects.create(
        scope_path=acting.lo, task="reports.export", title="试", asked_by=acting.username,
        grant_id=acting.grant_id,
    )  # fmt: skip


def file_rows(pk: int) -> dict[str, Model]:
    """Fill a person's file, so that each address of it has its row."""
    person = Person.objects.get(pk=pk)
    person.photo = dossier.stored(person)
    person.save()
    return {
        "files": person,
        "educations": dossier.education(person),
        "experiences": dossier.experience(person),
        "relatives": dossier.relative(person),
        "rewards": dossier.reward(person),
        "documents": dossier.paper(person),
        "sanctions": make_measure(person, kind="sanction", title="党内警告"),
    }


def case_rows(pk: int, clerk: Acting) -> dict[str, Model]:
    """Have something asked about a person's file, so that each address of it has its row."""
    person = Person.objects.get(pk=pk)
    return {
        "transfers": cases.transfer(clerk),
        "duplicates": cases.verdict(clerk, person, cases.twin_of(person)),
        "corrections": cases.correction(clerk, person),
    }
