"""Where a person's file is kept: it moves with all its rows and papers, the facts do not."""

from __future__ import annotations

from django.db.models import Q

from accounts.models import Division
from cadres.models import (
    Correction,
    Document,
    Education,
    Experience,
    FormerNumber,
    Person,
    Relative,
    Reward,
    StoredFile,
)

# Everything whose scope path is the file's. Tenures, teams and measures are facts: they stay with
# the division they happened in.
FILE_ROWS = (Education, Experience, Relative, Reward, Document, FormerNumber, Correction)


def move_file(person: Person, unit: Division) -> None:
    """Give a locked file into another unit's keeping.

    It is a step of a service that has asked whether it may be and records it. Row security lets
    only whoever sees both units do it; before the rows move, their papers are found by them.
    """
    papers = Q(pk__in=Document.objects.filter(person=person).values("file"))
    evidence = Q(pk__in=Correction.objects.filter(person=person).values("evidence"))
    photo = Q(pk=person.photo_id)
    StoredFile.objects.filter(papers | evidence | photo).update(scope_path=unit.path)
    for model in FILE_ROWS:
        model._default_manager.filter(person=person).update(scope_path=unit.path)
    person.unit = unit
    person.scope_path = unit.path
    person.save(update_fields=["unit", "scope_path"])
