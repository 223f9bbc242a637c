"""Second wall: the database itself, asked without the first."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.acting import Acting, command_line
from accounts.rowsecurity import RowSecurity
from accounts.session import acting_as
from tests.places import PLACES

TREE = sorted(PLACES)


@pytest.fixture
def walled(committed_db, owner_cursor):
    """Make two tables with a row for every division: one plain, one inherited."""
    for table, inherited in (("walled", False), ("walled_plan", True)):
        owner_cursor.execute(f'CREATE TABLE {table} (scope_path varchar(40) COLLATE "C")')
        owner_cursor.execute(RowSecurity(table, inherited=inherited).sql)
        owner_cursor.executemany(f"INSERT INTO {table} VALUES (%s)", [(path,) for path in TREE])
    return owner_cursor


def rows(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [path for (path,) in cursor.fetchall()]


def run(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


def test_a_raw_query_returns_no_foreign_row(walled, clerk, officer, department, system_admin):
    for acting in (clerk, officer, department, system_admin, Acting(), command_line()):
        with acting_as(acting):
            inside = [p for p in TREE if acting.hi and acting.lo <= p < acting.hi]
            assert rows("SELECT scope_path FROM walled ORDER BY 1") == inside


def test_rows_of_the_divisions_above_are_shown_where_they_are_inherited(walled, clerk):
    with acting_as(clerk):
        assert rows("SELECT scope_path FROM walled_plan ORDER BY 1") == [
            path for path in TREE if clerk.lo.startswith(path) or path.startswith(clerk.lo)
        ]
    with acting_as(Acting()):
        assert rows("SELECT scope_path FROM walled_plan") == []


def test_nothing_is_changed_or_deleted_beyond_the_wall(walled, clerk):
    for table in ("walled", "walled_plan"):
        with acting_as(clerk):
            assert run(f"UPDATE {table} SET scope_path = scope_path") == 4
            assert run(f"DELETE FROM {table}") == 4


@pytest.mark.parametrize("path", ["0043", "0043000100010002", "004300010002", ""])
@pytest.mark.parametrize("table", ["walled", "walled_plan"])
def test_nothing_is_written_beyond_the_wall(table, path, walled, clerk):
    with (
        acting_as(clerk),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        run(f"INSERT INTO {table} VALUES ('{path}')")
    with (
        acting_as(clerk),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        run(f"UPDATE {table} SET scope_path = '{path}'")


def test_a_session_in_which_nobody_acts_sees_nothing(walled):
    with connection.cursor() as cursor:
        cursor.execute("RESET app.lo")
        cursor.execute("RESET app.hi")

    assert rows("SELECT scope_path FROM walled") == []


def test_the_scope_ends_with_its_transaction(walled, clerk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.lo', '', false), set_config('app.hi', '', false)")
    with acting_as(clerk):
        assert rows("SELECT scope_path FROM walled")
    assert rows("SELECT scope_path FROM walled") == []


def test_an_inner_scope_gives_way_to_the_outer_one(walled, clerk, officer):
    with acting_as(officer):
        outer = rows("SELECT scope_path FROM walled")
        with acting_as(clerk):
            assert len(rows("SELECT scope_path FROM walled")) < len(outer)
        assert rows("SELECT scope_path FROM walled") == outer
        with pytest.raises(ZeroDivisionError), acting_as(clerk):
            raise ZeroDivisionError
        assert rows("SELECT scope_path FROM walled") == outer


def test_the_owner_passes(walled):
    walled.execute("SELECT count(*) FROM walled")
    assert walled.fetchone() == (len(TREE),)


def test_every_table_with_a_scope_path_has_its_wall(db):
    """Events of the audit log are its administrators' and stand outside divisions."""
    found = rows(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relkind = 'r' AND a.attname = 'scope_path' AND NOT a.attisdropped"
        " AND NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1"
    )
    assert found == ["audit_event"]
