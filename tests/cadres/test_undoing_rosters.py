"""A written roster is taken back only while nothing newer rests on it, seen or out of sight."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from accounts.answer import Refused
from accounts.session import acting_as
from cadres import services
from cadres.models import Began, Ended, Person, Relative, Tenure
from cadres.posts import Post
from tests.cadres import cases, dossier
from tests.cadres.factories import fresh_number, make_measure, make_person, make_tenure
from tests.cadres.late import Late
from tests.cadres.rosters_made import confirm, person_row, take

pytestmark = pytest.mark.usefixtures("day")


def undo(batch, by):
    with acting_as(by):
        return services.undo_batch(batch=batch, reason="传错了文件", by=by)


def moved(person, to, by):
    with acting_as(by):
        services.transfer_person(person=person, to=to, reason="调到该镇任职", by=by)


@pytest.fixture
def written(township, village, clerk):
    """Give a written roster that opened one file."""
    return confirm(take(township, clerk, person_row("曾国华", cases.NUMBER)), clerk)


@pytest.fixture
def changed(township, village, clerk):
    """Give one that changed a file which was there."""
    person = make_person(township, "曾国华", education="61")
    return confirm(take(township, clerk, person_row("曾国华", person.id_number)), clerk)


@pytest.mark.parametrize("roster", ["written", "changed"])
def test_a_file_that_went_elsewhere_keeps_the_roster_from_being_taken_back(
    request, roster, sibling, officer, clerk, client_of
):
    batch = request.getfixturevalue(roster)
    moved(Person.objects.get(), sibling, officer)
    browser, address = client_of(clerk), reverse("cadres:roster_undo", args=[batch.pk])

    asked = browser.get(address)
    sent = browser.post(address, {"reason": "传错了文件"})

    for page in (asked.content.decode(), sent.content.decode()):
        assert "已转到其他单位的 1 人" in page
        assert "曾国华" not in page
    batch.refresh_from_db()
    assert batch.status == "confirmed"
    assert Tenure.objects.count() == 1


def test_a_post_that_a_merger_of_files_used_up_keeps_it_too(township, village, clerk, officer):
    first, second = cases.twin(township, 901), cases.twin(township, 903)
    ended = {"ended_how": "term_over"}
    make_tenure(
        first, village, Post.VC_MEMBER, date(2010, 1, 1), ended_on=date(2014, 12, 31), **ended
    )
    make_tenure(
        second, village, Post.VC_MEMBER, date(2014, 6, 1), ended_on=date(2017, 6, 1), **ended
    )
    batch = confirm(take(township, clerk, person_row(first.name, first.id_number)), clerk)
    cases.confirm(officer, cases.judge(clerk, (first, second), keep=first))
    assert Tenure.objects.count() == 1  # the three periods became one

    with pytest.raises(Refused, match="曾国华"):
        undo(batch, clerk)


def spouse(person):
    other = make_person(person.unit, "周桂兰")
    return Relative.objects.create(
        person=other, scope_path=other.scope_path, relation="spouse", title="丈夫",
        name=person.name, holds_office=True, cadre=person,
    )  # fmt: skip


def photo(person):
    person.photo = dossier.stored(person)
    person.save()


@pytest.mark.parametrize(
    "rest", [dossier.paper, dossier.education, dossier.relative, make_measure, photo, spouse]
)
def test_what_was_put_into_a_new_file_keeps_it(written, clerk, rest):
    person = Person.objects.get()
    rest(person)

    with pytest.raises(Refused):
        undo(written, clerk)

    assert Tenure.objects.filter(person=person).exists()


def test_what_was_asked_about_a_new_file_keeps_it(written, clerk):
    with acting_as(clerk):
        services.ask_correction(
            person=Person.objects.get(), changes={"education": "21"}, reason="毕业证书", by=clerk
        )

    with pytest.raises(Refused):
        undo(written, clerk)


def test_a_file_that_took_another_in_keeps_it(written, township, clerk, officer):
    person = Person.objects.get()
    cases.confirm(officer, cases.judge(clerk, (person, cases.twin(township, 905)), keep=person))

    with pytest.raises(Refused):
        undo(written, clerk)


@pytest.mark.parametrize("later", ["left", "handed over"])
def test_a_hand_over_is_not_taken_back_once_the_successor_has_left(township, village, clerk, later):
    post = Post.PARTY_SECRETARY
    make_tenure(make_person(township, "前任"), village, post, date(2014, 3, 1))
    row = person_row("接任", fresh_number(), posts="村党支部书记")
    batch = confirm(take(township, clerk, row), clerk)
    with acting_as(clerk):
        if later == "left":
            services.end_tenure(
                tenure=Tenure.objects.get(person__name="接任"), ended_on=date(2018, 1, 1),
                ended_how=Ended.RESIGNATION, by=clerk,
            )  # fmt: skip
        else:
            services.hand_over(
                village=village, post=post, successor=make_person(township, "第三"),
                on=date(2018, 6, 1), ended_how=Ended.RESIGNATION, began_how=Began.ELECTED,
                by=clerk,
            )  # fmt: skip
    before = list(Tenure.objects.order_by("pk").values())

    with pytest.raises(Refused, match="接任"):
        undo(batch, clerk)

    assert list(Tenure.objects.order_by("pk").values()) == before


def test_two_rosters_of_one_file_are_not_taken_back_out_of_order(changed, township, clerk):
    person = Person.objects.get()
    later = confirm(
        take(township, clerk, person_row("曾国华", person.id_number, education="大专")), clerk
    )

    with pytest.raises(Refused, match="曾国华"):
        undo(changed, clerk)
    undo(later, clerk)

    person.refresh_from_db()
    assert person.education == "61"


def test_what_is_being_corrected_at_that_moment_is_not_taken_back(
    committed_db, changed, clerk, second_clerk, client_of
):
    person, browser = Person.objects.get(), client_of(clerk)
    address = reverse("cadres:roster_undo", args=[changed.pk])

    with acting_as(second_clerk):
        services.correct_person(person=person, education="21", by=second_clerk)
        late = Late(browser, address, {"reason": "传错了文件"})
        late.wait_for_the_lock()

    assert late.answer() == 200
    assert "曾国华" in late.page
    person.refresh_from_db()
    assert person.education == "21"
