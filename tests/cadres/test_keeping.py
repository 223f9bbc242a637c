"""A file that is given into another township's keeping goes whole."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from accounts.session import acting_as
from cadres.models import (
    Correction,
    Document,
    DossierClass,
    Education,
    Experience,
    FileKind,
    FormerNumber,
    Relative,
    Reward,
    StoredFile,
    number_index,
)
from cadres.services.keeping import FILE_ROWS, move_file
from tests.cadres.factories import fresh_number, make_measure, make_person, make_tenure


def paper(path: str, name: str) -> StoredFile:
    return StoredFile.objects.create(
        scope_path=path, name=name, kind=FileKind.PDF, size=1, sha256="0" * 64, body=b"x"
    )


@pytest.fixture
def person(township, village, clerk):
    """Give somebody with a row of every kind in his file, and two facts."""
    path, day = township.path, date(2010, 9, 1)
    found = make_person(township, "任永胜", photo=paper(path, "照片"))
    rows = {"person": found, "scope_path": path}
    Education.objects.create(**rows, mode="full_time", level="31", school="衡阳师专")
    Experience.objects.create(**rows, began_on=day, text="务农")
    Relative.objects.create(**rows, relation="spouse", title="妻子", name="周桂兰")
    Reward.objects.create(**rows, title="先进", level="county", granted_by="县委", granted_on=day)
    Document.objects.create(
        **rows, dossier_class=DossierClass.CAREER, title="履历表", file=paper(path, "履历"),
        added_by="clerk", added_on=day,
    )  # fmt: skip
    number = fresh_number()
    FormerNumber.objects.create(
        **rows, id_number=number, id_index=number_index(number), replaced_on=day
    )
    Correction.objects.create(
        **rows, changes="{}", reason="试", evidence=paper(path, "证明"), asked_by=clerk.user,
        asked_on=day,
    )  # fmt: skip
    make_tenure(found, village)
    make_measure(found)
    return found


def paths(person) -> dict[str, set[str]]:
    rows = {
        model.__name__: set(
            model.objects.filter(person=person).values_list("scope_path", flat=True)
        )
        for model in FILE_ROWS
    }
    return rows | {"papers": set(StoredFile.objects.values_list("scope_path", flat=True))}


def test_the_file_moves_with_every_row_and_paper(person, sibling, officer):
    with acting_as(officer):
        move_file(person, sibling)

    person.refresh_from_db()
    assert (person.unit, person.scope_path) == (sibling, sibling.path)
    assert set(map(frozenset, paths(person).values())) == {frozenset({sibling.path})}


def test_facts_stay_where_they_happened(person, sibling, township, village, officer):
    with acting_as(officer):
        move_file(person, sibling)

    assert person.tenures.get().scope_path == village.path
    assert person.measures.get().scope_path == township.path


def test_papers_of_others_stay(person, township, sibling, officer):
    other = paper(township.path, "别人的")

    with acting_as(officer):
        move_file(person, sibling)

    other.refresh_from_db()
    assert other.scope_path == township.path


def test_whoever_sees_one_of_the_two_units_only_moves_nothing(person, sibling, clerk):
    before = paths(person)

    with (
        acting_as(clerk),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        move_file(person, sibling)

    assert paths(person) == before
