"""A judged roster is written whole, taken back whole, and mended sheets of ours come back."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.answer import Refused
from accounts.models import DivisionCode
from accounts.session import acting_as
from audit.models import Event
from cadres import rules, services
from cadres.models import (
    Batch,
    BatchRow,
    BatchStatus,
    ColumnMemory,
    Person,
)
from cadres.posts import Post
from tests.cadres.factories import (
    fresh_number,
    make_person,
    make_tenure,
)
from tests.cadres.rosters_made import confirm, counts, person_row, refused, roster, take

pytestmark = pytest.mark.usefixtures("day")


@pytest.fixture
def holder(township, village):
    person = make_person(township, "前任")
    return make_tenure(person, village, Post.PARTY_SECRETARY, date(2014, 3, 1))


def secretary(name: str = "接任", **cells: str) -> list[str]:
    return person_row(name, fresh_number(), **{"posts": "村党支部书记"} | cells)


# --- confirming ----------------------------------------------------------------------------------


def test_what_changed_since_the_preview_is_looked_at_again(township, village, clerk, second_clerk):
    person = make_person(township, "曾国华", education="61")
    make_tenure(person, village, Post.VC_MEMBER)
    batch = take(township, clerk, person_row("曾国华", person.id_number, education="大专"))
    with acting_as(second_clerk):
        services.correct_person(person=person, education="21", by=second_clerk)

    with pytest.raises(Refused, match="预览以后名册有变动，第 2 行"):
        confirm(batch, clerk)

    person.refresh_from_db()
    assert person.education == "21"
    with acting_as(clerk):
        again = services.recheck_batch(batch=batch, by=clerk)
    confirm(again, clerk)
    person.refresh_from_db()
    assert person.education[0] == "3"


def test_a_batch_is_written_once(township, village, clerk):
    batch = confirm(take(township, clerk, person_row("曾国华", fresh_number())), clerk)

    with pytest.raises(Refused, match="已写入"):
        confirm(batch, clerk)

    assert Person.objects.count() == 1


def test_a_discarded_batch_leaves_no_rows(township, village, clerk):
    batch = take(township, clerk, person_row("曾国华", fresh_number()))

    with acting_as(clerk):
        services.discard_batch(batch=batch, by=clerk)

    batch.refresh_from_db()
    assert (batch.status, BatchRow.objects.count()) == (BatchStatus.DISCARDED, 0)


@pytest.mark.parametrize("who", ["committee", "officer", "auditor"])
def test_only_the_clerk_brings_rosters_in(township, village, request, who):
    with pytest.raises(PermissionDenied):
        take(township, request.getfixturevalue(who), person_row("曾国华", fresh_number()))

    assert not Batch.objects.exists()


def test_a_neighbour_neither_sends_for_us_nor_finds_our_batch(township, village, clerk, neighbour):
    batch = take(township, clerk, person_row("曾国华", fresh_number()))

    with pytest.raises(Refused, match="本辖区"):
        take(township, neighbour, person_row("单小红", fresh_number()))
    with pytest.raises(Batch.DoesNotExist):
        confirm(batch, neighbour)


def test_the_log_says_who_was_written_and_no_number(township, village, clerk):
    number = fresh_number()
    confirm(take(township, clerk, person_row("曾国华", number)), clerk)

    event = Event.objects.get(name="roster.confirmed")
    assert event.data["people"] == [Person.objects.get().pk]
    assert number not in json.dumps(list(Event.objects.values_list("data", flat=True)))


# --- columns -------------------------------------------------------------------------------------


STRANGE = ("甲", "姓名", "身份证号", "职务", "任职时间", "学历", "政治面貌", "入党时间", "手机号")


def test_a_sheet_whose_columns_are_not_known_waits_for_people(township, village, clerk):
    row = person_row("曾国华", fresh_number(), village="杨仙")
    batch = take(township, clerk, row, heads=STRANGE)
    assert batch.status == BatchStatus.COLUMNS

    chosen = {0: "village", 1: "name", 2: "id_number", 3: "posts", 4: "since"}
    with acting_as(clerk):
        batch = services.set_columns(batch=batch, sheet="", columns=chosen, by=clerk)

    assert (batch.status, counts(batch)) == (BatchStatus.CHECKED, {"new": 1})
    assert ColumnMemory.objects.get().township == township
    again = take(township, clerk, row, heads=STRANGE)
    assert again.status == BatchStatus.CHECKED


# --- taking back ---------------------------------------------------------------------------------


def undo(batch, by, reason="传错了文件"):
    with acting_as(by):
        return services.undo_batch(batch=batch, reason=reason, by=by)


def test_a_batch_is_taken_back_whole(township, village, clerk, holder):
    person = make_person(township, "曾国华", education="61", phone="13900000009")
    tenure = make_tenure(person, village, Post.VC_MEMBER, date(2017, 6, 1))
    before = Person.objects.filter(pk=person.pk).values().get()
    batch = confirm(
        take(
            township, clerk, person_row("曾国华", person.id_number, education="大专"), secretary()
        ),
        clerk,
    )
    assert Person.objects.filter(name="接任").exists()

    undo(batch, clerk)

    assert not Person.objects.filter(name="接任").exists()
    assert Person.objects.filter(pk=person.pk).values().get() == before
    holder.refresh_from_db()
    tenure.refresh_from_db()
    assert (holder.ended_on, tenure.began_on) == (None, date(2017, 6, 1))
    batch.refresh_from_db()
    assert (batch.status, batch.undone_why) == (BatchStatus.UNDONE, "传错了文件")


def test_what_came_later_keeps_a_batch_from_being_taken_back(township, village, clerk):
    batch = confirm(take(township, clerk, person_row("曾国华", fresh_number())), clerk)
    with acting_as(clerk):
        services.correct_person(person=Person.objects.get(), education="21", by=clerk)

    with pytest.raises(Refused, match="曾国华"):
        undo(batch, clerk)

    assert Person.objects.exists()


def test_a_later_post_keeps_a_batch_from_being_taken_back(township, village, clerk):
    batch = confirm(take(township, clerk, person_row("曾国华", fresh_number())), clerk)
    make_tenure(Person.objects.get(), village, Post.PARTY_MEMBER)

    with pytest.raises(Refused, match="曾国华"):
        undo(batch, clerk)


def test_taking_back_wants_a_reason(township, village, clerk):
    batch = confirm(take(township, clerk, person_row("曾国华", fresh_number())), clerk)

    with pytest.raises(Refused, match="原因"):
        undo(batch, clerk, reason="  ")


def test_a_batch_that_was_taken_back_can_be_sent_again(township, village, clerk):
    rows = [person_row("曾国华", fresh_number())]
    undo(confirm(take(township, clerk, *rows), clerk), clerk)

    again = take(township, clerk, *rows)

    assert counts(again) == {"new": 1}
    confirm(again, clerk)


# --- sheets of our own ---------------------------------------------------------------------------

OURS = (
    "档案编号",
    "村（社区）",
    "姓名",
    "身份证号",
    "职务",
    "任职时间",
    "学历",
    "手机号",
    "版本号",
)


@pytest.fixture
def known(township, village):
    person = make_person(township, "曾国华", education="61", phone="13900000001")
    make_tenure(person, village, Post.VC_MEMBER)
    return person


def edition(person: Person) -> int:
    return int(person.events.order_by("-pgh_id").values_list("pgh_id", flat=True)[0])


def ours(person: Person, **cells: str) -> list[str]:
    number = person.id_number
    plain = {
        "pk": str(person.pk), "village": "杨仙村", "name": person.name,
        "number": f"{number[:6]}********{number[-4:]}", "posts": "村委委员", "since": "2017.05",
        "education": "普通高中毕业", "phone": "139****0001", "edition": str(edition(person)),
    }  # fmt: skip
    return list((plain | cells).values())


def test_an_exported_sheet_that_comes_back_untouched_changes_nothing(township, clerk, known):
    assert counts(take(township, clerk, ours(known), heads=OURS)) == {"same": 1}


def test_a_mended_sheet_shows_what_was_mended(township, clerk, known):
    row = ours(known, name="曾国桦", education="大学专科毕业")

    batch = confirm(take(township, clerk, row, heads=OURS), clerk)

    known.refresh_from_db()
    assert (known.name, known.education, known.phone) == ("曾国桦", "31", "13900000001")
    assert counts(batch) == {"changed": 1}


def test_what_another_clerk_changed_meanwhile_is_neither_lost_nor_undone(
    township, clerk, second_clerk, known
):
    row = ours(known)
    with acting_as(second_clerk):
        services.correct_person(person=known, education="31", by=second_clerk)

    assert counts(take(township, clerk, row, heads=OURS)) == {"same": 1}


def test_two_different_changes_of_one_field_are_refused_and_told(
    township, clerk, second_clerk, known
):
    row = ours(known, education="大学本科毕业")
    with acting_as(second_clerk):
        services.correct_person(person=known, education="31", by=second_clerk)

    batch = take(township, clerk, row, heads=OURS)

    assert refused(batch) == {2: ["changed_meanwhile"]}
    sentence = json.loads(BatchRow.objects.get().payload)["against"][0]["sentence"]
    assert "大学专科毕业" in sentence
    assert "大学本科毕业" in sentence


def test_a_verified_file_is_not_changed_by_a_sheet(township, clerk, known):
    known.verified_on, known.verified_by = date(2018, 6, 1), "officer"
    known.save()
    assert "education" in rules.VERIFIED

    batch = take(township, clerk, ours(known, education="大学专科毕业"), heads=OURS)

    assert refused(batch) == {2: ["verified_field"]}


@pytest.mark.parametrize("number", ["999999", "0"])
def test_a_file_number_of_nobody_is_refused(township, clerk, known, number):
    assert refused(take(township, clerk, ours(known, pk=number), heads=OURS)) == {
        2: ["file_number_unknown"]
    }


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def coded(township):
    DivisionCode.objects.create(
        division=township, family=DivisionCode.Family.STATISTICS, code="430481112000",
        first_day=date(2018, 1, 1),
    )  # fmt: skip
    return "430481112000"


def run(tmp_path, capsys, code, *rows, **options):
    file = tmp_path / "花名册.csv"
    file.write_bytes(roster(*rows))
    call_command("import_roster", file, township=code, json=True, **options)
    return json.loads(capsys.readouterr().out)


def test_the_command_says_what_it_found_and_writes_only_when_told(coded, village, tmp_path, capsys):
    rows = [person_row("曾国华", fresh_number()), person_row("无号", "")]

    dry = run(tmp_path, capsys, coded, *rows)
    assert dry == {
        "read": 2, "new": 1, "changed": 0, "same": 0,
        "refused": {"3": ["identity_missing"]}, "tolerated": {},
    }  # fmt: skip
    assert (Person.objects.count(), Batch.objects.count()) == (0, 0)

    assert run(tmp_path, capsys, coded, *rows, confirm=True) == dry
    assert Person.objects.count() == 1
    assert run(tmp_path, capsys, coded, *rows)["same"] == 1


@pytest.mark.parametrize(("code", "said"), [("430481112999", "区划代码"), ("abc", "区划代码")])
def test_the_command_wants_a_township_that_is(coded, tmp_path, capsys, code, said):
    with pytest.raises(CommandError, match=said):
        run(tmp_path, capsys, code, person_row("曾国华", fresh_number()))


def test_the_command_says_that_a_file_is_missing(coded, tmp_path):
    with pytest.raises(CommandError, match="读不到文件"):
        call_command("import_roster", tmp_path / "没有.xlsx", township=coded)
