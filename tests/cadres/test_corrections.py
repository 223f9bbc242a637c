"""A verified file: what changes no more by hand, who asks for it, who looks, what is written."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from accounts.answer import Refused
from accounts.session import acting_as
from audit.models import Event
from cadres import services
from cadres.masking import told_apart
from cadres.models import Correction, FormerNumber, Person
from cadres.queries.corrections import asked_of, is_stale
from cadres.queries.editions import edition_of
from cadres.queries.numbers import How, find_by_number
from tests.assessments.test_walls import Rivals
from tests.cadres.cases import NUMBER, RIGHT
from tests.cadres.factories import make_person


def ask(by, person, reason="户口簿登记如此", **changes):
    with acting_as(by):
        return services.ask_correction(person=person, changes=changes, reason=reason, by=by)


def approve(by, correction, seen=0):
    with acting_as(by):
        return services.approve_correction(correction=correction, seen=seen, by=by)


def refuse(by, correction, review="材料不足"):
    with acting_as(by):
        return services.refuse_correction(correction=correction, review=review, by=by)


def withdraw(by, correction):
    with acting_as(by):
        return services.withdraw_correction(correction=correction, by=by)


# --- asking --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["clerk", "committee"])
def test_the_township_asks_and_the_file_stays_until_it_is_reviewed(verified, request, who):
    asked = ask(request.getfixturevalue(who), verified, education="21", name="曾秀英")

    verified.refresh_from_db()
    assert verified.education == "31"
    assert [one.label for one in asked_of(asked, request.getfixturevalue(who))] == ["学历"]
    assert Event.objects.get(name="correction.asked").data["fields"] == ["education"]


@pytest.mark.parametrize("who", ["officer", "city_officer", "auditor"])
def test_nobody_else_asks(verified, request, who):
    with pytest.raises(PermissionDenied, match="管档乡镇"):
        ask(request.getfixturevalue(who), verified, education="21")


def test_a_neighbour_finds_no_file_to_ask_about(verified, neighbour):
    with pytest.raises(Person.DoesNotExist):
        ask(neighbour, verified, education="21")


def test_asking_for_nothing_is_refused(verified, clerk):
    with pytest.raises(Refused, match="没有要更正的内容"):
        ask(clerk, verified, education="31", id_number=f" {NUMBER} ")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"id_number": NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1")}, "末位校验不符"),
        ({"party_joined_on": date(1980, 7, 1)}, "未满 18 岁"),
        ({"name": "曾"}, "至少两个字"),
    ],
)
def test_what_cannot_be_true_is_not_asked_for(verified, clerk, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        ask(clerk, verified, **changes)


def test_a_number_somebody_bears_is_told_at_once_and_only_as_far_as_he_sees(
    verified, clerk, township, sibling
):
    here, there = make_person(township, "刘国华"), make_person(sibling, "罗海燕")

    with pytest.raises(Refused, match="刘国华名下"):
        ask(clerk, verified, id_number=here.id_number)
    with pytest.raises(Refused) as refusal:
        ask(clerk, verified, id_number=there.id_number)
    assert refusal.value.objections == ("此号码已登记，请报县委组织部办理转入。",)


def test_one_open_request_a_person(verified, clerk, committee):
    ask(clerk, verified, education="21")

    with pytest.raises(Refused, match="已有一份更正申请"):
        ask(committee, verified, degree="4")


def test_of_two_who_ask_at_once_one_is_told(committed_db, verified, clerk, committee):
    def asking(by):
        given = {"person": verified, "changes": {"education": "21"}, "reason": "毕业证"}
        return lambda: services.ask_correction(**given, by=by)

    answers = Rivals().run((clerk, asking(clerk)), (committee, asking(committee)))

    assert answers[0] == "done"
    assert "已有一份更正申请" in answers[1]


def test_neither_number_stands_in_clear(verified, clerk):
    ask(clerk, verified, id_number=RIGHT)

    for table in ("cadres_correction", "cadres_correctionevent", "audit_event"):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s OR t::text LIKE %s",
                [f"%{RIGHT}%", f"%{NUMBER}%"],
            )
            assert cursor.fetchone() == (0,)


# --- looking -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("430481197006069027", "430481197006089020",
         ("430481*******69027", "430481*******89020")),
        ("430481197006069027", "430481197006069019",
         ("430481********9027", "430481********9019")),
        ("430481197006069027", "430481196511129027",
         ("430481********9027", "430481********9027")),
        ("430481700606902", "430481197006069027", ("*" * 15, "430481********9027")),
    ],
)  # fmt: skip
def test_two_numbers_show_where_they_differ_and_no_more(one, other, shown):
    assert told_apart(one, other) == shown


def test_the_review_shows_field_by_field_what_was_and_what_should_be(verified, clerk, officer):
    asked = ask(clerk, verified, education="21", party_joined_on=None, id_number=RIGHT)

    lines = {one.label: (one.was, one.wanted) for one in asked_of(asked, officer)}

    assert lines["学历"] == ("大学专科毕业", "大学本科毕业")
    assert lines["入党日期"] == ("1995-07-01", "")
    assert lines["身份证号"] == told_apart(NUMBER, RIGHT)
    assert RIGHT not in str(lines)


# --- deciding ------------------------------------------------------------------------------------


def test_approving_writes_the_file_and_keeps_the_old_number(verified, clerk, officer):
    asked = ask(clerk, verified, id_number=RIGHT, education="21")

    approve(officer, asked)

    verified.refresh_from_db()
    asked.refresh_from_db()
    assert (verified.id_number, verified.born_on) == (RIGHT, date(1970, 6, 8))
    assert (verified.education, verified.verified_on) == ("21", date(2018, 12, 20))
    assert (asked.status, asked.reviewed_by) == ("approved", officer.user)
    assert FormerNumber.objects.get().id_number == NUMBER
    assert find_by_number(NUMBER, clerk).how is How.FORMER


def test_a_day_may_be_taken_out(verified, clerk, officer):
    Person.objects.filter(pk=verified.pk).update(first_job_on=date(1990, 1, 1))

    approve(officer, ask(clerk, verified, first_job_on=None))

    verified.refresh_from_db()
    assert verified.first_job_on is None


def test_refusing_leaves_the_file_and_says_why(verified, clerk, officer):
    asked = ask(clerk, verified, education="21")

    with pytest.raises(Refused, match="写明理由"):
        refuse(officer, asked, "")
    refuse(officer, asked)

    verified.refresh_from_db()
    asked.refresh_from_db()
    assert verified.education == "31"
    assert (asked.status, asked.review) == ("refused", "材料不足")
    ask(clerk, verified, education="21")


def test_who_asked_takes_it_back_and_nobody_else(verified, clerk, committee, officer):
    asked = ask(clerk, verified, education="21")

    for other in (committee, officer):
        with pytest.raises(PermissionDenied, match="本人撤回"):
            withdraw(other, asked)
    assert withdraw(clerk, asked).status == "withdrawn"
    with pytest.raises(Refused, match="已于 2018-12-20 办结（已撤回）"):
        approve(officer, asked)


@pytest.mark.parametrize("who", ["clerk", "committee", "city_officer", "auditor"])
def test_nobody_else_reviews(verified, clerk, request, who):
    asked = ask(clerk, verified, education="21")

    for decide in (approve, refuse):
        with pytest.raises(PermissionDenied, match="县委组织部审核"):
            decide(request.getfixturevalue(who), asked)


@pytest.mark.parametrize("who", ["neighbour", "stranger_officer"])
def test_who_does_not_see_it_finds_nothing(verified, clerk, request, who):
    asked = ask(clerk, verified, education="21")

    with pytest.raises(Correction.DoesNotExist):
        approve(request.getfixturevalue(who), asked)


def test_who_asked_does_not_review_in_another_role(verified, clerk, hire, officer, county):
    asked = ask(clerk, verified, education="21")
    both = hire(officer.role, county, user=clerk.user)

    with pytest.raises(PermissionDenied, match="申请人"):
        approve(both, asked)


def test_the_database_asks_for_four_eyes_too(verified, clerk):
    asked = ask(clerk, verified, education="21")

    with pytest.raises(IntegrityError, match="correction_four_eyes"), transaction.atomic():
        Correction.objects.filter(pk=asked.pk).update(
            status="approved", reviewed_by=clerk.user, reviewed_on=date(2018, 12, 20)
        )


def test_a_file_that_changed_meanwhile_is_looked_at_again(unverified, clerk, officer):
    asked = ask(clerk, unverified, education="21")
    before = edition_of(unverified)
    with acting_as(clerk):
        services.correct_person(person=unverified, by=clerk, education="20")
    unverified.refresh_from_db()
    asked.refresh_from_db()

    assert is_stale(asked, unverified)
    assert [(one.now, one.is_stale) for one in asked_of(asked, officer)] == [("大学本科教育", True)]
    for seen in (0, before):
        with pytest.raises(Refused, match="请看清后再审核一次"):
            approve(officer, asked, seen)
    approve(officer, asked, edition_of(unverified))

    unverified.refresh_from_db()
    assert unverified.education == "21"


def test_what_was_changed_beside_it_is_in_nobodys_way(unverified, clerk, officer):
    asked = ask(clerk, unverified, education="21")
    with acting_as(clerk):
        services.correct_person(person=unverified, by=clerk, phone="13900001111")

    assert approve(officer, asked).status == "approved"


def test_a_number_taken_meanwhile_is_refused_and_nothing_is_half_done(
    verified, clerk, officer, sibling
):
    asked = ask(clerk, verified, id_number=RIGHT, education="21")
    make_person(sibling, "罗海燕", id_number=RIGHT)

    with pytest.raises(Refused, match="罗海燕名下"):
        approve(officer, asked)

    verified.refresh_from_db()
    asked.refresh_from_db()
    assert (verified.education, asked.status) == ("31", "asked")
    assert not FormerNumber.objects.exists()


def test_of_two_reviewers_at_once_one_decides(
    committed_db, verified, clerk, officer, second_officer
):
    asked = ask(clerk, verified, education="21")

    def doing(by, service, **given):
        return lambda: service(correction=asked, by=by, **given)

    answers = Rivals().run(
        (officer, doing(officer, services.approve_correction, seen=0)),
        (second_officer, doing(second_officer, services.refuse_correction, review="材料不足")),
    )

    assert answers[0] == "done"
    assert "办结" in answers[1]
    asked.refresh_from_db()
    verified.refresh_from_db()
    assert (verified.education == "21") == (asked.status == "approved")
