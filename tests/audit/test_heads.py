"""Heads noted outside by the hour, and a real superuser with the triggers off."""

from __future__ import annotations

import json
import os
from io import StringIO

import psycopg
import pytest
from django.conf import settings as conf
from django.core.management import call_command
from django.db import connections

from audit.models import Link
from audit.services import record
from audit.tasks import note_head
from audit.verification import verify
from config.celery import app
from config.embedded import keys, postgres
from tests import database


@pytest.fixture
def heads(settings, tmp_path):
    settings.AUDIT_HEADS = tmp_path / "kept" / "heads.log"
    return settings.AUDIT_HEADS


@pytest.fixture
def events(committed_db, machine):
    return [record(f"a.event_{n}", by=machine) for n in range(1, 8)]


@pytest.fixture
def superuser(committed_db):
    """Give a cursor of the server's own superuser on the test's database, no trigger firing."""
    if database.APP_URL:
        pytest.skip("only the embedded server's superuser is known to the tests")
    home = database._home()
    password = keys.read(home.keys_file)["SUPERUSER_PASSWORD"]
    name = str(connections["default"].settings_dict["NAME"])
    with psycopg.connect(
        host=str(home.sockets), user=postgres.SUPERUSER, password=password, dbname=name,
        autocommit=True,
    ) as connection, connection.cursor() as cursor:  # fmt: skip
        cursor.execute("SET session_replication_role = replica")
        yield cursor


def kinds(heads):
    return [(found.kind, found.table, found.row) for found in verify(heads).findings]


def test_the_task_notes_the_head_outside_the_database(events, heads):
    assert note_head() == 7
    note_head()

    (line,) = heads.read_text().splitlines()
    assert json.loads(line)["hash"] == Link.objects.get(seq=7).hash


def test_an_empty_chain_has_no_head(committed_db, heads):
    assert note_head() == 0
    assert not heads.exists()


def test_it_is_noted_every_hour():
    (entry,) = [
        e for e in conf.CELERY_BEAT_SCHEDULE.values() if e["task"] == "audit.tasks.note_head"
    ]

    assert entry["schedule"].minute == {0}
    assert entry["schedule"].hour == set(range(24))
    app.loader.import_default_modules()
    assert "audit.tasks.note_head" in app.tasks


@pytest.mark.parametrize("kept", [1, 4, 6])
def test_a_tail_cut_off_is_found_up_to_the_last_head(kept, events, heads, superuser):
    note_head()
    superuser.execute("DELETE FROM audit_event WHERE id > %s", [events[kept - 1].pk])
    superuser.execute("DELETE FROM audit_link WHERE seq > %s", [kept])

    assert kinds(heads) == [("truncated", "audit_link", "7")]


def test_what_came_after_the_last_head_is_out_of_reach(events, heads, machine, superuser):
    note_head()
    later = record("a.later", by=machine)
    superuser.execute("DELETE FROM audit_event WHERE id = %s", [later.pk])
    superuser.execute("DELETE FROM audit_link WHERE event_id = %s", [later.pk])

    assert kinds(heads) == []  # which is why a head is noted every hour


def test_a_whole_log_emptied_is_found(events, heads, superuser):
    note_head()
    superuser.execute("TRUNCATE audit_event, audit_link")

    assert kinds(heads) == [("truncated", "audit_link", "7")]


def test_a_superusers_edit_deletion_and_reordering_are_found_and_named(events, heads, superuser):
    second, fourth, sixth = (events[place].pk for place in (1, 3, 5))
    superuser.execute("UPDATE audit_event SET actor = '别人' WHERE id = %s", [second])
    superuser.execute("DELETE FROM audit_event WHERE id = %s", [fourth])
    for was, now in [(6, 99), (7, 6), (99, 7)]:
        superuser.execute("UPDATE audit_link SET seq = %s WHERE seq = %s", [now, was])

    found = kinds(heads)

    assert ("edited", "audit_event", str(second)) in found
    assert ("deleted", "audit_event", str(fourth)) in found
    assert ("reordered", "audit_event", str(sixth)) in found


def test_a_superuser_who_closes_the_chain_again_is_found_by_the_head(events, heads, superuser):
    note_head()
    superuser.execute("UPDATE audit_event SET actor = '别人' WHERE id = %s", [events[2].pk])
    superuser.execute(
        """
        DO $$ DECLARE before text; BEGIN
            FOR n IN 1..7 LOOP
                before := coalesce((SELECT hash FROM audit_link WHERE seq = n - 1), '');
                UPDATE audit_link l SET previous = before, hash = audit_digest(before, e)
                    FROM audit_event e WHERE e.id = l.event_id AND l.seq = n;
            END LOOP;
        END $$
        """
    )

    assert kinds(heads) == [("rewritten", "audit_link", "7")]


def test_the_command_says_it_and_ends_with_1(events, heads, superuser):
    superuser.execute("DELETE FROM audit_event WHERE id = %s", [events[0].pk])
    out = StringIO()

    with pytest.raises(SystemExit):
        call_command("verify_audit", f"--heads={heads}", stdout=out)

    assert f"audit_event {events[0].pk}" in out.getvalue()
    assert os.path.exists(heads) is False
