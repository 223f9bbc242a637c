"""The two questions past row security: about whom they answer, and about whom they say nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from accounts.session import acting_as
from cadres.models import Person
from tests.cadres.factories import make_measure, make_person, make_tenure

YEAR = (date(2018, 1, 1), date(2018, 12, 31))
TAKEN = date(2018, 5, 10)


@pytest.fixture
def moved(township, sibling, village, sibling_village) -> Person:
    """Give one who served next door, was warned there, and now serves in the clerk's township."""
    person = make_person(sibling)
    make_tenure(
        person, sibling_village, began_on=date(2016, 1, 1), ended_on=date(2018, 6, 30),
        ended_how="moved",
    )  # fmt: skip
    make_measure(person, taken_on=TAKEN)
    make_tenure(person, village, began_on=date(2018, 7, 1))
    Person.objects.filter(pk=person.pk).update(unit=township, scope_path=township.path)
    return person


@pytest.fixture
def foreigner(sibling, sibling_village) -> Person:
    """Give one who never had to do with the clerk's township."""
    person = make_person(sibling)
    make_tenure(person, sibling_village, began_on=date(2016, 1, 1))
    make_measure(person, taken_on=TAKEN)
    return person


def asked(name: str, *people: Person) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT person_id FROM assessments_{name}(%s, %s, %s)",
            [[person.pk for person in people], *YEAR],
        )
        return {person for (person,) in cursor.fetchall()}


def test_months_and_measures_next_door_count_for_whoever_serves_here(moved, clerk):
    with acting_as(clerk), connection.cursor() as cursor:
        cursor.execute(
            "SELECT began_on FROM assessments_service(%s, %s, %s) ORDER BY 1", [[moved.pk], *YEAR]
        )
        assert [day for (day,) in cursor.fetchall()] == [date(2016, 1, 1), date(2018, 7, 1)]
        assert asked("measures", moved) == {moved.pk}


@pytest.mark.parametrize("name", ["service", "measures"])
def test_about_others_they_say_nothing(name, moved, foreigner, clerk, neighbour, officer):
    with acting_as(clerk):
        assert asked(name, moved, foreigner) == {moved.pk}
    with acting_as(neighbour):
        assert asked(name, moved, foreigner) == {moved.pk, foreigner.pk}
    with acting_as(officer):
        assert asked(name, moved, foreigner) == {moved.pk, foreigner.pk}


@pytest.mark.parametrize("who", ["stranger", "department", "system_admin", "audit_admin", "nobody"])
@pytest.mark.parametrize("name", ["service", "measures"])
def test_whoever_has_no_such_people_learns_nothing(name, who, moved, foreigner, request):
    with acting_as(request.getfixturevalue(who)):
        assert asked(name, moved, foreigner) == set()


@pytest.mark.parametrize("name", ["service", "measures"])
def test_a_session_in_which_nobody_acts_learns_nothing(name, committed_db, moved):
    with connection.cursor() as cursor:
        cursor.execute("RESET app.lo")
        cursor.execute("RESET app.hi")

    assert asked(name, moved) == set()
