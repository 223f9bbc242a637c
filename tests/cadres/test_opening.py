"""Opening a file on the page: name and number are enough, and the number reads itself."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from cadres.models import Person
from tests.cadres.factories import fresh_number, made_up_number, make_person

NUMBER = made_up_number(born_on=date(1975, 3, 8), sequence=905)


@pytest.fixture
def person(day, township) -> Person:
    return make_person(township, "曾国华", id_number=NUMBER)


@pytest.fixture
def browser(client_of, clerk) -> Client:
    return client_of(clerk)


def test_name_and_number_are_enough_to_open_a_file(browser, day, township):
    number = fresh_number()

    response = browser.post(
        "/cadres/new/", {"name": "曾 秀英", "id_number": number, "ethnicity": "01"}
    )

    person = Person.objects.get(name="曾秀英")
    assert response["Location"] == f"/cadres/{person.pk}/"
    assert (person.unit, person.id_number) == (township, number)
    assert "已建立曾秀英的档案" in browser.get(response["Location"]).content.decode()


def test_a_number_next_door_is_refused_without_saying_whose(browser, day, sibling):
    other = make_person(sibling, "罗海燕")

    response = browser.post(
        "/cadres/new/", {"name": "王老五", "id_number": other.id_number, "ethnicity": "01"}
    )

    text = response.content.decode()
    assert "请报县委组织部办理转入" in text
    assert "罗海燕" not in text
    assert "遥田" not in text


def test_the_number_fills_sex_and_birth_date(browser, day):
    text = browser.post("/cadres/number/", {"id_number": NUMBER}).content.decode()

    assert "男，1975-03-08 出生" in text


@pytest.mark.parametrize(
    ("typed", "said"), [("", ""), ("430481", "应为 18 位"), (NUMBER[:17] + "0", "末位校验不符")]
)
def test_a_number_that_cannot_be_is_said_while_typing(browser, day, typed, said):
    assert said in browser.post("/cadres/number/", {"id_number": typed}).content.decode()


def test_a_number_known_here_leads_to_its_file_and_one_next_door_to_none(browser, person, sibling):
    other = make_person(sibling, "罗海燕")

    here = browser.post("/cadres/number/", {"id_number": NUMBER}).content.decode()
    there = browser.post("/cadres/number/", {"id_number": other.id_number}).content.decode()

    assert f"/cadres/{person.pk}/" in here
    assert "已登记" not in there
    assert "罗海燕" not in there
