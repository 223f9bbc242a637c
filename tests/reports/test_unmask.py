"""Seeing a number in full: a POST with its purpose, written down, shown once."""

from __future__ import annotations

from datetime import date

import pytest

from audit.models import Event
from cadres.identity import mask
from tests.cadres.factories import made_up_number, make_person

NUMBER = made_up_number(born_on=date(1975, 3, 8), sequence=907)
PHONE = "13907340177"
PURPOSE = "办理医保参保登记"


@pytest.fixture
def person(settings, township):
    settings.BUSINESS_DAY = date(2018, 12, 20)
    return make_person(township, "曾国华", id_number=NUMBER, phone=PHONE)


@pytest.fixture
def ask(client_of, person):
    """Give a function that asks for the numbers in full."""

    def post(acting, purpose=PURPOSE):
        return client_of(acting).post(f"/cadres/{person.pk}/numbers/", {"purpose": purpose})

    return post


@pytest.mark.parametrize("who", ["clerk", "officer"])
def test_whoever_works_with_numbers_sees_them_once_for_a_purpose(ask, person, request, who):
    acting = request.getfixturevalue(who)

    text = ask(acting).content.decode()

    assert NUMBER in text
    assert PHONE in text
    event = Event.objects.get(name="cadre.unmasked")
    assert (event.object_id, event.data) == (str(person.pk), {"purpose": PURPOSE})
    assert event.actor == acting.username


def test_the_page_itself_stays_masked_afterwards(ask, client_of, clerk, person):
    ask(clerk)

    text = client_of(clerk).get(f"/cadres/{person.pk}/").content.decode()

    assert NUMBER not in text
    assert mask(NUMBER) in text


@pytest.mark.parametrize("purpose", ["", "  ", "看看"])
def test_without_a_purpose_nothing_is_shown(ask, clerk, purpose):
    response = ask(clerk, purpose)

    assert response.status_code == 200
    assert NUMBER not in response.content.decode()
    assert not Event.objects.filter(name="cadre.unmasked").exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("committee", 403), ("auditor", 403), ("city_officer", 403), ("neighbour", 404),
     ("stranger_officer", 404), ("department", 404), ("system_admin", 404)],
)  # fmt: skip
def test_others_get_nothing(ask, request, who, status):
    response = ask(request.getfixturevalue(who))

    assert response.status_code == status
    assert NUMBER not in response.content.decode()
    assert not Event.objects.filter(name="cadre.unmasked").exists()


def test_the_form_is_offered_to_those_who_may(client_of, clerk, auditor, person):
    for acting, offered in ((clerk, True), (auditor, False)):
        text = client_of(acting).get(f"/cadres/{person.pk}/").content.decode()
        assert ("查看身份证号、手机号和银行账号全文" in text) is offered
