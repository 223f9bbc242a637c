"""The chain under load: real connections, real commits."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, connections, transaction

from accounts.acting import command_line
from accounts.session import acting_as
from audit.models import Event, Link
from audit.services import record
from audit.verification import verify

WRITERS, ROUNDS = 8, 12


def test_links_follow_the_order_of_commits(committed_db, machine):
    for name in ("a.first", "a.second", "a.third"):
        record(name, by=machine)

    events = [Event.objects.get(pk=link.event_id).name for link in Link.objects.order_by("seq")]
    assert events == ["a.first", "a.second", "a.third"]
    assert [link.seq for link in Link.objects.order_by("seq")] == [1, 2, 3]


def test_what_was_rolled_back_leaves_no_gap(committed_db, machine, tmp_path):
    record("a.kept", by=machine)
    with transaction.atomic():
        record("a.dropped", by=machine)
        transaction.set_rollback(True)
    record("a.kept", by=machine)

    assert list(Link.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2]
    assert verify(tmp_path / "heads.log").findings == []


def test_eight_writers_at_a_time_raise_no_alarm(committed_db, tmp_path):
    alarms: list[str] = []
    done = threading.Event()

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        watcher = pool.submit(_watch, done, alarms, tmp_path)
        writers = [pool.submit(_write, n) for n in range(WRITERS)]
        for writer in writers:
            writer.result(60)
        done.set()
        watcher.result(60)

    assert alarms == []
    assert Link.objects.count() == Event.objects.count() == WRITERS * ROUNDS * 3
    assert verify(tmp_path / "heads.log").findings == []


def test_a_long_writer_that_has_not_committed_keeps_nobody_from_recording(committed_db):
    with transaction.atomic():
        record("import.began", by=command_line())

        with ThreadPoolExecutor(1) as pool:
            pool.submit(_write, 1, rounds=1).result(5)

    assert list(_names())[-1] == "import.began"


def test_the_lock_is_held_at_commit_only(committed_db):
    with transaction.atomic(), connection.cursor() as cursor:
        record("import.began", by=command_line())
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database"
            " WHERE locktype = 'advisory' AND datname = current_database()"
        )
        assert cursor.fetchone() == (0,)


def _names():
    for link in Link.objects.order_by("seq"):
        yield Event.objects.get(pk=link.event_id).name


def _write(number: int, rounds: int = ROUNDS) -> None:
    try:
        for _ in range(rounds):
            with acting_as(command_line(f"写手{number}")) as by:
                for step in range(3):
                    record("test.written", by=by, step=step)
    finally:
        connections.close_all()


def _watch(done: threading.Event, alarms: list[str], folder) -> None:
    try:
        while not done.wait(0.02):
            alarms += [str(finding) for finding in verify(folder / "heads.log").findings]
    finally:
        connections.close_all()
