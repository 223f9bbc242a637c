"""What must not happen to a file: foreign hands, guessed addresses, scripts, revoked people."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import RoleGrant
from audit.models import Event
from cadres.identity import mask
from cadres.models import Document, Education, Experience, Measure, Person, Relative, Reward
from tests.cadres import dossier
from tests.cadres.dossier import pdf
from tests.cadres.factories import made_up_number, make_measure, make_person, make_tenure

NUMBER = made_up_number(born_on=date(1975, 3, 8), sequence=911)
PHONE, ACCOUNT, OLD = "13907340155", "6217991234567890155", "430481751234567"
XSS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "{{ 7*7 }}{% debug %}",
    "javascript:alert(1)//",
    "</textarea><script>alert(1)</script>",
)
RAW = ("<script>alert", "<img src=x", "<svg onload", "</textarea><script")
SENT = {
    "mode": "full_time", "level": "31", "school": "改", "text": "改", "relation": "spouse",
    "title": "改", "name": "改改", "granted_by": "改", "granted_on": "2016-07-01",
    "began_on": "1996-01-01", "document": "改", "taken_on": "2018-01-01", "edition": "1",
    "withdrawn_on": "2018-12-01", "reason": "改改改改", "dossier_class": "career",
    "id_number": NUMBER,
}  # fmt: skip
MODELS = (Person, Education, Experience, Relative, Reward, Document, Measure)


@pytest.fixture
def person(day, township) -> Person:
    person = make_person(township, "曾国华", id_number=NUMBER, phone=PHONE, bank_account=ACCOUNT)
    person.photo = dossier.stored(person)
    person.save()
    return person


@pytest.fixture
def addresses(person) -> list[str]:
    """List every address by which somebody's file can be written, with rows behind them."""
    rows = {
        kind: make(person).pk
        for kind, make in (
            ("education", dossier.education), ("experience", dossier.experience),
            ("relative", dossier.relative), ("reward", dossier.reward),
        )
    }  # fmt: skip
    sanction = make_measure(person, kind="sanction", title="党内警告").pk
    document = dossier.paper(person).pk
    own = f"/cadres/{person.pk}/"
    return [
        f"{own}edit/", f"{own}photo/new/", f"{own}document/new/", f"{own}sanction/new/",
        f"/cadres/sanction/{sanction}/withdraw/", f"/cadres/document/{document}/withdraw/",
        *(f"{own}{kind}/new/" for kind in rows),
        *(f"/cadres/{kind}/{pk}/" for kind, pk in rows.items()),
        *(f"/cadres/{kind}/{pk}/remove/" for kind, pk in rows.items()),
    ]  # fmt: skip


def everything() -> list[list[tuple]]:
    return [list(model.objects.order_by("pk").values_list()) for model in MODELS]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("neighbour", 404), ("stranger", 404), ("stranger_officer", 404), ("department", 404),
        ("system_admin", 404), ("committee", 403), ("officer", 403), ("city_officer", 403),
        ("auditor", 403),
    ],
)  # fmt: skip
def test_nobody_but_the_keeping_clerk_writes_by_any_address(
    addresses, client_of, request, who, status
):
    browser, before = client_of(request.getfixturevalue(who)), everything()

    got = {url: browser.post(url, SENT | {"checked": upload()}).status_code for url in addresses}

    assert got == dict.fromkeys(addresses, status)
    assert everything() == before


def test_a_row_of_another_file_is_not_reached_through_ones_own(
    person, client_of, neighbour, sibling
):
    """The address names the row, nothing in the form can name another file."""
    own = make_person(sibling, "罗海燕")
    browser = client_of(neighbour)

    browser.post(f"/cadres/{own.pk}/education/new/", SENT | {
        "person": str(person.pk), "scope_path": person.scope_path, "unit": str(person.unit_id),
    })  # fmt: skip

    row = Education.objects.get()
    assert (row.person, row.scope_path) == (own, sibling.path)


@pytest.mark.parametrize("where", ["document", "photo"])
def test_files_are_handed_to_whoever_sees_the_person_and_nobody_else(
    person, client_of, request, where
):
    document = dossier.paper(person)
    url = (
        f"/cadres/document/{document.pk}/" if where == "document" else f"/cadres/{person.pk}/photo/"
    )
    allowed = ("clerk", "committee", "officer", "city_officer", "auditor")
    refused = ("neighbour", "stranger", "stranger_officer", "department", "audit_admin")

    for who in allowed:
        assert client_of(request.getfixturevalue(who)).get(url).status_code == 200
    for who in refused:
        response = client_of(request.getfixturevalue(who)).get(url)
        assert response.status_code == 404
        assert bytes(document.file.body) not in response.content
    assert Client().get(url).status_code == 302


def test_a_row_that_names_a_foreign_file_hands_nothing_out(person, client_of, clerk, sibling):
    """Were a reference ever wrong, the content still stands behind a wall of its own."""
    foreign = dossier.stored(make_person(sibling))
    document = dossier.paper(person, file=foreign)
    Person.objects.filter(pk=person.pk).update(photo=foreign)
    browser = client_of(clerk)

    assert browser.get(f"/cadres/document/{document.pk}/").status_code == 404
    assert browser.get(f"/cadres/{person.pk}/photo/").status_code == 404
    assert not Event.objects.filter(name="document.downloaded").exists()


def test_a_file_that_went_elsewhere_takes_its_papers_out_of_sight(
    person, client_of, clerk, sibling
):
    document = dossier.paper(person)
    Person.objects.filter(pk=person.pk).update(unit=sibling, scope_path=sibling.path)

    assert client_of(clerk).get(f"/cadres/document/{document.pk}/").status_code == 404


@pytest.mark.parametrize("how", ["role", "account"])
def test_whoever_lost_his_role_or_account_gets_no_file_any_more(person, client_of, clerk, how):
    url, browser = f"/cadres/document/{dossier.paper(person).pk}/", client_of(clerk)
    assert browser.get(url).status_code == 200

    if how == "role":
        RoleGrant.objects.filter(pk=clerk.grant_id).update(until=timezone.now())
    else:
        clerk.user.is_active = False
        clerk.user.save()

    assert browser.get(url).status_code == 302
    assert browser.post(f"/cadres/{person.pk}/education/new/", SENT).status_code == 302
    assert not Education.objects.exists()


@pytest.mark.parametrize(
    "path",
    ["/media/a.pdf", "/media/../db", "/static/../manage.py", "/static/%2e%2e/%2e%2e/etc/passwd",
     "/cadres/document/../../etc/passwd", "/cadres/document/1/..%2f..%2f", "/files/1"],
)  # fmt: skip
def test_no_path_leads_to_a_file(person, client_of, clerk, path):
    dossier.paper(person)

    response = client_of(clerk).get(path)

    assert response.status_code in (301, 302, 404)
    assert b"%PDF" not in response.content
    assert b"root:" not in response.content


def upload(name: str = "a.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf())


# --- scripts --------------------------------------------------------------------------------------


@pytest.mark.parametrize("payload", XSS)
def test_what_people_type_is_text_on_every_page(
    person, client_of, clerk, officer, village, payload
):
    short = payload[:12]
    person.native_place = person.birthplace = person.professional_title = person.bank = payload
    person.save()
    make_tenure(person, village, approved_by=payload)
    make_measure(person, kind="sanction", title=payload, document=payload)
    rows = [
        dossier.education(person, school=payload, major=payload),
        dossier.experience(person, text=payload),
        dossier.relative(person, title=short, name=payload, work=payload),
        dossier.reward(person, title=payload, granted_by=payload, document=payload),
    ]
    dossier.paper(person, title=payload, file=dossier.stored(person, name=f"{payload}.jpg"))
    browser = client_of(clerk)
    for row in rows[:2]:
        browser.post(f"/cadres/{row._meta.model_name}/{row.pk}/remove/")
    pages = [f"/cadres/{person.pk}/", f"/cadres/{person.pk}/edit/"]
    for row in rows[2:]:
        kind = row._meta.model_name
        pages += [f"/cadres/{kind}/{row.pk}/", f"/cadres/{kind}/{row.pk}/remove/"]
    pages += [f"/cadres/sanction/{Measure.objects.get().pk}/withdraw/",
              f"/cadres/document/{Document.objects.get().pk}/withdraw/"]  # fmt: skip

    for url in pages:
        text = browser.get(url).content.decode()
        assert not [raw for raw in RAW if raw in text], url
        assert ">49<" not in text
    assert "<script>alert" not in client_of(officer).get(pages[0]).content.decode()


@pytest.mark.parametrize("payload", XSS)
def test_a_file_name_is_text_in_page_and_header(person, client_of, clerk, payload):
    browser = client_of(clerk)
    sent = {
        "dossier_class": "career",
        "title": payload,
        "checked": upload(payload.replace('"', "") + ".pdf"),
    }
    response = browser.post(f"/cadres/{person.pk}/document/new/", sent)
    assert response.status_code == 302, response.context["form"].errors

    document = Document.objects.get()
    text = browser.get(f"/cadres/{person.pk}/").content.decode()
    response = browser.get(f"/cadres/document/{document.pk}/")
    assert not [raw for raw in RAW if raw in text]
    assert not set('<>"\\/\r\n') & set(document.file.name)
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("payload", XSS)
def test_what_is_refused_comes_back_as_text(person, client_of, clerk, payload):
    browser = client_of(clerk)

    for url in (
        f"/cadres/{person.pk}/edit/",
        f"/cadres/{person.pk}/education/new/",
        "/cadres/new/",
    ):
        text = browser.post(url, dict.fromkeys(SENT, payload)).content.decode()
        assert not [raw for raw in RAW if raw in text], url


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["clerk", "committee", "officer", "city_officer", "auditor"])
def test_no_page_holds_a_number_in_full(person, addresses, client_of, request, who):
    former = made_up_number(born_on=date(1975, 3, 9), sequence=913)
    person.former_numbers.create(
        scope_path=person.scope_path, id_number=former, id_index="x", replaced_on=date(2018, 1, 1)
    )
    browser = client_of(request.getfixturevalue(who))
    text = browser.get(f"/cadres/{person.pk}/").content.decode()

    for shown in (mask(NUMBER), "139****0155", mask(former), "*0155"):
        assert shown in text
    for url in (f"/cadres/{person.pk}/", "/cadres/recusals/", "/cadres/", *addresses):
        body = browser.get(url).content.decode()
        assert not [number for number in (NUMBER, PHONE, ACCOUNT, former) if number in body], url


def test_the_account_is_shown_for_a_purpose(person, client_of, clerk, auditor):
    url = f"/cadres/{person.pk}/numbers/"

    text = client_of(clerk).post(url, {"purpose": "核对报酬发放账号"}).content.decode()

    assert ACCOUNT in text
    assert ACCOUNT not in client_of(auditor).post(url, {"purpose": "核对"}).content.decode()
