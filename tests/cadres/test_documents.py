"""Papers and photo of a file: kept encrypted, handed out as files, taken out and never deleted."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from audit.models import Event
from cadres.models import Document, DossierClass, Person, StoredFile
from tests.cadres import dossier
from tests.cadres.dossier import pdf, picture
from tests.cadres.factories import make_person


@pytest.fixture
def person(day, township) -> Person:
    return make_person(township, "曾国华")


@pytest.fixture
def browser(client_of, clerk) -> Client:
    return client_of(clerk)


def page(browser, person) -> str:
    return browser.get(f"/cadres/{person.pk}/").content.decode()


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
