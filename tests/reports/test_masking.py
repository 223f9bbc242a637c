"""Whose number stands in full for whom: every viewer, subject, purpose and field; every place."""

from __future__ import annotations

import itertools
import logging
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.conf import settings as configured
from django.utils.module_loading import import_string

from accounts.answer import Refused
from audit.models import Event
from cadres import identity, services
from cadres.masking import MASKS, Purpose, mask_account, mask_phone, shown
from tests.cadres.factories import made_up_number, make_person, make_tenure

STATED = "办理医保参保登记"
VALUES = {
    "id_number": made_up_number(born_on=date(1975, 3, 8), sequence=907),
    "phone": "13907340177",
    "bank_account": "6217995590012345678",
}
VIEWERS = (
    "clerk", "committee", "officer", "city_officer", "auditor", "department", "system_admin",
    "security_admin", "audit_admin", "neighbour", "stranger", "stranger_officer", "machine",
    "nobody",
)  # fmt: skip
SUBJECTS = ("township", "sibling", "other_township")
# Who sees a number in full, of whose file: the clerk of the township that keeps it and the officer
# of its county. Everybody else, and everything that is not listed, gets it masked.
IN_FULL = {
    ("clerk", "township"), ("officer", "township"),
    ("neighbour", "sibling"), ("officer", "sibling"),
    ("stranger", "other_township"), ("stranger_officer", "other_township"),
}  # fmt: skip
WITH_PURPOSE = {Purpose.PAGE, Purpose.EXPORT, Purpose.PAPER}


def test_every_field_that_is_hidden_is_tried():
    assert VALUES.keys() == MASKS.keys()


@pytest.mark.parametrize("viewer", VIEWERS)
def test_the_matrix(db, request, viewer):
    """Viewer × subject × purpose × field × whether a purpose was stated."""
    acting = request.getfixturevalue(viewer)
    people = {name: make_person(request.getfixturevalue(name)) for name in SUBJECTS}
    wrong = []
    for subject, purpose, (field, value), stated in itertools.product(
        SUBJECTS, Purpose, VALUES.items(), ("", "  ", STATED)
    ):
        seen = shown(
            field, value, viewer=acting, subject=people[subject], purpose=purpose, stated=stated
        )
        full = (viewer, subject) in IN_FULL and purpose in WITH_PURPOSE and stated == STATED
        if (seen == value) is not full:
            wrong.append((subject, purpose, field, stated))

    assert not wrong


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_number_of_nobodys_file_is_masked_even_for_the_clerk(clerk, purpose):
    for field, value in VALUES.items():
        seen = shown(field, value, viewer=clerk, subject=None, purpose=purpose, stated=STATED)
        assert seen != value


def test_a_log_gets_not_even_the_last_four(clerk, township):
    person = make_person(township)
    for field, value in VALUES.items():
        seen = shown(field, value, viewer=clerk, subject=person, purpose=Purpose.LOG)
        assert seen == "*" * len(value)


@pytest.mark.parametrize("value", ["", "1", "12345", "12345678"])
def test_what_is_too_short_to_mask_is_hidden_whole(value):
    assert set(identity.mask(value)) | set(mask_phone(value)) | set(mask_account(value)) <= {"*"}


@pytest.fixture
def bearer(settings, township, village):
    """Give a cadre of the township, with every number there is."""
    settings.BUSINESS_DAY = date(2018, 12, 20)
    person = make_person(township, "曾国华", bank="农商银行", **VALUES)
    make_tenure(person, village)
    return person


@pytest.fixture
def logged():
    """Give what the configured handler writes meanwhile."""
    said = configured.LOGGING["formatters"]["redacted"]
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(import_string(said["()"])(said["format"]))
    logging.getLogger().addHandler(handler)
    yield stream.getvalue
    logging.getLogger().removeHandler(handler)


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def unpacked(content: bytes) -> bytes:
    """Give what is inside a workbook, or the content itself."""
    if not content.startswith(b"PK"):
        return content
    with ZipFile(BytesIO(content)) as package:
        return b"\n".join(package.read(name) for name in package.namelist())


PLACES = (
    ("GET", "/cadres/", {}),
    ("GET", "/cadres/", {"holding": "all", "q": "曾"}),
    ("GET", "/cadres/", {"q": VALUES["id_number"]}),
    ("GET", "/cadres/", {"q": VALUES["id_number"][-4:]}),
    ("GET", "/cadres/{pk}/", {}),
    ("GET", "/exports/cadres/", {}),
    ("POST", "/exports/cadres/", {"format": "xlsx"}),
    ("POST", "/exports/cadres/", {"format": "csv"}),
    ("POST", "/exports/cadres/", {"format": "gb18030"}),
    ("POST", "/exports/cadres/", {"format": "xlsx", "stated": "看"}),
    ("POST", "/exports/mending/", {}),
    ("GET", "/exports/empty-roster/", {}),
    ("POST", "/cadres/{pk}/numbers/", {"purpose": ""}),
    ("GET", "/background/", {}),
)


@pytest.mark.parametrize(
    "who", ["clerk", "committee", "officer", "city_officer", "auditor", "neighbour",
            "stranger_officer"],
)  # fmt: skip
def test_no_answer_holds_a_number_that_nobody_asked_for(bearer, client_of, request, who, logged):
    browser = client_of(request.getfixturevalue(who))

    for method, path, data in PLACES:
        ask = browser.get if method == "GET" else browser.post
        response = ask(path.format(pk=bearer.pk), data, follow=True)
        content = unpacked(body(response))
        for secret in VALUES.values():
            assert secret.encode() not in content, (method, path, data)
            assert all(secret not in address for address, _ in response.redirect_chain)

    for secret in VALUES.values():
        assert secret not in logged()
        assert not [event for event in Event.objects.all() if secret in str(event.__dict__)]


def test_the_places_are_real(bearer, client_of, clerk):
    """What would hold the number if it were not masked does hold the person."""
    browser = client_of(clerk)

    assert "曾国华" in browser.get("/cadres/").content.decode()
    for path, data in (("cadres", {"format": "xlsx"}), ("mending", {})):
        content = unpacked(body(browser.post(f"/exports/{path}/", data)))
        assert "曾国华".encode() in content
        assert identity.mask(VALUES["id_number"]).encode() in content


@pytest.mark.parametrize(("who", "full"), [("clerk", True), ("officer", True), ("auditor", False)])
def test_with_a_purpose_the_export_holds_the_identity_number_and_no_other(
    bearer, client_of, request, who, full
):
    browser = client_of(request.getfixturevalue(who))

    content = unpacked(body(browser.post("/exports/cadres/", {"format": "xlsx", "stated": STATED})))

    assert (VALUES["id_number"].encode() in content) is full
    assert VALUES["phone"].encode() not in content
    assert VALUES["bank_account"].encode() not in content
    assert VALUES["id_number"] not in str([event.data for event in Event.objects.all()])


def test_a_refusal_quotes_no_number(bearer, clerk, township):
    with pytest.raises(Refused) as refused:
        services.add_person(unit=township, name="曾国华", id_number=VALUES["id_number"], by=clerk)

    assert VALUES["id_number"] not in str(refused.value)
