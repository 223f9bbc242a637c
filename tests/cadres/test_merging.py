"""Two files of one person become one: what goes over, what is united, what stays."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.answer import Refused
from accounts.session import acting_as
from audit.models import Event
from cadres import services
from cadres.models import (
    Began,
    Education,
    FormerNumber,
    Measure,
    Person,
    Relative,
    Tenure,
    number_index,
)
from cadres.posts import Post
from cadres.queries.numbers import find_by_number
from tests.cadres import cases
from tests.cadres.cases import confirm, judge, twin
from tests.cadres.factories import fresh_number, make_measure, make_person, make_tenure


def merged(pair, clerk, officer):
    """Have the first of a pair kept, the second merged into it."""
    confirm(officer, judge(clerk, pair, keep=pair[0]))
    for one in pair:
        one.refresh_from_db()
    return pair


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
    cases.correction(clerk, pair[1])

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


def test_a_merged_file_takes_no_post_and_no_sanction(pair, clerk, officer, village):
    _, other = merged(pair, clerk, officer)
    post = {"village": village, "post": Post.PARTY_MEMBER, "began_on": date(2017, 5, 1)}

    with acting_as(clerk), pytest.raises(Refused, match="已并入另一份档案"):
        services.start_tenure(person=other, **post, began_how=Began.ELECTED, by=clerk)
    with acting_as(clerk), pytest.raises(Refused, match="已并入另一份档案"):
        services.open_measure(
            person=other, kind="sanction", title="党内警告", taken_on=date(2018, 3, 1), by=clerk
        )

    assert not Tenure.objects.exists()
    assert not Measure.objects.exists()
