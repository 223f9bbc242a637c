"""Correcting a file from a form: two clerks at one time, verified facts, numbers unseen."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from accounts.answer import Refused
from accounts.session import acting_as
from audit.models import Event
from cadres import rules, services
from cadres.identity import mask
from cadres.models import FormerNumber, Person
from cadres.queries.editions import (
    FIELDS,
    changed_since,
    changed_since_many,
    edition_of,
    editions_of,
)
from cadres.services.editing import Overlap
from tests.cadres.factories import fresh_number, made_up_number, make_person

NUMBER = made_up_number(born_on=date(1975, 3, 8), sequence=905)
PHONE, ACCOUNT = "13907340123", "6217991234567890123"


@pytest.fixture
def person(day, township, clerk) -> Person:
    with acting_as(clerk):
        return make_person(
            township, "曾国华", id_number=NUMBER, phone=PHONE, bank_account=ACCOUNT, education="61"
        )


@pytest.fixture
def browser(client_of, clerk) -> Client:
    return client_of(clerk)


@pytest.fixture
def colleague(client_of, second_clerk) -> Client:
    return client_of(second_clerk)


def change(by, person, **changes):
    with acting_as(by):
        return services.correct_person(person=person, by=by, **changes)


def form_of(browser, person) -> dict[str, str]:
    """Give what a browser would send back of the form as it is shown now."""
    form = browser.get(f"/cadres/{person.pk}/edit/").context["form"]
    values = {name: form[name].value() for name in form.fields if not name.startswith("clear_")}
    values["residence"] = values["residence"] or ""
    return {name: "" if value is None else str(value) for name, value in values.items()}


def send(browser, person, form, **typed):
    return browser.post(f"/cadres/{person.pk}/edit/", form | typed)


# --- editions -------------------------------------------------------------------------------------


def test_the_fields_of_an_edition_are_what_a_clerk_may_correct():
    assert set(FIELDS) == rules.DETAILS | {"name", "id_number"}


def test_what_others_changed_since_an_edition_is_told(person, second_clerk):
    edition = edition_of(person)
    change(second_clerk, person, education="31", phone="13807340000")

    since = changed_since(person, edition, second_clerk)

    assert set(since) == {"education", "phone"}
    assert since["education"][:4:2] == ("周干事", "61")
    assert since["education"].now == "31"
    assert (since["phone"].was, since["phone"].now) == (PHONE, "13807340000")


def test_what_was_changed_back_was_not_changed(person, second_clerk):
    edition = edition_of(person)
    change(second_clerk, person, education="31")
    change(second_clerk, person, education="61", health="10")

    assert set(changed_since(person, edition, second_clerk)) == {"health"}


def test_an_edition_the_file_never_stood_in_is_unknown(person, township, clerk):
    other = make_person(township)

    assert changed_since(person, edition_of(other), clerk) is None
    assert changed_since(person, 0, clerk) is None


def test_many_editions_are_compared_in_two_queries(
    person, township, clerk, second_clerk, django_assert_num_queries
):
    people = [person, *(make_person(township) for _ in range(12))]
    editions = editions_of(Person, [one.pk for one in people])
    for one in people[:6]:
        change(second_clerk, one, education="31", native_place="湖南衡南")

    with django_assert_num_queries(2):
        found = changed_since_many(editions, clerk)

    assert [pk for pk, since in found.items() if since] == sorted(one.pk for one in people[:6])


def test_a_neighbour_is_told_nothing(person, second_clerk, neighbour):
    edition = edition_of(person)
    change(second_clerk, person, education="31")

    assert changed_since(person, edition, neighbour) is None


# --- the page -------------------------------------------------------------------------------------


def test_the_form_holds_no_number(browser, person):
    text = browser.get(f"/cadres/{person.pk}/edit/").content.decode()

    assert mask(NUMBER) in text
    assert "139****0123" in text
    for secret in (NUMBER, PHONE, ACCOUNT, NUMBER[6:14]):
        assert secret not in text


def test_a_form_sent_back_untouched_changes_nothing(browser, person):
    response = send(browser, person, form_of(browser, person))

    assert response.status_code == 302
    person.refresh_from_db()
    assert (person.id_number, person.phone, person.bank_account) == (NUMBER, PHONE, ACCOUNT)
    assert not Event.objects.filter(name="cadre.corrected").exists()


def test_everything_a_clerk_may_correct_is_kept(browser, person, village):
    typed = {
        "name": "曾 国 桦", "ethnicity": "08", "native_place": "湖南衡南", "birthplace": "湖南耒阳",
        "health": "10", "political_status": "01", "party_joined_on": "1998-07-01",
        "full_member_on": "1999-07-01", "education": "31", "degree": "",
        "first_job_on": "1996-01-01",
        "professional_title": "农艺师", "residence": str(village.pk), "phone": "138 0734 0000",
        "bank": "耒阳农商银行", "bank_account": "6217 9900 0000 1111", "reason": "核对户口簿",
    }  # fmt: skip

    assert send(browser, person, form_of(browser, person), **typed).status_code == 302

    person.refresh_from_db()
    assert (person.name, person.ethnicity, person.residence) == ("曾国桦", "08", village)
    assert (person.phone, person.bank_account) == ("13807340000", "6217990000001111")
    assert (person.full_member_on, person.degree) == (date(1999, 7, 1), "")
    event = Event.objects.get(name="cadre.corrected")
    assert event.data["reason"] == "核对户口簿"
    assert "id_number" not in event.data["fields"]


def test_a_number_can_be_cleared(browser, person):
    send(browser, person, form_of(browser, person), clear_phone="on")

    person.refresh_from_db()
    assert (person.phone, person.bank_account) == ("", ACCOUNT)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"phone": "139"}, "手机号应为 11 位数字"),
        ({"bank_account": "62ab"}, "银行账号应为 8 至 30 位数字"),
        ({"party_joined_on": "1980-01-01", "political_status": "01"}, "未满 18 岁"),
        ({"full_member_on": "2019-01-01"}, "转正日期"),
        ({"party_joined_on": "1998-02-31"}, "入党日期"),
        ({"name": ""}, "姓名"),
        ({"id_number": NUMBER[:17]}, "应为 18 位"),
        ({"education": "zz"}, "学历"),
        ({"residence": "999999"}, "常住村"),
    ],
)
def test_a_wrong_value_is_said_and_nothing_typed_is_lost(browser, person, typed, said):
    response = send(browser, person, form_of(browser, person), native_place="湖南衡南", **typed)

    text = response.content.decode()
    assert response.status_code == 200
    assert said in text
    assert 'value="湖南衡南"' in text
    person.refresh_from_db()
    assert person.native_place == ""


def test_a_village_next_door_cannot_be_picked(browser, person, sibling_village):
    response = send(browser, person, form_of(browser, person), residence=str(sibling_village.pk))

    assert response.status_code == 200
    assert sibling_village.name not in response.content.decode()


# --- two at one time ------------------------------------------------------------------------------


def test_fields_of_two_clerks_that_do_not_meet_are_both_kept(browser, colleague, person):
    mine, other = form_of(browser, person), form_of(colleague, person)
    send(colleague, person, other, education="31")

    response = send(browser, person, mine, native_place="湖南衡南")

    person.refresh_from_db()
    assert (person.education, person.native_place) == ("31", "湖南衡南")
    text = browser.get(response["Location"]).content.decode()
    assert "周干事在" in text
    assert "把学历由“普通高中毕业”改为“大学专科毕业”" in text


def test_the_second_sees_both_values_and_nothing_is_written(browser, colleague, person):
    mine, other = form_of(browser, person), form_of(colleague, person)
    send(colleague, person, other, education="31", phone="13800000001")

    response = send(browser, person, mine, education="21", phone="13600000002", health="10")

    text = response.content.decode()
    assert response.status_code == 200
    for part in (
        "没有保存",
        "周干事",
        "大学专科毕业",
        "大学本科毕业",
        "138****0001",
        "136****0002",
    ):
        assert part in text
    assert "13800000001" not in text
    person.refresh_from_db()
    assert (person.education, person.phone, person.health) == ("31", "13800000001", "")


@pytest.mark.parametrize(
    ("choice", "education"), [("mine", "21"), ("theirs", "31"), ("", "31"), ("both", "31")]
)
def test_a_field_both_changed_needs_a_choice(browser, colleague, person, choice, education):
    mine, other = form_of(browser, person), form_of(colleague, person)
    send(colleague, person, other, education="31")
    asked = send(browser, person, mine, education="21", health="10").context["form"]

    response = send(
        browser, person, mine, education="21", health="10", choice_education=choice,
        seen=asked["seen"].value(),
    )  # fmt: skip

    person.refresh_from_db()
    chosen = choice in ("mine", "theirs")
    assert response.status_code == (302 if chosen else 200)
    assert (person.education, person.health) == (education, "10" if chosen else "")


def test_a_choice_made_on_an_older_page_is_asked_again(browser, colleague, person):
    mine, other = form_of(browser, person), form_of(colleague, person)
    send(colleague, person, other, education="31")
    asked = send(browser, person, mine, education="21").context["form"]
    send(colleague, person, form_of(colleague, person), education="41")

    response = send(
        browser, person, mine, education="21", choice_education="mine", seen=asked["seen"].value()
    )

    assert response.status_code == 200
    assert "中等专科毕业" in response.content.decode()
    person.refresh_from_db()
    assert person.education == "41"


@pytest.mark.parametrize("edition", ["1", "999999999", "", "x", "-3"])
def test_a_form_of_no_edition_saves_nothing(browser, person, edition):
    response = send(browser, person, form_of(browser, person), edition=edition, education="31")

    assert response.status_code == 200
    person.refresh_from_db()
    assert person.education == "61"


def test_the_same_value_of_two_clerks_is_no_question(person, clerk, second_clerk):
    edition = edition_of(person)
    change(second_clerk, person, education="31")

    with acting_as(clerk):
        services.edit_person(person=person, edition=edition, typed={"education": "31"}, by=clerk)
        with pytest.raises(Overlap):
            services.edit_person(
                person=person, edition=edition, typed={"education": "21"}, by=clerk
            )


# --- numbers and verified facts -------------------------------------------------------------------


def test_a_number_that_was_replaced_is_kept_as_a_former_one(browser, person):
    new = made_up_number(born_on=date(1975, 3, 9), sequence=907)

    send(browser, person, form_of(browser, person), id_number=new, reason="公安更正出生日期")

    person.refresh_from_db()
    former = FormerNumber.objects.get()
    assert (person.id_number, former.id_number) == (new, NUMBER)
    assert (former.replaced_on, former.reason) == (date(2018, 12, 20), "公安更正出生日期")
    text = browser.get(f"/cadres/{person.pk}/").content.decode()
    assert f"曾用身份证号 {mask(NUMBER)}" in text
    assert NUMBER not in text


def test_a_number_somebody_else_bears_replaces_nothing(browser, person, township):
    other = make_person(township, "陈明生")

    response = send(browser, person, form_of(browser, person), id_number=other.id_number)

    assert "陈明生名下" in response.content.decode()
    assert not FormerNumber.objects.exists()


@pytest.fixture
def verified(person) -> Person:
    person.verified_on, person.verified_by = date(2018, 6, 1), "谭科长"
    person.save()
    return person


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "曾改名"), ("id_number", fresh_number()), ("education", "31"), ("degree", "403"),
     ("first_job_on", "1996-01-01"), ("party_joined_on", "1999-07-01")],
)  # fmt: skip
def test_what_the_county_has_verified_is_refused(browser, verified, field, value):
    response = send(browser, verified, form_of(browser, verified), **{field: value})

    assert "不能直接修改" in response.content.decode()
    before = verified.__dict__[field]
    verified.refresh_from_db()
    assert verified.__dict__[field] == before


def test_the_refusal_names_the_way_for_page_and_import_alike(verified, clerk, machine):
    for by in (clerk, machine):
        with pytest.raises(Refused, match="核定此档案，学历不能直接修改"):
            change(by, verified, education="31")


def test_the_form_of_a_verified_file_closes_what_is_verified(browser, verified):
    text = browser.get(f"/cadres/{verified.pk}/edit/").content.decode()
    form = form_of(browser, verified)
    sent = {name: value for name, value in form.items() if name not in rules.VERIFIED}

    assert text.count("已由县委组织部核定，请走更正申请") == len(rules.VERIFIED)
    response = send(browser, verified, sent, native_place="湖南衡南")
    assert response.status_code == 302
    verified.refresh_from_db()
    assert (verified.native_place, verified.name) == ("湖南衡南", "曾国华")


def test_a_merged_file_is_not_written_into(browser, person, township):
    person.merged_into = make_person(township)
    person.save()

    response = send(browser, person, form_of(browser, person), education="31")

    assert "已并入另一份档案" in response.content.decode()
