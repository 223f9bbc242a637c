"""Opening and correcting a person's file."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts.answer import Refused
from accounts.session import acting_as
from audit.models import Event
from cadres import services
from cadres.history import changes_of
from cadres.models import Person
from tests.cadres.factories import fresh_number, made_up_number, make_person

NUMBER = made_up_number(born_on=date(1970, 6, 6), sequence=902)


def add(by, unit, **fields):
    with acting_as(by):
        return services.add_person(
            **{"unit": unit, "name": "曾秀英", "id_number": NUMBER, "by": by} | fields
        )


def correct(by, person, **changes):
    with acting_as(by):
        return services.correct_person(person=person, by=by, **changes)


def test_clerk_opens_a_file(day, clerk, township):
    person = add(clerk, township, education="31", phone="13900001234")

    person.refresh_from_db()
    assert (person.sex, person.born_on) == ("2", date(1970, 6, 6))
    assert (person.pinyin, person.initials) == ("zeng xiu ying", "zxy")
    assert (person.unit, person.scope_path) == (township, township.path)
    assert (person.id_number, person.phone) == (NUMBER, "13900001234")
    assert Event.objects.get(name="cadre.added").object_id == str(person.pk)


def test_the_number_is_kept_normalised(day, clerk, township):
    person = add(clerk, township, id_number=f" {NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]} ")

    assert person.id_number == NUMBER


def test_the_number_never_stands_in_clear(day, clerk, township):
    person = add(clerk, township, phone="13900001234")
    correct(clerk, person, name="曾秀兰")

    for table in ("cadres_person", "cadres_personevent", "audit_event"):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*), count(*) FILTER (WHERE t::text LIKE %s OR t::text LIKE %s)"
                f" FROM {table} t",
                [f"%{NUMBER}%", "%13900001234%"],
            )
            rows, clear = cursor.fetchone()
        assert rows
        assert clear == 0


def test_a_wrong_number_is_refused_in_a_sentence(day, clerk, township):
    with pytest.raises(Refused, match="末位校验不符"):
        add(clerk, township, id_number=NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1"))


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({"education": "99"}, "学历代码“99”不在国家标准代码表内"),
        ({"phone": "1390000"}, "手机号应为 11 位数字"),
        ({"party_joined_on": date(1988, 6, 5)}, "未满 18 岁"),
        ({"party_joined_on": date(2018, 12, 21)}, "晚于今天"),
        ({"party_joined_on": date(1995, 1, 1), "political_status": "13"}, "政治面貌应选"),
        ({"first_job_on": date(1970, 6, 6)}, "参加工作日期"),
    ],
)
def test_details_that_cannot_be_true_are_refused(day, clerk, township, details, sentence):
    with pytest.raises(Refused, match=sentence):
        add(clerk, township, **details)


@pytest.mark.parametrize("joined", [date(1988, 6, 6), date(1988, 6, 7), date(2018, 12, 20)])
def test_the_day_of_majority_is_old_enough_for_the_party(day, clerk, township, joined):
    assert add(clerk, township, party_joined_on=joined).party_joined_on == joined


def test_a_number_registered_here_names_whose_it_is(day, clerk, township):
    add(clerk, township)

    with pytest.raises(Refused, match="新市镇曾秀英名下"):
        add(clerk, township, name="别人名")
    assert Person.objects.count() == 1


def test_a_number_registered_elsewhere_tells_nothing(day, clerk, township, sibling):
    make_person(sibling, "罗海燕", id_number=NUMBER)

    with pytest.raises(Refused) as refusal:
        add(clerk, township)
    assert refusal.value.objections == ("此号码已登记，请报县委组织部办理转入。",)


@pytest.mark.parametrize("who", ["committee", "officer", "city_officer", "auditor"])
def test_only_the_clerk_records(day, request, who, township):
    with pytest.raises(PermissionDenied, match="由乡镇组织干事登记"):
        add(request.getfixturevalue(who), township)


def test_the_import_may_add(day, machine, township):
    assert add(machine, township).pk


def test_a_clerk_opens_no_file_in_a_sibling_township(day, clerk, sibling):
    with pytest.raises(Refused, match="管档单位"):
        add(clerk, sibling)


def test_clerk_corrects_a_file(day, clerk, township):
    person = make_person(township, "刘国华", education="61")

    correct(clerk, person, name="单国华", education="31", reason="录入有误")

    person.refresh_from_db()
    assert (person.name, person.pinyin, person.education) == ("单国华", "shan guo hua", "31")
    event = Event.objects.get(name="cadre.corrected")
    assert event.data["fields"] == ["name", "education"]
    assert event.data["reason"] == "录入有误"


def test_correcting_the_number_corrects_sex_and_birth_date(day, clerk, township):
    person = make_person(township, id_number=NUMBER)
    other = made_up_number(born_on=date(1971, 1, 2), sequence=903)

    correct(clerk, person, id_number=other)

    person.refresh_from_db()
    assert (person.id_number, person.sex, person.born_on) == (other, "1", date(1971, 1, 2))
    assert other not in str(Event.objects.get(name="cadre.corrected").data)


def test_correcting_nothing_writes_nothing(day, clerk, township):
    person = make_person(township)

    correct(clerk, person, name=person.name, phone=person.phone)

    assert not Event.objects.filter(name="cadre.corrected").exists()
    assert len(changes_of(person, clerk)) == 1


def test_a_corrected_number_that_somebody_bears_is_refused(day, clerk, township):
    person, other = make_person(township), make_person(township, "陈明生")

    with pytest.raises(Refused, match="陈明生名下"):
        correct(clerk, person, id_number=other.id_number)
    person.refresh_from_db()
    assert person.id_number != other.id_number


def test_an_unknown_detail_is_an_error_of_ours(day, clerk, township):
    with pytest.raises(TypeError, match="scope_path"):
        correct(clerk, make_person(township), scope_path="x")


def test_a_neighbour_does_not_find_the_file(day, neighbour, township):
    with pytest.raises(Person.DoesNotExist):
        correct(neighbour, make_person(township), name="改名")


def test_the_history_says_who_changed_what_and_no_number(day, clerk, township):
    person = add(clerk, township, education="31", phone="13900001234")
    correct(clerk, person, education="21", phone="13900009999", id_number=fresh_number())

    changed, opened = changes_of(person, clerk)

    assert opened.opened
    assert (changed.who, changed.role) == ("陈干事", "乡镇组织干事")
    assert {str(field) for field in changed.fields} == {
        "学历由“大学专科毕业”改为“大学本科毕业”",
        "身份证号已更正",
        "手机号已更正",
    }


def test_what_the_file_said_wrongly_before_bars_no_other_correction(day, clerk, township):
    wrong = {"party_joined_on": date(1980, 1, 1), "phone": "123", "degree": "xx"}
    person = make_person(township, "曾", id_number=NUMBER, **wrong)

    correct(clerk, person, education="21")

    person.refresh_from_db()
    assert person.education == "21"
    with pytest.raises(Refused, match="入党日期 1981-01-01 时未满 18 岁"):
        correct(clerk, person, party_joined_on=date(1981, 1, 1))


def test_a_new_number_is_held_against_the_days_in_the_file(day, clerk, township):
    person = make_person(township, "曾秀英", id_number=NUMBER, party_joined_on=date(1995, 7, 1))
    younger = made_up_number(born_on=date(1990, 6, 6), sequence=902)

    with pytest.raises(Refused, match="未满 18 岁"):
        correct(clerk, person, id_number=younger)


def test_marks_nobody_sees_make_no_second_name(day, clerk, township):
    # A zero-width space, a sign that turns the reading direction, a byte order mark.
    person = add(clerk, township, name="曾\u200b秀\u202e英\ufeff")

    assert person.name == "曾秀英"

    correct(clerk, person, name="曾秀\u2066英")

    assert not Event.objects.filter(name="cadre.corrected").exists()
