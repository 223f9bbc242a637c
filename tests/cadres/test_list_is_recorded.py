"""A list writes what was asked for and how many there were, not who."""

from __future__ import annotations

import pytest

from audit.models import Event
from tests.cadres.factories import make_person


def test_a_list_records_its_question_and_its_count(client_of, clerk, township):
    make_person(township, "李光辉")
    make_person(township, "王建国")

    client_of(clerk).get("/cadres/", {"q": "李光", "holding": "all", "made_up": "x"})

    event = Event.objects.get(name="cadre.listed")
    assert event.actor == "clerk"
    assert event.data == {"asked": {"q": "李光", "holding": "all"}, "page": 1, "count": 1}


def test_a_whole_number_is_never_written(client_of, clerk, township):
    number = make_person(township, "李光辉").id_number

    client_of(clerk).get("/cadres/", {"q": number}, follow=True)

    assert not any(number in str(event.data) for event in Event.objects.all())


@pytest.mark.parametrize("address", ["/cadres/", "/cadres/posts/"])
def test_a_number_among_other_words_is_not_written_either(client_of, clerk, township, address):
    number = make_person(township, "李光辉").id_number

    client_of(clerk).get(address, {"q": f"李光辉 {number} 13900000001"})

    event = Event.objects.get(name="cadre.listed")
    assert event.data["asked"]["q"] == "李光辉 [身份证号] [手机号]"
