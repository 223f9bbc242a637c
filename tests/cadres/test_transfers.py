"""A number that lies elsewhere: the neutral sentence, the request, who decides, what moves."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.urls import path

from accounts.answer import Refused
from accounts.doors import door
from accounts.pages import refusals_shown_on
from accounts.roles import Role
from accounts.session import acting_as
from audit.models import Event
from cadres import services
from cadres.models import FormerNumber, Person, Tenure, Transfer, number_index
from config import urls as site
from tests.assessments.test_walls import Rivals
from tests.cadres.factories import (
    fresh_number,
    made_up_number,
    make_measure,
    make_person,
    make_tenure,
)

NUMBER = made_up_number(born_on=date(1970, 6, 6), sequence=902)
NEUTRAL = "此号码已登记，请报县委组织部办理转入。"


@door(Role.TOWNSHIP_CLERK, methods=("POST",))
def add_page(request):
    """Register somebody as a page with a form does."""
    form = Form(request.POST)
    with refusals_shown_on(form):
        services.add_person(
            unit=request.acting.division, name="曾秀英", id_number=NUMBER, by=request.acting
        )
    return HttpResponse(form.errors.as_text())


@door(Role.TOWNSHIP_CLERK, methods=("POST",))
def careless_page(request):
    """Let the refusal go up to the middleware, which undoes the request's whole transaction."""
    services.add_person(
        unit=request.acting.division, name="曾秀英", id_number=NUMBER, by=request.acting
    )
    return HttpResponse()


urlpatterns = [path("add/", add_page), path("careless/", careless_page), *site.urlpatterns]
handler403, handler404, handler500 = site.handler403, site.handler404, site.handler500


def add(by, unit, name="曾秀英"):
    with acting_as(by):
        return services.add_person(unit=unit, name=name, id_number=NUMBER, by=by)


def act(service, transfer, by, **given):
    with acting_as(by):
        return service(transfer=transfer, by=by, **given)


def grant(transfer, by, reason="本人已到你镇任职"):
    return act(services.grant_transfer, transfer, by, reason=reason)


def refuse(transfer, by, reason="不是同一人"):
    return act(services.refuse_transfer, transfer, by, reason=reason)


def passed(transfer, by):
    return act(services.pass_transfer_on, transfer, by)


@pytest.fixture
def there(sibling, sibling_village):
    """Give the one who bears the number in the sibling township, in office there."""
    person = make_person(sibling, "罗海燕", id_number=NUMBER)
    make_tenure(person, sibling_village)
    make_measure(person)
    return person


@pytest.fixture
def asked(day, there, clerk, township):
    """Give the request that a vain registration leaves behind."""
    with pytest.raises(Refused):
        add(clerk, township)
    return Transfer.objects.get()


@pytest.fixture
def far(day, other_township, clerk, township):
    """Give the request for a file of another county."""
    make_person(other_township, "肖志强", id_number=NUMBER)
    with pytest.raises(Refused):
        add(clerk, township)
    return Transfer.objects.get()


# --- asking --------------------------------------------------------------------------------------


def test_a_refused_registration_leaves_a_request_and_an_event(day, there, clerk, township):
    with pytest.raises(Refused) as refusal:
        add(clerk, township)

    assert refusal.value.objections == (NEUTRAL,)
    transfer = Transfer.objects.get()
    assert (transfer.township, transfer.scope_path) == (township, township.path)
    assert (transfer.name, transfer.id_number, transfer.asked_by) == ("曾秀英", NUMBER, "clerk")
    assert transfer.status == Transfer.Status.COUNTY
    event = Event.objects.get(name="transfer.asked")
    assert (event.actor, event.scope_path) == ("clerk", township.path)
    assert not Person.objects.filter(unit=township).exists()


def test_what_is_written_down_tells_nothing_of_where(asked, there):
    said = " ".join(str(value) for value in Event.objects.values_list("data", "object_label"))

    assert "罗海燕" not in said
    assert "遥田" not in said
    assert NUMBER not in said


def test_asking_again_is_logged_and_opens_no_second_request(asked, clerk, township):
    with pytest.raises(Refused, match=NEUTRAL):
        add(clerk, township)

    assert Transfer.objects.get() == asked
    again = Event.objects.filter(name="transfer.asked").order_by("pk")
    assert [event.data["again"] for event in again] == [False, True]


def test_two_townships_ask_each_for_itself(asked, stranger, other_township):
    with pytest.raises(Refused, match=NEUTRAL):
        add(stranger, other_township)

    assert Transfer.objects.count() == 2


@pytest.mark.urls("tests.cadres.test_transfers")
def test_a_page_shows_the_sentence_and_nothing_else(day, committed_db, there, clerk, client_of):
    answer = client_of(clerk).post("/add/").content.decode()

    assert answer == f"* __all__\n  * {NEUTRAL}"
    assert Transfer.objects.get().asked_by == "clerk"


@pytest.mark.urls("tests.cadres.test_transfers")
def test_the_request_survives_a_page_that_breaks_on_the_refusal(
    day, committed_db, there, clerk, client_of
):
    browser = client_of(clerk)
    browser.raise_request_exception = False

    assert browser.post("/careless/").status_code == 500
    assert Transfer.objects.get().asked_by == "clerk"


def test_the_command_line_is_told_no_more_than_a_clerk(day, there, machine, township):
    with pytest.raises(Refused) as refusal:
        add(machine, township)

    assert refusal.value.objections == (NEUTRAL,)
    assert Transfer.objects.get().township == township


def test_a_roster_asks_for_all_its_rows_at_once(day, there, clerk, township, other_township):
    far, here = make_person(other_township), make_person(township)
    wanted = [
        ("曾秀英", NUMBER), ("肖某", far.id_number), ("本地", here.id_number),
        ("新人", fresh_number()),
    ]  # fmt: skip

    with acting_as(clerk):
        services.ask_transfers(township=township, wanted=wanted, by=clerk)

    assert set(Transfer.objects.values_list("name", flat=True)) == {"曾秀英", "肖某"}


def test_a_roster_costs_no_query_more_for_more_rows(
    day, clerk, township, sibling, django_assert_max_num_queries
):
    people = [make_person(sibling) for _ in range(12)]

    # Each request has its event; nothing else grows.
    with django_assert_max_num_queries(20 + 12), acting_as(clerk):
        services.ask_transfers(
            township=township, wanted=[(one.name, one.id_number) for one in people], by=clerk
        )
    assert Transfer.objects.count() == 12


def test_nobody_asks_for_another_township(day, there, clerk, sibling, officer, township):
    wanted = {"name": "曾秀英", "id_number": NUMBER}

    with acting_as(clerk), pytest.raises(Refused, match="本乡镇"):
        services.ask_transfer(township=sibling, **wanted, by=clerk)
    with acting_as(officer), pytest.raises(PermissionDenied):
        services.ask_transfer(township=township, **wanted, by=officer)
    assert not Transfer.objects.exists()


def test_of_two_who_ask_at_one_moment_one_request_comes(
    committed_db, day, there, clerk, second_clerk, township
):
    def ask(by):
        wanted = {"township": township, "name": "曾秀英", "id_number": NUMBER}
        return lambda: services.ask_transfer(**wanted, by=by)

    assert Rivals().run((clerk, ask(clerk)), (second_clerk, ask(second_clerk))) == ["done", "done"]
    assert Transfer.objects.count() == 1


# --- deciding ------------------------------------------------------------------------------------


def test_the_county_gives_the_file_and_its_facts_stay(asked, there, officer, township, sibling):
    grant(asked, officer)

    there.refresh_from_db()
    asked.refresh_from_db()
    assert (there.unit, there.scope_path) == (township, township.path)
    assert there.tenures.get().scope_path.startswith(sibling.path)
    assert there.measures.get().scope_path == sibling.path
    assert (asked.status, asked.person, asked.decided_by) == ("done", there, officer.user)
    assert Event.objects.filter(name="transfer.done").exists()
    moved = Event.objects.get(name="cadre.transferred")
    assert (moved.data["left"], moved.data["joined"]) == ("耒阳市 · 遥田镇", "耒阳市 · 新市镇")


def test_the_new_township_now_reads_the_file_and_the_former_its_facts(
    asked, there, officer, clerk, neighbour
):
    grant(asked, officer)

    with acting_as(clerk):
        assert Person.objects.visible_to(clerk).get() == there
        assert not Tenure.objects.filter(person=there).exists()
    with acting_as(neighbour):
        assert not Person.objects.filter(pk=there.pk).exists()
        assert Tenure.objects.visible_to(neighbour).get().person_id == there.pk


def test_files_merged_into_it_move_along(asked, there, officer, sibling, township):
    absorbed = make_person(sibling, merged_into=there)

    grant(asked, officer)

    absorbed.refresh_from_db()
    assert absorbed.unit == township


def test_the_county_refuses_with_a_reason(asked, there, officer, sibling):
    refuse(asked, officer)

    asked.refresh_from_db()
    there.refresh_from_db()
    assert (asked.status, asked.reason, there.unit) == ("refused", "不是同一人", sibling)


@pytest.mark.parametrize("reason", ["", " ", "号", f"他的号码是{NUMBER}", "打电话 13900001234"])
def test_a_reason_says_something_and_no_number(asked, there, officer, reason):
    with pytest.raises(Refused, match=r"理由"):
        grant(asked, officer, reason)
    there.refresh_from_db()
    assert there.unit != asked.township


def test_the_county_passes_on_what_is_not_its_own(far, officer, city_officer, township):
    with pytest.raises(Refused, match="您的范围内没有"):
        grant(far, officer)

    assert passed(far, officer).status == Transfer.Status.CITY
    grant(far, city_officer)

    assert Person.objects.get(id_index=number_index(NUMBER)).unit == township


def test_the_county_passes_on_nothing_of_its_own(asked, officer):
    with pytest.raises(Refused, match="请直接办理"):
        passed(asked, officer)


def test_each_decides_at_his_own_level(asked, city_officer):
    with pytest.raises(Refused, match="不在您这一级办理"):
        refuse(asked, city_officer)
    with pytest.raises(PermissionDenied):
        passed(asked, city_officer)


def test_after_passing_on_the_county_decides_no_more(far, officer):
    passed(far, officer)

    for late in (refuse, passed):
        with pytest.raises(Refused, match="不在您这一级办理"):
            late(far, officer)


@pytest.mark.parametrize("who", ["clerk", "committee", "auditor"])
def test_nobody_else_decides(asked, request, who):
    with pytest.raises(PermissionDenied):
        grant(asked, request.getfixturevalue(who))


@pytest.mark.parametrize("who", ["neighbour", "stranger_officer"])
def test_who_does_not_see_it_finds_nothing_to_decide(asked, request, who):
    with pytest.raises(Transfer.DoesNotExist):
        grant(asked, request.getfixturevalue(who))


def test_who_asked_does_not_decide_in_another_role(asked, hire, clerk, county):
    both = hire(Role.COUNTY_OFFICER, county, user=clerk.user)

    with pytest.raises(PermissionDenied, match="申请人"):
        grant(asked, both)


def test_a_number_nobody_bears_any_more_is_answered(asked, there, officer):
    FormerNumber.objects.create(
        person=there, scope_path=there.scope_path, id_number=NUMBER,
        id_index=number_index(NUMBER), replaced_on=date(2018, 12, 1),
    )  # fmt: skip
    number = fresh_number()
    there.id_number, there.id_index = number, number_index(number)
    there.save()
    Person.objects.filter(pk=there.pk).update(scope_path="004300010002")

    with pytest.raises(Refused, match="您的范围内没有"):
        grant(asked, officer)
    with pytest.raises(Refused, match="不在外县登记"):
        passed(asked, officer)
    assert refuse(asked, officer).status == "refused"


def test_the_number_of_a_merged_file_moves_the_kept_one(asked, there, officer, sibling, township):
    kept = make_person(sibling)
    Person.objects.filter(pk=there.pk).update(merged_into=kept)

    grant(asked, officer)

    kept.refresh_from_db()
    there.refresh_from_db()
    assert kept.unit == there.unit == township


def test_of_two_officers_at_once_one_decides(committed_db, asked, officer, second_officer):
    def doing(by, service):
        return lambda: service(transfer=asked, reason="已经核对", by=by)

    answers = Rivals().run(
        (officer, doing(officer, services.grant_transfer)),
        (second_officer, doing(second_officer, services.refuse_transfer)),
    )

    assert answers[0] == "done"
    assert "已于 2018-12-20 办理过" in answers[1]
    asked.refresh_from_db()
    assert (asked.status == "done") == (Person.objects.get().unit == asked.township)


def test_a_file_is_not_given_to_a_village(asked, there, village, officer):
    with acting_as(officer), pytest.raises(Refused, match="乡镇"):
        services.transfer_person(person=there, to=village, reason="试一试", by=officer)
