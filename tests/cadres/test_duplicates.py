"""Two files of one name and birth date: the queue, the verdict, four eyes, the merger."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.answer import Refused
from accounts.session import acting_as
from audit.models import Event
from cadres import services
from cadres.models import (
    Correction,
    Duplicate,
    Education,
    FormerNumber,
    Person,
    Relative,
    Tenure,
    number_index,
)
from cadres.posts import Post
from cadres.queries.duplicates import Queue, common_path, verdicts_about
from cadres.queries.numbers import find_by_number
from tests.assessments.test_walls import Rivals
from tests.cadres.factories import (
    fresh_number,
    made_up_number,
    make_measure,
    make_person,
    make_tenure,
)

BORN = date(1970, 6, 6)


def twin(place, sequence, name="曾国华"):
    return make_person(place, name, id_number=made_up_number(born_on=BORN, sequence=sequence))


@pytest.fixture
def pair(day, township):
    return twin(township, 901), twin(township, 903)


@pytest.fixture
def across(day, township, sibling):
    return twin(township, 901), twin(sibling, 903)


@pytest.fixture
def afar(day, township, other_township):
    return twin(township, 901), twin(other_township, 903)


def judge(by, pair, keep=None, reason="与本人核对过身份证"):
    verdict = Duplicate.Verdict.SAME if keep else Duplicate.Verdict.NOT_SAME
    with acting_as(by):
        return services.judge_pair(
            first=pair[0], second=pair[1], verdict=verdict, keep=keep, reason=reason, by=by
        )


def confirm(by, duplicate):
    with acting_as(by):
        return services.confirm_verdict(duplicate=duplicate, by=by)


def merged(pair, clerk, officer):
    """Have the first of a pair kept, the second merged into it."""
    confirm(officer, judge(clerk, pair, keep=pair[0]))
    for one in pair:
        one.refresh_from_db()
    return pair


def waiting(acting, **given):
    with acting_as(acting):
        queue = Queue(acting, **given)
        pairs = [(one.first, one.second) for one in queue[0:50]]
        assert queue.count() == len(pairs)
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
    merged(pair, clerk, officer)
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


# --- the merger ----------------------------------------------------------------------------------


def test_everything_of_the_file_goes_over(across, clerk, officer, second_officer, sibling_village):
    kept, other = across
    rows = {"person": other, "scope_path": other.scope_path}
    Education.objects.create(**rows, mode="full_time", level="31", school="衡阳师专")
    old = fresh_number()
    FormerNumber.objects.create(
        **rows, id_number=old, id_index=number_index(old), replaced_on=date(2017, 1, 1)
    )
    tenure, measure = make_tenure(other, sibling_village), make_measure(other)

    confirm(second_officer, judge(officer, across, keep=kept))

    other.refresh_from_db()
    assert (other.merged_into, other.unit, other.scope_path) == (kept, kept.unit, kept.scope_path)
    for model in (Education, FormerNumber):
        row = model.objects.get()
        assert (row.person, row.scope_path) == (kept, kept.scope_path)
    for fact in (tenure, measure):
        path = fact.scope_path
        fact.refresh_from_db()
        assert (fact.person, fact.scope_path) == (kept, path)
    event = Event.objects.get(name="cadre.merged")
    assert (event.object_id, event.data["people"]) == (str(kept.pk), [other.pk])
    for number in (other.id_number, old):
        assert find_by_number(number, clerk).person == kept


def test_both_histories_remain(pair, clerk, officer):
    kept, other = merged(pair, clerk, officer)

    assert kept.events.count() >= 1
    assert other.events.count() == 2  # opened, merged


def test_registering_the_merged_number_again_leads_to_the_kept_file(pair, clerk, officer, township):
    _, other = merged(pair, clerk, officer)

    with acting_as(clerk), pytest.raises(Refused, match="已并入新市镇曾国华的档案"):
        services.add_person(unit=township, name="曾国华", id_number=other.id_number, by=clerk)


def spans(person):
    found = Tenure.objects.filter(person=person).order_by("village__path", "post", "began_on")
    return [(str(one.began_on), str(one.ended_on or "")) for one in found]


def tenure(person, village, first, last=None, post=Post.PARTY_MEMBER):
    ended = {"ended_on": date.fromisoformat(last), "ended_how": "resignation"} if last else {}
    return make_tenure(person, village, post, date.fromisoformat(first), **ended)


@pytest.mark.parametrize(
    ("ones", "others", "united"),
    [
        # the same day, a gap of a day, one inside the other, a chain over both
        ([("2014-05-01", None)], [("2014-05-01", None)], [("2014-05-01", "")]),
        (
            [("2011-01-01", "2014-04-30")],
            [("2014-05-01", None)],
            [("2011-01-01", "2014-04-30"), ("2014-05-01", "")],
        ),
        (
            [("2011-01-01", "2014-04-30")],
            [("2014-04-30", None)],
            [("2011-01-01", "")],
        ),
        (
            [("2014-01-01", "2014-12-31")],
            [("2013-01-01", "2016-12-31")],
            [("2013-01-01", "2016-12-31")],
        ),
        (
            [("2011-01-01", "2012-12-31"), ("2014-01-01", None)],
            [("2012-06-01", "2014-06-30")],
            [("2011-01-01", "")],
        ),
        ([], [("2011-01-01", "2012-12-31")], [("2011-01-01", "2012-12-31")]),
    ],
)
def test_tenures_of_one_post_that_overlap_become_one(
    pair, clerk, officer, village, ones, others, united
):
    for person, held in zip(pair, (ones, others), strict=True):
        for first, last in held:
            tenure(person, village, first, last)

    kept, other = merged(pair, clerk, officer)

    assert spans(kept) == united
    assert spans(other) == []


def test_other_posts_and_villages_stay_as_they_are(pair, clerk, officer, village, second_village):
    tenure(pair[0], village, "2014-05-01")
    tenure(pair[1], village, "2014-05-01", post=Post.VC_MEMBER)
    tenure(pair[1], second_village, "2014-05-01")

    kept, _ = merged(pair, clerk, officer)

    assert len(spans(kept)) == 3


def test_the_history_keeps_the_row_that_went(pair, clerk, officer, village):
    tenure(pair[0], village, "2014-05-01")
    gone = tenure(pair[1], village, "2013-05-01")

    merged(pair, clerk, officer)

    assert not Tenure.objects.filter(pk=gone.pk).exists()
    labels = Tenure.pgh_event_model.objects.filter(pgh_obj_id=gone.pk).order_by("pgh_id")
    assert [one.pgh_label for one in labels] == ["insert", "delete"]


def test_a_relative_of_himself_is_told_no_more(pair, clerk, officer, township):
    rows = {"relation": "sibling", "title": "兄", "name": "某", "scope_path": township.path}
    Relative.objects.create(person=pair[1], cadre=pair[0], **rows)
    third = make_person(township)
    Relative.objects.create(person=third, cadre=pair[1], **rows)

    kept, _ = merged(pair, clerk, officer)

    assert Relative.objects.get(person=kept).cadre is None
    assert Relative.objects.get(person=third).cadre == kept


def test_a_file_merged_twice_leads_in_one_step_to_the_last(pair, clerk, officer, township):
    kept, other = merged(pair, clerk, officer)
    third = twin(township, 905)

    confirm(officer, judge(clerk, (kept, third), keep=third))

    other.refresh_from_db()
    kept.refresh_from_db()
    assert other.merged_into == kept.merged_into == third


def test_with_an_open_request_nothing_is_merged(pair, clerk, officer):
    Correction.objects.create(
        person=pair[1], scope_path=pair[1].scope_path, changes="{}", reason="试",
        asked_by=clerk.user, asked_on=date(2018, 12, 1),
    )  # fmt: skip

    with pytest.raises(Refused, match="更正申请没有审核"):
        merged(pair, clerk, officer)
    assert not Person.objects.exclude(merged_into=None).exists()


def test_a_pair_of_which_one_was_merged_meanwhile_is_not_confirmed(pair, clerk, officer, township):
    third = twin(township, 905)
    late = judge(clerk, (pair[1], third), keep=third)
    merged(pair, clerk, officer)

    with pytest.raises(Refused, match="已经并入"):
        confirm(officer, late)


def test_a_pair_moves_with_its_files(across, officer, township):
    said = judge(officer, across)

    with acting_as(officer):
        services.transfer_person(person=across[1], to=township, reason="调动", by=officer)

    said.refresh_from_db()
    assert said.scope_path == township.path
