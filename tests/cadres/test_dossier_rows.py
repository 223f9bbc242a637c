"""Rows of a file, papers and photo: added, corrected, taken out, handed out."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from accounts.session import acting_as
from audit.models import Event
from cadres import services
from cadres.models import (
    Document,
    DossierClass,
    Education,
    Experience,
    Measure,
    Person,
    Relative,
    Reward,
    StoredFile,
)
from tests.cadres import dossier
from tests.cadres.dossier import pdf, picture
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


def test_a_merged_file_takes_no_rows(browser, person, township):
    row = dossier.education(person)
    person.merged_into = make_person(township)
    person.save()

    for url, typed in (
        (f"/cadres/{person.pk}/education/new/", TYPED["education"]),
        (f"/cadres/education/{row.pk}/remove/", {}),
        (f"/cadres/{person.pk}/photo/new/", {"take_down": "1"}),
        (f"/cadres/{person.pk}/document/new/", paper()),
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


# --- papers ---------------------------------------------------------------------------------------


def paper(body: bytes | None = None, name: str = "毕业证.pdf", **fields) -> dict:
    sent = SimpleUploadedFile(name, pdf() if body is None else body)
    given = {"dossier_class": "education", "title": "大专毕业证", "dated_on": "1995-06-30"}
    return given | fields | {"checked": sent}


def test_a_paper_is_kept_encrypted_with_its_fingerprint(browser, person):
    body = pdf(b"/Lang (zh-CN)")

    response = browser.post(f"/cadres/{person.pk}/document/new/", paper(body))

    assert response["Location"] == f"/cadres/{person.pk}/#documents"
    document = Document.objects.get()
    assert (document.person, document.added_by) == (person, "陈干事")
    assert bytes(document.file.body) == body
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM cadres_storedfile")
        assert b"%PDF" not in bytes(cursor.fetchone()[0])
    event = Event.objects.get(name="document.added")
    assert event.data["sha256"] == document.file.sha256


def test_papers_are_listed_by_class(browser, person):
    for one in DossierClass:
        dossier.paper(person, dossier_class=one, title=f"材料{one.label}")

    groups = browser.get(f"/cadres/{person.pk}/").context["papers"]

    assert [group["label"] for group in groups] == [one.label for one in DossierClass]
    assert all(len(group["papers"]) == 1 for group in groups)


def test_a_paper_is_handed_out_as_a_file_and_never_as_a_page(browser, person, clerk):
    browser.post(f"/cadres/{person.pk}/document/new/", paper(name="毕业证 “一”.pdf"))
    document = Document.objects.get()

    response = browser.get(f"/cadres/document/{document.pk}/")

    assert response.content == bytes(document.file.body)
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''%E6%AF%95")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    event = Event.objects.get(name="document.downloaded")
    assert (event.actor, event.object_id) == (clerk.username, str(document.pk))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (paper(b"<html><script>alert(1)</script>", "照片.jpg"), "网页"),
        (paper(b"PK\x03\x04" + bytes(100), "材料.zip"), "压缩包"),
        (paper(pdf(b"/JavaScript"), "a.pdf"), "脚本"),
        (paper(title=""), "材料名称"),
        (paper(dossier_class="secret"), "类别"),
        (paper(dated_on="2018-12-21"), "晚于今天"),
        ({"dossier_class": "education", "title": "没有文件"}, "请选择文件"),
        (paper(b""), "文件是空的"),
        (paper(pdf() + bytes(10 * 1024 * 1024)), "超过 10 MB"),
    ],
)
def test_what_does_not_belong_into_a_file_is_refused(browser, person, sent, said):
    response = browser.post(f"/cadres/{person.pk}/document/new/", sent)

    assert response.status_code == 200
    assert said in response.content.decode()
    assert not Document.objects.exists()
    assert not StoredFile.objects.exists()


def test_the_same_paper_is_not_kept_twice(browser, person):
    body = pdf(b"/Lang (zh)")
    browser.post(f"/cadres/{person.pk}/document/new/", paper(body))

    text = browser.post(f"/cadres/{person.pk}/document/new/", paper(body)).content.decode()

    assert "已归入学历类“大专毕业证”" in text
    assert Document.objects.count() == StoredFile.objects.count() == 1


def test_a_paper_taken_out_stays_kept_and_is_closed_to_the_township(
    browser, client_of, officer, committee, person
):
    document = dossier.paper(person, title="归错的材料")
    url = f"/cadres/document/{document.pk}/"

    assert "请写明撤出原因" in browser.post(url + "withdraw/", {"reason": "错"}).content.decode()
    browser.post(url + "withdraw/", {"reason": "归错了人"})

    document.refresh_from_db()
    assert (document.withdrawn_by, document.withdrawn_why) == ("陈干事", "归错了人")
    text = page(browser, person)
    assert "已撤出：归错的材料" in text
    assert f'href="{url}"' not in text
    assert browser.get(url).status_code == client_of(committee).get(url).status_code == 403
    assert client_of(officer).get(url).status_code == 200
    assert "不必再办" in browser.post(url + "withdraw/", {"reason": "再撤一次"}).content.decode()


# --- the photo ------------------------------------------------------------------------------------


def photo(body: bytes | None = None, name: str = "证件照.jpg") -> dict:
    return {"checked": SimpleUploadedFile(name, body or picture(size=(900, 1200)))}


def test_a_photo_is_shown_on_the_head_card_through_its_own_address(browser, person):
    assert "无照片" in page(browser, person)
    browser.post(f"/cadres/{person.pk}/photo/new/", photo())

    assert f'src="/cadres/{person.pk}/photo/?v=' in page(browser, person)
    response = browser.get(f"/cadres/{person.pk}/photo/")
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert Image.open(BytesIO(response.content)).size == (480, 640)


def test_another_photo_replaces_the_first_which_stays_kept(browser, person):
    browser.post(f"/cadres/{person.pk}/photo/new/", photo())
    browser.post(f"/cadres/{person.pk}/photo/new/", photo())
    browser.post(f"/cadres/{person.pk}/photo/new/", {"take_down": "1"})

    person.refresh_from_db()
    assert person.photo is None
    assert StoredFile.objects.count() == 2
    assert browser.get(f"/cadres/{person.pk}/photo/").status_code == 404
    names = ["cadre.photo_set", "cadre.photo_set", "cadre.photo_taken_down"]
    found = Event.objects.filter(name__startswith="cadre.photo").order_by("pk")
    assert [event.name for event in found] == names


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (photo(pdf(), "a.pdf"), "这是 PDF"),
        (photo(b"<svg onload=alert(1)>", "a.jpg"), "网页"),
        (photo(picture() + bytes(2 * 1024 * 1024)), "超过 2 MB"),
        ({}, "请选择文件"),
    ],
)
def test_a_photo_that_is_none_is_refused(browser, person, sent, said):
    response = browser.post(f"/cadres/{person.pk}/photo/new/", sent)

    assert said in response.content.decode()
    assert not StoredFile.objects.exists()
