"""Writing events: by whom, and that nobody takes them back."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.acting import Acting
from audit.models import Event
from audit.services import record

CHANGES = [
    "UPDATE audit_event SET actor = 'somebody'",
    "DELETE FROM audit_event",
    "TRUNCATE audit_event",
    "UPDATE audit_link SET hash = ''",
    "DELETE FROM audit_link",
    "TRUNCATE audit_link",
]


def test_an_event_keeps_who_where_and_what_as_text(clerk, village):
    event = record("cadres.opened", by=clerk, about=village, why="核对")

    event.refresh_from_db()
    assert (event.actor, event.actor_name) == ("clerk", "陈干事")
    assert (event.role, event.place) == ("乡镇组织干事", "耒阳市 · 新市镇")
    assert (event.object_type, event.object_id) == ("accounts.division", str(village.pk))
    assert (event.object_label, event.data) == ("杨仙村", {"why": "核对"})


def test_an_event_keeps_no_number_that_somebody_typed_into_a_text(clerk, village):
    number, phone, sha256 = "430481197006069012", "13900000001", "4304811970060690" * 4
    village.name = f"杨仙村{number}"

    event = record(
        "cadres.opened", by=clerk, about=village, why=f"核对{number}", asked={"q": f"曾 {phone}"},
        files=[f"{number}.csv"], sha256=sha256, username=phone, text="曾\x00国华",
    )  # fmt: skip

    event.refresh_from_db()
    assert event.object_label == "杨仙村[身份证号]"
    assert event.data == {
        "why": "核对[身份证号]", "asked": {"q": "曾 [手机号]"}, "files": ["[身份证号].csv"],
        "sha256": sha256, "username": phone, "text": "曾国华",
    }  # fmt: skip


def test_an_event_without_an_actor_is_refused(db):
    with pytest.raises(ValueError, match="no actor"):
        record("cadres.opened", by=Acting())


def test_an_event_cannot_be_dated_back(machine, db):
    event = record("cadres.opened", by=machine)
    dated = Event.objects.create(name="x.y", actor="z", at="2001-01-01T00:00Z")

    dated.refresh_from_db()
    event.refresh_from_db()
    assert dated.at > event.at


@pytest.mark.parametrize("sql", CHANGES)
def test_the_application_may_not_change_what_was_recorded(sql, machine, db):
    record("cadres.opened", by=machine)

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        _run(sql)


@pytest.mark.parametrize("sql", ["INSERT INTO audit_link VALUES (9, 9, '', '')"])
def test_the_application_may_not_forge_a_link(sql, db):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        _run(sql)


def test_the_triggers_refuse_the_owner_too(machine, owner_db):
    record("cadres.opened", by=machine)

    for sql in CHANGES:
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            _run(sql)


def test_the_triggers_cannot_be_talked_out_of_it(machine, owner_db):
    record("cadres.opened", by=machine)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'audit_event'::regclass")
        names = ",".join(name for (name,) in cursor.fetchall())
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, false)", [f"{{{names}}}"])

    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        _run("DELETE FROM audit_event")


@pytest.mark.parametrize(
    "table", ["accounts_rolegrantevent", "accounts_divisionevent", "pghistory_context"]
)
def test_the_application_may_not_change_field_history(table, clerk):
    for sql in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            _run(sql)


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
