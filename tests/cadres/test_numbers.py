"""Which file a number leads to: borne now, by a merged file, or formerly; and by nobody."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.session import acting_as
from cadres.models import FormerNumber, Person, number_index
from cadres.queries.numbers import (
    How,
    find_by_number,
    find_by_numbers,
    registered_elsewhere,
)
from cadres.queries.people import one_person
from tests.cadres.factories import fresh_number, made_up_number, make_person

OLD = "430481700606903"  # 15 digits, as cards had them before 2000


def former(person: Person, number: str, replaced_on: date = date(2018, 3, 1)) -> FormerNumber:
    return FormerNumber.objects.create(
        person=person, scope_path=person.scope_path, id_number=number,
        id_index=number_index(number), replaced_on=replaced_on,
    )  # fmt: skip


def merged(person: Person, into: Person) -> Person:
    person.merged_into = into
    person.save(update_fields=["merged_into"])
    return person


def test_a_number_leads_to_whoever_bears_it(township, clerk):
    person = make_person(township)

    found = find_by_number(person.id_number, clerk)

    assert (found.person, found.how, found.note) == (person, How.CURRENT, "")


def test_however_it_is_typed(township, clerk):
    number = made_up_number(sequence=903)
    person = make_person(township, id_number=number)

    spaced = f" {number[:6]} {number[6:14]} {number[14:].lower()}"
    found = find_by_numbers([spaced, OLD], clerk)

    assert {key: one.person for key, one in found.items()} == {spaced: person, OLD: person}


def test_the_number_of_a_merged_file_leads_to_the_kept_one(township, clerk):
    kept = make_person(township)
    gone = merged(make_person(township), kept)

    found = find_by_number(gone.id_number, clerk)

    assert (found.person, found.how) == (kept, How.MERGED)
    assert "并入" in found.note


def test_a_number_that_was_corrected_leads_to_the_file(township, clerk):
    person = make_person(township)
    old = former(person, fresh_number()).id_number

    found = find_by_number(old, clerk)

    assert (found.person, found.how, found.note) == (person, How.FORMER, "曾用号码，已更正")


def test_who_bears_a_number_comes_before_who_bore_it(township, clerk):
    """A slip may have put somebody else's number into a file; that somebody is now registered."""
    slipped, owner = make_person(township), make_person(township)
    former(slipped, owner.id_number)

    assert find_by_number(owner.id_number, clerk).person == owner


def test_the_former_number_of_a_merged_file_leads_to_the_kept_one(township, clerk):
    kept = make_person(township)
    gone = merged(make_person(township), kept)
    old = former(gone, fresh_number()).id_number

    assert find_by_number(old, clerk).person == kept


@pytest.mark.parametrize("number", ["", "张三", "430481197006069999"])
def test_nobody_bears_it(township, clerk, number):
    make_person(township)

    assert find_by_number(number, clerk) is None


def test_nothing_is_found_beyond_the_readers_range(sibling, clerk, officer):
    person = make_person(sibling)
    old = former(person, fresh_number()).id_number

    with acting_as(clerk):
        assert find_by_numbers([person.id_number, old], clerk) == {}
    with acting_as(officer):
        assert len(find_by_numbers([person.id_number, old], officer)) == 2


def test_many_numbers_cost_no_more_than_a_few(township, clerk, django_assert_num_queries):
    people = [make_person(township) for _ in range(30)]
    numbers = [person.id_number for person in people] + [fresh_number() for _ in range(30)]

    for some in (numbers[:2], numbers):
        with django_assert_num_queries(2):
            find_by_numbers([*some, fresh_number()], clerk)


def test_elsewhere_is_answered_with_nothing_but_yes(township, sibling, other_township, clerk):
    here, near, far = (make_person(place) for place in (township, sibling, other_township))
    numbers = [one.id_number for one in (here, near, far)] + [fresh_number()]

    with acting_as(clerk):
        away = registered_elsewhere(numbers, township, clerk)

    assert away == {near.id_number, far.id_number}


def test_for_the_command_line_another_township_is_elsewhere_too(township, sibling, machine):
    here, near = make_person(township), make_person(sibling)

    with acting_as(machine):
        away = registered_elsewhere([here.id_number, near.id_number], township, machine)

    assert away == {near.id_number}


def test_one_person_has_all_the_files_that_are_his(township):
    kept = make_person(township)
    first, second = (merged(make_person(township), kept) for _ in range(2))
    make_person(township)

    assert one_person(kept) == one_person(second) == [kept.pk, first.pk, second.pk]
