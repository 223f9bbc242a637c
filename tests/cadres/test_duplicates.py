"""Two files of one name and birth date: the queue, the verdict, four eyes, the merger."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.answer import Refused
from accounts.session import acting_as
from cadres import services
from cadres.models import (
    Duplicate,
    Person,
)
from cadres.queries.duplicates import Queue, common_path, verdicts_about
from tests.assessments.test_walls import Rivals
from tests.cadres.cases import confirm, judge, twin
from tests.cadres.factories import (
    made_up_number,
    make_person,
)


def waiting(acting, **given):
    with acting_as(acting):
        queue = Queue(acting, **given)
        pairs = [(one.first, one.second) for one in queue[0:50]]
        assert len(queue) == len(pairs)
        return pairs


# --- the queue -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paths", "common"),
    [
        (("0043000100010001", "0043000100010001"), "0043000100010001"),
        (("0043000100010001", "0043000100010002"), "004300010001"),
        (("0043000100010001", "0043000100020001"), "00430001"),
        (("0043000100010001", "0044000100010001"), ""),
    ],
)
def test_the_smallest_division_that_holds_both(paths, common):
    assert common_path(*paths) == common


def test_a_pair_in_one_township_waits_for_its_clerk(pair, clerk, officer, city_officer, neighbour):
    assert waiting(clerk) == [pair]
    assert waiting(neighbour) == waiting(officer) == waiting(city_officer) == []
    assert waiting(officer, inside=True) == waiting(city_officer, inside=True) == [pair]


def test_a_pair_across_townships_waits_for_the_county(across, clerk, officer, city_officer):
    assert waiting(officer) == [across]
    assert waiting(clerk) == waiting(city_officer) == []


def test_a_pair_across_counties_waits_for_the_city(afar, officer, city_officer, stranger_officer):
    assert waiting(city_officer) == [afar]
    assert waiting(officer) == waiting(stranger_officer) == []


@pytest.mark.parametrize("who", ["department", "system_admin", "nobody"])
def test_nobody_else_has_a_queue(pair, request, who):
    assert waiting(request.getfixturevalue(who)) == []


def test_another_name_or_birth_date_is_no_pair(day, township, clerk):
    twin(township, 901)
    twin(township, 903, name="曾国化")
    make_person(township, "曾国华", id_number=made_up_number(born_on=date(1970, 6, 7)))

    assert waiting(clerk) == []


def test_a_pair_somebody_spoke_about_waits_no_more_until_it_is_returned(pair, clerk, officer):
    said = judge(clerk, pair)
    assert waiting(clerk) == []

    with acting_as(officer):
        services.return_verdict(duplicate=said, review="请附核对情况", by=officer)

    assert waiting(clerk) == [pair]
    judge(clerk, pair)


def test_a_merged_file_pairs_with_nobody(pair, clerk, officer, township):
    confirm(officer, judge(clerk, pair, keep=pair[0]))
    third = twin(township, 905)

    assert waiting(clerk) == [(pair[0], third)]


def test_the_queue_costs_the_same_for_many(day, township, clerk, django_assert_num_queries):
    for size in (1, 12):
        while (turn := Person.objects.count()) < 2 * size:
            twin(township, 901 + turn, name=f"刘{'甲乙丙丁戊己庚辛壬癸子丑'[turn // 2]}")
        with django_assert_num_queries(2):
            assert len(Queue(clerk)[0:25]) == size


# --- the verdict ---------------------------------------------------------------------------------


def test_not_the_same_stands_and_shows_in_both_dossiers(pair, clerk, officer):
    confirm(officer, judge(clerk, pair))

    for person in pair:
        person.refresh_from_db()
        assert person.merged_into is None
        assert [str(one.get_verdict_display()) for one in verdicts_about(person, clerk)] == [
            "不是同一人"
        ]
    assert waiting(clerk) == []


def test_a_proposal_alone_is_in_nobodys_dossier(pair, clerk):
    judge(clerk, pair)

    assert verdicts_about(pair[0], clerk) == []


def test_the_pair_is_kept_in_order_whoever_is_named_first(pair, clerk):
    said = judge(clerk, pair[::-1], keep=pair[1])

    assert (said.first, said.second, said.keep) == (*pair, pair[1])


def test_who_judges_what(pair, clerk, officer, second_officer, city_officer):
    with pytest.raises(Refused, match="同一县市区内的"):
        judge(city_officer, pair)
    assert confirm(second_officer, judge(officer, pair)).status == "confirmed"


def test_the_city_judges_across_counties_and_another_there_confirms(
    afar, city_officer, officer, hire, city
):
    with pytest.raises(Person.DoesNotExist):
        judge(officer, afar)
    said = judge(city_officer, afar, keep=afar[0])
    assert said.scope_path == city.path

    with pytest.raises(PermissionDenied, match="提出人"):
        confirm(city_officer, said)
    confirm(hire(city_officer.role, city), said)

    afar[1].refresh_from_db()
    assert (afar[1].merged_into, afar[1].unit) == (afar[0], afar[0].unit)


@pytest.mark.parametrize("who", ["committee", "auditor"])
def test_nobody_else_judges(pair, request, who):
    with pytest.raises(PermissionDenied):
        judge(request.getfixturevalue(who), pair)


@pytest.mark.parametrize("who", ["second_clerk", "committee", "auditor"])
def test_nobody_else_confirms(pair, clerk, request, who):
    said = judge(clerk, pair)

    with pytest.raises(PermissionDenied, match="复核"):
        confirm(request.getfixturevalue(who), said)


@pytest.mark.parametrize("who", ["neighbour", "stranger_officer"])
def test_who_does_not_see_the_pair_finds_nothing(pair, clerk, request, who):
    said = judge(clerk, pair)

    with pytest.raises(Duplicate.DoesNotExist):
        confirm(request.getfixturevalue(who), said)


def test_who_proposed_does_not_confirm_in_another_role(pair, clerk, hire, officer, county):
    said = judge(clerk, pair)

    with pytest.raises(PermissionDenied, match="提出人"):
        confirm(hire(officer.role, county, user=clerk.user), said)


def test_the_database_asks_for_four_eyes_too(pair, clerk):
    said = judge(clerk, pair)

    with pytest.raises(IntegrityError, match="duplicate_four_eyes"), transaction.atomic():
        Duplicate.objects.filter(pk=said.pk).update(reviewed_by=clerk.user)


def test_one_verdict_a_pair(pair, clerk, officer):
    judge(clerk, pair)

    with pytest.raises(Refused, match="已有人作出判断"):
        judge(officer, pair, keep=pair[0])


def test_a_verdict_of_the_same_says_which_file_stays(pair, clerk, township):
    stranger = make_person(township)
    for keep in (None, stranger):
        with acting_as(clerk), pytest.raises(Refused, match="保留哪一份"):
            services.judge_pair(
                first=pair[0], second=pair[1], verdict="same", keep=keep, reason="核对过", by=clerk
            )


def test_two_people_of_other_names_are_no_pair(day, clerk, township):
    people = twin(township, 901), twin(township, 903, name="刘国华")

    with pytest.raises(Refused, match="不再是疑似重复"):
        judge(clerk, people)


def test_of_two_reviewers_at_once_one_decides(committed_db, pair, clerk, officer, second_officer):
    said = judge(clerk, pair, keep=pair[0])

    def doing(by, service, **given):
        return lambda: service(duplicate=said, by=by, **given)

    answers = Rivals().run(
        (officer, doing(officer, services.confirm_verdict)),
        (second_officer, doing(second_officer, services.return_verdict, review="再核对")),
    )

    assert answers[0] == "done"
    assert "不必再办" in answers[1]
    said.refresh_from_db()
    gone = Person.objects.get(pk=pair[1].pk).merged_into_id is not None
    assert gone == (said.status == "confirmed")
