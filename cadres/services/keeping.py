"""Where a person's file is kept: it moves with all its rows and papers, the facts do not."""

from __future__ import annotations

from collections.abc import Collection

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
    only whoever sees both units do it.
    """
    move_files([person.pk], unit)
    person.unit = unit
    person.scope_path = unit.path


def move_files(people: Collection[int], unit: Division) -> None:
    """Give many locked files into a unit's keeping; papers are found while the rows are there."""
    papers = Q(pk__in=Document.objects.filter(person__in=people).values("file"))
    evidence = Q(pk__in=Correction.objects.filter(person__in=people).values("evidence"))
    photos = Q(pk__in=Person.objects.filter(pk__in=people).values("photo"))
    StoredFile.objects.filter(papers | evidence | photos).update(scope_path=unit.path)
    for model in FILE_ROWS:
        model._default_manager.filter(person__in=people).update(scope_path=unit.path)
    moved = Person.objects.filter(pk__in=people).update(unit=unit, scope_path=unit.path)
    if moved != len(people):
        raise Person.DoesNotExist(f"{len(people) - moved} files are not in reach")
