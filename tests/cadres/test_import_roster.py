"""A roster comes in and is judged against the registry: people, numbers, posts, villages."""

from __future__ import annotations

import json
from datetime import date

import pytest

from accounts.session import acting_as
from cadres import services
from cadres.models import (
    BatchRow,
    BatchStatus,
    Began,
    Ended,
    FormerNumber,
    Person,
    StoredFile,
    Tenure,
)
from cadres.posts import Post
from cadres.rosters.writing import Choice
from tests.cadres.factories import (
    fresh_number,
    made_up_number,
    make_person,
    make_team,
    make_tenure,
)
from tests.cadres.rosters_made import confirm, counts, person_row, refused, take

pytestmark = pytest.mark.usefixtures("day")


# --- new people ----------------------------------------------------------------------------------


def test_a_roster_opens_files_and_seats_their_people(township, village, clerk):
    number = made_up_number(born_on=date(1975, 8, 12), sequence=903)
    batch = take(township, clerk, person_row("曾国华", number, posts="党总支书记、村委会主任"))
    assert (batch.status, counts(batch)) == (BatchStatus.CHECKED, {"new": 1})
    assert not Person.objects.exists()

    confirm(batch, clerk)

    person = Person.objects.get()
    assert (person.name, person.pinyin, person.id_number) == ("曾国华", "zeng guo hua", number)
    assert (person.sex, person.born_on, person.unit) == ("1", date(1975, 8, 12), township)
    assert (person.party_joined_on, person.phone) == (date(2003, 7, 1), "13900000001")
    held = {t.post: (t.began_on, t.began_how) for t in Tenure.objects.all()}
    assert held == {
        Post.PARTY_SECRETARY: (date(2017, 5, 1), Began.ELECTED),
        Post.VC_DIRECTOR: (date(2017, 5, 1), Began.ELECTED),
    }


def test_a_dry_run_writes_nothing_into_the_registry(township, village, clerk):
    batch = take(township, clerk, person_row("曾国华", fresh_number()))

    assert batch.counts["read"] == 1
    assert (Person.objects.count(), Tenure.objects.count()) == (0, 0)


def test_the_same_file_twice_changes_nothing(township, village, clerk):
    rows = [person_row("曾国华", fresh_number()), person_row("单小红", fresh_number())]
    confirm(take(township, clerk, *rows), clerk)
    before = list(Person.objects.order_by("pk").values())

    again = take(township, clerk, *rows)
    assert counts(again) == {"same": 2}
    confirm(again, clerk)

    assert list(Person.objects.order_by("pk").values()) == before
    assert Tenure.objects.count() == 2
    history = Person.events.rel.related_model.objects  # type: ignore[attr-defined]
    assert history.count() == 2


def test_imported_people_join_the_team_in_office(township, village, clerk):
    team = make_team(village)

    confirm(
        take(
            township,
            clerk,
            person_row("曾国华", fresh_number(), posts="村委会主任"),
            person_row("单小红", fresh_number(), posts="村秘书"),
        ),
        clerk,
    )

    assert Tenure.objects.get(post=Post.VC_DIRECTOR).team == team
    clerk_of_village = Tenure.objects.get(post=Post.CLERK)
    assert (clerk_of_village.team, clerk_of_village.began_how) == (None, Began.HIRED)


def test_every_value_remembers_file_sheet_and_row(township, village, clerk):
    batch = confirm(take(township, clerk, person_row("曾国华", fresh_number())), clerk)

    row = BatchRow.objects.get(person=Person.objects.get())
    assert (row.batch.file.name, row.sheet_row) == ("花名册.csv", 2)
    assert {"name", "id_number", "education", "phone"} <= set(row.wrote["fields"])
    assert row.wrote["tenures"] == [Tenure.objects.get().pk]
    assert batch.file.sha256


def test_files_and_staged_rows_are_encrypted(township, village, clerk, owner_cursor, committed_db):
    number = fresh_number()
    take(township, clerk, person_row("曾国华", number))

    owner_cursor.execute("SELECT payload FROM cadres_batchrow")
    payload = owner_cursor.fetchone()[0]
    owner_cursor.execute("SELECT body FROM cadres_storedfile")
    body = bytes(owner_cursor.fetchone()[0])
    assert number not in payload
    assert "曾国华" not in payload
    assert number.encode() not in body
    assert number in StoredFile.objects.get().body.decode("utf-8-sig")


# --- changed people ------------------------------------------------------------------------------


def test_what_the_roster_says_otherwise_is_a_change_field_by_field(township, village, clerk):
    person = make_person(township, "曾国华", education="61", phone="13900000001",
                         party_joined_on=date(2003, 7, 15))  # fmt: skip
    make_tenure(person, village, Post.VC_MEMBER)

    batch = take(
        township, clerk,
        person_row("曾国华", person.id_number, education="大专", phone="13900000002"),
    )  # fmt: skip

    assert counts(batch) == {"changed": 1}
    payload = json.loads(BatchRow.objects.get().payload)
    assert {change[0] for change in payload["changes"]} == {"education", "phone"}
    confirm(batch, clerk)
    person.refresh_from_db()
    assert (person.education[0], person.phone) == ("3", "13900000002")
    # The roster knows the month only; the day that was there stays.
    assert person.party_joined_on == date(2003, 7, 15)


def test_an_empty_cell_takes_nothing_away(township, village, clerk):
    person = make_person(township, "曾国华", native_place="湖南耒阳")
    make_tenure(person, village, Post.VC_MEMBER)

    batch = take(
        township, clerk,
        person_row("曾国华", person.id_number, education="", party="", joined="", phone=""),
    )  # fmt: skip

    assert counts(batch) == {"same": 1}


def test_a_change_leaves_the_ciphertext_of_the_other_fields_alone(
    township, village, clerk, committed_db, owner_cursor
):
    person = make_person(township, "曾国华", education="61", phone="13900000001")
    make_tenure(person, village, Post.VC_MEMBER)
    owner_cursor.execute("SELECT id_number, phone FROM cadres_person")
    before = owner_cursor.fetchone()

    batch = take(
        township, clerk,
        person_row("曾国华", person.id_number, education="大专", joined=""),
    )  # fmt: skip
    confirm(batch, clerk)

    owner_cursor.execute("SELECT id_number, phone, education FROM cadres_person")
    *after, education = owner_cursor.fetchone()
    assert tuple(after) == before
    assert education[0] == "3"


def test_another_month_of_the_same_post_corrects_the_tenure(township, village, clerk):
    person = make_person(township, "曾国华", education="61", phone="13900000001",
                         party_joined_on=date(2003, 7, 1))  # fmt: skip
    tenure = make_tenure(person, village, Post.VC_MEMBER, date(2017, 5, 9))

    same = take(township, clerk, person_row("曾国华", person.id_number))
    moved = take(township, clerk, person_row("曾国华", person.id_number, since="2017.06"))

    assert (counts(same), counts(moved)) == ({"same": 1}, {"changed": 1})
    confirm(moved, clerk)
    tenure.refresh_from_db()
    assert tenure.began_on == date(2017, 6, 1)


def test_a_post_that_the_roster_leaves_out_is_not_ended(township, village, clerk):
    person = make_person(township, "曾国华")
    kept = make_tenure(person, village, Post.PARTY_MEMBER)

    batch = confirm(take(township, clerk, person_row("曾国华", person.id_number)), clerk)

    kept.refresh_from_db()
    assert kept.ended_on is None
    assert "post_not_listed" in batch.rows.get().warned
    assert Tenure.objects.filter(person=person, ended_on=None).count() == 2


def test_a_number_under_another_name_is_refused(township, village, clerk):
    person = make_person(township, "曾国华")

    batch = take(township, clerk, person_row("李四", person.id_number))

    assert refused(batch) == {2: ["name_mismatch"]}


# --- numbers -------------------------------------------------------------------------------------


def test_a_number_registered_elsewhere_is_refused_and_says_nothing_of_where(
    township, village, sibling, clerk
):
    foreign = make_person(sibling, "隔壁老王")

    batch = take(township, clerk, person_row("隔壁老王", foreign.id_number))

    row = BatchRow.objects.get()
    sentence = json.loads(row.payload)["against"][0]["sentence"]
    assert refused(batch) == {2: ["number_elsewhere"]}
    assert sentence == "此号码已登记，请报县委组织部办理转入。"
    assert row.person is None


def test_the_command_line_sees_every_file_and_still_imports_into_one_township(
    township, village, sibling, machine
):
    foreign = make_person(sibling, "隔壁老王")

    batch = take(township, machine, person_row("隔壁老王", foreign.id_number))

    assert refused(batch) == {2: ["number_elsewhere"]}


def test_a_corrected_number_leads_to_the_file(township, village, clerk):
    person = make_person(township, "曾国华", education="61", phone="13900000001",
                         party_joined_on=date(2003, 7, 1))  # fmt: skip
    make_tenure(person, village, Post.VC_MEMBER)
    old = person.id_number
    with acting_as(clerk):
        services.correct_person(person=person, id_number=fresh_number(), by=clerk)
    if not FormerNumber.objects.exists():
        pytest.fail("a corrected number is forgotten")

    batch = take(township, clerk, person_row("曾国华", old))

    assert counts(batch) == {"same": 1}
    assert BatchRow.objects.get().warned == ["former_number"]


def test_a_merged_file_leads_to_the_one_that_stayed(township, village, clerk):
    kept = make_person(township, "曾国华", education="61", phone="13900000001",
                       party_joined_on=date(2003, 7, 1))  # fmt: skip
    make_tenure(kept, village, Post.VC_MEMBER)
    merged = make_person(township, "曾国华", merged_into=kept)

    batch = take(township, clerk, person_row("曾国华", merged.id_number))

    assert counts(batch) == {"same": 1}
    assert BatchRow.objects.get().person == kept


# --- single posts --------------------------------------------------------------------------------


@pytest.fixture
def holder(township, village):
    person = make_person(township, "前任")
    return make_tenure(person, village, Post.PARTY_SECRETARY, date(2014, 3, 1))


def secretary(name: str = "接任", **cells: str) -> list[str]:
    return person_row(name, fresh_number(), **{"posts": "村党支部书记"} | cells)


def test_a_taken_post_is_a_hand_over_to_confirm(township, village, clerk, holder):
    batch = take(township, clerk, secretary())
    assert counts(batch) == {"new": 1, "hand_over": 1}

    confirm(batch, clerk)

    holder.refresh_from_db()
    assert (holder.ended_on, holder.ended_how) == (date(2017, 4, 30), Ended.TERM_OVER)
    successor = Tenure.objects.get(ended_on=None)
    assert (successor.person.name, successor.began_on) == ("接任", date(2017, 5, 1))


def test_a_hand_over_follows_what_people_chose(township, village, clerk, holder):
    batch = take(township, clerk, secretary())
    choice = Choice(on=date(2018, 3, 1), how=Ended.RESIGNATION)

    confirm(batch, clerk, choices={holder.pk: choice})

    holder.refresh_from_db()
    assert (holder.ended_on, holder.ended_how) == (date(2018, 2, 28), Ended.RESIGNATION)
    assert Tenure.objects.get(ended_on=None).began_on == date(2018, 3, 1)


def test_a_hand_over_nobody_wants_leaves_the_holder_and_keeps_the_rest(
    township, village, clerk, holder
):
    batch = take(township, clerk, secretary(posts="村党支部书记、村委会主任"))

    confirm(batch, clerk, choices={holder.pk: Choice(take=False)})

    holder.refresh_from_db()
    assert holder.ended_on is None
    assert set(Tenure.objects.exclude(pk=holder.pk).values_list("post", flat=True)) == {
        Post.VC_DIRECTOR
    }


def test_two_people_for_one_post_are_both_refused(township, village, clerk):
    batch = take(township, clerk, secretary("甲某"), secretary("乙某"))

    assert refused(batch) == {2: ["single_post_twice"], 3: ["single_post_twice"]}


def test_a_post_that_became_free_within_the_month_is_taken_the_day_after(township, village, clerk):
    make_tenure(
        make_person(township, "前任"), village, Post.PARTY_SECRETARY, date(2014, 3, 1),
        ended_on=date(2017, 5, 9), ended_how=Ended.TERM_OVER,
    )  # fmt: skip

    confirm(take(township, clerk, secretary()), clerk)

    assert Tenure.objects.get(ended_on=None).began_on == date(2017, 5, 10)


@pytest.mark.parametrize(
    ("until", "codes"),
    [(date(2017, 4, 30), []), (date(2017, 5, 30), []), (date(2017, 5, 31), ["seat_taken_then"])],
)
def test_days_of_the_former_holder_are_not_taken_twice(township, village, clerk, until, codes):
    make_tenure(
        make_person(township, "前任"), village, Post.PARTY_SECRETARY, date(2014, 3, 1),
        ended_on=until, ended_how=Ended.TERM_OVER,
    )  # fmt: skip

    batch = take(township, clerk, secretary())

    assert refused(batch).get(2, []) == codes


def test_a_date_to_come_is_refused(township, village, clerk):
    batch = take(township, clerk, secretary(since="2019.01"))

    assert refused(batch) == {2: ["since_in_future"]}


# --- villages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["杨仙村", "杨仙", "杨仙村委会", "杨仙村民委员会", "新市镇杨仙村", " 杨 仙村"]
)
def test_a_village_goes_by_many_names(township, village, clerk, text):
    batch = take(township, clerk, person_row("曾国华", fresh_number(), village=text))

    assert counts(batch) == {"new": 1}


@pytest.mark.parametrize("text", ["不存在的杨仙村", "坛山村", "村"])
def test_a_village_the_township_does_not_have_is_refused(township, village, clerk, text):
    batch = take(township, clerk, person_row("曾国华", fresh_number(), village=text))

    assert refused(batch) == {2: ["unknown_village"]}


def test_a_village_that_was_merged_leads_to_its_successor(township, village, second_village, clerk):
    village.last_day, village.successor = date(2018, 6, 30), second_village
    village.save()

    confirm(take(township, clerk, person_row("曾国华", fresh_number())), clerk)

    assert Tenure.objects.get().village == second_village
    assert BatchRow.objects.get().warned == ["village_succeeded"]
