"""The second wall: raw SQL under a reader's scope shows that reader's rows and no others."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction

from accounts.session import acting_as
from cadres.models import Measure, Person, Team, Tenure
from cadres.posts import Post
from tests.cadres.factories import make_measure, make_person, make_team, make_tenure

TABLES = [
    f"cadres_{model}{suffix}"
    for model in ("person", "tenure", "team", "measure")
    for suffix in ("", "event")
]


@pytest.fixture
def registry(township, village, sibling, sibling_village, other_township, other_village):
    """Give each of three townships one of everything."""
    for place, below in (
        (township, village),
        (sibling, sibling_village),
        (other_township, other_village),
    ):
        person = make_person(place)
        make_team(below)
        make_tenure(person, below)
        make_measure(person)


def paths(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT scope_path FROM {table}")
        return [path for (path,) in cursor.fetchall()]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    ("who", "townships"),
    [
        ("clerk", 1),
        ("committee", 1),
        ("neighbour", 1),
        ("officer", 2),
        ("stranger_officer", 1),
        ("city_officer", 3),
        ("auditor", 3),
        ("department", 0),
        ("system_admin", 0),
        ("audit_admin", 0),
        ("nobody", 0),
        ("machine", 3),
    ],
)
def test_raw_sql_sees_the_readers_division_only(request, registry, table, who, townships):
    acting = request.getfixturevalue(who)

    with acting_as(acting):
        seen = paths(table)

    assert len(seen) == townships
    assert all(acting.lo <= path < acting.hi for path in seen)


@pytest.mark.parametrize("model", [Person, Tenure, Team, Measure])
@pytest.mark.parametrize(
    ("who", "rows"), [("clerk", 1), ("officer", 2), ("city_officer", 3), ("system_admin", 0)]
)
def test_the_first_wall_agrees_with_the_second(request, registry, model, who, rows):
    acting = request.getfixturevalue(who)

    assert model.objects.visible_to(acting).count() == rows
    assert model.objects.visible_to(None).count() == 0


@pytest.mark.parametrize("table", TABLES)
def test_raw_sql_changes_nothing_of_a_neighbour(registry, clerk, sibling, table):
    if table.endswith("event"):
        with (
            acting_as(clerk),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE {table} SET scope_path = scope_path")
        return
    with acting_as(clerk), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET scope_path = scope_path WHERE scope_path LIKE %s",
            [sibling.path + "%"],
        )
        assert cursor.rowcount == 0


def test_raw_sql_moves_no_file_into_a_foreign_township(registry, clerk, sibling):
    with (
        acting_as(clerk),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE cadres_person SET scope_path = %s", [sibling.path])


def test_a_former_unit_keeps_its_facts_and_not_the_file(
    clerk, neighbour, township, sibling, village
):
    person = make_person(township)
    tenure = make_tenure(
        person, village, Post.VC_MEMBER, ended_on=date(2018, 6, 30), ended_how="resignation"
    )
    measure = make_measure(person)
    Person.objects.filter(pk=person.pk).update(unit=sibling, scope_path=sibling.path)

    with acting_as(clerk):
        assert list(Tenure.objects.visible_to(clerk)) == [tenure]
        assert list(Measure.objects.visible_to(clerk)) == [measure]
        assert not Person.objects.filter(pk=person.pk).exists()
    with acting_as(neighbour):
        assert Person.objects.visible_to(neighbour).get() == person
        assert not Tenure.objects.filter(person=person).exists()
