"""`verify_audit` finds and names what was changed behind the triggers."""

from __future__ import annotations

import json
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import Division, User
from audit.models import Event
from audit.services import record

SEVEN = [f"a.event_{n}" for n in range(1, 8)]


@pytest.fixture
def heads(tmp_path):
    return tmp_path / "kept" / "heads.log"


@pytest.fixture
def events(committed_db, machine):
    return [record(name, by=machine) for name in SEVEN]


@pytest.fixture
def verified(heads):
    """Give a function that runs the command: exit code and report."""

    def run(*args: str):
        out = StringIO()
        try:
            call_command("verify_audit", "--json", f"--heads={heads}", *args, stdout=out)
        except SystemExit as exit_:
            return exit_.code, json.loads(out.getvalue())
        return 0, json.loads(out.getvalue())

    return run


@pytest.fixture
def behind(owner_cursor):
    """Give a function that changes a table with its triggers switched off, and on again after."""

    def run(table: str, *statements: str) -> None:
        with _without_triggers(owner_cursor, table):
            for sql in statements:
                owner_cursor.execute(sql)

    return run


@contextmanager
def _without_triggers(cursor, table):
    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def kinds(report):
    return [(found["kind"], found["table"], found["row"]) for found in report["findings"]]


def test_an_untouched_chain_is_in_order_and_its_head_is_noted(events, verified, heads):
    code, report = verified()

    assert (code, report["findings"], report["events"]) == (0, [], 7)
    assert json.loads(heads.read_text())["hash"] == report["head"]["hash"]


def test_the_same_head_is_noted_once(events, verified, heads):
    verified()
    verified()

    assert len(heads.read_text().splitlines()) == 1


def test_an_edited_event_is_named(events, verified, behind):
    third = events[2].pk
    behind("audit_event", f"UPDATE audit_event SET actor = '别人' WHERE id = {third}")

    code, report = verified()

    assert code == 1
    assert kinds(report) == [("edited", "audit_event", str(third))]


@pytest.mark.parametrize(
    "change", ["at = at - interval '1 microsecond'", "data = '{\"n\": 1}'", "scope_path = '0043'"]
)
def test_every_column_of_an_event_is_covered(change, events, verified, behind):
    behind("audit_event", f"UPDATE audit_event SET {change} WHERE id = {events[0].pk}")

    assert kinds(verified()[1]) == [("edited", "audit_event", str(events[0].pk))]


def test_a_deleted_event_is_named(events, verified, behind):
    behind("audit_event", f"DELETE FROM audit_event WHERE id = {events[3].pk}")

    assert kinds(verified()[1]) == [("deleted", "audit_event", str(events[3].pk))]


def test_an_event_deleted_with_its_link_leaves_a_gap(events, verified, behind):
    gone = events[3].pk
    behind("audit_event", f"DELETE FROM audit_event WHERE id = {gone}")
    behind("audit_link", f"DELETE FROM audit_link WHERE event_id = {gone}")

    assert kinds(verified()[1]) == [("gap", "audit_event", str(events[4].pk))]


def test_a_gap_closed_by_renumbering_is_found(events, verified, behind):
    gone = events[3].pk
    behind("audit_event", f"DELETE FROM audit_event WHERE id = {gone}")
    behind(
        "audit_link",
        f"DELETE FROM audit_link WHERE event_id = {gone}",
        "UPDATE audit_link SET seq = seq - 1 WHERE seq > 4",
    )

    assert kinds(verified()[1]) == [("reordered", "audit_event", str(events[4].pk))]


def test_two_links_that_changed_places_are_found(events, verified, behind):
    behind(
        "audit_link",
        "UPDATE audit_link SET seq = 99 WHERE seq = 2",
        "UPDATE audit_link SET seq = 2 WHERE seq = 3",
        "UPDATE audit_link SET seq = 3 WHERE seq = 99",
    )

    found = kinds(verified()[1])

    assert ("reordered", "audit_event", str(events[1].pk)) in found
    assert ("reordered", "audit_event", str(events[2].pk)) in found


def test_an_event_slipped_in_is_found(events, verified, behind):
    behind(
        "audit_event",
        "INSERT INTO audit_event (name, actor, actor_name, role, place, address, request_id,"
        " object_type, object_id, object_label, scope_path, data)"
        " VALUES ('a.forged', 'x', '', '', '', '', '', '', '', '', '', '{}')",
    )

    forged = Event.objects.get(name="a.forged")
    assert kinds(verified()[1]) == [("unlinked", "audit_event", str(forged.pk))]


def test_a_tail_cut_off_is_found_by_the_noted_head(events, verified, behind):
    assert verified()[0] == 0
    behind("audit_event", f"DELETE FROM audit_event WHERE id > {events[4].pk}")
    behind("audit_link", "DELETE FROM audit_link WHERE seq > 5")

    assert kinds(verified()[1]) == [("truncated", "audit_link", "7")]


def test_a_chain_written_anew_is_found_by_the_noted_head(events, verified, behind):
    assert verified()[0] == 0
    behind("audit_event", f"UPDATE audit_event SET actor = '别人' WHERE id = {events[6].pk}")
    behind(
        "audit_link",
        "UPDATE audit_link l SET hash = audit_digest(l.previous, e)"
        " FROM audit_event e WHERE e.id = l.event_id AND l.seq = 7",
    )

    assert kinds(verified()[1]) == [("rewritten", "audit_link", "7")]


def test_a_damaged_file_of_heads_is_a_finding(events, verified, heads):
    heads.parent.mkdir()
    heads.write_text("so und so\n")

    code, report = verified()

    assert (code, kinds(report)) == (1, [("unreadable_heads", "heads.log", "第 1 行")])


def test_a_row_changed_behind_its_history_is_named_with_its_columns(
    committed_db, village, verified, behind
):
    assert verified()[0] == 0
    behind(
        "accounts_division",
        f"UPDATE accounts_division SET name = '改名村', is_formal = false WHERE id = {village.pk}",
    )

    code, report = verified()

    assert (code, kinds(report)) == (1, [("changed", "accounts_division", str(village.pk))])
    assert sorted(report["findings"][0]["columns"]) == ["is_formal", "name"]


def test_a_row_deleted_or_added_behind_its_history_is_named(
    committed_db, village, clerk, verified, behind
):
    User.objects.create(username="temporary", name="临时")
    User.objects.get(username="temporary").delete()  # this one leaves its trace
    behind("accounts_division", f"DELETE FROM accounts_division WHERE id = {village.pk}")
    behind("accounts_user", "INSERT INTO accounts_user (username, name, password, is_active,"
           " must_change_password) VALUES ('ghost', '鬼', '', true, false)")  # fmt: skip

    ghost = User.objects.get(username="ghost")
    assert sorted(kinds(verified()[1])) == [
        ("no_history", "accounts_user", str(ghost.pk)),
        ("vanished", "accounts_division", str(village.pk)),
    ]


def test_ordinary_changes_are_no_finding(committed_db, village, verified):
    village.name = "杨仙新村"
    village.save()
    Division.objects.filter(pk=village.pk).update(is_formal=False)

    assert verified()[0] == 0


def test_a_trigger_left_switched_off_is_found(committed_db, verified, owner_cursor):
    owner_cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER link")

    assert ("disabled", "audit_event", "link") in kinds(verified()[1])


def test_people_read_sentences(events, heads, behind):
    behind("audit_event", f"UPDATE audit_event SET actor = '别人' WHERE id = {events[2].pk}")
    out = StringIO()

    with pytest.raises(SystemExit):
        call_command("verify_audit", f"--heads={heads}", stdout=out)

    assert "发现 1 处问题" in out.getvalue()
    assert f"audit_event {events[2].pk}：内容与链上第 3 环的哈希不符" in out.getvalue()
