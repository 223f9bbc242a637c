"""Where a person's file is kept: it moves with all its rows and papers, the facts do not."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from accounts.models import Division
from cadres.models import (
    Correction,
    Document,
    Duplicate,
    Education,
    Experience,
    FormerNumber,
    Person,
    Relative,
    Reward,
    StoredFile,
)
from cadres.queries.duplicates import common_path

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
    """Give many locked files, and those merged into them, into a unit's keeping.

    Papers are found while the rows are there.
    """
    absorbed = Person.objects.filter(merged_into__in=people).values_list("pk", flat=True)
    keys = {*people, *absorbed}
    papers = Q(pk__in=Document.objects.filter(person__in=keys).values("file"))
    evidence = Q(pk__in=Correction.objects.filter(person__in=keys).values("evidence"))
    photos = Q(pk__in=Person.objects.filter(pk__in=keys).values("photo"))
    StoredFile.objects.filter(papers | evidence | photos).update(scope_path=unit.path)
    for model in FILE_ROWS:
        model._default_manager.filter(person__in=keys).update(scope_path=unit.path)
    moved = Person.objects.filter(pk__in=keys).update(unit=unit, scope_path=unit.path)
    if moved != len(keys):
        raise Person.DoesNotExist(f"{len(keys) - moved} files are not in reach")
    _move_pairs(keys)


def _move_pairs(people: Collection[int]) -> None:
    """Keep what was said of a pair with the smallest division that holds both files."""
    pairs = Duplicate.objects.filter(Q(first__in=people) | Q(second__in=people))
    for pair in pairs.select_related("first", "second"):
        path = common_path(pair.first.scope_path, pair.second.scope_path)
        if path != pair.scope_path:
            Duplicate.objects.filter(pk=pair.pk).update(scope_path=path)
