"""Rows of a file, papers and photo: added, corrected, taken out, handed out."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from accounts.session import acting_as
from audit.models import Event
from cadres import services
from cadres.models import (
    Education,
    Experience,
    Measure,
    Person,
    Relative,
    Reward,
)
from tests.cadres import dossier
from tests.cadres.dossier import pdf
from tests.cadres.factories import made_up_number, make_measure, make_person

NUMBER = made_up_number(born_on=date(1975, 3, 8), sequence=909)
TYPED = {
    "education": {"mode": "in_service", "level": "31", "school": "湖南农业大学",
                  "began_on": "2012-09-01", "graduated_on": "2015-06-30"},
    "experience": {"began_on": "1996-01-01", "ended_on": "2008-05-31", "text": "广东务工"},
    "relative": {"relation": "spouse", "title": "妻子", "name": "刘桂兰", "work": "务农"},
    "reward": {"title": "优秀共产党员", "level": "county", "granted_by": "中共耒阳市委",
               "granted_on": "2016-07-01"},
}  # fmt: skip
MODELS = {"education": Education, "experience": Experience, "relative": Relative, "reward": Reward}
MAKE = {
    "education": dossier.education, "experience": dossier.experience,
    "relative": dossier.relative, "reward": dossier.reward,
}  # fmt: skip


@pytest.fixture
def person(day, township) -> Person:
    return make_person(township, "曾国华", id_number=NUMBER)


@pytest.fixture
def browser(client_of, clerk) -> Client:
    return client_of(clerk)


def page(browser, person) -> str:
    return browser.get(f"/cadres/{person.pk}/").content.decode()


# --- rows -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", TYPED)
def test_a_row_is_added_and_shown(browser, person, kind, clerk):
    response = browser.post(f"/cadres/{person.pk}/{kind}/new/", TYPED[kind])

    assert response["Location"] == f"/cadres/{person.pk}/#{kind}"
    row = MODELS[kind].objects.get()
    assert (row.person, row.scope_path) == (person, person.scope_path)
    for text in TYPED[kind].values():
        if not text.isascii():
            assert text in page(browser, person)
    event = Event.objects.get(name="dossier.added")
    assert (event.actor, event.object_id) == (clerk.username, str(row.pk))


@pytest.mark.parametrize("kind", TYPED)
def test_a_row_is_corrected_from_what_is_shown(browser, person, kind):
    row = MAKE[kind](person)
    form = browser.get(f"/cadres/{kind}/{row.pk}/").context["form"]

    response = browser.post(
        f"/cadres/{kind}/{row.pk}/", TYPED[kind] | {"edition": form["edition"].value()}
    )

    assert response.status_code == 302
    row.refresh_from_db()
    for name, text in TYPED[kind].items():
        assert str(getattr(row, name)) == text


@pytest.mark.parametrize("kind", TYPED)
def test_a_row_is_removed_after_asking_and_the_history_keeps_it(browser, person, kind):
    row = MAKE[kind](person)
    known = str(row)

    asked = browser.get(f"/cadres/{kind}/{row.pk}/remove/").content.decode()
    assert "留在历史记录中" in asked
    assert MODELS[kind].objects.exists()
    browser.post(f"/cadres/{kind}/{row.pk}/remove/")

    assert not MODELS[kind].objects.exists()
    kept = MODELS[kind].events.rel.related_model.objects.filter(pgh_label="delete")
    assert str(kept.get().pgh_obj_id) == Event.objects.get(name="dossier.removed").object_id
    text = page(browser, person)
    assert f"删除{row._meta.verbose_name}：{known}" in text
    assert Event.objects.filter(name="dossier.removed").count() == 1


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("education", {"graduated_on": "2011-01-01"}, "早于入学日期"),
        ("education", {"began_on": "1970-01-01"}, "应在出生之后"),
        ("education", {"graduated_on": "2019-07-01"}, "今天以前"),
        ("education", {"level": "zz"}, "学历"),
        ("education", {"school": "  "}, "毕业院校"),
        ("experience", {"ended_on": "1995-01-01"}, "早于起始日期"),
        ("experience", {"text": ""}, "单位和职务"),
        ("relative", {"born_on": "2019-01-01"}, "晚于今天"),
        ("relative", {"name": " "}, "姓名"),
        ("reward", {"granted_on": "2018-12-21"}, "今天以前"),
        ("reward", {"level": ""}, "级别"),
    ],
)
def test_what_cannot_be_true_is_refused_and_stays_typed(browser, person, kind, typed, said):
    response = browser.post(f"/cadres/{person.pk}/{kind}/new/", TYPED[kind] | typed)

    assert response.status_code == 200
    assert said in response.content.decode()
    assert not MODELS[kind].objects.exists()


def test_of_two_clerks_the_second_is_told_before_he_overwrites(browser, person, second_clerk):
    row = dossier.education(person, school="湖南农业大学", level="31")
    form = browser.get(f"/cadres/education/{row.pk}/").context["form"]
    with acting_as(second_clerk):
        services.correct_entry(
            entry=row,
            edition=form["edition"].value(),
            by=second_clerk,
            level="21",
            school="中南大学",
        )
    mine = TYPED["education"] | {"school": "南华大学"}

    first = browser.post(
        f"/cadres/education/{row.pk}/", mine | {"edition": form["edition"].value()}
    )

    text = first.content.decode()
    assert "周干事在" in text
    assert "把毕业院校由“湖南农业大学”改为“中南大学”" in text
    assert "把学历由“大学专科毕业”改为“大学本科毕业”" in text
    row.refresh_from_db()
    assert row.school == "中南大学"

    again = first.context["form"]["edition"].value()
    assert (
        browser.post(f"/cadres/education/{row.pk}/", mine | {"edition": again}).status_code == 302
    )
    row.refresh_from_db()
    assert row.school == "南华大学"


def test_names_and_work_of_relatives_never_stand_in_clear(browser, person):
    browser.post(f"/cadres/{person.pk}/relative/new/", TYPED["relative"])
    browser.post(f"/cadres/relative/{Relative.objects.get().pk}/remove/")

    for table in ("cadres_relativeevent", "audit_event"):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*), count(*) FILTER (WHERE t::text LIKE '%刘桂兰%') FROM {table} t"
            )
            rows, clear = cursor.fetchone()
        assert rows
        assert clear == 0


def a_paper() -> dict:
    sent = SimpleUploadedFile("毕业证.pdf", pdf())
    return {"dossier_class": "education", "title": "大专毕业证", "checked": sent}


def test_a_merged_file_takes_no_rows(browser, person, township):
    row = dossier.education(person)
    person.merged_into = make_person(township)
    person.save()

    for url, typed in (
        (f"/cadres/{person.pk}/education/new/", TYPED["education"]),
        (f"/cadres/education/{row.pk}/remove/", {}),
        (f"/cadres/{person.pk}/photo/new/", {"take_down": "1"}),
        (f"/cadres/{person.pk}/document/new/", a_paper()),
    ):
        response = browser.post(url, typed)
        assert response.status_code == 200
        assert "已并入另一份档案" in response.content.decode()
    assert Education.objects.count() == 1


# --- relatives who are cadres ---------------------------------------------------------------------


def test_a_relative_is_found_by_name_and_linked(browser, person, township, sibling):
    brother = make_person(township, "曾国强")
    make_person(sibling, "曾国强")
    typed = {"relation": "sibling", "title": "弟弟", "name": "曾国强", "holds_office": "on"}

    asked = browser.post(f"/cadres/{person.pk}/relative/new/", typed | {"find": "1"})
    text = asked.content.decode()
    assert "本范围内同名 1 人" in text
    assert "errorlist" not in text
    assert not Relative.objects.exists()
    browser.post(f"/cadres/{person.pk}/relative/new/", typed | {"cadre": str(brother.pk)})

    assert Relative.objects.get().cadre == brother
    assert f'href="/cadres/{brother.pk}/">曾国强</a>' in page(browser, person)


@pytest.mark.parametrize("whose", ["next_door", "himself", "nobody", "other_name"])
def test_only_somebody_found_can_be_linked(browser, person, township, sibling, whose):
    others = {
        "next_door": make_person(sibling, "刘桂兰").pk, "himself": person.pk, "nobody": 999_999,
        "other_name": make_person(township, "李海燕").pk,
    }  # fmt: skip
    typed = TYPED["relative"] | {"cadre": str(others[whose]), "holds_office": "on"}

    response = browser.post(f"/cadres/{person.pk}/relative/new/", typed)

    assert response.status_code == 200
    assert not Relative.objects.exists()


def test_a_service_links_nobody_out_of_scope(person, clerk, sibling):
    other = make_person(sibling)

    with acting_as(clerk), pytest.raises(Person.DoesNotExist):
        services.add_entry(
            model=Relative, person=person, by=clerk, relation="spouse", title="妻子",
            name=other.name, holds_office=True, cadre=other,
        )  # fmt: skip


# --- sanctions ------------------------------------------------------------------------------------


def test_a_sanction_is_written_down_and_withdrawn(browser, person):
    typed = {"title": "党内警告", "document": "新纪〔2018〕2号", "taken_on": "2018-03-01",
             "until": "2019-02-28"}  # fmt: skip
    browser.post(f"/cadres/{person.pk}/sanction/new/", typed)

    sanction = Measure.objects.get()
    assert (sanction.kind, sanction.until) == ("sanction", date(2019, 2, 28))
    assert "警示或处分影响期内" in page(browser, person)
    browser.post(f"/cadres/sanction/{sanction.pk}/withdraw/", {"withdrawn_on": "2018-12-20"})

    assert "警示或处分影响期内" not in page(browser, person)
    sanction.refresh_from_db()
    assert sanction.withdrawn_on == date(2018, 12, 20)


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"document": ""}, "文号"), ({"until": "2018-02-01"}, "早于作出日期"),
     ({"taken_on": "2018-12-21", "until": ""}, "晚于今天")],
)  # fmt: skip
def test_a_sanction_that_cannot_be_is_refused(browser, person, typed, said):
    given = {"title": "党内警告", "document": "1号", "taken_on": "2018-03-01"}

    response = browser.post(f"/cadres/{person.pk}/sanction/new/", given | typed)

    assert said in response.content.decode()
    assert not Measure.objects.exists()


def test_a_warning_is_not_withdrawn_here(browser, person):
    warning = make_measure(person)

    assert browser.post(
        f"/cadres/sanction/{warning.pk}/withdraw/", {"withdrawn_on": "2018-12-20"}
    ).status_code == 404  # fmt: skip
    assert "撤销</a>" not in page(browser, person)
