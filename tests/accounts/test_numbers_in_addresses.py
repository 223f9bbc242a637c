"""A personal number that came by an address is kept nowhere: not in `next`, not in an event."""

from __future__ import annotations

import pytest

from audit.models import Event
from audit.redaction import redact
from tests.cadres.factories import made_up_number

NUMBER = made_up_number(sequence=911)


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER,
        NUMBER.lower(),
        f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}",
        f"{NUMBER[:6]}+{NUMBER[6:14]}+{NUMBER[14:]}",
        f"号{NUMBER}。",
        f"x{NUMBER}y",
        "430481750308903",
    ],
)
def test_an_identity_number_is_taken_out_however_it_is_written(typed):
    assert "[身份证号]" in redact(typed)
    assert NUMBER[6:14] not in redact(typed)


def test_other_long_numbers_stay():
    for text in ("2018-12-20 08:30:00.123456", "430481112000", "12345678901234567890123"):
        assert redact(text) == text


def test_a_phone_is_taken_out():
    assert redact("电话13907340123，") == "电话[手机号]，"


def test_a_searched_number_does_not_wait_in_the_address_of_the_log_in_page(client, db):
    response = client.get("/cadres/", {"q": NUMBER})

    assert response.status_code == 302
    assert NUMBER not in response.url
    assert client.get("/cadres/", {"q": "曾"}).url.endswith("%3Fq%3D%25E6%259B%25BE")


def test_a_number_typed_as_an_address_is_not_kept_in_the_refusal(client_of, clerk):
    response = client_of(clerk).get(f"/cadres/{NUMBER[:17]}1/")

    assert response.status_code == 404
    event = Event.objects.get(name="accounts.refused")
    assert event.data["path"] == "/cadres/[身份证号]/"
