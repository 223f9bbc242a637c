"""The person page as a whole: where values came from, one timeline, merged files, its price."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.session import acting_as
from audit.models import Event
from cadres import services
from cadres.models import (
    Batch,
    BatchRow,
    BatchStatus,
    Correction,
    Duplicate,
    FileKind,
    Person,
    Transfer,
)
from cadres.posts import Post
from tests.cadres import dossier
from tests.cadres.factories import make_measure, make_person, make_tenure

OVERHEAD = ("SAVEPOINT", "RELEASE", "set_config", "current_setting")


@pytest.fixture
def day(settings) -> date:
    settings.BUSINESS_DAY = date(2018, 12, 31)
    return settings.BUSINESS_DAY


@pytest.fixture
def person(day, township) -> Person:
    return make_person(township, "曾国华", phone="13907340123", education="61")


@pytest.fixture
def browser(client_of, clerk):
    return client_of(clerk)


def page(browser, person):
    return browser.get(f"/cadres/{person.pk}/")


def texts(response) -> list[str]:
    return [event.text for event in response.context["events"]]


def batch(person, clerk, *, wrote, row=7, **changes) -> Batch:
    """Write values into a file as the import does: one saving, with the row that caused it."""
    with acting_as(clerk):
        file = dossier.stored(person, name="新市镇花名册.xlsx", kind=FileKind.XLSX)
        found = Batch.objects.create(
            township=person.unit, scope_path=person.scope_path, file=file, sheet="村干部",
            sent_by=clerk.username, sent_on=date(2018, 11, 1), status=BatchStatus.CHECKED,
        )  # fmt: skip
        BatchRow.objects.create(
            batch=found, scope_path=person.scope_path, sheet_row=row, outcome="changed",
            payload="{}", person=person, wrote={"fields": wrote},
        )  # fmt: skip
        Person.objects.filter(pk=person.pk).update(**changes)
        found.status = BatchStatus.CONFIRMED
        found.confirmed_by, found.confirmed_on = clerk.username, date(2018, 11, 2)
        found.save()
    return found


def sources(response) -> dict[str, str]:
    return {one.label: one.source.where for one in response.context["facts"] if one.source}


# --- where a value came from ----------------------------------------------------------------------


def test_a_value_names_file_sheet_and_row(browser, person, clerk):
    batch(person, clerk, wrote=["education", "party_joined"], education="31",
          party_joined_on=date(1995, 7, 1))  # fmt: skip

    response = page(browser, person)

    assert sources(response) == {"学历": "《新市镇花名册.xlsx》工作表“村干部”第 7 行"}
    assert "《新市镇花名册.xlsx》工作表“村干部”第 7 行" in response.content.decode()
    assert "花名册更新档案" in texts(response)
    assert "陈干事确认" in response.content.decode()


def test_who_wrote_and_who_took_back_a_roster_are_called_by_name(browser, person, clerk):
    found = batch(person, clerk, wrote=["education"], education="31")
    found.confirmed_by = found.undone_by = clerk.username
    found.status, found.undone_on = BatchStatus.UNDONE, date(2018, 11, 3)
    found.undone_why = "传错了"
    found.save()

    body = page(browser, person).content.decode()

    assert clerk.user.name != clerk.username
    assert f"{clerk.user.name}确认" in body
    assert clerk.username not in body


def test_the_last_roster_that_wrote_a_value_is_named(browser, person, clerk):
    batch(person, clerk, wrote=["education"], row=3, education="41")
    batch(person, clerk, wrote=["education"], row=9, education="31")

    assert "第 9 行" in sources(page(browser, person))["学历"]


def test_a_value_corrected_by_hand_has_no_roster_any_more(browser, person, clerk):
    batch(person, clerk, wrote=["education", "native_place"], education="31", native_place="衡南")
    with acting_as(clerk):
        services.correct_person(person=person, by=clerk, education="21")

    assert set(sources(page(browser, person))) == {"籍贯"}


def test_a_roster_that_was_taken_back_gave_nothing(browser, person, clerk):
    found = batch(person, clerk, wrote=["education"], education="31")
    found.status, found.undone_by = BatchStatus.UNDONE, clerk.username
    found.undone_on, found.undone_why = date(2018, 11, 3), "传错了"
    found.save()

    response = page(browser, person)

    assert sources(response) == {}
    assert "撤回花名册导入" in texts(response)


# --- one line of days -----------------------------------------------------------------------------


def test_the_timeline_knows_what_the_file_holds(browser, person):
    dossier.education(person)
    dossier.experience(person)
    dossier.reward(person)
    dossier.relative(person)
    dossier.paper(person, title="干部履历表")
    dossier.paper(person, title="归错的", withdrawn_on=date(2018, 5, 1), withdrawn_by="陈干事",
                  withdrawn_why="归错了人")  # fmt: skip

    response = page(browser, person)

    assert set(texts(response)) >= {
        "毕业于湖南农业大学（大学专科毕业）", "简历：在外务工", "奖励 优秀共产党员",
        "登记家庭成员：妻子", "归档材料 干部履历表", "撤出材料 归错的", "归档材料 归错的",
    }  # fmt: skip
    days = [event.day for event in response.context["events"]]
    assert days == sorted(days, reverse=True)


def test_the_timeline_knows_what_was_decided_about_the_file(
    browser, person, clerk, officer, township
):
    at = {"scope_path": township.path}
    Correction.objects.create(
        person=person, changes="{}", reason="出生日期有误", asked_by=clerk.user,
        asked_on=date(2018, 6, 1), **at,
    )  # fmt: skip
    Transfer.objects.create(
        township=township, name=person.name, id_number=person.id_number, id_index=person.id_index,
        status="done", asked_by="clerk", asked_on=date(2018, 7, 1), person=person,
        decided_by=officer.user, decided_on=date(2018, 7, 5), **at,
    )  # fmt: skip
    Duplicate.objects.create(
        first=person, second=make_person(township), verdict="not_same", reason="同名同姓",
        proposed_by=clerk.user, proposed_on=date(2018, 8, 1), status="confirmed",
        reviewed_by=officer.user, reviewed_on=date(2018, 8, 2), **at,
    )  # fmt: skip

    response = page(browser, person)

    assert set(texts(response)) >= {
        "更正申请：出生日期有误", "转入新市镇申请", "转入新市镇申请：已转入",
        "疑似重复档案，判断为不是同一人：同名同姓",
    }  # fmt: skip
    assert '<span class="tag tag-attention">待县委组织部审核</span>' in response.content.decode()


def test_a_file_that_came_is_one_change_however_many_rows_it_took_along(
    browser, township, sibling, city_officer
):
    person = make_person(sibling, "罗海燕")
    dossier.education(person)
    with acting_as(city_officer):
        Person.objects.filter(pk=person.pk).update(unit=township, scope_path=township.path)
        person.file_educations.update(scope_path=township.path)

    (told,) = page(browser, person).context["changes"]

    assert (told.said, told.who) == ("档案转入", "贺处长")


def test_old_changes_are_folded_away_and_still_there(browser, person, clerk):
    with acting_as(clerk):
        for number in range(15):
            services.correct_person(person=person, by=clerk, native_place=f"第{number}次")

    response = page(browser, person)

    assert len(response.context["changes"]) == 12
    assert "第0次" in response.content.decode()


# --- merged files ---------------------------------------------------------------------------------


@pytest.fixture
def merged(person, township, village, clerk) -> Person:
    """Give a second file of the person, which was merged into the first."""
    second = make_person(township, "曾国桦")
    make_tenure(second, village, Post.VC_MEMBER, date(2011, 5, 1), ended_on=date(2014, 4, 30),
                ended_how="term_over")  # fmt: skip
    make_measure(second, title="诫勉谈话", taken_on=date(2013, 1, 1), until=date(2013, 6, 30))
    dossier.reward(second, title="旧档案里的奖励")
    with acting_as(clerk):
        second.merged_into = person
        second.save()
    return second


def test_a_merged_file_says_so_leads_on_and_is_closed(browser, person, merged):
    text = page(browser, merged).content.decode()

    assert f'此档案已并入<a href="/cadres/{person.pk}/">曾国华的档案</a>' in text
    assert "旧档案里的奖励" in text
    for closed in ("更正信息", "登记奖励</a>", "归档材料</a>", "/remove/", "/edit/"):
        assert closed not in text


def test_the_kept_file_shows_the_facts_of_both(browser, person, merged, village):
    make_tenure(person, village, Post.VC_DIRECTOR)

    response = page(browser, person)

    text = response.content.decode()
    assert "已并入 1 份重复档案" in text
    assert f'<a href="/cadres/{merged.pk}/">曾国桦' in text
    assert [t.post for t in response.context["tenures"]] == ["vc_director", "vc_member"]
    assert "旧档案里的奖励" in text
    assert "警示 诫勉谈话" in texts(response)
    assert "建立档案（已并入本档案）" in text


# --- its price ------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_asks_the_same_however_full_the_file(
    client_of, clerk, person, merged, village, count
):
    for number in range(count):
        dossier.education(person)
        dossier.experience(person)
        other = make_person(person.unit)
        make_tenure(other, village, Post.VC_MEMBER)
        dossier.relative(person, holds_office=True, cadre=other)
        dossier.reward(person)
        dossier.paper(person)
        make_measure(person, taken_on=date(2000 + number, 1, 1), until=date(2000 + number, 6, 30))
        person.former_numbers.create(
            scope_path=person.scope_path, id_number="x", id_index="x", replaced_on=date(2018, 1, 1)
        )
        batch(person, clerk, wrote=["education"], education="31")
    make_tenure(person, village, Post.SUPERVISION_MEMBER)
    browser = client_of(clerk)

    with CaptureQueriesContext(connection) as captured:
        assert page(browser, person).context["conflicts"]

    asked = [q["sql"] for q in captured if not any(word in q["sql"] for word in OVERHEAD)]
    assert len(asked) == 25


def test_looking_writes_one_event(browser, person):
    page(browser, person)

    assert Event.objects.filter(object_id=str(person.pk)).count() == 1
